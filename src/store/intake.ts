import { createHash } from 'node:crypto'
import type { Instant, OrganisationId } from '../domain/values.ts'
import type { Documents } from './documents.ts'
import { freshId } from './ids.ts'
import type { Queryable, Transaction } from './pool.ts'

export type InboundSource = 'desk' | 'registry' | 'webex'

export type Delivery = {
  readonly source: InboundSource
  /** The sender's id of the message; the same id with the same bytes is the same delivery. */
  readonly sourceId: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly receivedAt: Instant
}

/**
 * The ledger row, before anything acts on it. The bytes are encrypted: nobody vouches for what a stranger puts into them.
 * Answers false for a delivery that is there already.
 */
export async function storeInbound(db: Queryable, documents: Documents, delivery: Delivery): Promise<boolean> {
  const { source, sourceId, headers, body, receivedAt } = delivery
  const { rowCount } = await db.query(
    `insert into inbound_fact (id, source, source_id, headers, body, body_sha256, verdict, state, attempts, received_at)
     values ($1, $2, $3, $4, $5, $6, 'verified', 'pending', 0, $7)
     on conflict (source, source_id, body_sha256) do nothing`,
    [
      freshId(),
      source,
      sourceId,
      JSON.stringify(headers),
      documents.sealBytes(body, contextOf(source, sourceId)),
      createHash('sha256').update(body).digest('hex'),
      receivedAt,
    ],
  )
  return rowCount === 1
}

export type Inbound = {
  readonly id: string
  readonly source: InboundSource
  readonly sourceId: string
  /** Absent where the stored bytes cannot be opened: changed since, or sealed under another master key. */
  readonly body?: Buffer
  readonly attempts: number
}

type InboundRow = Omit<Inbound, 'body'> & { readonly sealed: Buffer }

/** The oldest deliveries that wait for their turn. One worker process takes them at a time, so no row is locked for long. */
export async function pendingInbound(
  db: Queryable,
  documents: Documents,
  at: Instant,
  limit: number,
): Promise<readonly Inbound[]> {
  const { rows } = await db.query<InboundRow>(
    `select id, source, source_id as "sourceId", body as sealed, attempts from inbound_fact
     where state = 'pending' and (due_at is null or due_at <= $1) order by received_at limit $2`,
    [at, limit],
  )
  return rows.map(({ sealed, ...row }) => ({ ...row, ...opened(documents, sealed, row) }))
}

/** One row that cannot be opened must not hide the others of its page. */
function opened(documents: Documents, sealed: Buffer, { source, sourceId }: Omit<Inbound, 'body'>) {
  try {
    return { body: documents.openBytes(sealed, contextOf(source, sourceId)) }
  } catch {
    return {}
  }
}

/** How a delivery ended: acted on, understood but without effect, of a type unknown here, or never to be acted on. */
export type Settlement =
  | { readonly state: 'processed' | 'unknownType' }
  | { readonly state: 'noted'; readonly reason: string }
  | { readonly state: 'quarantined'; readonly reason: string }

export async function settleInbound(
  db: Queryable,
  id: string,
  settlement: Settlement,
  happenedAt: Instant | null,
  at: Instant,
): Promise<void> {
  await db.query('update inbound_fact set state = $2, reason = $3, happened_at = $4, processed_at = $5 where id = $1', [
    id,
    settlement.state,
    'reason' in settlement ? settlement.reason : null,
    happenedAt,
    at,
  ])
}

/** Not yet: a fact of the future waits for its instant, one for an object that nobody knows yet for the object. */
export async function postponeInbound(
  db: Queryable,
  id: string,
  reason: string,
  happenedAt: Instant | null,
  dueAt: Instant,
): Promise<void> {
  await db.query(
    'update inbound_fact set reason = $2, happened_at = $3, due_at = $4, attempts = attempts + 1 where id = $1',
    [id, reason, happenedAt, dueAt],
  )
}

/** The organisation that an order, an onboarding or a number belongs to: a report names only our own references. */
export async function organisationOf(
  db: Queryable | Transaction,
  reference: string,
): Promise<OrganisationId | undefined> {
  const { rows } = await db.query<{ org_id: OrganisationId }>(
    `select org_id from event where stream_id = $1 order by version limit 1`,
    [reference],
  )
  return rows[0]?.org_id
}

function contextOf(source: InboundSource, sourceId: string): string {
  return `inbound/${source}/${sourceId}`
}
