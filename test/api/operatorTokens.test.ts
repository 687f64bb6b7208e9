import { expect, test } from 'vitest'
import { parseOperatorTokens } from '../../src/api/operatorTokens.ts'
import { freshToken } from '../../src/store/tokens.ts'

test('the first operators come from the configuration, each with a token of the usual form', () => {
  const [one, two] = [freshToken(), freshToken()]
  expect(parseOperatorTokens(`ops-1:${one}, ops-2:${two}`)).toEqual([
    { subject: 'ops-1', token: one },
    { subject: 'ops-2', token: two },
  ])
  expect(parseOperatorTokens()).toEqual([])
})

test.each(['ops-1', 'ops-1:secret', 'ops 1:clt_x', `:${freshToken()}`])(
  'what is no pair of a name and a token is refused, without its secret in the message',
  (text) => {
    expect(() => parseOperatorTokens(text)).toThrow('pair 1 is not subject:clt_')
  },
)
