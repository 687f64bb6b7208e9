import type { CancelRequest } from '../contract/onboarding.ts'
import type { WaitKind } from '../domain/policy/policy.ts'
import { type Behind, fromProcess } from './fromProcess.ts'
import type { Outside } from './outside.ts'
import { type CancelAnswer, done, notYet, type ProcessStep, refused, type StepResult } from './results.ts'

export type EnterStage = ProcessStep & { readonly stage: WaitKind }
export type FireMarks = ProcessStep & { readonly waitId: string }
export type RecordStepFailed = ProcessStep & { readonly failed: string; readonly code: string }
export type CompleteOnboarding = ProcessStep & { readonly position: number }
export type CancelOnboarding = Omit<ProcessStep, 'step'> & { readonly request: CancelRequest }

/** The commands that the process itself issues. Each is one transaction; its refusals are answers, not failures. */
export function onboardingActivities({ store }: Outside) {
  return {
    async enterStage({ stage, ...step }: EnterStage): Promise<StepResult> {
      const { onboardingId } = step
      const data = { onboardingId, stage, waitId: `${onboardingId}/${step.step}` }
      const outcome = await store.execute({ type: 'EnterStage', data, ...fromProcess(step) })
      if (!outcome.ok) return refused(outcome.refusal)
      return { outcome: 'entered', wait: { step: step.step, ...outcome.result } }
    },

    async fireMarks({ waitId, ...step }: FireMarks): Promise<StepResult> {
      const { onboardingId } = step
      const outcome = await store.execute({ type: 'FireMarks', data: { onboardingId, waitId }, ...fromProcess(step) })
      if (outcome.ok) return { outcome: 'said', ...(outcome.result.next ? { next: outcome.result.next } : {}) }
      // Temporal's clock is ahead of the database's, whose word counts.
      if (outcome.refusal.code === 'MARK_NOT_DUE') throw notYet('MarkNotDue', '1 second')
      return refused(outcome.refusal)
    },

    async recordStepFailed({ failed, code, ...step }: RecordStepFailed): Promise<StepResult> {
      const data = { onboardingId: step.onboardingId, step: failed, code }
      const outcome = await store.execute({ type: 'RecordStepFailed', data, ...fromProcess(step) })
      return outcome.ok ? done : refused(outcome.refusal)
    },

    async completeOnboarding({ position, ...step }: CompleteOnboarding): Promise<StepResult> {
      const data = { onboardingId: step.onboardingId, position }
      const outcome = await store.execute({ type: 'CompleteOnboarding', data, ...fromProcess(step) })
      return outcome.ok ? done : refused(outcome.refusal)
    },

    async cancelOnboarding({ request, ...whose }: CancelOnboarding): Promise<CancelAnswer> {
      const envelope = fromProcess({ ...whose, step: `cancel/${request.commandId}` }, wishOf(request))
      const data = { onboardingId: whose.onboardingId, reason: request.reason }
      const outcome = await store.execute({ type: 'CancelOnboarding', data, ...envelope })
      return outcome.ok ? { outcome: 'cancelled', released: outcome.result.released } : refused(outcome.refusal)
    },
  }
}

function wishOf({ actor }: CancelRequest): Behind {
  return { actor, source: { kind: actor.kind === 'partner' ? 'partner' : 'admin', id: actor.subject } }
}
