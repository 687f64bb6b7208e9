import { patched } from '@temporalio/workflow'
import type { StepResult, OnboardingStep as Which } from '../activities/results.ts'
import { cancelUpdate, type OnboardingWorkflow, onboardingFactSignal, progressQuery } from '../contract/onboarding.ts'
import { updateRefusals } from '../contract/process.ts'
import { dueSteps, fold, foldWithoutAnswer, notStarted, type Step } from '../domain/process/onboarding.ts'
import { briefly, database, longDatabase, provider } from './calls.ts'
import { conduct } from './conduct.ts'
import { type Errand, unknownErrand } from './errands.ts'
import { summaryOf } from './words.ts'

/** The road of one organisation from licence to texting. */
export const onboarding: OnboardingWorkflow = (input) => {
  const { orgId, onboardingId } = input
  return conduct(input, {
    notStarted,
    fold: patched('answer-has-a-wait') ? fold : foldWithoutAnswer,
    dueSteps,
    processId: onboardingId,
    factSignal: onboardingFactSignal,
    progressQuery,
    cancelUpdate,
    ended: updateRefusals.onboardingEnded,
    perform: (errand) => perform({ orgId, onboardingId, step: errand.id }, errand),
    cancel: (request) =>
      database.cancelOnboarding.executeWithOptions({ summary: 'Cancel the onboarding and release its numbers' }, [
        { orgId, onboardingId, request },
      ]),
  })
}

function perform(which: Which, errand: Errand<Step>): Promise<StepResult> {
  const labelled = { summary: summaryOf(errand) }
  switch (errand.kind) {
    case 'enterStage':
      return briefly((there) => there.enterStage.executeWithOptions(labelled, [{ ...which, stage: errand.stage }]))
    case 'sendOrder':
      return provider.sendOrder.executeWithOptions(labelled, [{ ...which, orderId: errand.orderId }])
    case 'activateNumbers':
      return longDatabase.activateNumbers.executeWithOptions(labelled, [{ ...which, upTo: errand.upTo }])
    case 'complete':
      return briefly((there) =>
        there.completeOnboarding.executeWithOptions(labelled, [{ ...which, position: errand.position }]),
      )
    case 'fireMarks':
      return briefly((there) => there.fireMarks.executeWithOptions(labelled, [{ ...which, waitId: errand.waitId }]))
    case 'recordStepFailed':
      return database.recordStepFailed.executeWithOptions(labelled, [
        { ...which, failed: errand.step, code: errand.code },
      ])
    default:
      return unknownErrand(errand)
  }
}
