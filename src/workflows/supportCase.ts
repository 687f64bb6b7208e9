import type { StepResult, CaseStep as Which } from '../activities/results.ts'
import { updateRefusals } from '../contract/process.ts'
import { type CaseWorkflow, cancelCaseUpdate, caseFactSignal, caseProgressQuery } from '../contract/supportCase.ts'
import { type CaseStep, dueSteps, fold, notOpened } from '../domain/process/supportCase.ts'
import { briefly, database, provider } from './calls.ts'
import { conduct } from './conduct.ts'
import { type Errand, unknownErrand } from './errands.ts'
import { summaryOf } from './words.ts'

/** One support case: opened at the desk, form out and back, review, and as many corrections as it takes. */
export const supportCase: CaseWorkflow = (input) => {
  const { orgId, caseId } = input
  return conduct(input, {
    notStarted: notOpened,
    fold,
    dueSteps,
    processId: caseId,
    factSignal: caseFactSignal,
    progressQuery: caseProgressQuery,
    cancelUpdate: cancelCaseUpdate,
    ended: updateRefusals.caseEnded,
    perform: (errand) => perform({ orgId, caseId, step: errand.id }, errand),
    cancel: (request) =>
      database.cancelCase.executeWithOptions({ summary: 'Cancel the case and release its numbers' }, [
        { orgId, caseId, request },
      ]),
  })
}

function perform(which: Which, errand: Errand<CaseStep>): Promise<StepResult> {
  const labelled = { summary: summaryOf(errand) }
  switch (errand.kind) {
    case 'enterCaseStage':
      return briefly((there) => there.enterCaseStage.executeWithOptions(labelled, [{ ...which, stage: errand.stage }]))
    case 'sendCase':
      return provider.sendCase.executeWithOptions(labelled, [which])
    case 'sendForm':
      return provider.sendForm.executeWithOptions(labelled, [{ ...which, formVersion: errand.formVersion }])
    case 'closeCase':
      return briefly((there) => there.closeCase.executeWithOptions(labelled, [{ ...which, position: errand.position }]))
    case 'fireMarks':
      return briefly((there) => there.fireCaseMarks.executeWithOptions(labelled, [{ ...which, waitId: errand.waitId }]))
    case 'recordStepFailed':
      return database.recordCaseStepFailed.executeWithOptions(labelled, [
        { ...which, failed: errand.step, code: errand.code },
      ])
    default:
      return unknownErrand(errand)
  }
}
