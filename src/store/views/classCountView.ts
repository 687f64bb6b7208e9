import { explainClass, type Verdict } from '../../domain/explain.ts'
import { parseClassKey } from '../../domain/numberClass.ts'
import type { PolicyPack } from '../../domain/policy/policy.ts'
import type { Instant, OrganisationId } from '../../domain/values.ts'
import type { Queryable } from '../pool.ts'

type Asked = { readonly pack: PolicyPack; readonly at: Instant }

/** Numbers of many organisations with one verdict for one reason. Counted within seconds of a change, decided now. */
export type VerdictTotal = { readonly verdict: Verdict; readonly reason: string; readonly count: number }

export async function readVerdictTotals(
  db: Queryable,
  { pack, at, orgIds }: Asked & { readonly orgIds?: readonly OrganisationId[] },
): Promise<readonly VerdictTotal[]> {
  const { rows } = await db.query<{ class: string; count: number }>(
    `select class, sum(count)::int as count from class_count
     where $1::uuid[] is null or org_id = any($1::uuid[]) group by class`,
    [orgIds ?? null],
  )
  const totals = new Map<string, VerdictTotal>()
  for (const { class: key, count } of rows) {
    const { verdict, reason } = explainClass(parseClassKey(key), pack, at)
    const name = `${verdict} ${reason}`
    totals.set(name, { verdict, reason, count: (totals.get(name)?.count ?? 0) + count })
  }
  return [...totals.values()].sort((a, b) => b.count - a.count)
}

/** The organisations that have numbers with this verdict, by id, each with how many: a page behind `after`. */
export async function readOrganisationsByVerdict(
  db: Queryable,
  {
    pack,
    at,
    verdict,
    after,
    limit,
  }: Asked & { readonly verdict: Verdict; readonly after?: string; readonly limit: number },
): Promise<readonly { readonly orgId: OrganisationId; readonly count: number }[]> {
  const { rows: classes } = await db.query<{ class: string }>('select distinct class from class_count')
  const keys = classes.filter((each) => explainClass(parseClassKey(each.class), pack, at).verdict === verdict)
  const { rows } = await db.query<{ orgId: OrganisationId; count: number }>(
    `select org_id as "orgId", sum(count)::int as count from class_count
     where class = any($1::text[]) and ($2::uuid is null or org_id > $2::uuid) group by org_id order by org_id limit $3`,
    [keys.map((each) => each.class), after ?? null, limit],
  )
  return rows
}
