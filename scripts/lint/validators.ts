import ts from 'typescript'
import { descendants, type Finding, found } from './finding.ts'

/**
 * Update validators that return a promise. The SDK takes the promise for acceptance at first, then the run is wedged
 * until a deploy. `no-misused-promises` sees most of them, but neither an `async validator() {}` method nor an options
 * object that is built before the call.
 */
export function promisingValidators(files: readonly string[], options: ts.CompilerOptions): readonly Finding[] {
  const program = ts.createProgram([...files], options)
  const checker = program.getTypeChecker()
  return files.flatMap((file) => {
    const source = program.getSourceFile(file)
    return (source ? descendants(source) : [])
      .filter((node) => ts.isObjectLiteralElementLike(node) && node.name?.getText() === 'validator')
      .filter((node) => mayPromise(checker, node))
      .map((node) =>
        found(node.getSourceFile(), node.getStart(), 'an update validator must answer at once: no promise'),
      )
  })
}

function mayPromise(checker: ts.TypeChecker, element: ts.Node): boolean {
  return typeOf(checker, element)
    .getCallSignatures()
    .some((each) => {
      const answer = each.getReturnType()
      const anything = (answer.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0
      return anything || checker.getAwaitedType(answer) !== answer
    })
}

function typeOf(checker: ts.TypeChecker, element: ts.Node): ts.Type {
  const value = ts.isPropertyAssignment(element) ? element.initializer : element
  const symbol = ts.isShorthandPropertyAssignment(value) ? checker.getShorthandAssignmentValueSymbol(value) : undefined
  return symbol ? checker.getTypeOfSymbol(symbol) : checker.getTypeAtLocation(value)
}
