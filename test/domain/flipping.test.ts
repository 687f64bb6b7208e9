import { test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { explainClass } from '../../src/domain/explain.ts'
import { dayOf } from '../../src/domain/forecast/forecast.ts'
import { obstacles } from '../../src/domain/gates.ts'
import type { ClassAxisName, NumberClass } from '../../src/domain/numberClass.ts'
import { buildPack } from '../../src/domain/policy/buildPack.ts'
import type { GateName } from '../../src/domain/policy/gateRules.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { type Instant, instant, millis } from '../../src/domain/values.ts'
import { day } from '../support/given.ts'
import { classes, passing } from './classes.ts'

/** What each gate looks at. Those of a message are asked of the question, not of the number. */
const axesOf: Readonly<Record<Exclude<GateName, 'app' | 'message'>, readonly ClassAxisName[]>> = {
  eligibility: ['customerKind', 'subscriptionKind', 'callingPlan', 'dataRegion', 'healthcare', 'organisationTurns'],
  licence: ['licence', 'licenceTurns'],
  location: ['country', 'pstnConnection', 'textingOffered', 'presence'],
  primary: ['owner'],
  kind: ['kind'],
  inventory: ['inventory'],
  authorisation: ['authorisation', 'loa', 'letter'],
  registration: ['registration', 'campaign', 'case'],
  traffic: ['traffic', 'trafficParty'],
  setting: ['setting', 'textingDefault'],
}
const gates = Object.keys(axesOf) as readonly (keyof typeof axesOf)[]

function opened(number: NumberClass, gate: keyof typeof axesOf): NumberClass {
  const good = passing({})
  return { ...number, ...Object.fromEntries(axesOf[gate].map((axis) => [axis, good[axis]])) }
}

describe('the gate that is named', () => {
  property.prop([classes], { numRuns: 1000 })('opens by itself, and leaves every other as it was', (number) => {
    const all = obstacles(number, pack003, day(0))
    for (const { gate } of all) {
      const without = obstacles(opened(number, gate as keyof typeof axesOf), pack003, day(0))
      expect(without).toEqual(all.filter((each) => each.gate !== gate))
    }
  })

  property.prop([classes], { numRuns: 1000 })(
    'decides where it is the only one and nothing lets the number through: flipped, the verdict is another',
    (given) => {
      const number = { ...given, exempt: 'no' }
      for (const gate of gates) {
        const others = gates.filter((each) => each !== gate)
        const alone = others.reduce(opened, number)
        const said = explainClass(alone, pack003, day(0))
        expect(said.obstacles.every((each) => each.gate === gate)).toBe(true)
        expect(explainClass(opened(alone, gate), pack003, day(0)).verdict).toBe('can')
        if (said.first) expect([said.verdict, said.first.gate]).toEqual([expect.stringMatching(/cannot|unknown/), gate])
      }
    },
  )
})

/** Midnight of a day as it begins in a zone of 2024, summer time or not. */
const midnights: readonly (readonly [string, string, Instant])[] = [
  ...(['2024-08-26', '2024-08-27', '2024-10-31', '2024-11-01'] as const).flatMap((date) => [
    [date, 'Los Angeles', instant(`${date}T00:00:00-07:00`)] as const,
    [date, 'New York', instant(`${date}T00:00:00-04:00`)] as const,
  ]),
  ...(['2024-11-30', '2024-12-01', '2024-12-02'] as const).flatMap((date) => [
    [date, 'Los Angeles', instant(`${date}T00:00:00-08:00`)] as const,
    [date, 'New York', instant(`${date}T00:00:00-05:00`)] as const,
    [date, 'Berlin', instant(`${date}T00:00:00+01:00`)] as const,
  ]),
  ...(['2024-08-27', '2024-11-01', '2024-12-01', '2024-12-02'] as const).map(
    (date) => [date, 'UTC', instant(`${date}T00:00:00Z`)] as const,
  ),
]

describe('at midnight, to the millisecond', () => {
  const old = passing({ entered: 'before', registration: 'none', authorisation: 'none', licence: 'none' })
  const trial = passing({ subscriptionKind: 'trial' })
  const around = (at: Instant) => [instant(millis(at) - 1), at, instant(millis(at) + 1)]

  test.each(midnights)('of %s in %s, what holds is said by the days of the policy zone alone', (_, __, at) => {
    const { trialsStopQualifying, lateStartWarning, unregisteredSwitchedOff } = pack003.instants
    for (const when of around(at)) {
      const [told, ofTrial] = [old, trial].map((number) => explainClass(number, pack003, when))
      expect(told?.verdict).toBe(when < unregisteredSwitchedOff ? 'willStop' : 'cannot')
      expect(ofTrial?.verdict).toBe(when < trialsStopQualifying ? 'willStop' : 'cannot')
      const isLate = when >= lateStartWarning && when < unregisteredSwitchedOff
      expect(told?.notices.map(({ code }) => code)).toEqual(isLate ? ['STARTS_LATE'] : [])
    }
  })
})

describe('on 3 November 2024, when summer time ends', () => {
  test('the day has 25 hours in the policy zone, and none of them belongs to another day', () => {
    const days = (pack: typeof pack003, ...texts: readonly string[]) => texts.map((text) => dayOf(instant(text), pack))
    expect(
      days(
        pack003,
        '2024-11-03T06:59:59.999Z',
        '2024-11-03T07:00:00.000Z',
        '2024-11-03T08:30:00.000Z',
        '2024-11-03T09:30:00.000Z',
        '2024-11-04T07:59:59.999Z',
        '2024-11-04T08:00:00.000Z',
      ),
    ).toEqual(['2024-11-02', '2024-11-03', '2024-11-03', '2024-11-03', '2024-11-03', '2024-11-04'])
    const east = buildPack('003', { zone: 'newYork' })
    expect(days(east, '2024-11-03T03:59:59.999Z', '2024-11-03T04:00:00.000Z', '2024-11-04T05:00:00.000Z')).toEqual([
      '2024-11-02',
      '2024-11-03',
      '2024-11-04',
    ])
  })

  test('no verdict turns with the clocks', () => {
    const old = passing({ entered: 'before', registration: 'none' })
    const said = ['2024-11-03T08:59:59.999Z', '2024-11-03T09:00:00.000Z', '2024-11-03T10:00:00.000Z'].map((text) =>
      JSON.stringify(explainClass(old, pack003, instant(text))),
    )
    expect(new Set(said).size).toBe(1)
  })
})
