import type { OnboardingId, OrderId, OrganisationId } from '../../domain/values.ts'
import type { Queryable } from '../pool.ts'

export type OrderView = {
  readonly id: OrderId
  readonly version: number
  readonly onboardingId: OnboardingId
  readonly locationId: string
  readonly phase: string
  /** The desk's own reference, once it has taken the order. */
  readonly ticket: string | null
  /** The order's numbers by authorisation. */
  readonly numbers: Readonly<Record<string, number>>
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
  { filter, after, limit }: { filter: OrderFilter; after: string | undefined; limit: number },
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

const columns = `d.id, d.version, d.onboarding_id as "onboardingId", d.location_id as "locationId", d.phase, d.ticket,
  (select coalesce(jsonb_object_agg(each.authorisation, each.count), '{}')
   from (select n.authorisation, count(*)::int as count from number n
         where n.org_id = d.org_id and n.order_id = d.id group by n.authorisation) each) as numbers`
