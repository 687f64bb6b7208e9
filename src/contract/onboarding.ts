import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { CancelReason } from '../domain/onboarding.ts'
import type { OnboardingProcess, ProcessFact, Stage } from '../domain/process/onboarding.ts'
import type { Instant, OnboardingId, OrganisationId } from '../domain/values.ts'

/** The wait that the process stands in: its id and the next instant at which it says something. */
export type OpenWait = { readonly waitId: string; readonly next?: Instant }

/** `carried` comes from the run before, through continue-as-new. */
export type OnboardingInput = {
  readonly v: 1
  readonly orgId: OrganisationId
  readonly onboardingId: OnboardingId
  /** Continue as new past this many history events. */
  readonly historyBudget: number
  readonly carried?: { readonly process: OnboardingProcess; readonly wait?: OpenWait }
}

export type OnboardingWorkflow = (input: OnboardingInput) => Promise<OnboardingEnd>
export type OnboardingEnd = 'completed' | 'cancelled'

/** Who cancels and why; `commandId` makes a repeat the same request. */
export type CancelRequest = {
  readonly commandId: string
  readonly reason: CancelReason
  readonly actor: { readonly kind: 'person' | 'partner'; readonly subject: string; readonly role: string }
}

export type OnboardingProgress = {
  readonly process: OnboardingProcess
  readonly stage: Stage
  readonly wait?: OpenWait
  readonly underWay: readonly string[]
}

/** A fact from the outbox. */
export const factSignal = defineSignal<[ProcessFact]>('fact')
/** Carries nothing: the process reads what it lacks from Postgres. Sent by `recover`. */
export const wakeSignal = defineSignal('wake')
export const cancelUpdate = defineUpdate<{ readonly released: number }, [CancelRequest]>('cancel')
export const progressQuery = defineQuery<OnboardingProgress>('progress')

export const onboardingType = 'onboarding'

export function onboardingWorkflowId(onboardingId: OnboardingId): string {
  return `onboarding/${onboardingId}`
}
