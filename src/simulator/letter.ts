/** A mail as its reader sees it. */
export type Letter = {
  readonly messageId: string
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly hasHtml: boolean
}

/** Reads the kind of mail that programs send: headers, and a plain text beside which an HTML may stand. */
export function readLetter(raw: string): Letter {
  const { headers, body } = split(raw)
  const parts = partsOf(headers, body)
  const plain = parts.find((part) => typeOf(part.headers).startsWith('text/plain'))
  return {
    messageId: headers.get('message-id') ?? '',
    from: decodedWords(headers.get('from') ?? ''),
    subject: decodedWords(headers.get('subject') ?? ''),
    text: plain ? decodedBody(plain) : '',
    hasHtml: parts.some((part) => typeOf(part.headers).startsWith('text/html')),
  }
}

type Part = { readonly headers: ReadonlyMap<string, string>; readonly body: string }

function split(raw: string): Part {
  const text = raw.replaceAll('\r\n', '\n')
  const end = text.indexOf('\n\n')
  const head = end < 0 ? text : text.slice(0, end)
  const lines = head.replaceAll(/\n[ \t]+/g, ' ').split('\n')
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return { headers: new Map(headers), body: end < 0 ? '' : text.slice(end + 2) }
}

function typeOf(headers: Part['headers']): string {
  return (headers.get('content-type') ?? 'text/plain').toLowerCase()
}

function partsOf(headers: Part['headers'], body: string): readonly Part[] {
  const [, boundary] = /boundary="?([^";]+)"?/i.exec(headers.get('content-type') ?? '') ?? []
  if (boundary === undefined) return [{ headers, body }]
  return body
    .split(`--${boundary}`)
    .slice(1, -1)
    .flatMap((text) => {
      const part = split(text.replace(/^\n/, '').replace(/\n$/, ''))
      return partsOf(part.headers, part.body)
    })
}

function decodedBody({ headers, body }: Part): string {
  switch (headers.get('content-transfer-encoding')?.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8')
    case 'quoted-printable':
      return quoted(body.replaceAll(/=\n/g, ''))
    default:
      return body
  }
}

/** RFC 2047: words of a header that are not ASCII. A blank between two of them is none. */
function decodedWords(text: string): string {
  return text
    .replaceAll(/(\?=)\s+(=\?)/g, '$1$2')
    .replaceAll(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_, how: string, words: string) =>
      how.toUpperCase() === 'B' ? Buffer.from(words, 'base64').toString('utf8') : quoted(words.replaceAll('_', ' ')),
    )
}

function quoted(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
