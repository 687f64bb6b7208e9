import { createHash } from 'node:crypto'
import type { Instant, OrganisationId } from '../domain/values.ts'
import type { Documents } from './documents.ts'
import { freshId } from './ids.ts'
import type { Queryable, Transaction } from './pool.ts'

export const inboundSources = ['desk', 'registry', 'webex'] as const
export type InboundSource = (typeof inboundSources)[number]

/**
 * `pending` waits for its turn or its instant, `parked` for an object; `noted` was understood and says nothing that is
 * recorded; `dismissed` is a person's word.
 */
export const inboundStates = [
  'pending',
  'parked',
  'processed',
  'noted',
  'unknownType',
  'quarantined',
  'dismissed',
] as const
export type InboundState = (typeof inboundStates)[number]

export type Delivery = {
  readonly source: InboundSource
  /** The sender's id of the message; with the same bytes it is the same delivery, with others one that must not act. */
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

const inboundColumns = `id, source, source_id as "sourceId", body as sealed, attempts`
const isDue = `(due_at is null or due_at <= $1)`

/** The oldest deliveries that nobody has looked into yet, or that lay ahead and have come due. */
export async function unsortedInbound(
  db: Queryable,
  documents: Documents,
  at: Instant,
  limit: number,
): Promise<readonly Inbound[]> {
  const { rows } = await db.query<InboundRow>(
    `select ${inboundColumns} from inbound_fact
     where state = 'pending' and org_id is null and ${isDue} order by received_at limit $2`,
    [at, limit],
  )
  return rows.map((row) => opened(documents, row))
}

/** The oldest deliveries that wait for their turn in one organisation. */
export async function pendingInbound(
  db: Queryable,
  documents: Documents,
  { orgId, at, limit }: { readonly orgId: OrganisationId; readonly at: Instant; readonly limit: number },
): Promise<readonly Inbound[]> {
  const { rows } = await db.query<InboundRow>(
    `select ${inboundColumns} from inbound_fact
     where state = 'pending' and org_id = $3 and ${isDue} order by received_at limit $2`,
    [at, limit, orgId],
  )
  return rows.map((row) => opened(documents, row))
}

/** Organisations with a delivery that is due, found by hopping from one to the next: the price is theirs, not the rows'. */
export async function waitingOrganisations(db: Queryable, at: Instant): Promise<readonly OrganisationId[]> {
  const { rows } = await db.query<{ org_id: OrganisationId }>(
    `with recursive hop as (
       (select org_id from inbound_fact where state = 'pending' and org_id is not null order by org_id limit 1)
       union all
       select (select next.org_id from inbound_fact next
               where next.state = 'pending' and next.org_id > hop.org_id order by next.org_id limit 1)
       from hop where hop.org_id is not null
     )
     select org_id from hop where exists (
       select 1 from inbound_fact f where f.state = 'pending' and f.org_id = hop.org_id and ${isDue})`,
    [at],
  )
  return rows.map((row) => row.org_id)
}

/** One row that cannot be opened must not hide the others of its page. */
function opened(documents: Documents, { sealed, ...row }: InboundRow): Inbound {
  try {
    return { ...row, body: documents.openBytes(sealed, contextOf(row.source, row.sourceId)) }
  } catch {
    return row
  }
}

/** What a look into a delivery has told. `type` is the sender's name for it. */
export type Looked = { readonly type: string; readonly happenedAt: Instant | null }

/** Known whose it is: it takes its turn there. */
export async function assignInbound(
  db: Queryable,
  id: string,
  orgId: OrganisationId,
  { type, happenedAt }: Looked,
): Promise<void> {
  await db.query(
    `update inbound_fact set org_id = $2, type = $3, happened_at = $4, due_at = null, reason = null
     where id = $1 and state = 'pending'`,
    [id, orgId, type, happenedAt],
  )
}

/** It speaks of an object that is not here: it waits for the object, until it has waited long enough. */
export async function parkInbound(
  db: Queryable,
  id: string,
  { waitsFor, until, type, happenedAt }: Looked & { readonly waitsFor: string; readonly until: Instant },
): Promise<void> {
  await db.query(
    `update inbound_fact
     set state = 'parked', reason = 'UNKNOWN_OBJECT', waits_for = $2, due_at = $3, type = $4, happened_at = $5
     where id = $1 and state = 'pending'`,
    [id, waitsFor, until, type, happenedAt],
  )
}

/** Looks at a page of parked deliveries; those whose object is here now take their turn. Answers where the page ended. */
export async function matchParked(db: Queryable, after: string | null, limit: number): Promise<string | null> {
  const { rows } = await db.query<{ last: string | null }>(
    `with page as (
       select id, waits_for from inbound_fact where state = 'parked' and ($1::uuid is null or id > $1::uuid)
       order by id limit $2
     ), matched as (
       update inbound_fact set state = 'pending', org_id = event.org_id, reason = null, due_at = null
       from page join event on event.stream_id = page.waits_for and event.version = 1
       where inbound_fact.id = page.id and inbound_fact.state = 'parked'
     )
     select case when count(*) = $2 then (array_agg(id order by id desc))[1] end as last from page`,
    [after, limit],
  )
  return rows[0]?.last ?? null
}

/** Parked ones that have waited long enough. */
export async function expiredParked(db: Queryable, at: Instant, limit: number): Promise<readonly Inbound[]> {
  const { rows } = await db.query<Inbound>(
    `select id, source, source_id as "sourceId", attempts from inbound_fact
     where state = 'parked' and due_at <= $1 order by id limit $2`,
    [at, limit],
  )
  return rows
}

/** How a delivery ended: acted on, understood but without effect, of a type unknown here, or never to be acted on. */
export type Settlement =
  | { readonly state: 'processed' | 'unknownType' }
  | { readonly state: 'noted'; readonly reason: string }
  | { readonly state: 'quarantined'; readonly reason: string }

/** `told` is absent where nothing could be read of it. A delivery that a person has dismissed meanwhile stays so. */
export async function settleInbound(
  db: Queryable,
  id: string,
  settlement: Settlement,
  { told, orgId, at }: { readonly told?: Looked; readonly orgId?: OrganisationId; readonly at: Instant },
): Promise<void> {
  await db.query(
    `update inbound_fact set state = $2, reason = $3, happened_at = coalesce($4, happened_at),
       type = coalesce($5, type), org_id = coalesce($6, org_id), processed_at = $7
     where id = $1 and state in ('pending', 'parked')`,
    [
      id,
      settlement.state,
      'reason' in settlement ? settlement.reason : null,
      told?.happenedAt ?? null,
      told?.type ?? null,
      orgId ?? null,
      at,
    ],
  )
}

/** Not yet: a fact of the future waits for its instant, one that could not be acted on for another attempt. */
export async function postponeInbound(db: Queryable, id: string, reason: string, dueAt: Instant): Promise<void> {
  await db.query(
    `update inbound_fact set reason = $2, due_at = $3, attempts = attempts + 1 where id = $1 and state = 'pending'`,
    [id, reason, dueAt],
  )
}

/**
 * Whether its id stands for other bytes already: of two the one that was looked into first has it, else the one that came
 * first. Where nothing came of the others, a person's release lets it through.
 */
export async function isIdTaken(db: Queryable, id: string): Promise<boolean> {
  const { rows } = await db.query<{ taken: boolean }>(
    `select exists (
       select 1 from inbound_fact mine join inbound_fact other
         on other.source = mine.source and other.source_id = mine.source_id and other.id <> mine.id
       where mine.id = $1
         and (other.state <> 'pending' or other.org_id is not null or other.attempts > 0
           or (other.received_at, other.id) < (mine.received_at, mine.id))
         and (other.state not in ('quarantined', 'dismissed')
           or not exists (select 1 from inbound_act a where a.inbound_id = mine.id and a.act = 'release'))
     ) as taken`,
    [id],
  )
  return rows[0]?.taken ?? false
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

export function contextOf(source: InboundSource, sourceId: string): string {
  return `inbound/${source}/${sourceId}`
}
