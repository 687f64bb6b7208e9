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
  readonly clear: () => void
}

export type Screen = Pick<Writable, 'write'> & { readonly isTTY?: boolean; readonly columns?: number }

export function createBoard(screen: Screen): Board {
  if (screen.isTTY !== true) {
    const say = (text: string) => void screen.write(`${text}\n`)
    return { isLive: false, say, show: () => undefined, clear: () => undefined }
  }
  let shown: readonly string[] = []
  const draw = (above: string, lines: readonly string[]) => {
    const erase = shown.length === 0 ? '' : `\u001b[${shown.length}F\u001b[J`
    shown = lines
    screen.write(`${erase}${above}${lines.map((line) => `${line}\n`).join('')}`)
  }
  return {
    isLive: true,
    say: (text) => draw(`${text}\n`, shown),
    show: (lines) => {
      if (lines.join('\n') !== shown.join('\n')) draw('', lines)
    },
    clear: () => draw('', []),
  }
}
