import type { NextRound } from '../order.ts'
import type { OnboardingWait } from '../policy/policy.ts'
import type { EventId, Instant, OrderId } from '../values.ts'
import { type Doing, toStart } from './process.ts'

/** A stage is a wait with an owner, or the end. */
export type Stage = OnboardingWait | 'ended'

/** Where the onboarding's numbers stand, each counted once. `active` counts those of `registered` whose texting is on. */
export type NumberCounts = {
  readonly ordered: number
  readonly refused: number
  /** Authorised, and in no open case. */
  readonly authorised: number
  readonly inCase: number
  readonly submitted: number
  readonly registered: number
  readonly rejected: number
  readonly active: number
}

/** What every open process of an organisation is told: each rests on both. */
export type GroundsChanged =
  | { readonly type: 'LicenceChanged'; readonly licence: string }
  | { readonly type: 'EligibilityChanged'; readonly eligibility: Eligibility }

/** A computed verdict over the organisation's facts (P1–P4, P12); a missing fact makes it unknown. */
export type Eligibility = 'eligible' | 'ineligible' | 'unknown'

type News =
  | { readonly type: 'OnboardingStarted'; readonly licence: string; readonly eligibility: Eligibility }
  | GroundsChanged
  | {
      readonly type: 'OrderSubmitted'
      readonly orderId: OrderId
      readonly next: NextRound
      readonly counts: NumberCounts
    }
  | { readonly type: 'OrderSent'; readonly orderId: OrderId }
  | {
      readonly type: 'OrderAnswered'
      readonly orderId: OrderId
      readonly closed: boolean
      readonly counts: NumberCounts
    }
  | { readonly type: 'NumbersChanged'; readonly counts: NumberCounts }
  | { readonly type: 'NumbersActivated'; readonly upTo: number; readonly counts: NumberCounts }
  | { readonly type: 'OutcomeAcknowledged'; readonly refused: number; readonly rejected: number }
  | { readonly type: 'OnboardingEnded'; readonly as: OnboardingEnd }

/** The last fact of an onboarding tells how it ended, whoever ended it. */
export type OnboardingEnd = 'completed' | 'cancelled'

/** What comes with every fact: its place in the process's own order (1, 2, 3 …), its proof and both clocks. */
export type Told = {
  readonly position: number
  readonly eventId: EventId
  readonly happenedAt: Instant
  readonly recordedAt: Instant
}

/** What Postgres tells an onboarding: ids, instants, codes and counts, never lists. */
export type OnboardingFact = News & Told

/** Plain JSON: it travels through continue-as-new. `v` guards the reader. */
export type OnboardingProcess = {
  readonly v: 1
  /** The last fact folded in. */
  readonly position: number
  readonly licence: string
  readonly eligibility: Eligibility
  readonly orders: readonly { readonly orderId: OrderId; readonly phase: 'submitted' | 'sent' | 'closed' }[]
  readonly rounds: 'open' | 'done'
  readonly counts: NumberCounts
  readonly acknowledged: number
  readonly stage: Stage
  /** The positions of the facts that opened the stage, last moved a number, and were last activated up to. */
  readonly stageSince: number
  readonly countsSince: number
  readonly activatedUpTo: number
  readonly ended?: OnboardingEnd
}

export const noNumbers: NumberCounts = {
  ordered: 0,
  refused: 0,
  authorised: 0,
  inCase: 0,
  submitted: 0,
  registered: 0,
  rejected: 0,
  active: 0,
}

export const notStarted: OnboardingProcess = {
  v: 1,
  position: 0,
  licence: 'unknown',
  eligibility: 'unknown',
  orders: [],
  rounds: 'open',
  counts: noNumbers,
  acknowledged: 0,
  stage: 'licence',
  stageSince: 0,
  countsSince: 0,
  activatedUpTo: 0,
}

/** Folds one fact; a repeat changes nothing. Facts come without gaps: the caller loads what is missing first. */
export const fold = foldBy(stageOf)

/** As runs fold that started before the desk's answer had a wait of its own: to them it is part of the authorisation. */
export const foldWithoutAnswer = foldBy((process) => {
  const stage = stageOf(process)
  return stage === 'answer' ? 'authorisation' : stage
})

function foldBy(stageNow: (process: OnboardingProcess) => Stage) {
  return (process: OnboardingProcess, fact: OnboardingFact): OnboardingProcess => {
    if (fact.position <= process.position) return process
    const told = { ...tell(process, fact), position: fact.position }
    const stage = stageNow(told)
    return stage === process.stage && process.position > 0 ? told : { ...told, stage, stageSince: fact.position }
  }
}

function tell(process: OnboardingProcess, fact: OnboardingFact): OnboardingProcess {
  const counted = (counts: NumberCounts) => ({ counts, countsSince: fact.position })
  switch (fact.type) {
    case 'OnboardingStarted':
      return { ...process, licence: fact.licence, eligibility: fact.eligibility }
    case 'LicenceChanged':
      return { ...process, licence: fact.licence }
    case 'EligibilityChanged':
      return { ...process, eligibility: fact.eligibility }
    case 'OrderSubmitted': {
      const orders = [...process.orders, { orderId: fact.orderId, phase: 'submitted' as const }]
      return { ...process, orders, rounds: fact.next === 'done' ? 'done' : 'open', ...counted(fact.counts) }
    }
    case 'OrderSent':
      return withOrder(process, fact.orderId, 'sent')
    case 'OrderAnswered': {
      const answered = { ...process, ...counted(fact.counts) }
      return fact.closed ? withOrder(answered, fact.orderId, 'closed') : answered
    }
    case 'NumbersChanged':
      return { ...process, ...counted(fact.counts) }
    case 'NumbersActivated':
      return { ...process, counts: fact.counts, activatedUpTo: Math.max(process.activatedUpTo, fact.upTo) }
    case 'OutcomeAcknowledged':
      return { ...process, acknowledged: fact.refused + fact.rejected }
    case 'OnboardingEnded':
      return { ...process, ended: fact.as }
    default:
      return unknownFact(fact)
  }
}

/** Derived, never set by hand: lost grounds take the onboarding back to waiting for them, and on again once they return. */
function stageOf(process: OnboardingProcess): Stage {
  const { licence, eligibility, rounds, orders, counts, acknowledged, countsSince, activatedUpTo, ended } = process
  if (ended) return 'ended'
  if (eligibility !== 'eligible') return 'eligibility'
  if (licence !== 'active') return 'licence'
  const unsent = orders.some((each) => each.phase === 'submitted')
  if (rounds === 'open' || unsent) return 'authorisation'
  if (counts.ordered > 0) return 'answer'
  if (counts.authorised > 0) return 'case'
  if (counts.inCase > 0 || counts.submitted > 0) return 'registration'
  if (counts.registered > 0 && activatedUpTo < countsSince) return 'activation'
  if (acknowledged < counts.refused + counts.rejected) return 'acknowledgement'
  return 'ended'
}

/** What the process asks for. The id names the cause, so asking again after a crash is the same request. */
export type Step =
  | { readonly kind: 'enterStage'; readonly id: string; readonly stage: OnboardingWait }
  | { readonly kind: 'sendOrder'; readonly id: string; readonly orderId: OrderId }
  | { readonly kind: 'activateNumbers'; readonly id: string; readonly upTo: number }
  | { readonly kind: 'complete'; readonly id: string; readonly position: number }

/** The steps to start now. Orders go out beside each other, everything else one of a kind at a time. */
export function dueSteps(process: OnboardingProcess, doing: Doing): readonly Step[] {
  return toStart(asked(process), doing, 'sendOrder')
}

function asked(process: OnboardingProcess): readonly Step[] {
  if (process.position === 0 || process.ended) return []
  const { stage, stageSince, position, counts, countsSince, activatedUpTo } = process
  if (stage === 'ended') return [{ kind: 'complete', id: `complete/${position}`, position }]
  const enter: Step = { kind: 'enterStage', id: `stage/${stageSince}`, stage }
  if (stage === 'eligibility' || stage === 'licence') return [enter]
  const orders = process.orders
    .filter((each) => each.phase === 'submitted')
    .map(({ orderId }): Step => ({ kind: 'sendOrder', id: `order/${orderId}`, orderId }))
  const activation: Step = { kind: 'activateNumbers', id: `activation/${countsSince}`, upTo: countsSince }
  const activates = counts.registered > 0 && activatedUpTo < countsSince
  return [enter, ...orders, ...(activates ? [activation] : [])]
}

function withOrder(process: OnboardingProcess, orderId: OrderId, phase: 'sent' | 'closed'): OnboardingProcess {
  const orders = process.orders.map((each) =>
    each.orderId === orderId && each.phase !== 'closed' ? { orderId, phase } : each,
  )
  return { ...process, orders }
}

/** A fact from a newer build: failing the task keeps it waiting until this worker is replaced. */
function unknownFact(fact: never): never {
  throw new Error(`unknown fact ${JSON.stringify(fact)}`)
}
