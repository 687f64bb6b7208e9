import { readdirSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { makeHome } from './running.ts'

const home = makeHome()
afterAll(() => home.clear())

test('one start takes two organisations from no licence to texting, proves it in the database and leaves nothing behind', async () => {
  const { code, out, err } = await home.once()
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const result = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>
  expect(result).toEqual({
    onboardings: 2,
    numbers: { can: 61, willStop: 0, cannot: 3, unknown: 0 },
    reasons: { ALL_GATES_PASSED: 61, NOT_CISCO_PSTN: 1, REGISTRATION_REJECTED: 1, TOLL_FREE_NOT_10DLC: 1 },
    historyEvents: expect.any(Number),
    seconds: expect.any(Number),
  })
  expect(result['historyEvents']).toBeLessThanOrEqual(700)
  for (const line of told) expect(out).toContain(line)
  expect(readdirSync(home.path)).toEqual([])
})

/** The turns of the two roads. */
const told = [
  'refused: +1 800 555 0199, toll-free numbers are not 10DLC',
  'that nobody has signed. (6 numbers)',
  'signs a letter of authorisation for 6 numbers',
  'rejects the campaign',
  'corrects the form and submits it again',
  'the case is on hold',
  'as long as the hold took',
  'registers 41 numbers',
  'not +1 512 555 0117: the registry rejected it',
  'gives the case up',
  'its location has no Cisco PSTN',
]
