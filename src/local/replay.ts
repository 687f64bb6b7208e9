import { readFileSync } from 'node:fs'
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js'
import { Runtime, Worker } from '@temporalio/worker'
import { DeterminismViolationError } from '@temporalio/workflow'
import { cutoffWorkflowId } from '../contract/cutoff.ts'
import { onboardingWorkflowId } from '../contract/onboarding.ts'
import { caseWorkflowId } from '../contract/supportCase.ts'
import { cutoffIds } from '../domain/policy/cutoffs.ts'
import { brand, type CaseId, type OnboardingId } from '../domain/values.ts'
import { createTemporalClient, type TemporalSettings } from '../temporal.ts'
import { workflowBundlePath } from '../worker/bundle.ts'

export type Replayed = {
  readonly workflowId: string
  readonly events: number
  /** `differs`: with the code of today this run would be stuck; the reason says where. */
  readonly outcome: 'same' | 'differs'
  readonly reason?: string
}

type History = ReturnType<typeof historyFromJSON>

/** Runs the built workflow code against what Temporal holds of an onboarding, a case, or a cutoff by its name. Nothing is changed anywhere. */
export async function replayProcess(id: string, temporal: TemporalSettings): Promise<Replayed> {
  const client = createTemporalClient(temporal)
  const candidates = [
    onboardingWorkflowId(brand<OnboardingId>(id)),
    caseWorkflowId(brand<CaseId>(id)),
    ...cutoffIds.filter((each) => each === id).map(cutoffWorkflowId),
  ]
  try {
    for (const workflowId of candidates) {
      const history = await historyOf(client, workflowId)
      if (history) return await replay(workflowId, history)
    }
    throw new Error(`Temporal holds no history of ${candidates.join(' or ')}`)
  } finally {
    await client.connection.close()
  }
}

async function historyOf(client: Client, workflowId: string): Promise<History | undefined> {
  try {
    const handle = client.workflow.getHandle(workflowId)
    // Of an unknown workflow only this tells by a type of error; the history tells by a number of the wire.
    await client.withDeadline(Date.now() + 30_000, () => handle.describe())
    return await client.withDeadline(Date.now() + 30_000, () => handle.fetchHistory())
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined
    throw error
  }
}

/** The same for a history in a file, as `temporal workflow show --output json` writes it. */
export async function replayFile(path: string): Promise<Replayed> {
  return replay(path, historyFromJSON(JSON.parse(readFileSync(path, 'utf8'))))
}

async function replay(workflowId: string, history: History): Promise<Replayed> {
  Runtime.install({ logger: quiet, telemetryOptions: { logging: { filter: 'OFF', forward: {} } } })
  const events = history.events?.length ?? 0
  if (events === 0) throw new Error(`${workflowId}: there is no history in it`)
  try {
    await Worker.runReplayHistory({ workflowBundle: { codePath: workflowBundlePath } }, history, workflowId)
    return { workflowId, events, outcome: 'same' }
  } catch (error) {
    if (!(error instanceof DeterminismViolationError)) throw error
    return { workflowId, events, outcome: 'differs', reason: error.message }
  }
}

const nothing = () => undefined
const quiet = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing }
