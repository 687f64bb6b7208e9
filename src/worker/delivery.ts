import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowSignalWithStartOptions,
} from '@temporalio/client'
import {
  factSignal,
  type OnboardingInput,
  type OnboardingWorkflow,
  onboardingType,
  onboardingWorkflowId,
  wakeSignal,
} from '../contract/onboarding.ts'
import { searchAttributes } from '../contract/searchAttributes.ts'
import { taskQueues } from '../contract/taskQueues.ts'
import type { ProcessFact } from '../domain/process/onboarding.ts'
import type { OnboardingId, OrganisationId } from '../domain/values.ts'

/** `closed`: the workflow has ended, and its end is not undone by starting it anew. */
export type DeliveryAnswer = 'delivered' | 'closed'

export type Recipient = { readonly orgId: OrganisationId; readonly processId: OnboardingId }

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

export function createDelivery(client: Client, budget: number = historyBudget): Deliver {
  return {
    fact: (to, fact) => signal({ ...starting(to, budget), signal: factSignal, signalArgs: [fact] }),
    wake: (to) =>
      signal({
        ...starting(to, budget),
        workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
        signal: wakeSignal,
        signalArgs: [],
      }),
  }

  async function signal<Args extends unknown[]>(
    options: WorkflowSignalWithStartOptions<Args> & { readonly args: [OnboardingInput] },
  ): Promise<DeliveryAnswer> {
    try {
      await client.withDeadline(Date.now() + deadlineMs, () =>
        client.workflow.signalWithStart<OnboardingWorkflow, Args>(onboardingType, options),
      )
      return 'delivered'
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'closed'
      throw error
    }
  }
}

function starting({ orgId, processId }: Recipient, budget: number) {
  const args: [OnboardingInput] = [{ v: 1, orgId, onboardingId: processId, historyBudget: budget }]
  return {
    args,
    taskQueue: taskQueues.onboarding,
    workflowId: onboardingWorkflowId(processId),
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    workflowIdReusePolicy: 'REJECT_DUPLICATE' as const,
    typedSearchAttributes: [{ key: searchAttributes.orgId, value: orgId }],
    staticSummary: 'From licence to texting',
  }
}
