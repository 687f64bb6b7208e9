import { describe, expect, test } from 'vitest'
import { decideClass } from '../../src/domain/decideNumber.ts'
import { explainClass } from '../../src/domain/explain.ts'
import type { Source } from '../../src/domain/fact.ts'
import { placeOf } from '../../src/domain/forecast/standing.ts'
import { evolve, noNumber, type TrafficParty } from '../../src/domain/number.ts'
import { buildPack } from '../../src/domain/policy/buildPack.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { unblock } from '../../src/domain/unblock.ts'
import { admin, day, desk } from '../support/given.ts'
import { passing } from './classes.ts'
import { ask, decided, newcomer, numbers } from './numbers.ts'

const registry: Source = { kind: 'registry', id: 'registry-1', rank: 1 }
const blocked = (party: TrafficParty) => passing({ traffic: 'blocked', trafficParty: party })
const explained = (number = passing({}), pack = pack003) => explainClass(number, pack, day(0))

describe('what others do with the traffic of a number', () => {
  test.each([
    ['carrier', 'BLOCKED_BY_CARRIER', 'carrier', ['L9', 'S1']],
    ['vendor', 'BLOCKED_BY_VENDOR', 'vendor', ['L9', 'L10', 'S1']],
    ['cisco', 'BLOCKED_BY_CISCO', 'cisco', ['L9', 'L10', 'S1']],
  ] as const)(
    'blocked by the %s it cannot text, and the one to act is whoever blocks',
    (party, reason, owner, ruleIds) => {
      const { verdict, mayText, obstacles } = explained(blocked(party))
      expect({ verdict, mayText }).toEqual({ verdict: 'cannot', mayText: false })
      expect(obstacles).toEqual([
        { gate: 'traffic', state: 'failed', reason, ruleIds, owner, act: 'liftBlock', see: 'https://cs.co/spam' },
      ])
    },
  )

  test('slowed down it can text, and a notice says so with where spam is reported', () => {
    const { verdict, obstacles, notices } = explained(passing({ traffic: 'throttled', trafficParty: 'carrier' }))
    expect({ verdict, obstacles }).toEqual({ verdict: 'can', obstacles: [] })
    expect(notices).toEqual([{ code: 'TRAFFIC_THROTTLED', ruleIds: ['L9', 'S1'], see: 'https://cs.co/spam' }])
  })

  test.each(['flowing', 'unknown'])('%s, there is nothing to say of it', (traffic) => {
    expect(explained(passing({ traffic }))).toEqual(explained())
  })

  test('an age that does not tell of blocking has no such gate', () => {
    const pack = buildPack('004')
    expect(explained(blocked('carrier'), pack)).toEqual(explained(passing({}), pack))
  })

  test('switched on or off, old or new, a blocked number cannot text: no exemption reaches it', () => {
    const number = { ...blocked('carrier'), entered: 'before', registration: 'none' }
    expect(explainClass(number, buildPack('002'), day(0)).obstacles.map(({ gate }) => gate)).toContain('traffic')
  })

  test('that the block is lifted is the only way, and no forecast waits for it', () => {
    const way = unblock(blocked('carrier'), pack003, day(0))
    expect(way).toMatchObject({ isPossible: true, acts: [{ act: 'liftBlock', owner: 'carrier' }] })
    expect(placeOf(blocked('carrier'), pack003, day(0))).toBe('done')
  })

  test('a registered number is switched on while others block it: their block lasts as long as they want', () => {
    const standing = { arrival: 'newer', location: 'here', order: 'this', letter: 'none', case: 'none' } as const
    const asked = { pack: pack003, at: day(0) }
    expect(decideClass({ type: 'ActivateTexting' }, blocked('carrier'), standing, asked)).toMatchObject({ ok: true })
  })
})

describe('reports of traffic', () => {
  const report = (state: 'blocked' | 'flowing' | 'throttled', codes: readonly string[] = []) =>
    ({ type: 'ReportTraffic', state, by: 'carrier', codes }) as const
  const decider = numbers()
  const said = { ...newcomer, meta: { happenedAt: day(0), recordedAt: day(0), source: admin, eventId: 'n:1' } }
  const known = decider.evolve(decider.initial, newcomer, said.meta)

  test('are taken whatever else is true, with the codes of whoever blocks', () => {
    const decision = decided(ask(day(1), report('blocked', ['SPAM_SUSPECTED']), registry), known)
    expect(decision).toMatchObject({
      ok: true,
      event: {
        type: 'NumberTrafficReported',
        data: { state: 'blocked', by: 'carrier', codes: ['SPAM_SUSPECTED'], flags: [] },
      },
      ruleIds: [],
    })
  })

  test('say nothing new when repeated, and are flagged when they come late', () => {
    const event = {
      type: 'NumberTrafficReported',
      data: { state: 'blocked', by: 'carrier', codes: [], flags: [] },
    } as const
    const meta = { happenedAt: day(2), recordedAt: day(2), source: registry, eventId: 'n:2' }
    const later = decider.evolve(known, event, meta)
    expect(decided(ask(day(2), report('blocked'), registry), later)).toMatchObject({ ok: true, carry: [], ruleIds: [] })
    expect(decided(ask(day(2), report('blocked'), registry), later)).not.toHaveProperty('event')
    expect(decided(ask(day(1), report('flowing'), registry), later)).toMatchObject({
      event: { data: { state: 'flowing', flags: ['EARLIER_THAN_KNOWN'] } },
    })
  })

  test('of the same instant are settled by the order of sources, whichever came first', () => {
    const at = { happenedAt: day(1), recordedAt: day(1) }
    const told = (state: 'blocked' | 'flowing', source: typeof registry, eventId: string) =>
      [
        { type: 'NumberTrafficReported', data: { state, by: 'carrier', codes: [], flags: [] } },
        { ...at, source, eventId },
      ] as const
    const [one, other] = [told('blocked', registry, 'n:1'), told('flowing', { ...desk, rank: 2 }, 'n:2')]
    const there = evolve(evolve(noNumber, ...one), ...other)
    expect(evolve(evolve(noNumber, ...other), ...one)).toEqual(there)
    expect(there.traffic).toMatchObject({ value: 'blocked', party: 'carrier' })
  })
})
