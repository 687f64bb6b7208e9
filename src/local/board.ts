import type { Writable } from 'node:stream'

/**
 * Lines that stay at the bottom of a terminal while what is said scrolls above them. Elsewhere there are none: what is said
 * is all there is.
 */
export type Board = {
  readonly isLive: boolean
  readonly say: (text: string) => void
  /** Each line must fit into the terminal's width, or it leaves a trace. */
  readonly show: (lines: readonly string[]) => void
  /** Takes them away for good. */
  readonly close: () => void
}

export type Screen = Pick<Writable, 'write'> & { readonly isTTY?: boolean; readonly columns?: number }

export function createBoard(screen: Screen): Board {
  if (screen.isTTY !== true) {
    const say = (text: string) => void screen.write(`${text}\n`)
    return { isLive: false, say, show: () => undefined, close: () => undefined }
  }
  let shown: readonly string[] = []
  let isClosed = false
  const draw = (above: string, lines: readonly string[]) => {
    const erase = shown.length === 0 ? '' : `\u001b[${shown.length}F\u001b[J`
    shown = lines
    screen.write(`${erase}${above}${lines.map((line) => `${line}\n`).join('')}`)
  }
  return {
    isLive: true,
    say: (text) => draw(`${text}\n`, shown),
    show: (lines) => {
      if (!isClosed && lines.join('\n') !== shown.join('\n')) draw('', lines)
    },
    close: () => {
      if (shown.length > 0) draw('', [])
      isClosed = true
    },
  }
}

/** A text in lines of so many columns, broken between words; a word that is longer has a line of its own. */
export function folded(text: string, columns: number): readonly [string, ...string[]] {
  const [first = '', ...words] = text.split(' ')
  const lines: [string, ...string[]] = [first]
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`
    if (longer.length > columns) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  return lines
}
