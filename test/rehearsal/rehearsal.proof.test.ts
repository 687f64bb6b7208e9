import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { readScenario, scenarioOf } from '../../src/rehearsal/reading.ts'
import { type Rehearsed, rehearse } from '../../src/rehearsal/rehearse.ts'
import { storyWords } from '../../src/rehearsal/words.ts'

const log = createLogger({ level: 'silent', name: 'rehearsal' })
const folder = join(import.meta.dirname, '../../scenarios')
const options = { env: process.env, log, bundlePath: inject('workflowBundlePath') }
const standard = readdirSync(folder).filter((name) => name.endsWith('.json'))
const scenario = (name: string) => readScenario(join(folder, name))
const seen = new Set<string>()
const played = new Map<string, Rehearsed>()

describe('every standard scenario ends as expected, and tells the same twice, to the byte and the millisecond', () => {
  test.each(standard)('%s', async (name) => {
    const first = await rehearse(scenario(name), options)
    const second = await rehearse(scenario(name), options)
    for (const type of first.events) seen.add(type)
    played.set(name, first)
    expect(first.missed).toEqual([])
    expect(storyWords(second)).toBe(storyWords(first))
    expect(JSON.stringify(second)).toBe(JSON.stringify(first))
    expect(JSON.stringify(first)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
  })
})

test('the webhooks of the twins were late by up to 72 hours, and came in another order', () => {
  const [orderly, ...twins] = played.get('unruly-webhooks.json')?.story ?? []
  const told = (road: Rehearsed['story'][number]['road'] = []) =>
    road.flatMap((line) => (line.what === 'event' && ['desk', 'registry'].includes(line.source) ? [line] : []))
  const order = (road?: Rehearsed['story'][number]['road']) => told(road).map(({ type, says }) => `${type} ${says}`)
  const hoursLate = twins.flatMap(({ road }) =>
    told(road).map(({ at, happenedAt }) => (Date.parse(at) - Date.parse(happenedAt)) / 3_600_000),
  )
  expect(twins.length).toBeGreaterThan(2)
  expect(hoursLate.filter((hours) => hours > 0).length).toBeGreaterThan(20)
  expect(Math.max(...hoursLate)).toBeLessThanOrEqual(72)
  expect(Math.max(...hoursLate)).toBeGreaterThan(48)
  expect(twins.filter(({ road }) => order(road).join() !== order(orderly?.road).join())).not.toEqual([])
})

/** Kinds of events that no standard scenario brings about, and why. */
const exceptions: Readonly<Record<string, string>> = {}

test('every kind of event that docs/events.md lists happens in the standard set, or says why not', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/events.md'), 'utf8')
  const types = [...page.matchAll(/^### ([A-Z]\w+)$/gm)].map(([, type = '']) => type)
  expect(types.length).toBeGreaterThan(60)
  expect(types.filter((type) => !seen.has(type) && exceptions[type] === undefined)).toEqual([])
  expect(Object.keys(exceptions).filter((type) => seen.has(type))).toEqual([])
})

const happy = () => scenario('happy-road.json')

test('an instant of every line is that of the scenario, not of the machine', async () => {
  const { story } = await rehearse(happy(), options)
  const lines = story.flatMap(({ road, numbers }) => [...road, ...numbers.flatMap((each) => each.lines)])
  expect(lines.length).toBeGreaterThan(60)
  expect(lines.filter(({ at }) => !at.endsWith(':00.000Z'))).toEqual([])
})

test('what is not as expected is told with what was instead', async () => {
  const base = happy()
  const [numbers] = base.expect
  const at = base.acts[0]?.at
  if (!numbers || !at) throw new Error('the scenario has no act')
  const early = { ...base, acts: base.acts.slice(0, 1), ends: at, expect: [{ ...numbers, at }] }
  const { missed } = await rehearse(early, options)
  expect(missed.map(({ what, expected, was }) => ({ what, expected, was }))).toContainEqual({
    what: 'authorisation',
    expected: 'authorised',
    was: 'unknown',
  })
})

type Part = Readonly<Record<string, unknown>>

/** One organisation with one number, on the way to its case. */
function small({ outside = {}, acts, ends }: { outside?: Part; acts: readonly Part[]; ends: string }) {
  const organisation = 'larkspur'
  const first = [
    { at: '2026-01-05T17:00:00Z', act: 'startOnboarding' },
    { at: '2026-01-06T17:00:00Z', act: 'reportLicence', status: 'ordered' },
  ]
  const written = {
    title: 'A small one',
    starts: '2026-01-05T16:00:00Z',
    ends,
    organisations: { [organisation]: { places: { austin: {} }, numbers: [{ number: '+15125550101', at: 'austin' }] } },
    outside,
    acts: [...first, ...acts].map((act) => ({ ...act, organisation })),
  }
  return scenarioOf(JSON.stringify(written), scenario)
}

const marksOf = ({ story }: Rehearsed, wait: string) =>
  story.flatMap(({ road }) => road).flatMap((line) => (line.what === 'mark' && line.wait === wait ? [line.mark] : []))

describe('what happens at the very instant at which a wait is due comes before its mark', () => {
  const licensed = { act: 'reportLicence', status: 'activated' }

  test('be it an act', async () => {
    const due = '2026-02-02T17:00:00Z'
    const inTime = await rehearse(small({ acts: [{ at: due, ...licensed }], ends: '2026-02-03T00:00:00Z' }), options)
    expect(marksOf(inTime, 'licence')).not.toContain('due')
    const late = { at: '2026-02-02T17:00:00.001Z', ...licensed }
    const tooLate = await rehearse(small({ acts: [late], ends: '2026-02-03T00:00:00Z' }), options)
    expect(marksOf(tooLate, 'licence')).toContain('due')
  })

  test('or a webhook', async () => {
    const acts = [
      { at: '2026-01-07T17:00:00Z', ...licensed },
      { at: '2026-01-08T17:00:00Z', act: 'order', place: 'austin' },
      { at: '2026-01-09T17:00:00Z', act: 'openCase' },
      { at: '2026-01-10T17:00:00Z', act: 'submitForm' },
    ]
    const after = { days: 28 }
    const registry = {
      campaigns: [{ answers: [{ after, status: 'approved', brand: 'verified' }] }],
      numbers: [{ answers: [{ after, outcome: 'accept' }] }],
    }
    const played = await rehearse(small({ acts, outside: { registry }, ends: '2026-02-08T00:00:00Z' }), options)
    expect(marksOf(played, 'review')).toEqual(['reminder'])
    expect(played.story[0]?.numbers[0]?.lines.at(-1)).toMatchObject({ at: '2026-02-07T17:00:00.000Z', verdict: 'can' })
  })
})

describe('an activity that fails', () => {
  const acts = [
    { at: '2026-01-07T17:00:00Z', act: 'reportLicence', status: 'activated' },
    { at: '2026-01-08T17:00:00Z', act: 'order', place: 'austin' },
  ]
  const faulty = (fault: Part) => ({ desk: { faults: [{ times: 100, on: 'send', to: 'orders', ...fault }] } })

  test('is tried again at instants of the scenario, and time goes on meanwhile', async () => {
    const down = { ...faulty({ kind: 'status', status: 503, times: 5 }) }
    const { story } = await rehearse(small({ acts, outside: down, ends: '2026-01-08T18:00:00Z' }), options)
    const sent = story[0]?.road.find((line) => line.what === 'event' && line.type === 'OrderSent')
    // Two seconds, doubled each time.
    expect(sent?.at).toBe('2026-01-08T17:01:02.000Z')
  })

  test('or never comes back fails the rehearsal, which names its workflow', async () => {
    const hanging = small({ acts, outside: faulty({ kind: 'stall' }), ends: '2026-01-08T18:00:00Z' })
    await expect(rehearse(hanging, { ...options, providerTimeoutMs: 60_000 })).rejects.toThrow(
      /^not settled after 10 s: workflow onboarding\/\S+ has the activity sendOrder under way$/,
    )
  })
})
