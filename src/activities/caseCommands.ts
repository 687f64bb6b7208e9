import type { Wish } from '../contract/process.ts'
import type { CaseWait } from '../domain/policy/policy.ts'
import { fromCase, wishOf } from './envelopes.ts'
import { whatWasSaid } from './marks.ts'
import type { Outside } from './outside.ts'
import { type CancelAnswer, type CaseStep, refused, resultOf, type StepResult } from './results.ts'

export type EnterCaseStage = CaseStep & { readonly stage: CaseWait }
export type FireCaseMarks = CaseStep & { readonly waitId: string }
export type RecordCaseStepFailed = CaseStep & { readonly failed: string; readonly code: string }
export type CloseCase = CaseStep & { readonly position: number }
export type CancelCase = Omit<CaseStep, 'step'> & { readonly request: Wish }

/** The commands that the process of a case issues. Each is one transaction; its refusals are answers, not failures. */
export function caseActivities({ store }: Outside) {
  return {
    async enterCaseStage({ stage, ...step }: EnterCaseStage): Promise<StepResult> {
      const { caseId } = step
      const data = { caseId, stage, waitId: `${caseId}/${step.step}` }
      const outcome = await store.execute({ type: 'EnterCaseStage', data, ...fromCase(step) })
      return resultOf(outcome, (wait) => ({ outcome: 'entered', wait: { step: step.step, ...wait } }))
    },

    async fireCaseMarks({ waitId, ...step }: FireCaseMarks): Promise<StepResult> {
      const data = { caseId: step.caseId, waitId }
      return whatWasSaid(await store.execute({ type: 'FireCaseMarks', data, ...fromCase(step) }))
    },

    async recordCaseStepFailed({ failed, code, ...step }: RecordCaseStepFailed): Promise<StepResult> {
      const data = { caseId: step.caseId, step: failed, code }
      return resultOf(await store.execute({ type: 'RecordCaseStepFailed', data, ...fromCase(step) }))
    },

    async closeCase({ position, ...step }: CloseCase): Promise<StepResult> {
      const data = { caseId: step.caseId, position }
      const outcome = await store.execute({ type: 'CloseCase', data, ...fromCase(step) })
      return resultOf(outcome, () => ({ outcome: 'ended', as: 'closed' }))
    },

    async cancelCase({ request, ...whose }: CancelCase): Promise<CancelAnswer> {
      const envelope = fromCase({ ...whose, step: `cancel/${request.commandId}` }, wishOf(request))
      const outcome = await store.execute({ type: 'CancelCase', data: { caseId: whose.caseId }, ...envelope })
      return outcome.ok ? { outcome: 'cancelled', released: outcome.result.released } : refused(outcome.refusal)
    },
  }
}
