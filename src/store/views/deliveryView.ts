import type { Actor } from '../../domain/fact.ts'
import type { Instant, OrganisationId } from '../../domain/values.ts'
import type { Documents } from '../documents.ts'
import { actContext, type InboundActKind } from '../inboundActs.ts'
import { contextOf, type InboundSource, type InboundState } from '../intake.ts'
import type { Queryable } from '../pool.ts'

/** A delivery as the ledger has it, without what was in it. */
export type DeliveryView = {
  readonly id: string
  readonly source: InboundSource
  readonly sourceId: string
  readonly orgId: OrganisationId | null
  readonly type: string | null
  readonly state: InboundState
  readonly reason: string | null
  readonly attempts: number
  readonly happenedAt: Instant | null
  readonly receivedAt: Instant
  readonly dueAt: Instant | null
  readonly processedAt: Instant | null
}

export type DeliveryPlace = { readonly receivedAt: Instant; readonly id: string }
export type Scope = readonly string[] | 'all'

const columns = `id, source, source_id as "sourceId", org_id as "orgId", type, state, reason, attempts,
  happened_at as "happenedAt", received_at as "receivedAt", due_at as "dueAt", processed_at as "processedAt"`

/** Oldest first. What belongs to no organisation that we know is for those who have all of them. */
export async function listDeliveries(
  db: Queryable,
  query: {
    readonly scope: Scope
    readonly state: InboundState | undefined
    readonly source: InboundSource | undefined
    readonly after: DeliveryPlace | undefined
    readonly limit: number
  },
): Promise<readonly DeliveryView[]> {
  const { scope, state, source, after, limit } = query
  const { rows } = await db.query<DeliveryView>(
    `select ${columns} from inbound_fact
     where ($1::uuid[] is null or org_id = any($1::uuid[])) and ($2::text is null or state = $2)
       and ($3::text is null or source = $3)
       and ($4::timestamptz is null or (received_at, id) > ($4::timestamptz, $5::uuid))
     order by received_at, id limit $6`,
    [
      scope === 'all' ? null : scope,
      state ?? null,
      source ?? null,
      after?.receivedAt ?? null,
      after?.id ?? null,
      limit,
    ],
  )
  return rows
}

/** What people did with a delivery. */
export type DeliveryAct = {
  readonly act: InboundActKind
  readonly fromState: InboundState
  readonly by: Actor
  readonly reason: string
  readonly at: Instant
}

export type DeliveryWhole = DeliveryView & {
  /** The bytes as they came; absent where they cannot be opened. */
  readonly body?: Buffer
  readonly acts: readonly DeliveryAct[]
}

export async function readDelivery(
  db: Queryable,
  documents: Documents,
  id: string,
  scope: Scope,
): Promise<DeliveryWhole | undefined> {
  const { rows } = await db.query<DeliveryView & { sealed: Buffer }>(
    `select ${columns}, body as sealed from inbound_fact
     where id = $1 and ($2::uuid[] is null or org_id = any($2::uuid[]))`,
    [id, scope === 'all' ? null : scope],
  )
  const [row] = rows
  if (!row) return undefined
  const { sealed, ...view } = row
  const body = open(documents, sealed, contextOf(view.source, view.sourceId))
  return { ...view, ...(body ? { body } : {}), acts: await actsOn(db, documents, id) }
}

async function actsOn(db: Queryable, documents: Documents, id: string): Promise<readonly DeliveryAct[]> {
  const { rows } = await db.query<Omit<DeliveryAct, 'reason'> & { id: string; sealed: Buffer }>(
    `select id, act, from_state as "fromState", actor as by, reason as sealed, recorded_at as at from inbound_act
     where inbound_id = $1 order by recorded_at, id`,
    [id],
  )
  return rows.map(({ id: actId, sealed, ...act }) => ({
    ...act,
    reason: open(documents, sealed, actContext(actId))?.toString('utf8') ?? '',
  }))
}

function open(documents: Documents, sealed: Buffer, context: string): Buffer | undefined {
  try {
    return documents.openBytes(sealed, context)
  } catch {
    return undefined
  }
}
