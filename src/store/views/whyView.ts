import type { Begun } from '../../domain/notices.ts'
import type { CaseId, NumberId, OnboardingId, OrganisationId, UserId } from '../../domain/values.ts'
import type { Moment } from '../asOf.ts'
import type { Queryable } from '../pool.ts'
import { stands } from '../struck.ts'

/** What a number's verdict rests on beside the number itself, by stream; and the processes that carry it on. */
export type Grounds = {
  readonly licenceStream: string | null
  readonly campaignStream: string | null
  readonly onboardingId: OnboardingId | null
  readonly caseId: CaseId | null
}

/** The onboarding is that of the number's order, else the organisation's open one. */
export async function readGrounds(
  db: Queryable,
  orgId: OrganisationId,
  numberId: NumberId,
): Promise<Grounds | undefined> {
  const { rows } = await db.query<Grounds>(
    `select l.stream_id as "licenceStream", c.stream_id as "campaignStream", n.case_id as "caseId",
       coalesce(d.onboarding_id, b.id) as "onboardingId"
     from number n
     left join licence l on l.org_id = n.org_id
     left join campaign c on c.org_id = n.org_id and c.ref = n.campaign_ref
     left join "order" d on d.org_id = n.org_id and d.id = n.order_id
     left join onboarding b on b.org_id = n.org_id and b.phase = 'open'
     where n.org_id = $1 and n.id = $2`,
    [orgId, numberId],
  )
  return rows[0]
}

/** How far the registration of a number has come beside the number itself, as it stood and as far as was known. */
export async function readBegun(
  db: Queryable,
  orgId: OrganisationId,
  caseId: string | null,
  { at, knownAt }: Moment,
): Promise<Begun> {
  const { rows } = await db.query<Begun>(
    `select
       exists (select 1 from onboarding o join event e on e.stream_id = o.id
         where o.org_id = $1 and e.type = 'OnboardingStarted' and ${known('e')}) as onboarding,
       exists (select 1 from event e
         where e.org_id = $1 and e.stream_id = $2::uuid and ${known('e')}
           and (e.type = 'CaseFormSubmitted' or e.type = 'CaseReported' and e.data->>'status' in ('formSent', 'formReceived', 'inReview'))) as "formSent"`,
    [orgId, caseId, at, knownAt],
  )
  return rows[0] ?? { onboarding: false, formSent: false }
}

function known(event: string): string {
  return `${event}.happened_at <= $3 and ${event}.recorded_at <= $4 and ${stands(event)}`
}

/** The user's living primary number, if there is one. */
export async function findPrimary(db: Queryable, orgId: OrganisationId, userId: UserId): Promise<NumberId | undefined> {
  const { rows } = await db.query<{ id: NumberId }>(
    `select id from number where org_id = $1 and user_id = $2 and owner = 'primary' and inventory <> 'gone'
     order by id limit 1`,
    [orgId, userId],
  )
  return rows[0]?.id
}
