import type { Actor } from '../../domain/fact.ts'
import type { Instant, LocationId, NumberId, OnboardingId, OrderId, OrganisationId } from '../../domain/values.ts'
import type { Queryable } from '../pool.ts'
import { stands } from '../struck.ts'

export type OrderView = {
  readonly id: OrderId
  readonly version: number
  readonly onboardingId: OnboardingId
  readonly locationId: LocationId
  readonly phase: string
  /** The desk's own reference, once it has taken the order. */
  readonly ticket: string | null
  /** The order's numbers by authorisation. */
  readonly numbers: Readonly<Record<string, number>>
  /** Numbers for which a letter has to be signed before the order can be submitted. */
  readonly withoutLetter: number
}

export type OrderFilter = { readonly phase?: string | undefined; readonly onboardingId?: string | undefined }

export async function readOrder(db: Queryable, orgId: OrganisationId, id: OrderId): Promise<OrderView | undefined> {
  const { rows } = await db.query<OrderView>(`select ${columns} from "order" d where d.org_id = $1 and d.id = $2`, [
    orgId,
    id,
  ])
  return rows[0]
}

export async function listOrders(
  db: Queryable,
  orgId: OrganisationId,
  { filter, after, limit }: { filter: OrderFilter; after: string | undefined; limit: number | null },
): Promise<readonly OrderView[]> {
  const { rows } = await db.query<OrderView>(
    `select ${columns} from "order" d
     where d.org_id = $1 and ($2::uuid is null or d.id > $2::uuid)
       and ($4::text is null or d.phase = $4) and ($5::uuid is null or d.onboarding_id = $5::uuid)
     order by d.id limit $3`,
    [orgId, after ?? null, limit, filter.phase ?? null, filter.onboardingId ?? null],
  )
  return rows
}

/** A number that was ever in the order, and the last that was said of it there. */
export type OrderedNumber = {
  readonly id: NumberId
  readonly number: string
  readonly result: string
  readonly reason: string | null
  readonly at: Instant
  readonly loa: string
  readonly letterId: string | null
}

/**
 * Numbers go on to other orders, so what became of them here is read from their events: those that this order's own
 * transactions selected, each with the strongest later word that names this order.
 */
export async function orderSummary(
  db: Queryable,
  orgId: OrganisationId,
  id: OrderId,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<readonly OrderedNumber[]> {
  const { rows } = await db.query<OrderedNumber>(
    `with selected as (
       select distinct e.stream_id from event e
       where e.tx in (select o.tx from event o where o.stream_id = $2::uuid and o.type in ('OrderCreated', 'OrderChanged'))
         and e.org_id = $1 and e.type = 'NumberSelected' and e.data->>'orderId' = $2::uuid::text
         and ($3::uuid is null or e.stream_id > $3::uuid)
       order by e.stream_id limit $4)
     select n.id, n.e164 as number, l.type as result, l.data->>'reason' as reason, l.happened_at as at, n.loa,
       n.letter_id as "letterId"
     from selected s join number n on n.org_id = $1 and n.id = s.stream_id
     cross join lateral (
       select e.type, e.data, e.happened_at from event e
       where e.stream_id = s.stream_id and e.data->>'orderId' = $2::uuid::text and e.type <> 'NumberLoaSigned'
         and ${stands('e')}
       order by e.happened_at desc, (e.source->>'rank')::int, e.version desc limit 1) l
     order by n.id`,
    [orgId, id, after ?? null, limit],
  )
  return rows.map((row) => ({ ...row, result: results[row.result] ?? 'selected' }))
}

const results: Readonly<Record<string, string>> = {
  NumberDeselected: 'takenOut',
  NumberOrdered: 'ordered',
  NumberAuthorised: 'authorised',
  NumberAuthorisationRefused: 'refused',
  NumberAuthorisationRevoked: 'revoked',
}

/** What another editor did to the order: which numbers came and which went with one event. */
export type OrderChange = {
  readonly version: number
  readonly type: string
  readonly recordedAt: Instant
  readonly actor: Actor
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

export async function orderChangesSince(
  db: Queryable,
  orgId: OrganisationId,
  id: OrderId,
  version: number,
): Promise<readonly OrderChange[]> {
  const { rows } = await db.query<OrderChange>(
    `select o.version, o.type, o.recorded_at as "recordedAt", o.actor,
       ${textsOf('NumberSelected')} as added, ${textsOf('NumberDeselected')} as removed
     from event o where o.org_id = $1 and o.stream_id = $2::uuid and o.version > $3 order by o.version`,
    [orgId, id, version],
  )
  return rows
}

function textsOf(type: string): string {
  return `(select coalesce(jsonb_agg(n.e164 order by n.e164), '[]') from event e
      join number n on n.org_id = e.org_id and n.id = e.stream_id
      where e.tx = o.tx and e.org_id = $1 and e.type = '${type}' and e.data->>'orderId' = $2::uuid::text)`
}

const columns = `d.id, d.version, d.onboarding_id as "onboardingId", d.location_id as "locationId", d.phase, d.ticket,
  (select coalesce(jsonb_object_agg(each.authorisation, each.count), '{}')
   from (select n.authorisation, count(*)::int as count from number n
         where n.org_id = d.org_id and n.order_id = d.id group by n.authorisation) each) as numbers,
  (select count(*)::int from number n where n.org_id = d.org_id and n.order_id = d.id
     and n.authorisation = 'selected' and n.loa = 'required' and n.letter_id is null) as "withoutLetter"`
