import ts from 'typescript'

export type Finding = { readonly file: string; readonly line: number; readonly message: string }

export function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true)
}

export function found(source: ts.SourceFile, position: number, message: string): Finding {
  return { file: source.fileName, line: source.getLineAndCharacterOfPosition(position).line + 1, message }
}

export function descendants(node: ts.Node): ts.Node[] {
  const all: ts.Node[] = [node]
  node.forEachChild((child) => void all.push(...descendants(child)))
  return all
}
