import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow'
import type { StepResult } from '../activities/results.ts'
import type { Step as OnboardingStep } from '../domain/process/onboarding.ts'
import type { CaseStep } from '../domain/process/supportCase.ts'

export type AnyStep = OnboardingStep | CaseStep

/** A step of the process, or one that the waiting itself asks for. Each is one activity, run beside the wait. */
export type Errand<Step extends AnyStep = AnyStep> =
  | Step
  | { readonly kind: 'fireMarks'; readonly id: string; readonly waitId: string }
  | { readonly kind: 'recordStepFailed'; readonly id: string; readonly step: string; readonly code: string }

/** `failed` is a no that trying again unchanged cannot help. */
export type ErrandResult = StepResult | { readonly outcome: 'failed'; readonly code: string }

/** Never fails the workflow: what cannot be done comes back as a value. A cancellation alone passes through. */
export async function attempt(perform: () => Promise<StepResult>): Promise<ErrandResult> {
  try {
    return await perform()
  } catch (error) {
    if (isCancellation(error)) throw error
    return { outcome: 'failed', code: codeOf(error) }
  }
}

/** Activities give the outside's own code as the first detail of a final failure. */
function codeOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : undefined
  if (!(cause instanceof ApplicationFailure)) return 'UNSTATED'
  const [code] = cause.details ?? []
  return typeof code === 'string' ? code : (cause.type ?? 'UNSTATED')
}

export function unknownErrand(errand: never): never {
  throw new Error(`unknown errand ${JSON.stringify(errand)}`)
}
