import { readdirSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { makeHome } from './running.ts'

const home = makeHome()
afterAll(() => home.clear())

test('one start takes an organisation from no licence to texting, proves it in the database and leaves nothing behind', async () => {
  const { code, out, err } = await home.once()
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const result = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>
  expect(result).toEqual({
    onboardings: 1,
    numbers: { can: 8, cannot: 2, unknown: 0 },
    historyEvents: expect.any(Number),
    seconds: expect.any(Number),
  })
  expect(result['historyEvents']).toBeLessThanOrEqual(250)
  expect(out).toContain('refused: +1 800 555 0199, toll-free numbers are not 10DLC')
  expect(out).toContain('its location has no Cisco PSTN')
  expect(readdirSync(home.path)).toEqual([])
})
