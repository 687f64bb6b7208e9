import ts from 'typescript'
import { descendants, type Finding, found, parse } from './finding.ts'

/** `new Date()` and `Date()` without an argument: the one way to read the clock that the linter's lists cannot name. */
export function ownClockFindings(file: string, text: string): readonly Finding[] {
  const source = parse(file, text)
  return descendants(source)
    .filter((node) => ts.isNewExpression(node) || ts.isCallExpression(node))
    .filter((node) => node.expression.getText() === 'Date' && !node.arguments?.length)
    .map((node) => found(source, node.getStart(), 'reads the clock: the instant comes in as an argument'))
}
