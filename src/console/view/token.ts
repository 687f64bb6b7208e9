/** Whether a text can be a token at all; whether it is one, the server says. */
export function isTokenShaped(text: string): boolean {
  return /^clt_[\w-]{43}$/.test(text)
}
