import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { ProcessEnd } from '../domain/process/process.ts'
import type { CaseFact, CaseProcess, CaseStage } from '../domain/process/supportCase.ts'
import type { CaseId, OrganisationId } from '../domain/values.ts'
import type { CancelResult, ProcessInput, Progress, Wish } from './process.ts'

export type CaseInput = ProcessInput<CaseProcess> & {
  readonly orgId: OrganisationId
  readonly caseId: CaseId
}
export type CaseWorkflow = (input: CaseInput) => Promise<ProcessEnd>
export type CaseProgress = Progress<CaseProcess, CaseStage>

export const caseFactSignal = defineSignal<[CaseFact]>('fact')
export const cancelCaseUpdate = defineUpdate<CancelResult, [Wish]>('cancel')
export const caseProgressQuery = defineQuery<CaseProgress>('progress')

export const supportCaseType = 'supportCase'

export function caseWorkflowId(caseId: CaseId): string {
  return `case/${caseId}`
}
