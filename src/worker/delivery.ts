import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowSignalWithStartOptions,
} from '@temporalio/client'
import { type OnboardingInput, onboardingType, onboardingWorkflowId } from '../contract/onboarding.ts'
import { factSignal, wakeSignal } from '../contract/process.ts'
import { searchAttributes } from '../contract/searchAttributes.ts'
import { type CaseInput, caseWorkflowId, supportCaseType } from '../contract/supportCase.ts'
import { taskQueues } from '../contract/taskQueues.ts'
import type { ProcessEnd, ProcessFact, ProcessId, ProcessKind } from '../domain/process/process.ts'
import { brand, type CaseId, type OnboardingId, type OrganisationId } from '../domain/values.ts'

/** `closed`: the workflow has ended, and its end is not undone by starting it anew. */
export type DeliveryAnswer = 'delivered' | 'closed'

export type Recipient = { readonly kind: ProcessKind; readonly orgId: OrganisationId; readonly processId: ProcessId }

/** A long happy road is a third of this; past it a run hands over to a fresh one. */
const historyBudget = 2_000

/** Whoever delivers tries again: better soon than after a long silence. */
const deadlineMs = 10_000

export type Deliver = {
  /** Tells a process a fact, and starts it if nothing was ever told to it, or if its history is lost. */
  readonly fact: (to: Recipient, fact: ProcessFact) => Promise<DeliveryAnswer>
  /**
   * Makes a process look into Postgres for itself. Brings it back after Temporal has lost its store, or after somebody
   * terminated it; a fact never does the latter.
   */
  readonly wake: (to: Recipient) => Promise<DeliveryAnswer>
}

/** `clockOffsetMs` is for rehearsals; a process that runs for real has none. */
export function createDelivery(client: Client, budget: number = historyBudget, clockOffsetMs?: number): Deliver {
  const given = { historyBudget: budget, ...(clockOffsetMs === undefined ? {} : { clockOffsetMs }) }
  return {
    fact: (to, fact) => signal(to, { ...starting(to, given), signal: factSignal, signalArgs: [fact] }),
    wake: (to) =>
      signal(to, {
        ...starting(to, given),
        workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
        signal: wakeSignal,
        signalArgs: [],
      }),
  }

  async function signal<Args extends unknown[]>(
    { kind }: Recipient,
    options: WorkflowSignalWithStartOptions<Args> & { readonly args: [OnboardingInput | CaseInput] },
  ): Promise<DeliveryAnswer> {
    try {
      await client.withDeadline(Date.now() + deadlineMs, () =>
        client.workflow.signalWithStart<Conducted, Args>(workflows[kind].type, options),
      )
      return 'delivered'
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'closed'
      throw error
    }
  }
}

type Conducted = (input: OnboardingInput | CaseInput) => Promise<ProcessEnd>

const workflows: Readonly<Record<ProcessKind, { readonly type: string; readonly summary: string }>> = {
  onboarding: { type: onboardingType, summary: 'From licence to texting' },
  supportCase: { type: supportCaseType, summary: 'From an open case to registered numbers' },
}

export function workflowIdOf({ kind, processId }: Pick<Recipient, 'kind' | 'processId'>): string {
  return kind === 'onboarding'
    ? onboardingWorkflowId(brand<OnboardingId>(processId))
    : caseWorkflowId(brand<CaseId>(processId))
}

type Given = { readonly historyBudget: number; readonly clockOffsetMs?: number }

function starting(to: Recipient, given: Given) {
  const args: [OnboardingInput | CaseInput] = [inputOf(to, given)]
  return {
    args,
    taskQueue: taskQueues.onboarding,
    workflowId: workflowIdOf(to),
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    workflowIdReusePolicy: 'REJECT_DUPLICATE' as const,
    typedSearchAttributes: [{ key: searchAttributes.orgId, value: to.orgId }],
    staticSummary: workflows[to.kind].summary,
  }
}

function inputOf({ kind, orgId, processId }: Recipient, given: Given): OnboardingInput | CaseInput {
  const common = { v: 1, orgId, ...given } as const
  return kind === 'onboarding'
    ? { ...common, onboardingId: brand<OnboardingId>(processId) }
    : { ...common, caseId: brand<CaseId>(processId) }
}
