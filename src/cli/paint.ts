import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Colour where the output is a terminal that wants it (`NO_COLOR` is heard), plain text everywhere else. */
function style(format: Style) {
  return (text: string) => styleText(format, text, { stream: process.stdout, validateStream: true })
}

export const paint = {
  strong: style('bold'),
  faint: style('dim'),
  good: style('green'),
  bad: style('red'),
  open: style('yellow'),
  link: style('cyan'),
  struck: style(['strikethrough', 'dim']),
} as const

export type Paint = (text: string) => string
