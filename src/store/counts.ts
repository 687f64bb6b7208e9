import { unjudged } from '../domain/campaign.ts'
import { caselessBefore } from '../domain/gates/road.ts'
import type { OrderCounts } from '../domain/order.ts'
import type { PolicyPack } from '../domain/policy/policy.ts'
import { type NumberCounts, noNumbers } from '../domain/process/onboarding.ts'
import type { CaseCounts } from '../domain/process/supportCase.ts'
import type { CaseId, Instant, LoaId, NumberId, OnboardingId, OrderId, OrganisationId } from '../domain/values.ts'
import type { Queryable } from './pool.ts'
import { stands } from './struck.ts'

/** What asks for the authorisation of numbers, and for which onboarding: an order, or a case of help (R3). */
export const askers = `(select org_id, id, onboarding_id from "order"
  union all select org_id, id, onboarding_id from support_case where kind = 'authorisationHelp')`

/**
 * Where the numbers of an onboarding's orders stand. A number that left the organisation is not counted, and one that is
 * registered to a campaign without a judgement still waits for the registry (Z2), as does one that goes without a case.
 */
export async function countNumbers(
  db: Queryable,
  orgId: OrganisationId,
  onboardingId: OnboardingId,
  pack: PolicyPack,
): Promise<NumberCounts> {
  const { rows } = await db.query<NumberCounts>(
    `select
       count(*) filter (where n.authorisation = 'ordered')::int as ordered,
       count(*) filter (where n.authorisation in ('refused', 'revoked'))::int as refused,
       count(*) filter (where n.authorisation = 'authorised' and n.case_id is null
         and n.registration not in ('submitted', 'registered', 'rejected') and not d.caseless)::int as authorised,
       count(*) filter (where n.authorisation = 'authorised' and n.case_id is not null
         and n.registration not in ('submitted', 'registered'))::int as "inCase",
       count(*) filter (where n.authorisation = 'authorised' and (n.registration = 'submitted'
         or n.registration = 'registered' and not c.judged
         or d.caseless and n.case_id is null and n.registration not in ('registered', 'rejected')))::int as submitted,
       count(*) filter (where n.authorisation = 'authorised' and n.registration = 'registered'
         and c.judged)::int as registered,
       count(*) filter (where n.authorisation = 'authorised' and n.registration = 'rejected'
         and n.case_id is null)::int as rejected,
       count(*) filter (where n.authorisation = 'authorised' and n.registration = 'registered'
         and c.judged and n.texting = 'on')::int as active
     from number n join ${askers} o on o.org_id = n.org_id and o.id = n.order_id
       left join campaign g on g.org_id = n.org_id and g.ref = n.campaign_ref
       cross join lateral (select coalesce(g.status, 'unknown') <> all($3::text[]) as judged) c
       cross join lateral (select coalesce(n.entered < $4::timestamptz, false) as caseless) d
     where o.org_id = $1 and o.onboarding_id = $2 and n.inventory <> 'gone'`,
    [orgId, onboardingId, unjudged, caselessBefore(pack)],
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

/** A page of the onboarding's registered numbers whose texting has not been switched on. */
export async function numbersToActivate(
  db: Queryable,
  orgId: OrganisationId,
  onboardingId: OnboardingId,
  { after, limit }: { readonly after: NumberId | undefined; readonly limit: number },
): Promise<readonly NumberId[]> {
  const { rows } = await db.query<{ id: NumberId }>(
    `select n.id from number n join ${askers} o on o.org_id = n.org_id and o.id = n.order_id
     where o.org_id = $1 and o.onboarding_id = $2 and n.inventory <> 'gone' and n.authorisation = 'authorised'
       and n.registration = 'registered' and n.texting <> 'on' and ($3::uuid is null or n.id > $3::uuid)
     order by n.id limit $4`,
    [orgId, onboardingId, after ?? null, limit],
  )
  return rows.map((row) => row.id)
}

/** The onboarding's numbers that a case may take: authorised, in none, and not registered. */
export async function numbersForCase(
  db: Queryable,
  orgId: OrganisationId,
  onboardingId: OnboardingId,
  pack: PolicyPack,
): Promise<readonly NumberId[]> {
  const { rows } = await db.query<{ id: NumberId }>(
    `select n.id from number n join ${askers} o on o.org_id = n.org_id and o.id = n.order_id
     where o.org_id = $1 and o.onboarding_id = $2 and n.inventory <> 'gone' and n.authorisation = 'authorised'
       and n.case_id is null and n.registration <> 'registered' and (n.entered < $3::timestamptz) is not true order by n.id`,
    [orgId, onboardingId, caselessBefore(pack)],
  )
  return rows.map((row) => row.id)
}

export async function numbersOfCase(
  db: Queryable,
  orgId: OrganisationId,
  caseId: CaseId,
): Promise<readonly NumberId[]> {
  const { rows } = await db.query<{ id: NumberId }>(
    'select id from number where org_id = $1 and case_id = $2 order by id',
    [orgId, caseId],
  )
  return rows.map((row) => row.id)
}

/** Of these numbers those that were never in the case. */
export async function numbersNeverInCase(
  db: Queryable,
  orgId: OrganisationId,
  caseId: CaseId,
  numberIds: readonly NumberId[],
): Promise<readonly NumberId[]> {
  const { rows } = await db.query<{ id: NumberId }>(
    `select n.id from number n
     where n.org_id = $1 and n.id = any($3::uuid[]) and n.case_id is distinct from $2 and not exists (
       select 1 from event joined
       where joined.stream_id = n.id and joined.type = 'NumberJoinedCase'
         and joined.data @> jsonb_build_object('caseId', $2::text))
     order by n.id`,
    [orgId, caseId, numberIds],
  )
  return rows.map((row) => row.id)
}

/** How a number of a case stands in it: by its registration, or, in a case of help, by its authorisation. */
export function isInCase(standing: 'waiting' | 'registered' | 'rejected', id = '$2'): string {
  const [registration, authorisation] = {
    waiting: [`not in ('registered', 'rejected')`, `= 'ordered'`],
    registered: [`= 'registered'`, `= 'authorised'`],
    rejected: [`= 'rejected'`, `in ('refused', 'revoked')`],
  }[standing]
  return `case_id = ${id} and registration ${registration} or order_id = ${id} and authorisation ${authorisation}`
}

/** Where the numbers of a case stand. One that left the organisation waits for nothing. */
export async function countCase(db: Queryable, orgId: OrganisationId, caseId: CaseId): Promise<CaseCounts> {
  const { rows } = await db.query<CaseCounts>(
    `select
       count(*) filter (where ${isInCase('waiting')})::int as waiting,
       count(*) filter (where ${isInCase('registered')})::int as registered,
       count(*) filter (where ${isInCase('rejected')})::int as rejected
     from number where org_id = $1 and (case_id = $2 or order_id = $2) and inventory <> 'gone'`,
    [orgId, caseId],
  )
  return rows[0] ?? { waiting: 0, registered: 0, rejected: 0 }
}

/** Numbers of a draft whose letter was signed before an instant. */
export async function numbersWithOldLetter(
  db: Queryable,
  orgId: OrganisationId,
  { orderId, before }: { readonly orderId: OrderId; readonly before: Instant },
): Promise<readonly NumberId[]> {
  const { rows } = await db.query<{ id: NumberId }>(
    `select id from number where org_id = $1 and order_id = $2 and authorisation = 'selected'
       and letter_id is not null and letter_at < $3 order by id`,
    [orgId, orderId, before],
  )
  return rows.map((row) => row.id)
}

/** Numbers of an order that a letter has to cover before it can go out. */
export async function numbersWithoutLetter(
  db: Queryable,
  orgId: OrganisationId,
  orderId: OrderId,
): Promise<readonly NumberId[]> {
  const { rows } = await db.query<{ id: NumberId }>(
    `select id from number where org_id = $1 and order_id = $2 and authorisation = 'selected' and loa = 'required'
       and letter_id is null order by id`,
    [orgId, orderId],
  )
  return rows.map((row) => row.id)
}

export async function numbersOfLetter(
  db: Queryable,
  orgId: OrganisationId,
  loaId: LoaId,
): Promise<readonly NumberId[]> {
  const { rows } = await db.query<{ id: NumberId }>(
    'select id from number where org_id = $1 and letter_id = $2 order by id',
    [orgId, loaId],
  )
  return rows.map((row) => row.id)
}

/**
 * Numbers that lost this letter when it was sent back, have none since, and have stood in its order all the while: what
 * left the list and came back is not on the list that was signed.
 */
export async function numbersLostByRefusal(
  db: Queryable,
  orgId: OrganisationId,
  { loaId, orderId }: { readonly loaId: LoaId; readonly orderId: OrderId },
): Promise<readonly NumberId[]> {
  const { rows } = await db.query<{ id: NumberId }>(
    `select n.id from number n
     where n.org_id = $1 and n.order_id = $2 and n.letter_id is null and exists (
       select 1 from event lost
       where lost.stream_id = n.id and lost.type = 'NumberLoaVoided'
         and lost.data @> jsonb_build_object('loaId', $3::text, 'reason', 'refused') and ${stands('lost')}
         and not exists (
           select 1 from event moved
           where moved.stream_id = n.id and moved.version > lost.version
             and moved.type in ('NumberSelected', 'NumberDeselected')))
     order by n.id`,
    [orgId, orderId, loaId],
  )
  return rows.map((row) => row.id)
}

/** The letters that cover some of these numbers, each with those that it covers. */
export async function lettersCovering(
  db: Queryable,
  orgId: OrganisationId,
  numberIds: readonly NumberId[],
): Promise<readonly { readonly loaId: LoaId; readonly numberIds: readonly NumberId[] }[]> {
  const { rows } = await db.query<{ loaId: LoaId; numberIds: readonly NumberId[] }>(
    `select letter_id as "loaId", array_agg(id order by id) as "numberIds" from number
     where org_id = $1 and id = any($2::uuid[]) and letter_id is not null group by letter_id order by letter_id`,
    [orgId, numberIds],
  )
  return rows
}

/** The open cases that hold these numbers. */
export async function casesOf(
  db: Queryable,
  orgId: OrganisationId,
  numberIds: readonly NumberId[],
): Promise<readonly CaseId[]> {
  const { rows } = await db.query<{ id: CaseId }>(
    `select case_id as id from number where org_id = $1 and id = any($2::uuid[]) and case_id is not null
     union select c.id from number n join support_case c on c.org_id = n.org_id and c.id = n.order_id
     where n.org_id = $1 and n.id = any($2::uuid[]) and c.ended_at is null order by id`,
    [orgId, numberIds],
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
    `select distinct o.onboarding_id as id from number n join ${askers} o on o.org_id = n.org_id and o.id = n.order_id
     where n.org_id = $1 and n.id = any($2::uuid[]) order by id`,
    [orgId, numberIds],
  )
  return rows.map((row) => row.id)
}
