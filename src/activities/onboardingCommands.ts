import type { CancelRequest } from '../contract/onboarding.ts'
import type { OnboardingWait } from '../domain/policy/policy.ts'
import { fromOnboarding, wishOf } from './envelopes.ts'
import { whatWasSaid } from './marks.ts'
import type { Outside } from './outside.ts'
import { type CancelAnswer, type OnboardingStep, refused, resultOf, type StepResult } from './results.ts'

export type EnterStage = OnboardingStep & { readonly stage: OnboardingWait }
export type FireMarks = OnboardingStep & { readonly waitId: string }
export type RecordStepFailed = OnboardingStep & { readonly failed: string; readonly code: string }
export type CompleteOnboarding = OnboardingStep & { readonly position: number }
export type CancelOnboarding = Omit<OnboardingStep, 'step'> & { readonly request: CancelRequest }

/** The commands that the process itself issues. Each is one transaction; its refusals are answers, not failures. */
export function onboardingActivities({ store }: Outside) {
  return {
    async enterStage({ stage, ...step }: EnterStage): Promise<StepResult> {
      const { onboardingId } = step
      const data = { onboardingId, stage, waitId: `${onboardingId}/${step.step}` }
      const outcome = await store.execute({ type: 'EnterStage', data, ...fromOnboarding(step) })
      return resultOf(outcome, (wait) => ({ outcome: 'entered', wait: { step: step.step, ...wait } }))
    },

    async fireMarks({ waitId, ...step }: FireMarks): Promise<StepResult> {
      const data = { onboardingId: step.onboardingId, waitId }
      return whatWasSaid(await store.execute({ type: 'FireMarks', data, ...fromOnboarding(step) }))
    },

    async recordStepFailed({ failed, code, ...step }: RecordStepFailed): Promise<StepResult> {
      const data = { onboardingId: step.onboardingId, step: failed, code }
      return resultOf(await store.execute({ type: 'RecordStepFailed', data, ...fromOnboarding(step) }))
    },

    async completeOnboarding({ position, ...step }: CompleteOnboarding): Promise<StepResult> {
      const data = { onboardingId: step.onboardingId, position }
      const outcome = await store.execute({ type: 'CompleteOnboarding', data, ...fromOnboarding(step) })
      return resultOf(outcome, () => ({ outcome: 'ended', as: 'completed' }))
    },

    async cancelOnboarding({ request, ...whose }: CancelOnboarding): Promise<CancelAnswer> {
      const envelope = fromOnboarding({ ...whose, step: `cancel/${request.commandId}` }, wishOf(request))
      const data = { onboardingId: whose.onboardingId, reason: request.reason }
      const outcome = await store.execute({ type: 'CancelOnboarding', data, ...envelope })
      return outcome.ok ? { outcome: 'cancelled', released: outcome.result.released } : refused(outcome.refusal)
    },
  }
}
