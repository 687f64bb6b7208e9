import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseScenario, ScenarioRefused } from '../../src/rehearsal/scenario.ts'

const folder = join(import.meta.dirname, '../../scenarios')
const good = {
  title: 'A small one',
  starts: '2026-01-05T16:00:00Z',
  ends: '2026-02-05T16:00:00Z',
  organisations: { larkspur: { places: { austin: {} }, numbers: [{ number: '+15125550101', at: 'austin' }] } },
  acts: [
    { at: '2026-01-05T17:00:00Z', organisation: 'larkspur', act: 'startOnboarding' },
    { at: '2026-01-06T17:00:00Z', organisation: 'larkspur', act: 'reportLicence', status: 'ordered' },
  ],
}
const [first, second] = good.acts

function refusal(change: object): Pick<ScenarioRefused, 'code' | 'place'> | undefined {
  try {
    parseScenario(JSON.stringify({ ...good, ...change }))
    return undefined
  } catch (error) {
    if (!(error instanceof ScenarioRefused)) throw error
    return { code: error.code, place: error.place }
  }
}

test('every scenario of the standard set can be rehearsed', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  expect(files.length).toBeGreaterThan(6)
  for (const name of files) expect(parseScenario(readFileSync(join(folder, name), 'utf8')).title).not.toBe('')
})

describe('a scenario is refused with its place and a code', () => {
  test('where an act is unknown', () => {
    expect(refusal({ acts: [first, { ...second, act: 'hope' }] })).toEqual({
      code: 'ACT_UNKNOWN',
      place: 'acts.1.act',
    })
  })

  test('where an instant is out of order', () => {
    expect(refusal({ acts: [second, first] })).toEqual({ code: 'INSTANT_OUT_OF_ORDER', place: 'acts[1]' })
  })

  test('where an instant lies outside of the scenario', () => {
    const late = { ...first, at: '2026-03-05T17:00:00Z' }
    expect(refusal({ acts: [late] })).toEqual({ code: 'INSTANT_OUT_OF_ORDER', place: 'acts[0]' })
  })

  test('where an organisation is unknown, also in what is expected', () => {
    expect(refusal({ acts: [{ ...first, organisation: 'harbour' }] })).toEqual({
      code: 'ORGANISATION_UNKNOWN',
      place: 'acts[0]',
    })
    const expected = { at: '2026-01-07T16:00:00Z', organisation: 'larkspur', endsLike: 'harbour' }
    expect(refusal({ expect: [expected] })?.code).toBe('ORGANISATION_UNKNOWN')
  })

  test('where a place or a number is not of the organisation', () => {
    const order = { at: '2026-01-07T16:00:00Z', organisation: 'larkspur', act: 'order', place: 'denver' }
    expect(refusal({ acts: [order] })?.code).toBe('PLACE_UNKNOWN')
    const expected = { at: '2026-01-07T16:00:00Z', organisation: 'larkspur', numbers: ['+15125550199'] }
    expect(refusal({ expect: [expected] })?.code).toBe('NUMBER_UNKNOWN')
  })

  test('where an instant is no whole minute, or a word is not of the language', () => {
    expect(refusal({ acts: [{ ...first, at: '2026-01-05T17:00:30Z' }] })?.code).toBe('SCENARIO_MALFORMED')
    expect(refusal({ pace: 'quick' })?.code).toBe('SCENARIO_MALFORMED')
  })
})
