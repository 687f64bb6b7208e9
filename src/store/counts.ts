import type { OrderCounts } from '../domain/order.ts'
import { type NumberCounts, noNumbers } from '../domain/process/onboarding.ts'
import type { NumberId, OnboardingId, OrderId, OrganisationId } from '../domain/values.ts'
import type { Queryable } from './pool.ts'

/** Where the numbers of an onboarding's orders stand. A number that left the organisation is not counted. */
export async function countNumbers(
  db: Queryable,
  orgId: OrganisationId,
  onboardingId: OnboardingId,
): Promise<NumberCounts> {
  const { rows } = await db.query<NumberCounts>(
    `select
       count(*) filter (where n.authorisation = 'ordered')::int as ordered,
       count(*) filter (where n.authorisation in ('refused', 'revoked'))::int as refused,
       count(*) filter (where n.authorisation = 'authorised'
         and n.registration not in ('submitted', 'registered', 'rejected'))::int as authorised,
       count(*) filter (where n.authorisation = 'authorised' and n.registration = 'submitted')::int as submitted,
       count(*) filter (where n.authorisation = 'authorised' and n.registration = 'registered')::int as registered,
       count(*) filter (where n.authorisation = 'authorised' and n.registration = 'rejected')::int as rejected,
       count(*) filter (where n.authorisation = 'authorised' and n.registration = 'registered'
         and n.texting = 'on')::int as active
     from number n join "order" o on o.org_id = n.org_id and o.id = n.order_id
     where o.org_id = $1 and o.onboarding_id = $2 and n.inventory <> 'gone'`,
    [orgId, onboardingId],
  )
  return rows[0] ?? noNumbers
}

export async function countOrder(db: Queryable, orgId: OrganisationId, orderId: OrderId): Promise<OrderCounts> {
  const { rows } = await db.query<OrderCounts>(
    `select
       count(*) filter (where authorisation = 'authorised')::int as authorised,
       count(*) filter (where authorisation in ('refused', 'revoked'))::int as refused,
       count(*) filter (where authorisation in ('selected', 'ordered') and inventory <> 'gone')::int as outstanding
     from number where org_id = $1 and order_id = $2`,
    [orgId, orderId],
  )
  return rows[0] ?? { authorised: 0, refused: 0, outstanding: 0 }
}

export async function numbersOfOrder(
  db: Queryable,
  orgId: OrganisationId,
  orderId: OrderId,
  authorisation: string,
): Promise<readonly NumberId[]> {
  const { rows } = await db.query<{ id: NumberId }>(
    'select id from number where org_id = $1 and order_id = $2 and authorisation = $3 order by id',
    [orgId, orderId, authorisation],
  )
  return rows.map((row) => row.id)
}

/** A page of the onboarding's numbers that are ready: authorised ones for registration, registered ones for activation. */
export async function numbersOfOnboarding(
  db: Queryable,
  orgId: OrganisationId,
  onboardingId: OnboardingId,
  ready: 'forRegistration' | 'forActivation',
  { after, limit }: { readonly after: NumberId | undefined; readonly limit: number },
): Promise<readonly NumberId[]> {
  const { rows } = await db.query<{ id: NumberId }>(
    `select n.id from number n join "order" o on o.org_id = n.org_id and o.id = n.order_id
     where o.org_id = $1 and o.onboarding_id = $2 and n.inventory <> 'gone' and n.authorisation = 'authorised'
       and case $3 when 'forRegistration' then n.registration not in ('submitted', 'registered', 'rejected')
         else n.registration = 'registered' and n.texting <> 'on' end
       and ($4::uuid is null or n.id > $4::uuid)
     order by n.id limit $5`,
    [orgId, onboardingId, ready, after ?? null, limit],
  )
  return rows.map((row) => row.id)
}

/** The onboardings whose orders hold these numbers. */
export async function onboardingsOf(
  db: Queryable,
  orgId: OrganisationId,
  numberIds: readonly NumberId[],
): Promise<readonly OnboardingId[]> {
  const { rows } = await db.query<{ id: OnboardingId }>(
    `select distinct o.onboarding_id as id from number n join "order" o on o.org_id = n.org_id and o.id = n.order_id
     where n.org_id = $1 and n.id = any($2::uuid[]) order by id`,
    [orgId, numberIds],
  )
  return rows.map((row) => row.id)
}
