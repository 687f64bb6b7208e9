import { ApplicationFailure } from '@temporalio/common'
import type { OpenWait } from '../contract/process.ts'
import type { Refusal } from '../domain/decision.ts'
import type { ProcessEnd } from '../domain/process/process.ts'
import type { RefusalCode } from '../domain/refusals.ts'
import type { CaseId, Instant, OnboardingId, OrganisationId } from '../domain/values.ts'

/** Which step of which onboarding asks. The step's id names its cause, so a repeat is the same command. */
export type OnboardingStep = {
  readonly orgId: OrganisationId
  readonly onboardingId: OnboardingId
  readonly step: string
}

/** The same of a support case. */
export type CaseStep = { readonly orgId: OrganisationId; readonly caseId: CaseId; readonly step: string }

/** The domain declined; `detail` is what it saw. A value, since the process has to go on from it. */
export type Refused = { readonly outcome: 'refused'; readonly code: RefusalCode; readonly detail?: string }

/** `byHand`: there is no bridge to that system, so a person does it there and reports it here. */
export type StepResult =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'byHand' }
  | { readonly outcome: 'entered'; readonly wait: OpenWait }
  | { readonly outcome: 'said'; readonly next?: Instant }
  | { readonly outcome: 'ended'; readonly as: ProcessEnd }
  | Refused

export type CancelAnswer = { readonly outcome: 'cancelled'; readonly released: number } | Refused

export const done: StepResult = { outcome: 'done' }
export const byHand: StepResult = { outcome: 'byHand' }

export function refused({ code, detail }: Refusal): Refused {
  return { outcome: 'refused', code, ...(detail === undefined ? {} : { detail }) }
}

/** What became of a command, for the process that asked for it. */
export function resultOf<Result>(
  outcome: { readonly ok: true; readonly result: Result } | { readonly ok: false; readonly refusal: Refusal },
  success: (result: Result) => StepResult = () => done,
): StepResult {
  return outcome.ok ? success(outcome.result) : refused(outcome.refusal)
}

/** Not yet, and no fault: tried again after the delay without alarming anybody. */
export function notYet(type: string, nextRetryDelay: '1 second' | '10 seconds'): ApplicationFailure {
  return ApplicationFailure.create({ message: type, type, nextRetryDelay, category: 'BENIGN' })
}
