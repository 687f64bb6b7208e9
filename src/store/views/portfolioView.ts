import type { Queryable } from '../pool.ts'

/** How far the numbers of an organisation are, and what is under way for it. */
export type Progress = {
  readonly numbers: number
  readonly authorised: number
  readonly caseless: number
  readonly registered: number
  readonly openCases: number
}

export const noProgress: Progress = { numbers: 0, authorised: 0, caseless: 0, registered: 0, openCases: 0 }

/** `caseless`: authorised, in no case, and not registered. */
export async function countProgress(db: Queryable, orgIds: readonly string[]): Promise<ReadonlyMap<string, Progress>> {
  const { rows } = await db.query<Progress & { orgId: string }>(
    `select o.id as "orgId", coalesce(n.numbers, 0) as numbers, coalesce(n.authorised, 0) as authorised,
       coalesce(n.caseless, 0) as caseless, coalesce(n.registered, 0) as registered, coalesce(c.open, 0) as "openCases"
     from organisation o
       left join (
         select org_id, count(*)::int as numbers, count(*) filter (where authorisation = 'authorised')::int as authorised,
           count(*) filter (where authorisation = 'authorised' and case_id is null and registration <> 'registered')::int as caseless,
           count(*) filter (where registration = 'registered')::int as registered
         from number where org_id = any($1::uuid[]) and inventory <> 'gone' group by org_id) n on n.org_id = o.id
       left join (
         select org_id, count(*)::int as open from support_case
         where org_id = any($1::uuid[]) and ended_at is null group by org_id) c on c.org_id = o.id
     where o.id = any($1::uuid[])`,
    [orgIds],
  )
  return new Map(rows.map(({ orgId, ...progress }) => [orgId, progress]))
}
