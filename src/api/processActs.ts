import type { Client } from '@temporalio/client'
import type { UpdateDefinition } from '@temporalio/common'
import type { FastifyRequest } from 'fastify'
import { type CancelResult, retryStepUpdate, type Wish } from '../contract/process.ts'
import type { OrganisationId } from '../domain/values.ts'
import type { Envelope } from '../store/command.ts'
import type { Store } from '../store/execute.ts'
import { idFor } from '../store/ids.ts'
import { claim } from '../store/inbox.ts'
import { contentHash } from '../store/policy.ts'
import { inTransaction } from '../store/transaction.ts'
import { findCancellation } from '../store/views/cancellationView.ts'
import { envelopeFor } from './commands.ts'
import { Problem } from './problem.ts'
import { type ProblemCode, problemCodes } from './problems.ts'
import { askProcess, type UpdateAnswer } from './temporal.ts'

/** A running process, as the record and Temporal know it. */
export type Process = {
  readonly orgId: OrganisationId
  readonly workflowId: string
  /** Said where it does not answer in time. */
  readonly silence: ProblemCode
  /** Ends the request where the record says that the process is over. */
  readonly requireOpen: () => Promise<void>
}

export type Act<Result> =
  | { readonly state: 'done'; readonly result: Result; readonly isReplayed: boolean }
  | { readonly state: 'underWay' }

type Standing = { readonly store: Store; readonly temporal: Client; readonly request: FastifyRequest }

/** What is asked of a process beside who asks: the part by which a repeat is known, and the request that it makes. */
export type Asked<Request> = {
  readonly details: Readonly<Record<string, string>>
  readonly requestOf: (wish: Wish) => Request
}

/** Asks the process to end. A repeat is answered from the record, whether or not the process still runs. */
export async function cancelProcess<Request>(
  { store, temporal, request }: Standing,
  process: Process,
  update: UpdateDefinition<CancelResult, [Request]>,
  { details, requestOf }: Asked<Request>,
): Promise<Act<CancelResult>> {
  const { orgId, workflowId } = process
  const envelope = envelopeFor(request, orgId)
  await claimKey(store, envelope, { type: 'cancel', workflowId, ...details })
  const commandId = idFor(envelope.scope, envelope.commandId, 'cancel')
  const done = await findCancellation(store.pool, workflowId, commandId)
  if (done) return { state: 'done', result: done, isReplayed: true }
  await process.requireOpen()
  const { subject, role } = envelope.actor
  const kind = envelope.actor.kind === 'partner' ? 'partner' : 'person'
  const argument = requestOf({ commandId, actor: { kind, subject, role } })
  const answer = await askProcess(temporal, workflowId, update, { updateId: commandId, argument })
  if (answer.state === 'notRunning') {
    const doneMeanwhile = await findCancellation(store.pool, workflowId, commandId)
    if (doneMeanwhile) return { state: 'done', result: doneMeanwhile, isReplayed: false }
    await process.requireOpen()
  }
  return accepted(answer, process.silence)
}

export async function retryStep(
  { store, temporal, request }: Standing,
  process: Process,
  step: string,
): Promise<Act<void>> {
  const { orgId, workflowId } = process
  const envelope = envelopeFor(request, orgId)
  await claimKey(store, envelope, { type: 'retry', workflowId, step })
  await process.requireOpen()
  const updateId = idFor(envelope.scope, envelope.commandId, 'retry')
  const answer = await askProcess(temporal, workflowId, retryStepUpdate, { updateId, argument: step })
  if (answer.state === 'notRunning') await process.requireOpen()
  return accepted(answer, process.silence)
}

/** An update has no inbox row of its own, so the key is claimed here: the same key with another wish is refused. */
async function claimKey({ pool }: Store, envelope: Envelope, wish: Readonly<Record<string, unknown>>): Promise<void> {
  const answer = await inTransaction(pool, envelope.orgId, (tx) => claim(tx, envelope, contentHash(wish)))
  if (answer.seen === 'otherBody') throw new Problem('IDEMPOTENCY_KEY_REUSED', { field: 'Idempotency-Key' })
}

/** Nothing less than an accepted update may be answered with 202: only that one is sure to be carried out. */
function accepted<Result>(answer: UpdateAnswer<Result>, silence: ProblemCode): Act<Result> {
  switch (answer.state) {
    case 'answered':
      return { state: 'done', result: answer.result, isReplayed: false }
    case 'accepted':
      return { state: 'underWay' }
    case 'refused':
      throw new Problem(known(answer.code))
    case 'down':
      throw new Problem('TEMPORAL_UNAVAILABLE')
    case 'unheard':
    case 'notRunning':
      throw new Problem(silence)
  }
}

function known(code: string): ProblemCode {
  const found = problemCodes.find((each) => each === code)
  if (!found) throw new Error(`the process refused with ${code}, which is no public code`)
  return found
}
