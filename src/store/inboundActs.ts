import type { Actor } from '../domain/fact.ts'
import type { Instant } from '../domain/values.ts'
import type { Documents } from './documents.ts'
import type { InboundState } from './intake.ts'
import type { Pool, Transaction } from './pool.ts'
import { inTransaction } from './transaction.ts'

export type InboundActKind = 'release' | 'dismiss'

export type InboundAct = {
  /** Made from the caller and its key: a repeat is the same act. */
  readonly id: string
  readonly inboundId: string
  readonly act: InboundActKind
  readonly actor: Actor
  readonly reason: string
  readonly at: Instant
}

export type Acted =
  | { readonly ok: true; readonly state: InboundState; readonly repeated: boolean }
  | { readonly ok: false; readonly code: 'DELIVERY_NOT_FOUND' | 'DELIVERY_SETTLED' | 'IDEMPOTENCY_KEY_REUSED' }

const open: Readonly<Record<InboundActKind, readonly InboundState[]>> = {
  release: ['quarantined', 'parked', 'unknownType', 'dismissed'],
  dismiss: ['quarantined', 'parked', 'unknownType'],
}

/**
 * A person's word on a delivery that nobody could act on: look into it anew, or leave it. Who, when and why stay with it,
 * the reason encrypted; its entry among what needs a person goes.
 */
export async function actOnInbound(
  pool: Pool,
  documents: Documents,
  { scope, ...asked }: InboundAct & { readonly scope: readonly string[] | 'all' },
): Promise<Acted> {
  const { id, inboundId, act } = asked
  return inTransaction(pool, 'nothing', async (tx): Promise<Acted> => {
    const state = await lockInbound(tx, inboundId, scope)
    if (state === undefined) return { ok: false, code: 'DELIVERY_NOT_FOUND' }
    const after: InboundState = act === 'release' ? 'pending' : 'dismissed'
    const known = await findAct(tx, documents, id)
    if (known) {
      const isSame = known.inboundId === inboundId && known.act === act && known.reason === asked.reason
      return isSame ? { ok: true, state: after, repeated: true } : { ok: false, code: 'IDEMPOTENCY_KEY_REUSED' }
    }
    if (!open[act].includes(state)) return { ok: false, code: 'DELIVERY_SETTLED' }
    if (!(await insertAct(tx, documents, asked, state))) return { ok: false, code: 'IDEMPOTENCY_KEY_REUSED' }
    await (act === 'release' ? releaseInbound(tx, inboundId) : dismissInbound(tx, inboundId, asked.at))
    await tx.query(`delete from attention where code = 'REPORT_QUARANTINED' and subject = $1`, [inboundId])
    return { ok: true, state: after, repeated: false }
  })
}

export function actContext(actId: string): string {
  return `inboundAct/${actId}`
}

async function lockInbound(
  tx: Transaction,
  id: string,
  scope: readonly string[] | 'all',
): Promise<InboundState | undefined> {
  const { rows } = await tx.query<{ state: InboundState }>(
    `select state from inbound_fact where id = $1 and ($2::uuid[] is null or org_id = any($2::uuid[])) for update`,
    [id, scope === 'all' ? null : scope],
  )
  return rows[0]?.state
}

async function findAct(tx: Transaction, documents: Documents, id: string) {
  const { rows } = await tx.query<{ inboundId: string; act: InboundActKind; sealed: Buffer }>(
    `select inbound_id as "inboundId", act, reason as sealed from inbound_act where id = $1`,
    [id],
  )
  const [row] = rows
  if (!row) return undefined
  const { sealed, ...act } = row
  return { ...act, reason: documents.openBytes(sealed, actContext(id)).toString('utf8') }
}

async function insertAct(
  tx: Transaction,
  documents: Documents,
  { id, inboundId, act, actor, reason, at }: InboundAct,
  fromState: InboundState,
): Promise<boolean> {
  const sealed = documents.sealBytes(Buffer.from(reason, 'utf8'), actContext(id))
  const { rowCount } = await tx.query(
    `insert into inbound_act (id, inbound_id, act, from_state, actor, reason, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing`,
    [id, inboundId, act, fromState, JSON.stringify(actor), sealed, at],
  )
  return rowCount === 1
}

/** As it was at the door: whose it is, and what it speaks of, is looked up anew. */
async function releaseInbound(tx: Transaction, id: string): Promise<void> {
  await tx.query(
    `update inbound_fact set state = 'pending', org_id = null, waits_for = null, reason = null, due_at = null,
       attempts = 0, processed_at = null where id = $1`,
    [id],
  )
}

async function dismissInbound(tx: Transaction, id: string, at: Instant): Promise<void> {
  await tx.query(`update inbound_fact set state = 'dismissed', due_at = null, processed_at = $2 where id = $1`, [
    id,
    at,
  ])
}
