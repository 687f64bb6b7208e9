import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { CancelReason } from '../domain/onboarding.ts'
import type { OnboardingFact, OnboardingProcess, Stage } from '../domain/process/onboarding.ts'
import type { ProcessEnd } from '../domain/process/process.ts'
import type { OnboardingId, OrganisationId } from '../domain/values.ts'
import type { CancelResult, ProcessInput, Progress, Wish } from './process.ts'

export type OnboardingInput = ProcessInput<OnboardingProcess> & {
  readonly orgId: OrganisationId
  readonly onboardingId: OnboardingId
}
export type OnboardingWorkflow = (input: OnboardingInput) => Promise<ProcessEnd>
export type OnboardingProgress = Progress<OnboardingProcess, Stage>

export type CancelRequest = Wish & { readonly reason: CancelReason }

export const onboardingFactSignal = defineSignal<[OnboardingFact]>('fact')
export const cancelUpdate = defineUpdate<CancelResult, [CancelRequest]>('cancel')
export const progressQuery = defineQuery<OnboardingProgress>('progress')

export const onboardingType = 'onboarding'

export function onboardingWorkflowId(onboardingId: OnboardingId): string {
  return `onboarding/${onboardingId}`
}
