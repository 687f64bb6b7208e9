import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readScenario } from '../../src/rehearsal/reading.ts'
import { ScenarioRefused } from '../../src/rehearsal/refused.ts'

const standard = join(import.meta.dirname, '../../scenarios')
const folder = mkdtempSync(join(tmpdir(), 'clearline-scenarios-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

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
const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}T16:00:00Z`
const larkspur = { organisation: 'larkspur' }

function refusal(text: string): Pick<ScenarioRefused, 'code' | 'place'> | undefined {
  const file = join(folder, 'bad.json')
  writeFileSync(file, text)
  try {
    readScenario(file)
    return undefined
  } catch (error) {
    if (!(error instanceof ScenarioRefused)) throw error
    expect(error.reason).not.toBe('')
    expect(error.whatToDo).toMatch(/\.$/)
    return { code: error.code, place: error.place }
  }
}

const changed = (change: object) => refusal(JSON.stringify({ ...good, ...change }))

test('every scenario that stands in the repository can be rehearsed', () => {
  const files = readdirSync(standard, { recursive: true, encoding: 'utf8' })
  const scenarios = files.filter((name) => name.endsWith('.json'))
  expect(scenarios.length).toBeGreaterThan(9)
  for (const name of scenarios) expect(readScenario(join(standard, name)).title).not.toBe('')
})

test('a scenario that is well is not refused', () => {
  expect(changed({})).toBeUndefined()
})

describe('a file that cannot be rehearsed is refused with a code, the place in it, the reason and what to do', () => {
  test('where there is nothing to read', () => {
    expect(refusal('')).toEqual({ code: 'SCENARIO_UNREADABLE', place: 'bad.json' })
    expect(refusal(' \n')).toEqual({ code: 'SCENARIO_UNREADABLE', place: 'bad.json' })
    expect(refusal('{"title": ')).toEqual({ code: 'SCENARIO_UNREADABLE', place: 'bad.json' })
    expect(refusal('[]')?.code).toBe('SCENARIO_MALFORMED')
    expect(refusal('null')?.code).toBe('SCENARIO_MALFORMED')
    expect(() => readScenario(join(folder, 'absent.json'))).toThrow(/SCENARIO_UNREADABLE at absent\.json.*ENOENT/)
  })

  test('where an act is unknown', () => {
    expect(changed({ acts: [first, { ...second, act: 'hope' }] })).toEqual({
      code: 'ACT_UNKNOWN',
      place: 'bad.json acts[1].act',
    })
  })

  test('where a word is not of the language, or of another form', () => {
    expect(changed({ pace: 'quick' })?.code).toBe('SCENARIO_MALFORMED')
    expect(changed({ acts: [first, { ...second, status: 'bought' }] })).toEqual({
      code: 'SCENARIO_MALFORMED',
      place: 'bad.json acts[1].status',
    })
    expect(changed({ starts: '5 January' })).toEqual({ code: 'SCENARIO_MALFORMED', place: 'bad.json starts' })
    expect(changed({ organisations: {} })?.code).toBe('SCENARIO_MALFORMED')
  })

  test('where an instant is out of order', () => {
    expect(changed({ acts: [second, first] })).toEqual({ code: 'INSTANT_OUT_OF_ORDER', place: 'bad.json acts[1].at' })
    const expected = [day(9), day(8)].map((at) => ({ at, ...larkspur, case: 'review' }))
    expect(changed({ expect: expected })).toEqual({ code: 'INSTANT_OUT_OF_ORDER', place: 'bad.json expect[1].at' })
  })

  test('where an act or an expectation lies before the start or after the end', () => {
    const outside = (place: string) => ({ code: 'INSTANT_OUTSIDE', place: `bad.json ${place}` })
    expect(changed({ acts: [{ ...first, at: '2026-03-05T17:00:00Z' }] })).toEqual(outside('acts[0].at'))
    expect(changed({ acts: [{ ...first, at: '2026-01-05T15:59:59.999Z' }] })).toEqual(outside('acts[0].at'))
    expect(changed({ expect: [{ at: '2026-03-05T17:00:00Z', ...larkspur }] })).toEqual(outside('expect[0].at'))
    expect(changed({ ends: good.starts, acts: [] })).toEqual(outside('ends'))
  })

  test('where two acts of one organisation stand at one millisecond', () => {
    expect(changed({ acts: [first, { ...second, at: first?.at }] })).toEqual({
      code: 'ACTS_AT_ONE_INSTANT',
      place: 'bad.json acts[1].at',
    })
    expect(changed({ acts: [first, { ...second, at: '2026-01-05T17:00:00.001Z' }] })).toBeUndefined()
  })

  test('where an organisation is unknown, also in what is expected', () => {
    const unknown = (place: string) => ({ code: 'ORGANISATION_UNKNOWN', place: `bad.json ${place}` })
    expect(changed({ acts: [{ ...first, organisation: 'harbour' }] })).toEqual(unknown('acts[0].organisation'))
    const expected = { at: day(7), ...larkspur, endsLike: 'harbour' }
    expect(changed({ expect: [expected] })).toEqual(unknown('expect[0].endsLike'))
  })

  test('where a place or a number is not of the organisation, or stands twice', () => {
    const order = { at: day(7), ...larkspur, act: 'order' }
    expect(changed({ acts: [first, { ...order, place: 'denver' }] })).toEqual({
      code: 'PLACE_UNKNOWN',
      place: 'bad.json acts[1].place',
    })
    expect(changed({ acts: [first, { ...order, place: 'austin', numbers: ['+15125550199'] }] })).toEqual({
      code: 'NUMBER_UNKNOWN',
      place: 'bad.json acts[1].numbers',
    })
    const numbers = [1, 2].map(() => ({ number: '+15125550101', at: 'austin' }))
    expect(changed({ organisations: { larkspur: { places: { austin: {} }, numbers } } })).toEqual({
      code: 'NUMBER_TWICE',
      place: 'bad.json organisations.larkspur.numbers[1]',
    })
  })

  test.each([
    ['ONBOARDING_UNKNOWN', [{ act: 'openCase' }]],
    ['ORDER_UNKNOWN', [first, { act: 'withdrawOrder' }]],
    ['LETTER_UNKNOWN', [first, { act: 'withdrawLetter' }]],
    ['CASE_UNKNOWN', [first, { act: 'submitForm' }]],
    ['REPORT_UNKNOWN', [first, { act: 'retract', told: '2026-01-08T16:00:00Z' }]],
  ])('where an act speaks of what nothing before it has made: %s', (code, acts) => {
    expect(
      changed({
        acts: acts
          .map((act) => ({ at: day(9), ...larkspur, ...act }))
          .map((act, index) => ({ ...act, at: day(9 + index) })),
      })?.code,
    ).toBe(code)
  })

  test('where it plays a file that is not there, or one that is wrong itself', () => {
    const twins = { title: 'Twins', unruly: { seeds: [1], copies: 2, withinHours: 72 } }
    expect(refusal(JSON.stringify({ ...twins, plays: 'absent.json' }))).toEqual({
      code: 'SCENARIO_UNREADABLE',
      place: 'absent.json',
    })
    expect(refusal(JSON.stringify({ ...twins, plays: '../package.json' }))?.code).toBe('SCENARIO_MALFORMED')
    writeFileSync(join(folder, 'wrong.json'), JSON.stringify({ ...good, acts: [second, first] }))
    expect(refusal(JSON.stringify({ ...twins, plays: 'wrong.json' }))?.place).toBe('wrong.json acts[1].at')
  })
})

test('an unruly scenario gives every organisation a twin for each seed, which has to end like it', () => {
  const base = {
    ...good,
    acts: [...good.acts, { at: day(8), ...larkspur, act: 'order', place: 'austin', numbers: ['+15125550101'] }],
  }
  writeFileSync(join(folder, 'base.json'), JSON.stringify(base))
  const file = join(folder, 'twins.json')
  writeFileSync(
    file,
    JSON.stringify({ title: 'Twins', plays: 'base.json', unruly: { seeds: [3, 9], copies: 2, withinHours: 72 } }),
  )
  const { organisations, acts, expect: expected, outside } = readScenario(file)
  expect(Object.keys(organisations)).toEqual(['larkspur', 'larkspurUnruly3', 'larkspurUnruly9'])
  expect(acts).toHaveLength(3 * base.acts.length)
  expect(acts.at(-1)).toMatchObject({ organisation: 'larkspurUnruly9', numbers: ['+13035550101'] })
  expect(expected.map(({ organisation, endsLike }) => [organisation, endsLike])).toEqual([
    ['larkspurUnruly3', 'larkspur'],
    ['larkspurUnruly9', 'larkspur'],
  ])
  expect(outside['unruly']).toEqual(
    [3, 9].map((seed) => ({ organisation: `larkspurUnruly${seed}`, seed, copies: 2, withinHours: 72 })),
  )
})
