import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { CancelReason } from '../domain/onboarding.ts'
import type { Owner } from '../domain/policy/policy.ts'
import type { OnboardingProcess, ProcessFact, Stage } from '../domain/process/onboarding.ts'
import type { Instant, OnboardingId, OrganisationId } from '../domain/values.ts'

/** The wait that the process stands in. `step` opened it; `next` is the instant at which it speaks next, if it still does. */
export type OpenWait = {
  readonly step: string
  readonly waitId: string
  readonly owner: Owner
  readonly openedAt: Instant
  readonly dueAt: Instant
  readonly next?: Instant
}

/**
 * A step that is over but not yet answered by a fact. `failed` ones are tried again once there is news (a fact after
 * `position`) and are `noted` in Postgres; `byHand` ones have no bridge and wait for a person's report.
 */
export type SettledStep = { readonly step: string } & (
  | { readonly outcome: 'done' | 'byHand' }
  | { readonly outcome: 'failed'; readonly position: number; readonly code: string; readonly noted: boolean }
)

/** All that one run hands to the next. Plain JSON, and read by newer code than wrote it: extend, never retype. */
export type Carried = {
  readonly process: OnboardingProcess
  readonly wait?: OpenWait
  readonly settled: readonly SettledStep[]
}

/**
 * Always started together with a signal, `fact` or `wake`. `carried` comes from the run before, through
 * continue-as-new.
 */
export type OnboardingInput = {
  readonly v: 1
  readonly orgId: OrganisationId
  readonly onboardingId: OnboardingId
  /** Continue as new past this many history events. */
  readonly historyBudget: number
  readonly carried?: Carried
}

export type OnboardingWorkflow = (input: OnboardingInput) => Promise<OnboardingEnd>
export type OnboardingEnd = 'completed' | 'cancelled'

/** Who cancels and why; `commandId` makes a repeat the same request. */
export type CancelRequest = {
  readonly commandId: string
  readonly reason: CancelReason
  readonly actor: { readonly kind: 'person' | 'partner'; readonly subject: string; readonly role: string }
}

/** How many numbers became free for another onboarding. */
export type CancelResult = { readonly released: number }

/** Types of the failures with which an update is refused. */
export const updateRefusals = {
  ended: 'ONBOARDING_NOT_OPEN',
  cancelling: 'CANCEL_UNDER_WAY',
  nothingToRetry: 'STEP_NOT_HELD',
} as const

export type OnboardingProgress = Carried & {
  readonly stage: Stage
  readonly underWay: readonly string[]
}

/** A fact from the outbox. */
export const factSignal = defineSignal<[ProcessFact]>('fact')
/** Carries nothing: the process reads what it lacks from Postgres. Sent by `recover`. */
export const wakeSignal = defineSignal('wake')
export const cancelUpdate = defineUpdate<CancelResult, [CancelRequest]>('cancel')
/** Tries a failed or by-hand step (its id, from `progress`) once more, for instance after a bridge was set up. */
export const retryStepUpdate = defineUpdate<void, [string]>('retryStep')
export const progressQuery = defineQuery<OnboardingProgress>('progress')

export const onboardingType = 'onboarding'

export function onboardingWorkflowId(onboardingId: OnboardingId): string {
  return `onboarding/${onboardingId}`
}
