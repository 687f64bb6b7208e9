import {
  type Client,
  isGrpcServiceError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  WorkflowUpdateStage,
} from '@temporalio/client'
import { ApplicationFailure, type QueryDefinition, type UpdateDefinition } from '@temporalio/common'
import type { Progress } from '../contract/process.ts'

const pingMs = 1_500
const answerMs = 5_000

/** A call that costs the server nothing. While it fails nothing has been sent, so saying so is honest. */
export async function isTemporalUp(client: Client): Promise<boolean> {
  try {
    await client.withDeadline(Date.now() + pingMs, () => client.workflowService.getSystemInfo({}))
    return true
  } catch {
    return false
  }
}

/**
 * What became of an update. `accepted`: it stands in the history and will be carried out, its answer is still to come.
 * `unheard`: not accepted in time, so it may or may not reach the process; the same update id makes a repeat harmless.
 */
export type UpdateAnswer<Result> =
  | { readonly state: 'answered'; readonly result: Result }
  | { readonly state: 'refused'; readonly code: string }
  | { readonly state: 'accepted' | 'unheard' | 'notRunning' | 'down' }

/** Asks a running process, at most five seconds long. */
export async function askProcess<Result, Argument>(
  client: Client,
  workflowId: string,
  update: UpdateDefinition<Result, [Argument]>,
  { updateId, argument }: { readonly updateId: string; readonly argument: Argument },
): Promise<UpdateAnswer<Result>> {
  if (!(await isTemporalUp(client))) return { state: 'down' }
  const handle = client.workflow.getHandle(workflowId)
  let accepted = false
  try {
    return await client.withDeadline(Date.now() + answerMs, async () => {
      const asked = await handle.startUpdate<Result, [Argument]>(update, {
        args: [argument],
        updateId,
        waitForStage: WorkflowUpdateStage.ACCEPTED,
      })
      accepted = true
      return { state: 'answered', result: await asked.result() }
    })
  } catch (error) {
    return answerOf(error, accepted)
  }
}

export type LiveProgress =
  | { readonly state: 'answered'; readonly progress: Progress<{ readonly position: number }, string> }
  | { readonly state: 'down' | 'notAnswering' }

/** The process as it stands in memory: a diagnosis, never the truth. */
export async function liveProgress(
  client: Client,
  workflowId: string,
  query: QueryDefinition<Progress<{ readonly position: number }, string>>,
): Promise<LiveProgress> {
  if (!(await isTemporalUp(client))) return { state: 'down' }
  try {
    const handle = client.workflow.getHandle(workflowId)
    const progress = await client.withDeadline(Date.now() + answerMs, () => handle.query(query))
    return { state: 'answered', progress }
  } catch {
    return { state: 'notAnswering' }
  }
}

function answerOf(error: unknown, accepted: boolean): UpdateAnswer<never> {
  if (error instanceof WorkflowUpdateFailedError) {
    const type = error.cause instanceof ApplicationFailure ? error.cause.type : undefined
    if (type) return { state: 'refused', code: type }
    throw error
  }
  if (error instanceof WorkflowNotFoundError) return { state: 'notRunning' }
  if (isSilence(error)) return { state: accepted ? 'accepted' : 'unheard' }
  throw error
}

function isSilence(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true
  return error instanceof ServiceError && error.cause !== undefined && isGrpcServiceError(error.cause)
}
