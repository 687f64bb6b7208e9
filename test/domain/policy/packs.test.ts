import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { pack003 } from '../../../src/domain/policy/pack003.ts'
import { packAt } from '../../../src/domain/policy/packs.ts'
import type { WaitKind } from '../../../src/domain/policy/policy.ts'
import { marksOf } from '../../../src/domain/process/waits.ts'
import { instant, millis } from '../../../src/domain/values.ts'
import { day } from '../../support/given.ts'

describe('the pack in force', () => {
  test('is the newest that is effective by then, from its instant on', () => {
    expect(packAt(pack003.effectiveFrom).id).toBe('003')
    expect(packAt(day(400)).id).toBe('003')
  })

  test('is the oldest there is for the time before any', () => {
    expect(packAt(instant(millis(pack003.effectiveFrom) - 1)).id).toBe('003')
    expect(packAt(instant('2020-01-01T00:00:00.000Z')).id).toBe('003')
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

  test('ranks every kind of source, no two alike, within two digits', () => {
    const ranks = Object.values(pack003.sourceRanks)
    expect(new Set(ranks).size).toBe(ranks.length)
    expect(ranks.every((rank) => Number.isInteger(rank) && rank > 0 && rank < 100)).toBe(true)
    const { registry, desk, webex, partner, admin, process } = pack003.sourceRanks
    expect([registry, desk, webex, partner, admin, process]).toEqual([...ranks].sort((a, b) => a - b))
  })
})
