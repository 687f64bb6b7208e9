import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import type { WaitRule } from '../../../src/domain/policy/policy.ts'
import { marksDue, marksOf, msUntil } from '../../../src/domain/process/waits.ts'
import { instant, plusDays } from '../../../src/domain/values.ts'

const rule: WaitRule = {
  owner: 'partner',
  reminderDays: [7, 14, 21],
  dueDays: 28,
  escalationDays: 35,
  ruleIds: [],
}
const opened = instant('2025-03-01T09:00:00.000Z')
const marks = marksOf(rule, opened)
const onDay = (days: number) => plusDays(opened, days)

describe('the marks of a wait', () => {
  test('are absolute instants, a whole number of 24-hour days after it opened, over a change of the clocks too', () => {
    expect(marks).toEqual([
      { mark: 'reminder', at: '2025-03-08T09:00:00.000Z' },
      { mark: 'reminder', at: '2025-03-15T09:00:00.000Z' },
      { mark: 'reminder', at: '2025-03-22T09:00:00.000Z' },
      { mark: 'due', at: '2025-03-29T09:00:00.000Z' },
      { mark: 'escalation', at: '2025-04-05T09:00:00.000Z' },
    ])
  })

  test('a mark is due at its very instant and not a millisecond before', () => {
    expect(marksDue(marks, instant(Date.parse(onDay(7)) - 1), 60).said).toEqual([])
    expect(marksDue(marks, onDay(7), 60)).toEqual({
      said: [{ mark: 'reminder', at: onDay(7), late: false }],
      skipped: [],
      next: onDay(14),
    })
  })

  test('after an outage over three reminders a person hears of the wait once, late', () => {
    const { said, skipped, next } = marksDue(marks, onDay(22), 60)
    expect(said).toEqual([{ mark: 'reminder', at: onDay(21), late: true }])
    expect(skipped.map((mark) => mark.at)).toEqual([onDay(7), onDay(14)])
    expect(next).toBe(onDay(28))
  })

  test('a missed due date and a missed escalation are both said', () => {
    const { said, next } = marksDue(marks, onDay(36), 60)
    expect(said.map((mark) => mark.mark)).toEqual(['reminder', 'due', 'escalation'])
    expect(next).toBeUndefined()
  })

  test('an instant already past is waited for a millisecond, never a negative time', () => {
    expect(msUntil(opened, Date.parse(opened) + 5)).toBe(1)
    expect(msUntil(opened, Date.parse(opened) - 250)).toBe(250)
  })

  property.prop([fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 12 })])(
    'looked at as often as one likes, each mark is said or skipped once, the last ones always said',
    (days) => {
      let unsaid = marks
      const heard: string[] = []
      for (const day of [...days, 60].sort((a, b) => a - b)) {
        const { said, skipped } = marksDue(unsaid, onDay(day), 60)
        heard.push(...said.map((mark) => mark.mark))
        const gone = new Set([...said, ...skipped].map((mark) => mark.at))
        unsaid = unsaid.filter((mark) => !gone.has(mark.at))
      }
      expect(unsaid).toEqual([])
      expect(heard.filter((mark) => mark === 'due' || mark === 'escalation')).toEqual(['due', 'escalation'])
      expect(heard.length).toBeLessThanOrEqual(marks.length)
    },
  )
})
