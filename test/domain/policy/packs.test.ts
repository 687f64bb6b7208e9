import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { ages } from '../../../src/domain/policy/ages.ts'
import { pack003 } from '../../../src/domain/policy/pack003.ts'
import { firstPack, hasRegistration, packAt, packs } from '../../../src/domain/policy/packs.ts'
import type { OutsideAct, WaitKind } from '../../../src/domain/policy/policy.ts'
import type { FactKind } from '../../../src/domain/policy/sources.ts'
import { marksOf } from '../../../src/domain/process/waits.ts'
import { instant, millis } from '../../../src/domain/values.ts'
import { day } from '../../support/given.ts'

describe('the pack in force', () => {
  test.each(packs.map((pack) => [pack.id, pack] as const))(
    '%s is it from its instant on, and not before',
    (id, pack) => {
      expect(packAt(pack.effectiveFrom).id).toBe(id)
      const before = packAt(instant(millis(pack.effectiveFrom) - 1))
      expect(before).toBe(packs[Math.max(0, packs.indexOf(pack) - 1)])
    },
  )

  test('is the newest for all time to come, and the first one for the time before any', () => {
    expect(packAt(day(400))).toBe(pack003)
    expect(packAt(instant('2020-01-01T00:00:00.000Z'))).toBe(firstPack)
    expect(firstPack.id).toBe('004')
  })
})

describe('the packs', () => {
  test('come in the order of the ages, whose names say nothing of it', () => {
    expect(packs.map(({ id }) => id)).toEqual(ages)
    expect(packs.map(({ effectiveFrom }) => effectiveFrom)).toEqual(packs.map((pack) => pack.effectiveFrom).sort())
  })

  test('say that their publication is assumed', () => {
    expect(packs.every(({ isEffectiveFromAssumed }) => isEffectiveFromAssumed)).toBe(true)
  })

  test('keep the dates of the rules, whatever age is asked', () => {
    for (const pack of packs) expect(pack.instants).toEqual(pack003.instants)
  })

  test('know a registration to start only from 001 on', () => {
    expect(packs.filter(hasRegistration).map(({ id }) => id)).toEqual(['001', '002', '003'])
  })

  test('tell each act as the last age does that tells it, or the first one to come', () => {
    const acts = Object.keys(pack003.outsideActs) as OutsideAct[]
    for (const [position, pack] of packs.entries())
      for (const act of acts) {
        const { statedIn } = pack.outsideActs[act]
        const isToCome = ages.indexOf(statedIn) > position
        const earlier = packs.slice(0, position + 1).map((each) => each.outsideActs[act].statedIn)
        expect(isToCome ? new Set(earlier).size : 1, `${pack.id} ${act}`).toBe(1)
      }
    const [, , age001, age002] = packs
    expect(age001?.outsideActs.switchOnUser.statedIn).toBe('001')
    expect(age002?.outsideActs.signLetter.statedIn).toBe('003')
    expect(age002?.outsideActs.openCase.path).not.toContain('PSTN & Routing')
  })
})

describe('pack 003', () => {
  // The civil day on which each rule begins to act. "After 26 August" is the 27th; "by 1 December" ends with the 1st.
  test.each([
    ['newNumbersStartOff', '2024-08-27'],
    ['trialsStopQualifying', '2024-08-27'],
    ['lateStartWarning', '2024-11-01'],
    ['unregisteredSwitchedOff', '2024-12-02'],
  ] as const)('%s acts from the first moment of %s in the zone of the pack', (name, date) => {
    const midnight = Temporal.PlainDate.from(date).toZonedDateTime(pack003.zone)
    expect(pack003.instants[name]).toBe(instant(midnight.epochMilliseconds))
  })

  test('names every cutoff in milliseconds, as events are stamped', () => {
    for (const at of [...Object.values(pack003.instants), pack003.effectiveFrom]) expect(instant(at)).toBe(at)
  })

  test.each(Object.keys(pack003.waits) as WaitKind[])(
    'gives the wait for %s an owner, rules, and marks that come one after another',
    (kind) => {
      const rule = pack003.waits[kind]
      expect(rule.owner).not.toBe('nobody')
      expect(rule.ruleIds.length).toBeGreaterThan(0)
      const days = [...rule.reminderDays, rule.dueDays, rule.escalationDays]
      const inOrder = [...days].sort((a, b) => a - b)
      expect(days).toEqual(inOrder)
      // What is due may be escalated at once; no mark comes twice.
      expect(new Set([...rule.reminderDays, rule.dueDays]).size).toBe(days.length - 1)
      const opened = day(0)
      expect(marksOf(rule, opened).map((mark) => mark.at)).toEqual(days.map(day))
    },
  )

  test('gives a review three weeks before it asks, and four before it is overdue and escalated', () => {
    const { reminderDays, dueDays, escalationDays } = pack003.waits.review
    expect([reminderDays, dueDays, escalationDays]).toEqual([[21], 28, 28])
  })

  test('waits for a registration as a whole longer than for any single review of its form', () => {
    expect(pack003.waits.registration.dueDays).toBeGreaterThan(pack003.waits.review.escalationDays)
  })

  test.each(Object.entries(pack003.sources))(
    'names every source once in the order of those that tell of %s',
    (_, order) => {
      expect([...order].sort()).toEqual(['admin', 'desk', 'partner', 'process', 'registry', 'webex'])
    },
  )

  test('takes the registry for what it registers, the desk for what it grants, the phone system for what it runs', () => {
    const first = (kinds: readonly FactKind[]) => new Set(kinds.map((kind) => pack003.sources[kind][0]))
    expect(first(['registration', 'campaign', 'brand'])).toEqual(new Set(['registry']))
    expect(first(['authorisation', 'letter', 'case', 'order', 'loaFlag'])).toEqual(new Set(['desk']))
    expect(first(['inventory', 'entry', 'place', 'usage', 'location', 'licence'])).toEqual(new Set(['webex']))
    expect(first(['customerKind', 'subscriptionKind', 'callingPlan', 'dataRegion'])).toEqual(new Set(['partner']))
  })
})
