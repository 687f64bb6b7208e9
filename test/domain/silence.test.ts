import { describe, expect, test } from 'vitest'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { marksOf } from '../../src/domain/process/waits.ts'
import { chase, silenceOf, speaksThrough } from '../../src/domain/silence.ts'
import { day } from '../support/given.ts'

const review = { owner: 'desk', openedAt: day(0), marks: marksOf(pack003.waits.review, day(0)) } as const
const word = (heardAt: ReturnType<typeof day>) => ({ eventId: 'c:7', type: 'CaseReported', heardAt })

describe('the silence of whoever must act', () => {
  test('is usual until the first mark, then explained, then a task, then escalated; each names what comes next', () => {
    const graded = [0, 20, 21, 27, 28].map((at) => silenceOf(review, undefined, day(at)).grade)
    expect(graded).toEqual(['usual', 'usual', 'explained', 'explained', 'escalated'])
    expect(silenceOf(review, undefined, day(20))).toMatchObject({
      party: 'desk',
      days: 20,
      next: { grade: 'explained', at: day(21) },
    })
    expect(silenceOf(review, undefined, day(22))).toMatchObject({ act: 'askDesk', next: { at: day(28) } })
    expect(silenceOf(review, undefined, day(40))).not.toHaveProperty('next')
  })

  test('a wait whose task comes before its escalation has both', () => {
    const wait = { owner: 'desk', openedAt: day(0), marks: marksOf(pack003.waits.answer, day(0)) } as const
    expect(silenceOf(wait, undefined, day(21))).toMatchObject({
      grade: 'task',
      next: { grade: 'escalated', at: day(28) },
    })
  })

  test('is counted from the last word of the party, if that came after the wait opened', () => {
    expect(silenceOf(review, word(day(6)), day(20))).toMatchObject({ since: day(6), days: 14 })
    expect(silenceOf(review, word(day(-3)), day(20))).toMatchObject({ since: day(0), days: 20 })
  })

  test('nobody is chased while it is usual', () => {
    expect(silenceOf(review, undefined, day(3))).not.toHaveProperty('act')
  })

  test('every party of a wait can be chased, and whoever sends reports has sources to be heard through', () => {
    const owners = [...new Set(Object.values(pack003.waits).map(({ owner }) => owner))]
    expect(owners.map(chase).sort()).toEqual(['askDesk', 'lookIntoIt', 'remindCustomer', 'remindPartner'])
    expect(owners.filter((owner) => speaksThrough(owner).length === 0)).toEqual(['operator'])
  })
})
