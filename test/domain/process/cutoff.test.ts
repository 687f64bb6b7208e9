import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { type CutoffStanding, type CutoffStep, nextMove, noticeMarks } from '../../../src/domain/process/cutoff.ts'
import { type Instant, instant, millis, plusDays } from '../../../src/domain/values.ts'

const cutoff = instant('2024-12-02T08:00:00Z')
const inDays = (days: number) => plusDays(cutoff, days)

function standing(given: Partial<CutoffStanding> = {}): CutoffStanding {
  return {
    cutoffId: 'unregisteredSwitchedOff',
    at: inDays(-60),
    instant: cutoff,
    noticeDays: [30, 14, 7, 3, 1],
    switchesOff: true,
    wasPast: false,
    isImportComplete: false,
    noticed: [],
    undoUntil: inDays(14),
    isClosed: false,
    ...given,
  }
}

const plan = (no: number, madeAt: Instant, switchOff = 9) => ({ no, madeAt, switchOff })
const stepOf = (given: Partial<CutoffStanding>, refused?: string) => {
  const move = nextMove(standing(given), refused)
  return move.kind === 'step'
    ? move.step.id
    : `${move.kind} ${move.kind === 'wait' ? `${move.stage} ${move.until}` : ''}`
}

describe('before its instant', () => {
  test('a cutoff waits for its first notice, by an absolute instant', () => {
    expect(stepOf({})).toBe(`wait notice ${inDays(-30)}`)
  })

  test('at each notice it makes a plan, and tells the customers once it is approved', () => {
    const at = inDays(-30)
    expect(stepOf({ at })).toBe(`plan/notice/${at}`)
    expect(stepOf({ at, plan: plan(1, at) })).toBe(`wait notice ${inDays(-14)}`)
    expect(stepOf({ at, plan: plan(1, at), released: { planNo: 1 } })).toBe(`notify/${at}`)
    expect(stepOf({ at, plan: plan(1, at), released: { planNo: 1 }, noticed: [at] })).toBe(`wait notice ${inDays(-14)}`)
  })

  test('an approval that comes between two notices lets the missed one go out at once', () => {
    const given = { at: inDays(-20), plan: plan(1, inDays(-30)), released: { planNo: 1 } }
    expect(stepOf(given)).toBe(`notify/${inDays(-30)}`)
  })

  test('of notices missed together only the last is made up for', () => {
    const given = { at: inDays(-5), plan: plan(1, inDays(-30)), noticed: [inDays(-30)] }
    expect(stepOf(given)).toBe(`plan/notice/${inDays(-7)}`)
    const made = { ...given, plan: plan(2, inDays(-5)), released: { planNo: 2 } }
    expect(stepOf(made)).toBe(`notify/${inDays(-7)}`)
    expect(stepOf({ ...made, noticed: [inDays(-7)] })).toBe(`wait notice ${inDays(-3)}`)
  })

  test('after the last notice it waits for the instant itself', () => {
    const at = inDays(-1)
    expect(stepOf({ at, plan: plan(5, at), noticed: [at], released: { planNo: 5 } })).toBe(`wait instant ${cutoff}`)
  })

  test('put off, it gives its notices anew for the later instant', () => {
    const later = inDays(30)
    const given = { at: inDays(-2), plan: plan(3, inDays(-7)), released: { planNo: 3 }, noticed: [inDays(-7)] }
    expect(stepOf({ ...given, instant: later })).toBe(`wait notice ${inDays(0)}`)
    expect(stepOf({ ...given, instant: later, at: inDays(0) })).toBe(`plan/notice/${inDays(0)}`)
  })
})

describe('from its instant on', () => {
  const at = cutoff
  const approved = { released: { planNo: 5 } }

  test('not a millisecond earlier, a plan is made of the numbers as they are now', () => {
    const before = { plan: plan(4, inDays(-1)), noticed: [inDays(-1)], ...approved }
    expect(stepOf({ ...before, at: instant(millis(cutoff) - 1) })).toBe(`wait instant ${cutoff}`)
    expect(stepOf({ ...before, at })).toBe(`plan/execution/${cutoff}`)
  })

  test('the sweep waits for an approval, and goes by the plan that was approved', () => {
    expect(stepOf({ at, plan: plan(5, at) })).toBe('wait approval undefined')
    expect(stepOf({ at, plan: plan(6, at), ...approved })).toBe('sweep/5')
  })

  test('what was swept is verified, then it may be undone for a while, then it is over', () => {
    const swept = { at, plan: plan(6, at), ...approved, swept: { planNo: 5, at: cutoff } }
    expect(stepOf(swept)).toBe('verify/5')
    const verified = { ...swept, verified: { planNo: 5, at: cutoff, waiting: 0 } }
    expect(stepOf(verified)).toBe(`wait undoWindow ${inDays(14)}`)
    expect(stepOf({ ...verified, at: inDays(14) })).toBe(`close/${cutoff}`)
    expect(stepOf({ ...verified, at: inDays(14), isClosed: true })).toBe('end ')
  })

  test('a newer policy, under which the approval holds no more, does not keep it from its end', () => {
    const verified = { planNo: 5, at, waiting: 0 }
    const given = { plan: plan(6, at), swept: { planNo: 5, at }, verified }
    expect(stepOf({ ...given, at: inDays(3) })).toBe(`wait undoWindow ${inDays(14)}`)
    expect(stepOf({ ...given, at: inDays(14) })).toBe(`close/${cutoff}`)
  })

  test('classes that nobody approved keep it open until somebody does, and are swept then', () => {
    const left = {
      at,
      plan: plan(6, at),
      ...approved,
      swept: { planNo: 5, at: cutoff },
      verified: { planNo: 5, at: cutoff, waiting: 7 },
    }
    expect(stepOf(left)).toBe('wait approval undefined')
    expect(stepOf({ ...left, at: inDays(20) })).toBe('wait approval undefined')
    expect(stepOf({ ...left, released: { planNo: 6 } })).toBe('sweep/6')
    expect(stepOf({ ...left, released: { planNo: 6 }, swept: { planNo: 6, at: inDays(20) } })).toBe('verify/6')
  })

  test('an undo is carried out before anything else', () => {
    const verified = {
      at,
      plan: plan(6, at),
      ...approved,
      swept: { planNo: 5, at: cutoff },
      verified: { planNo: 5, at: cutoff, waiting: 0 },
    }
    expect(stepOf({ ...verified, openUndo: 'u1' })).toBe('reinstate/u1')
    expect(stepOf({ ...verified, openUndo: 'u2', at: inDays(20) })).toBe('reinstate/u2')
  })

  test('undone for all it comes again at the later instant, with a plan and a sweep of its own', () => {
    const again = inDays(20)
    const given = { at, instant: again, plan: plan(6, at), ...approved, swept: { planNo: 5, at: cutoff } }
    expect(stepOf({ ...given, noticeDays: [] })).toBe(`wait instant ${again}`)
    expect(stepOf({ ...given, at: again })).toBe(`plan/execution/${again}`)
    expect(stepOf({ ...given, at: again, plan: plan(7, again) })).toBe('sweep/5')
  })

  test('one that would switch nothing off needs nobody, and is over', () => {
    expect(stepOf({ at, plan: plan(5, at, 0) })).toBe(`close/${cutoff}`)
  })

  test('one that only advises is over with its instant', () => {
    expect(stepOf({ at, switchesOff: false })).toBe(`close/${cutoff}`)
  })
})

describe('a cutoff that was over when it was published', () => {
  const past = { at: inDays(700), wasPast: true } as const

  test('does nothing to numbers before all of them are imported, and gives no notices', () => {
    expect(stepOf(past)).toBe('wait import undefined')
    expect(stepOf({ ...past, isImportComplete: true })).toBe(`plan/execution/${cutoff}`)
  })

  test('then waits for the approval of its plan, and has no time to be undone in', () => {
    const planned = { ...past, isImportComplete: true, plan: plan(1, inDays(700)) }
    expect(stepOf(planned)).toBe('wait approval undefined')
    expect(stepOf({ ...planned, released: { planNo: 1 } })).toBe('sweep/1')
  })
})

test('a step that was declined is not asked again before there is news, and the next one is', () => {
  const at = inDays(-30)
  expect(stepOf({ at }, `plan/notice/${at}`)).toBe(`wait notice ${inDays(-14)}`)
  expect(stepOf({ at: inDays(-14) }, `plan/notice/${at}`)).toBe(`plan/notice/${inDays(-14)}`)
})

/** The world does what is asked, and time goes where it is waited for. */
function lived(days: readonly number[], approvedAfter: number, started: number): readonly string[] {
  const did: string[] = []
  let now = standing({ at: inDays(started), noticeDays: days, wasPast: started >= 0, isImportComplete: true })
  for (let turn = 0; turn < 200; turn += 1) {
    const move = nextMove(now)
    if (move.kind === 'end') return did
    if (move.kind === 'step') {
      did.push(move.step.id)
      now = doneBy(now, move.step)
    } else if (move.until !== undefined) now = { ...now, at: move.until }
    else now = { ...now, at: plusDays(now.at, 1) }
    const isApproved = now.plan !== undefined && now.at >= inDays(approvedAfter)
    if (isApproved && now.released === undefined && now.plan) now = { ...now, released: { planNo: now.plan.no } }
  }
  throw new Error(`it does not end: ${did.join()}`)
}

function doneBy(now: CutoffStanding, step: CutoffStep): CutoffStanding {
  switch (step.kind) {
    case 'plan':
      return { ...now, plan: plan((now.plan?.no ?? 0) + 1, now.at) }
    case 'notify':
      return { ...now, noticed: [...now.noticed, step.mark] }
    case 'sweep':
      return { ...now, swept: { planNo: step.planNo, at: now.at } }
    case 'verify':
      return { ...now, verified: { planNo: step.planNo, at: now.at, waiting: 0 } }
    case 'close':
      return { ...now, isClosed: true }
    case 'reinstate':
      return now
  }
}

describe('whenever it is published, and whenever it is approved', () => {
  property.prop([
    fc.uniqueArray(fc.integer({ min: 1, max: 60 })),
    fc.integer({ min: -70, max: 30 }),
    fc.integer({ min: -80, max: 30 }),
  ])('it ends, sweeps once, and asks for nothing twice', (days, approvedAfter, started) => {
    const did = lived(days, approvedAfter, started)
    expect(new Set(did).size).toBe(did.length)
    expect(did.filter((id) => id.startsWith('sweep/'))).toHaveLength(1)
    expect(did.slice(-3).map((id) => id.split('/')[0])).toEqual(['sweep', 'verify', 'close'])
  })

  property.prop([fc.uniqueArray(fc.integer({ min: 0, max: 400 }))])('its notices are in the order of time', (days) => {
    const marks = noticeMarks(standing({ noticeDays: days }))
    expect(marks).toEqual([...marks].sort())
    expect(marks).toHaveLength(days.length)
  })
})
