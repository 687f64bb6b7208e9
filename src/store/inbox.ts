import type { Instant } from '../domain/values.ts'
import type { Envelope } from './command.ts'
import type { Transaction } from './pool.ts'

export type InboxAnswer =
  | { readonly seen: 'never' }
  | { readonly seen: 'same'; readonly result: unknown }
  | { readonly seen: 'otherBody' }

/**
 * Claims the command's key. A racer with the same key waits here for the first one's commit, and then finds its result;
 * a refused command rolls its claim back, so the key stays free.
 */
export async function claim(tx: Transaction, envelope: Envelope, requestHash: string): Promise<InboxAnswer> {
  if (await inserted(tx, envelope, requestHash)) return { seen: 'never' }
  const stored = await find(tx, envelope)
  if (!stored) throw new Error(`inbox row of ${envelope.commandId} vanished`)
  if (stored.request_hash !== requestHash) return { seen: 'otherBody' }
  return { seen: 'same', result: stored.result }
}

export async function keepResult(tx: Transaction, envelope: Envelope, result: unknown, at: Instant): Promise<void> {
  await tx.query('update inbox set result = $3, recorded_at = $4 where scope = $1 and command_id = $2', [
    envelope.scope,
    envelope.commandId,
    JSON.stringify(result),
    at,
  ])
}

async function inserted(tx: Transaction, { scope, commandId, orgId }: Envelope, hash: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into inbox (scope, command_id, org_id, request_hash) values ($1, $2, $3, $4)
     on conflict (scope, command_id) do nothing`,
    [scope, commandId, orgId, hash],
  )
  return rowCount === 1
}

async function find(tx: Transaction, { scope, commandId }: Envelope) {
  const { rows } = await tx.query<{ request_hash: string; result: unknown }>(
    'select request_hash, result from inbox where scope = $1 and command_id = $2',
    [scope, commandId],
  )
  return rows[0]
}
