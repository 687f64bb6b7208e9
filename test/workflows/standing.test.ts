import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import {
  dueSteps,
  fold,
  notStarted,
  type OnboardingFact,
  type OnboardingProcess,
} from '../../src/domain/process/onboarding.ts'
import { type Instant, instant } from '../../src/domain/values.ts'
import type { Errand } from '../../src/workflows/errands.ts'
import {
  comingMark,
  dueErrands,
  hear as hearFacts,
  isBehind,
  isHeld,
  released,
  type Standing as StandingOf,
  settle,
} from '../../src/workflows/standing.ts'
import { happyRoad, type News, orderA, told } from '../domain/process/facts.ts'

type Standing = StandingOf<OnboardingProcess>

const rules = { notStarted, fold, dueSteps }
const atTheStart: Standing = { process: notStarted, settled: [] }
const hear = (standing: Standing, heard: readonly OnboardingFact[]) => hearFacts(rules, standing, heard)

const atNoon = instant('2025-01-03T12:00:00.000Z')
const nextDay = instant('2025-01-04T12:00:00.000Z')
const noon = Date.parse(atNoon)
const facts = told(...happyRoad)
const upTo = (position: number) => hear(atTheStart, facts.slice(0, position)).standing

function waiting(standing: Standing, next: Instant = nextDay): Standing {
  const step = `stage/${standing.process.stageSince}`
  return {
    ...standing,
    wait: { step, waitId: `an-id/${step}`, owner: 'partner', openedAt: atNoon, dueAt: nextDay, next },
  }
}

const due = (standing: Standing, underWay: readonly string[] = [], now = noon) =>
  dueErrands(rules, standing, { underWay, now }).map((errand) => errand.id)
const sendOrder: Errand = { kind: 'sendOrder', id: 'order/order-a', orderId: orderA }

describe('what is heard', () => {
  test('is folded in order however it comes, and a gap is told', () => {
    const [first, second, third] = facts as readonly [OnboardingFact, OnboardingFact, OnboardingFact]
    const { standing, missing } = hear(atTheStart, [third, first])
    expect({ position: standing.process.position, missing }).toEqual({ position: 1, missing: true })
    expect(hear(standing, [third, second]).standing.process.position).toBe(3)
  })

  property.prop([
    fc.shuffledSubarray([...facts.keys()], { minLength: facts.length }),
    fc.array(fc.nat(8), { maxLength: 6 }),
  ])('in any order and any pieces, with what is missing read anew, comes to the same', (order, cuts) => {
    const bounds = [0, ...[...cuts].sort((a, b) => a - b), facts.length]
    let standing = atTheStart
    for (const [index, from] of bounds.slice(0, -1).entries()) {
      const piece = order.slice(from, bounds[index + 1]).flatMap((position) => facts[position] ?? [])
      const heard = hear(standing, piece)
      // A gap is filled from Postgres: everything behind the position, in order.
      standing = heard.missing
        ? hear(heard.standing, facts.slice(heard.standing.process.position)).standing
        : heard.standing
    }
    expect(standing.process).toEqual(facts.reduce(fold, notStarted))
  })
})

describe('what is due', () => {
  test('is asked for once: not while it is under way, and not while its fact is on its way', () => {
    const standing = waiting(upTo(4))
    expect(due(standing)).toEqual(['order/order-a'])
    expect(due(standing, ['order/order-a'])).toEqual([])
    expect(due(settle(standing, sendOrder, { outcome: 'done' }))).toEqual([])
  })

  test('is left to a person where there is no bridge, until somebody asks for it again', () => {
    const standing = settle(waiting(upTo(4)), sendOrder, { outcome: 'byHand' })
    expect(due(standing)).toEqual([])
    expect(isHeld(standing, sendOrder.id)).toBe(true)
    expect(due(released(standing, sendOrder.id))).toEqual(['order/order-a'])
  })

  test('is noted when it was refused for good, and tried again only after news', () => {
    const failed = settle(waiting(upTo(4)), sendOrder, { outcome: 'failed', code: 'LOCATION_UNKNOWN' })
    const note: Errand = {
      kind: 'recordStepFailed',
      id: 'failed/order/order-a/4',
      step: 'order/order-a',
      code: 'LOCATION_UNKNOWN',
    }
    expect(dueErrands(rules, failed, { underWay: [], now: noon })).toEqual([note])
    const noted = settle(failed, note, { outcome: 'done' })
    expect(due(noted)).toEqual([])
    const news: News = { type: 'LicenceChanged', licence: 'active' }
    expect(due(hear(noted, told(...happyRoad.slice(0, 4), news)).standing)).toEqual(['order/order-a'])
  })

  test('is a mark once its instant has come, whichever timer woke the run', () => {
    const standing = waiting(upTo(3), atNoon)
    expect(due(standing, [], noon - 1)).toEqual([])
    expect(comingMark(standing, noon - 1)).toBe(atNoon)
    expect(due(standing)).toEqual([`marks/stage/3/${atNoon}`])
    expect(comingMark(standing, noon)).toBeUndefined()
  })

  test('is no mark of a stage that is over, even before the next one has opened its wait', () => {
    const { process } = upTo(6)
    const standing: Standing = { ...waiting(upTo(3), atNoon), process }
    expect(due(standing)).toEqual(['stage/6'])
  })
})

describe('what comes back', () => {
  test('a wait speaks next when the marks say so, and not at all after the last', () => {
    const standing = waiting(upTo(3), atNoon)
    const [marks] = dueErrands(rules, standing, { underWay: [], now: noon })
    if (!marks) throw new Error('a mark was due')
    expect(comingMark(settle(standing, marks, { outcome: 'said', next: nextDay }), noon)).toBe(nextDay)
    expect(settle(standing, marks, { outcome: 'said' }).wait).not.toHaveProperty('next')
  })

  test.each(['PROCESS_BEHIND', 'ONBOARDING_NOT_OPEN', 'CASE_NOT_OPEN'] as const)(
    'a step refused with %s is not held against it: what the process lacks is in Postgres, and is read',
    (code) => {
      const standing = upTo(9)
      const complete: Errand = { kind: 'complete', id: 'complete/9', position: 9 }
      const refused = { outcome: 'refused', code } as const
      expect(isBehind(refused)).toBe(true)
      expect(settle(standing, complete, refused)).toEqual(standing)
    },
  )

  test('any other refusal is a failure of the step, which waits for news', () => {
    const refused = { outcome: 'refused', code: 'ORDER_NOT_FOUND' } as const
    expect(isBehind(refused)).toBe(false)
    const { settled } = settle(upTo(4), sendOrder, refused)
    expect(settled).toEqual([{ step: sendOrder.id, outcome: 'failed', position: 4, code: refused.code, noted: false }])
  })

  property.prop([fc.nat(9)])('nothing is lost on the way through plain JSON', (position) => {
    const standing = settle(waiting(upTo(position)), sendOrder, { outcome: 'failed', code: 'X' })
    expect(JSON.parse(JSON.stringify(standing))).toEqual(standing)
  })
})
