import { ActivityFailure, ApplicationFailure, isCancellation, proxyActivities } from '@temporalio/workflow'
import type { Activities } from '../activities/index.ts'
import type { StepResult } from '../activities/results.ts'
import type { Step } from '../domain/process/onboarding.ts'
import type { OnboardingId, OrganisationId } from '../domain/values.ts'
import { profiles } from './activityProfiles.ts'
import { summaryOf } from './words.ts'

/** A step of the process, or one that the waiting itself asks for. Each is one activity, run beside the wait. */
export type Errand =
  | Step
  | { readonly kind: 'fireMarks'; readonly id: string; readonly waitId: string }
  | { readonly kind: 'recordStepFailed'; readonly id: string; readonly step: string; readonly code: string }

/** `failed` is a no that trying again unchanged cannot help. */
export type ErrandResult = StepResult | { readonly outcome: 'failed'; readonly code: string }

export type Whose = { readonly orgId: OrganisationId; readonly onboardingId: OnboardingId }

export const database = proxyActivities<Activities>(profiles.database)
const longDatabase = proxyActivities<Activities>(profiles.longDatabase)
const provider = proxyActivities<Activities>(profiles.provider)

/** Never fails the workflow: what cannot be done comes back as a value. A cancellation alone passes through. */
export async function perform(whose: Whose, errand: Errand): Promise<ErrandResult> {
  try {
    return await start(whose, errand)
  } catch (error) {
    if (isCancellation(error)) throw error
    return { outcome: 'failed', code: codeOf(error) }
  }
}

function start({ orgId, onboardingId }: Whose, errand: Errand): Promise<StepResult> {
  const labelled = { summary: summaryOf(errand) }
  const which = { orgId, onboardingId, step: errand.id }
  switch (errand.kind) {
    case 'enterStage':
      return database.enterStage.executeWithOptions(labelled, [{ ...which, stage: errand.stage }])
    case 'sendOrder':
      return provider.sendOrder.executeWithOptions(labelled, [{ ...which, orderId: errand.orderId }])
    case 'sendRegistration':
      return provider.sendRegistration.executeWithOptions(labelled, [which])
    case 'activateNumbers':
      return longDatabase.activateNumbers.executeWithOptions(labelled, [{ ...which, upTo: errand.upTo }])
    case 'complete':
      return database.completeOnboarding.executeWithOptions(labelled, [{ ...which, position: errand.position }])
    case 'fireMarks':
      return database.fireMarks.executeWithOptions(labelled, [{ ...which, waitId: errand.waitId }])
    case 'recordStepFailed':
      return database.recordStepFailed.executeWithOptions(labelled, [
        { ...which, failed: errand.step, code: errand.code },
      ])
    default:
      return unknownErrand(errand)
  }
}

/** Activities give the outside's own code as the first detail of a final failure. */
function codeOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : undefined
  if (!(cause instanceof ApplicationFailure)) return 'UNSTATED'
  const [code] = cause.details ?? []
  return typeof code === 'string' ? code : (cause.type ?? 'UNSTATED')
}

function unknownErrand(errand: never): never {
  throw new Error(`unknown errand ${JSON.stringify(errand)}`)
}
