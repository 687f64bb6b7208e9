import { type NumberCounts, noNumbers, type OnboardingFact, type Told } from '../../../src/domain/process/onboarding.ts'
import type { CaseCounts, CaseFact } from '../../../src/domain/process/supportCase.ts'
import { brand, type EventId, instant, type OrderId } from '../../../src/domain/values.ts'

type WithoutEnvelope<Fact> = Fact extends Told ? Omit<Fact, keyof Told> : never
export type News = WithoutEnvelope<OnboardingFact>
export type CaseNews = WithoutEnvelope<CaseFact>

/** Facts in the order told: positions 1, 2, 3 …, a minute apart. */
export function told<Each extends object>(...news: readonly Each[]): readonly (Each & Told)[] {
  return news.map((each, index) => {
    const at = instant(Date.UTC(2025, 1, 3, 9, index))
    const eventId = brand<EventId>(`a-stream:${index + 1}`)
    return { ...each, position: index + 1, eventId, happenedAt: at, recordedAt: at }
  })
}

export const orderA = brand<OrderId>('order-a')
export const orderB = brand<OrderId>('order-b')

export function counts(some: Partial<NumberCounts>): NumberCounts {
  return { ...noNumbers, ...some }
}

/** The road of three numbers in one order, from the first fact to the last. */
export const happyRoad: readonly News[] = [
  { type: 'OnboardingStarted', licence: 'none', eligibility: 'eligible' },
  { type: 'LicenceChanged', licence: 'ordered' },
  { type: 'LicenceChanged', licence: 'active' },
  { type: 'OrderSubmitted', orderId: orderA, next: 'done', counts: counts({ ordered: 3 }) },
  { type: 'OrderSent', orderId: orderA },
  { type: 'OrderAnswered', orderId: orderA, closed: true, counts: counts({ authorised: 3 }) },
  { type: 'NumbersChanged', counts: counts({ inCase: 3 }) },
  { type: 'NumbersChanged', counts: counts({ registered: 3 }) },
  { type: 'NumbersActivated', upTo: 8, counts: counts({ registered: 3, active: 3 }) },
]

export function caseCounts(some: Partial<CaseCounts>): CaseCounts {
  return { waiting: 0, registered: 0, rejected: 0, ...some }
}

/** A case of three numbers, from its opening to the approval of all. */
export const happyCase: readonly CaseNews[] = [
  { type: 'CaseOpened', licence: 'active', eligibility: 'eligible', counts: caseCounts({ waiting: 3 }) },
  { type: 'CaseReported', status: 'opened' },
  { type: 'CaseReported', status: 'formSent' },
  { type: 'CaseFormSubmitted', formVersion: 1, counts: caseCounts({ waiting: 3 }) },
  { type: 'CaseFormSent', formVersion: 1 },
  { type: 'CaseReported', status: 'inReview' },
  { type: 'CaseDecided', formVersion: 1, outcome: 'approved', counts: caseCounts({ registered: 3 }) },
]
