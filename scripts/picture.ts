import { text } from 'node:stream/consumers'

// Draws what a terminal shows as an SVG, for the README:
//   FORCE_COLOR=1 npm start | tsx scripts/picture.ts > docs/images/start.svg

const size = { column: 8.05, line: 18, margin: 22 } as const
const colours: Readonly<Record<string, string>> = {
  '1': 'font-weight="bold"',
  '2': 'fill="#8b949e"',
  '31': 'fill="#ff7b72"',
  '32': 'fill="#7ee787"',
  '33': 'fill="#e3b341"',
  '36': 'fill="#79c0ff"',
}

const esc = String.fromCharCode(27)
const colour = new RegExp(`(${esc}\\[\\d+m)`)

function inXml(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** One text element for each stretch of a line in one style, placed by its column. */
function draw(line: string, row: number): string {
  const y = size.margin + (row + 1) * size.line
  let column = 0
  let style = ''
  let drawn = ''
  for (const part of line.split(colour)) {
    const code = part.startsWith(esc) ? part.slice(2, -1) : undefined
    if (code !== undefined) style = colours[code] ?? ''
    if (code !== undefined || part === '') continue
    const words = part.trim()
    const x = size.margin + (column + part.length - part.trimStart().length) * size.column
    const place = `x="${x.toFixed(1)}" y="${y}" textLength="${(words.length * size.column).toFixed(1)}"`
    if (words !== '') drawn += `<text ${place} ${style}>${inXml(words)}</text>`
    column += part.length
  }
  return drawn
}

const lines = (await text(process.stdin)).trim().split('\n')
const shown = (line: string) => line.split(colour).filter((part) => !part.startsWith(esc))
const columns = Math.max(...lines.map((line) => shown(line).join('').length))
const width = Math.ceil(columns * size.column + 2 * size.margin)
const height = Math.ceil(lines.length * size.line + 2 * size.margin)
process.stdout.write(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title>What a terminal shows</title>
<rect width="100%" height="100%" rx="10" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13.4" fill="#e6edf3" xml:space="preserve">
${lines.map(draw).join('\n')}
</g>
</svg>
`,
)
