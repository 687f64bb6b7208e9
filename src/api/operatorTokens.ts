import { isTokenText } from '../store/tokens.ts'

/** Reads `subject:token` pairs, comma-separated. Throws without a secret in the message. */
export function parseOperatorTokens(given = ''): readonly { readonly subject: string; readonly token: string }[] {
  return given
    .split(',')
    .filter((pair) => pair.trim() !== '')
    .map((pair, position) => {
      const [, subject, token] = /^\s*([A-Za-z0-9][A-Za-z0-9._-]{0,63}):(\S+)\s*$/.exec(pair) ?? []
      if (subject === undefined || token === undefined || !isTokenText(token)) {
        throw new Error(`CLEARLINE_OPERATOR_TOKENS: pair ${position + 1} is not subject:clt_ and 43 characters`)
      }
      return { subject, token }
    })
}
