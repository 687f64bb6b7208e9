import { test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { explain, explainClass } from '../../src/domain/explain.ts'
import { barriers } from '../../src/domain/gates.ts'
import { classInstants, classOf, type NumberClass } from '../../src/domain/numberClass.ts'
import { buildPack } from '../../src/domain/policy/buildPack.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { packs } from '../../src/domain/policy/packs.ts'
import type { PolicyPack } from '../../src/domain/policy/policy.ts'
import { type Instant, instant, millis } from '../../src/domain/values.ts'
import { classes, passing } from './classes.ts'
import { goodRow } from './numbers.ts'

const { unregisteredSwitchedOff, lateStartWarning } = pack003.instants
const autumn = instant('2024-10-15T12:00:00.000Z')
const justBefore = (at: Instant) => instant(millis(at) - 1)
const nothingDone = { licence: 'none', authorisation: 'none', registration: 'none' } as const
const old = (but: Partial<NumberClass> = {}) => passing({ ...nothingDone, entered: 'before', ...but })
const at = (when: Instant, number: NumberClass, pack: PolicyPack = pack003) => explainClass(number, pack, when)

describe('a number from before new ones start off', () => {
  test('keeps texting until the switch-off, and the verdict lists what is missing by then', () => {
    const said = at(autumn, old())
    expect(said).toMatchObject({ mayText: true, verdict: 'willStop', validUntil: unregisteredSwitchedOff })
    expect(said.obstacles).toMatchObject([
      { gate: 'licence', state: 'ahead', reason: 'NO_LICENCE', from: unregisteredSwitchedOff },
      { gate: 'authorisation', state: 'ahead', reason: 'NOT_AUTHORISED', from: unregisteredSwitchedOff },
      { gate: 'registration', state: 'ahead', reason: 'NOT_REGISTERED', from: unregisteredSwitchedOff },
    ])
    expect(said.obstacles.every(({ ruleIds }) => ruleIds.includes('D1'))).toBe(true)
  })

  test('stops at the instant itself, not a millisecond earlier', () => {
    expect(at(justBefore(unregisteredSwitchedOff), old()).verdict).toBe('willStop')
    const said = at(unregisteredSwitchedOff, old())
    expect(said).toMatchObject({ mayText: false, verdict: 'cannot', reason: 'NO_LICENCE' })
    expect(said.obstacles.find(({ gate }) => gate === 'registration')?.ruleIds).toContain('D1')
  })

  test('just can when nothing is missing', () => {
    expect(at(autumn, passing({ entered: 'before' }))).toMatchObject({ verdict: 'can', reason: 'ALL_GATES_PASSED' })
  })

  test.each([
    ['the organisation', { customerKind: 'online' }, 'ONLINE_ORGANISATION'],
    ['a trial, once trials no longer qualify', { subscriptionKind: 'trial' }, 'TRIAL_SUBSCRIPTION'],
    ['the location', { pstnConnection: 'localGateway' }, 'NOT_CISCO_PSTN'],
    ['whose number it is', { owner: 'workspace' }, 'NOT_A_PRIMARY_NUMBER'],
    ['its kind', { kind: 'tollFree' }, 'TOLL_FREE_NOT_10DLC'],
    ['its service', { inventory: 'inactive' }, 'NOT_IN_SERVICE'],
    ['the switch', { setting: 'overrideOff' }, 'SWITCHED_OFF_FOR_USER'],
  ] as const)('is exempt from no other gate: %s', (_, but, reason) => {
    expect(at(autumn, old(but))).toMatchObject({ mayText: false, verdict: 'cannot', reason })
  })

  test('is not carried on by its exemption: what the road asks, it asks at once', () => {
    expect(barriers(old(), pack003, autumn).map(({ gate }) => gate)).toEqual([
      'licence',
      'authorisation',
      'registration',
    ])
  })

  test('is told that it starts late from 1 November on, unless its case is open', () => {
    const codes = (when: Instant, number: NumberClass) => at(when, number).notices.map(({ code }) => code)
    expect(codes(justBefore(lateStartWarning), old())).toEqual([])
    expect(codes(lateStartWarning, old())).toEqual(['STARTS_LATE'])
    expect(codes(lateStartWarning, old({ case: 'yes' }))).toEqual([])
    expect(codes(unregisteredSwitchedOff, old())).toEqual([])
  })

  test('is cut off at the beginning of the day by the other reading of the last day', () => {
    const pack = buildPack('003', { lastDay: 'isTooLate' })
    expect(at(instant('2024-12-01T07:59:59.999Z'), old(), pack).verdict).toBe('willStop')
    expect(at(instant('2024-12-01T08:00:00.000Z'), old(), pack).verdict).toBe('cannot')
  })
})

describe('a number from after', () => {
  test('meets every gate at once: nothing turns it on before', () => {
    const said = at(autumn, old({ entered: 'after' }))
    expect(said).toMatchObject({ mayText: false, verdict: 'cannot', reason: 'NO_LICENCE' })
    expect(said.obstacles.find(({ gate }) => gate === 'registration')?.ruleIds).toContain('D2')
    expect(at(autumn, old({ entered: 'after', setting: 'overrideOn' })).verdict).toBe('cannot')
  })

  test.each([
    ['2024-08-27T06:59:59.999Z', 'willStop'],
    ['2024-08-27T07:00:00.000Z', 'cannot'],
  ])('in service since %s: %s', (entered, verdict) => {
    const row = { ...goodRow, entered, registration: 'none' }
    expect(explain(row, pack003, autumn).verdict).toBe(verdict)
  })
})

describe('a number of which nobody has said since when it is here', () => {
  test('is unknown between both dates, and the missing fact is named', () => {
    const said = at(autumn, old({ entered: 'unknown' }))
    expect(said).toMatchObject({ mayText: false, verdict: 'unknown', reason: 'ENTRY_UNKNOWN' })
    expect(said.first).toMatchObject({ owner: 'customerAdmin', act: 'reportEntry' })
  })

  test('was there before, as long as there is no other; and is judged as any other after the switch-off', () => {
    expect(at(instant('2024-08-01T00:00:00.000Z'), old({ entered: 'unknown' })).verdict).toBe('willStop')
    expect(at(unregisteredSwitchedOff, old({ entered: 'unknown' })).verdict).toBe('cannot')
  })
})

describe('in other zones', () => {
  // The first instant of each day on which a rule begins to act, in the zone that is read.
  test.each([
    ['losAngeles', '2024-08-27T07:00:00.000Z', '2024-11-01T07:00:00.000Z', '2024-12-02T08:00:00.000Z'],
    ['newYork', '2024-08-27T04:00:00.000Z', '2024-11-01T04:00:00.000Z', '2024-12-02T05:00:00.000Z'],
    ['utc', '2024-08-27T00:00:00.000Z', '2024-11-01T00:00:00.000Z', '2024-12-02T00:00:00.000Z'],
  ] as const)('%s: every boundary is its midnight, summer time ended between', (zone, startOff, late, off) => {
    const pack = buildPack('003', { zone })
    const row = { ...goodRow, registration: 'none' }
    const entered = (when: string) =>
      explain({ ...row, entered: when }, pack, instant('2024-10-15T00:00:00.000Z')).verdict
    expect([entered(justBefore(instant(startOff))), entered(instant(startOff))]).toEqual(['willStop', 'cannot'])
    const verdict = (when: Instant) => at(when, old(), pack).verdict
    expect([verdict(justBefore(instant(off))), verdict(instant(off))]).toEqual(['willStop', 'cannot'])
    const notices = (when: Instant) => at(when, old(), pack).notices.length
    expect([notices(justBefore(instant(late))), notices(instant(late))]).toEqual([0, 1])
    const trial = (when: Instant) => at(when, passing({ subscriptionKind: 'trial' }), pack).verdict
    expect([trial(justBefore(instant(startOff))), trial(instant(startOff))]).toEqual(['willStop', 'cannot'])
  })
})

describe('whatever the number and the age', () => {
  property.prop([classes], { numRuns: 300 })('there is one verdict, and it says until when it will stop', (number) => {
    for (const pack of packs) {
      const said = explainClass(number, pack, autumn)
      const states = said.obstacles.map(({ state }) => state)
      const expected = (['failed', 'unknown', 'ahead'] as const).find((state) => states.includes(state))
      const verdict = expected
        ? ({ failed: 'cannot', unknown: 'unknown', ahead: 'willStop' } as const)[expected]
        : 'can'
      expect(said.verdict).toBe(verdict)
      expect(said.mayText).toBe(verdict === 'can' || verdict === 'willStop')
      if (verdict === 'willStop') expect(said.validUntil && said.validUntil > autumn).toBe(true)
    }
  })

  property.prop([classes], { numRuns: 300 })(
    'nothing is ahead once the switch-off has come, but for the exempt',
    (number) => {
      const after = { ...number, exempt: 'no' }
      for (const pack of packs)
        expect(
          explainClass(after, pack, unregisteredSwitchedOff).obstacles.filter(({ state }) => state === 'ahead'),
        ).toEqual([])
    },
  )
})

test('the answer lasts until a fact turns by itself, if that is sooner', () => {
  const row = { ...goodRow, entered: '2024-01-01T00:00:00.000Z', registration: 'none' }
  const turns = '2024-11-20T00:00:00.000Z'
  expect(explain({ ...row, organisationTurns: turns }, pack003, autumn).validUntil).toBe(turns)
  expect(classOf(row, classInstants(pack003, autumn)).entered).toBe('before')
})
