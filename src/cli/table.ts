import { type Paint, paint } from './paint.ts'

/** A cell is text, or text with its paint: painted after it is padded, so that columns stay straight. */
export type Cell = string | { readonly text: string; readonly paint: Paint }

/** Columns as wide as their widest cell, two blanks apart, nothing behind the last. */
export function table(heads: readonly string[], rows: readonly (readonly Cell[])[], indent = '  '): string {
  const headed = [heads.map((text): Cell => ({ text, paint: paint.faint })), ...rows]
  const widths = heads.map((_, column) => Math.max(...headed.map((row) => textOf(row[column]).length)))
  return headed.map((row) => indent + line(row, widths)).join('\n')
}

function line(row: readonly Cell[], widths: readonly number[]): string {
  return row
    .map((cell, column) => {
      const text = textOf(cell)
      const blanks = column === row.length - 1 ? '' : ' '.repeat((widths[column] ?? 0) - text.length + 2)
      return (typeof cell === 'string' ? text : cell.paint(text)) + blanks
    })
    .join('')
    .trimEnd()
}

function textOf(cell: Cell | undefined): string {
  return typeof cell === 'object' ? cell.text : (cell ?? '')
}
