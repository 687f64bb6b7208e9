import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import {
  type Changes,
  dayOf,
  deadlineOf,
  forecast,
  latestStart,
  roadOf,
  slackOf,
} from '../../../src/domain/forecast/forecast.ts'
import { withMeasured } from '../../../src/domain/forecast/measured.ts'
import { plus, workingDaysBetween } from '../../../src/domain/forecast/workingDays.ts'
import { buildPack } from '../../../src/domain/policy/buildPack.ts'
import { stretches } from '../../../src/domain/policy/durations.ts'
import { pack003 } from '../../../src/domain/policy/pack003.ts'
import { instant } from '../../../src/domain/values.ts'

const novemberFirst = { from: 'review', since: '2024-11-01' } as const
const deadline = deadlineOf(pack003)
const finish = (changes: Changes) => roadOf(novemberFirst, pack003, changes, 'likely').finish
const latest = (changes: Changes, pack = pack003) =>
  latestStart('review', deadlineOf(pack).lastDay, pack, changes, 'likely')

describe('the calendar of 2024', () => {
  test('a start on 1 November is done on the day after Thanksgiving, with two days left and none of them for work', () => {
    expect(finish({})).toBe('2024-11-29')
    expect(slackOf(finish({}), deadline, pack003)).toEqual({ days: 2, workingDays: 0 })
  })

  test('with one rejection it is twelve days late', () => {
    expect(finish({ loops: 1 })).toBe('2024-12-13')
    expect(slackOf('2024-12-13', deadline, pack003)).toEqual({ days: -12, workingDays: 0 })
  })

  test('the latest start that survives one rejection is 20 October, a day earlier if 1 December is too late', () => {
    expect(latest({ loops: 1 })).toBe('2024-10-20')
    expect(latest({ loops: 1 }, buildPack('003', { lastDay: 'isTooLate' }))).toBe('2024-10-19')
  })

  test.each<[string, Changes, string]>([
    ['eight weeks in all', { days: { review: 56 } }, '2024-10-06'],
    ['twelve weeks in all', { days: { review: 84 } }, '2024-09-08'],
    ['four weeks and six more for a rejection', { loops: 1, days: { rejectionLoop: 42 } }, '2024-09-22'],
  ])('the latest start for %s is %j: %s', (_, changes, day) => {
    expect(latest(changes)).toBe(day)
  })

  test('from 1 to 30 November there were 19 working days, the day itself among them', () => {
    expect(workingDaysBetween('2024-10-31', '2024-11-30', ['US'])).toBe(19)
  })

  test('the deadline is a day in the zone of the pack, and the day that plans aim at is earlier', () => {
    expect(deadline).toEqual({
      ruleId: 'D1',
      lastDay: '2024-12-01',
      instant: '2024-12-02T08:00:00.000Z',
      planFor: '2024-11-30',
    })
    expect(deadlineOf(buildPack('003', { lastDay: 'isTooLate' })).planFor).toBe('2024-11-30')
    expect(dayOf(instant('2024-12-02T07:59:59.999Z'), pack003)).toBe('2024-12-01')
  })
})

describe('a forecast', () => {
  const begun = { from: 'licence', since: '2025-01-06' } as const

  test('goes along every stretch, without a loop at best, with one as is likely, with two at worst', () => {
    const { earliest, likely, late } = forecast(begun, pack003)
    expect([earliest.finish, likely.finish, late.finish]).toEqual(['2025-01-28', '2025-02-26', '2025-05-12'])
    expect(likely.steps.map(({ stretch }) => stretch)).toEqual([
      'licence',
      'authorisation',
      'opening',
      'formSending',
      'formReturn',
      'review',
      'rejectionLoop',
      'activation',
    ])
  })

  test('tells what each change costs', () => {
    const likely = (changes: Changes) => forecast(begun, pack003, changes).likely.finish
    expect(likely({ delays: { authorisation: 3 } })).toBe('2025-03-01')
    expect(likely({ loops: 0 })).toBe('2025-02-12')
    expect(likely({ needsPool: true })).toBe('2025-03-26')
    // The form comes back on a Friday instead of after three days.
    expect(likely({ doneOn: { formReturn: '2025-01-24' } })).toBe('2025-03-07')
  })

  test('a day that is past when its stretch begins ends it at once', () => {
    const { steps } = roadOf(begun, pack003, { doneOn: { formReturn: '2025-01-01' } }, 'late')
    const formReturn = steps.find(({ stretch }) => stretch === 'formReturn')
    expect(formReturn?.to).toBe(formReturn?.from)
  })

  test('counts from the opening of the case by the other reading of the clock', () => {
    const opened = { from: 'opening', since: '2025-01-06' } as const
    const pack = buildPack('003', { clockStarts: 'caseOpened' })
    expect(roadOf(opened, pack, {}, 'likely').finish).toBe('2025-02-03')
    expect(roadOf(opened, pack003, {}, 'likely').finish).toBe('2025-02-07')
  })

  test('counts weeks as working days by the other reading, over holidays of both countries', () => {
    const pack = buildPack('003', { weeks: 'business' })
    expect(pack.durations.review).toMatchObject({ days: { earliest: 15, likely: 20 }, unit: 'business' })
    // Veterans Day and Thanksgiving lie between, and so does the first Monday of December.
    expect(roadOf(novemberFirst, pack, {}, 'likely').finish).toBe('2024-12-03')
    expect(latestStart('review', '2024-12-03', pack, {}, 'likely') >= '2024-11-01').toBe(true)
  })

  test('says on whose word each duration stands, and takes our own cases once there are enough', () => {
    expect(pack003.durations.review).toMatchObject({ provenance: 'rule', ruleIds: ['R7', 'D5'] })
    expect(buildPack('000').durations.review).toMatchObject({ provenance: 'assumed', days: { likely: 28 } })
    expect(pack003.durations.licence.provenance).toBe('assumed')
    const lengths = Array.from({ length: 20 }, (_, index) => index + 10.2)
    expect(withMeasured(pack003, { review: lengths }).durations.review).toEqual({
      days: { earliest: 12, likely: 20, late: 28 },
      unit: 'calendar',
      provenance: 'measured',
      ruleIds: [],
    })
    expect(withMeasured(pack003, { review: lengths.slice(1) }).durations).toEqual(pack003.durations)
  })

  const standings = fc.constantFrom(...stretches.filter((each) => each !== 'rejectionLoop' && each !== 'numberPool'))
  const someDay = fc.integer({ min: 0, max: 900 }).map((days) => plus('2024-01-01', days))

  property.prop([standings, someDay, fc.nat(3), fc.boolean()])(
    'never ends later by a better course, and a start on the latest day ends on the day itself',
    (from, since, loops, needsPool) => {
      const { earliest, likely, late } = forecast({ from, since }, pack003, { needsPool })
      expect([earliest.finish, likely.finish, late.finish].sort()).toEqual([
        earliest.finish,
        likely.finish,
        late.finish,
      ])
      const start = latestStart(from, since, pack003, { loops, needsPool }, 'late')
      expect(roadOf({ from, since: start }, pack003, { loops, needsPool }, 'late').finish).toBe(since)
    },
  )
})
