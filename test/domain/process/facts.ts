import { type NumberCounts, noNumbers, type ProcessFact } from '../../../src/domain/process/onboarding.ts'
import { brand, type EventId, instant, type OrderId } from '../../../src/domain/values.ts'

type WithoutEnvelope<Fact> = Fact extends ProcessFact
  ? Omit<Fact, 'position' | 'eventId' | 'happenedAt' | 'recordedAt'>
  : never
export type News = WithoutEnvelope<ProcessFact>

/** Facts in the order told: positions 1, 2, 3 …, a minute apart. */
export function told(...news: readonly News[]): readonly ProcessFact[] {
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
  { type: 'OnboardingStarted', licence: 'none' },
  { type: 'LicenceChanged', licence: 'ordered' },
  { type: 'LicenceChanged', licence: 'active' },
  { type: 'OrderSubmitted', orderId: orderA, next: 'done', counts: counts({ ordered: 3 }) },
  { type: 'OrderSent', orderId: orderA },
  { type: 'OrderAnswered', orderId: orderA, closed: true, counts: counts({ authorised: 3 }) },
  { type: 'NumbersChanged', counts: counts({ submitted: 3 }) },
  { type: 'NumbersChanged', counts: counts({ registered: 3 }) },
  { type: 'NumbersActivated', upTo: 8, counts: counts({ registered: 3, active: 3 }) },
]
