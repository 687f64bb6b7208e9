import type { Clock } from '../clock.ts'
import type { Refusal } from '../domain/decision.ts'
import type { Instant } from '../domain/values.ts'
import type { Command, CommandResult, CommandType, Envelope } from './command.ts'
import { movesBelief, refuseDate } from './commands/dates.ts'
import { seal } from './commands/evidence.ts'
import { lockFor, type Procedure, procedures } from './commands/index.ts'
import type { Context, Telling } from './context.ts'
import { noteDisputes } from './disputes.ts'
import type { Documents } from './documents.ts'
import { VersionConflict } from './eventStore.ts'
import { idFor } from './ids.ts'
import { claim, keepResult } from './inbox.ts'
import { lockScope } from './locks.ts'
import { contentHash, type Policy, readNow } from './policy.ts'
import type { Pool, Transaction } from './pool.ts'
import type { Execute, Outcome } from './store.ts'
import { inTransaction, isRetryable } from './transaction.ts'

export type Store = {
  readonly execute: Execute
  readonly pool: Pool
  readonly clock: Clock
  readonly documents: Documents
}

export type StoreDependencies = { readonly pool: Pool; readonly clock: Clock; readonly documents: Documents }

const attempts = 5

/** The store: one transaction per command, in the lock order inbox → organisation → order → numbers → append → outbox. */
export function createStore({ pool, clock, documents }: StoreDependencies): Store {
  return { execute, pool, clock, documents }

  async function execute<Type extends CommandType>(command: Command<Type>): Promise<Outcome<Type>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await inTransaction(pool, command.orgId, (tx) => carryOut(tx, command))
      } catch (error) {
        if (error instanceof Refused) return { ok: false, refusal: error.refusal }
        if (attempt === attempts || !isWorthRepeating(error)) throw error
      }
    }
  }

  async function carryOut<Type extends CommandType>(tx: Transaction, command: Command<Type>): Promise<Outcome<Type>> {
    const { type, data } = command
    const envelope: Envelope = command
    const inbox = await claim(tx, envelope, contentHash(askedIn(type, data, envelope)))
    if (inbox.seen === 'otherBody') throw new Refused({ code: 'IDEMPOTENCY_KEY_REUSED', field: 'Idempotency-Key' })
    if (inbox.seen === 'same') return { ok: true, result: inbox.result as CommandResult<Type>, repeated: true }
    await lockScope(tx, envelope.orgId, lockFor(type))
    const { at, policy } = await readNow(tx, clock)
    const misdated = refuseDate(type, envelope.happenedAt, at)
    if (misdated) throw new Refused(misdated)
    const procedure: Procedure<Type> = procedures[type]
    const context = await reasoned(contextOf(tx, { at, policy }, envelope), envelope.because)
    const decided = await procedure(context, data)
    if (!decided.ok) throw new Refused(decided.refusal)
    if (movesBelief(type)) await noteDisputes(context)
    await keepResult(tx, envelope, decided.result, at)
    return { ok: true, result: decided.result, repeated: false }
  }

  function contextOf(tx: Transaction, { at, policy }: Pick<Context, 'at' | 'policy'>, envelope: Envelope): Context {
    return {
      tx,
      at,
      orgId: envelope.orgId,
      documents,
      policy,
      recording: recordingOf(at, envelope, policy),
      id: (role) => idFor(envelope.scope, envelope.commandId, role),
    }
  }
}

/** What a repeat must be equal to. */
function askedIn(type: CommandType, data: unknown, { happenedAt, because }: Envelope) {
  return { type, data, happenedAt: happenedAt ?? null, ...(because === undefined ? {} : { because }) }
}

/** The reason goes into a document before anything is recorded for it. */
async function reasoned(context: Context, because: string | undefined): Promise<Context> {
  if (because === undefined) return context
  return { ...context, recording: { ...context.recording, because: await seal(context, 'because', because) } }
}

function recordingOf(at: Instant, envelope: Envelope, policy: Policy): Telling {
  const { actor, source, commandId, provenance } = envelope
  return {
    happenedAt: envelope.happenedAt ?? at,
    recordedAt: at,
    actor,
    source,
    commandId,
    policyVersion: policy.version,
    ...(provenance ? { provenance } : {}),
  }
}

/** Rolls the transaction back with its answer: a refused command leaves nothing behind, not even its key. */
class Refused extends Error {
  override readonly name = 'Refused'
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** A race lost at a lock, a version or a unique index: the next attempt sees what the winner did. */
function isWorthRepeating(error: unknown): boolean {
  if (error instanceof VersionConflict || isRetryable(error)) return true
  return error instanceof Error && 'code' in error && error.code === '23505'
}
