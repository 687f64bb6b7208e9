import type { Instant } from '../../domain/values.ts'
import type { Queryable } from '../pool.ts'

/** Something that a person must look at: an entry of its own, or a wait that has passed a mark. */
export type AttentionItem = {
  readonly id: string
  readonly orgId: string | null
  readonly code: string
  readonly subject: string
  readonly owner: string | null
  readonly since: Instant
  readonly detail: unknown
}

export type AttentionPlace = { readonly since: Instant; readonly id: string }

/** Oldest first. A wait appears once, under the gravest mark it has passed. */
export async function readAttention(
  db: Queryable,
  query: {
    readonly scope: readonly string[] | 'all'
    readonly after: AttentionPlace | undefined
    readonly limit: number
  },
): Promise<readonly AttentionItem[]> {
  const { scope, after, limit } = query
  const { rows } = await db.query<AttentionItem>(
    `select * from (
       select id::text, org_id as "orgId", code, subject, detail->>'owner' as owner, recorded_at as since, detail from attention
       union all
       select distinct on (wait_id) wait_id, org_id,
         case mark when 'escalation' then 'WAIT_ESCALATED' else 'WAIT_OVERDUE' end, process_id::text, owner, at,
         jsonb_build_object('kind', kind, 'openedAt', opened_at, 'late', late)
       from (select * from wait
             where closed_at is null and said_at is not null and mark in ('due', 'escalation')
             order by wait_id, at desc) passed
     ) item
     where ($1::uuid[] is null or item."orgId" = any($1::uuid[]))
       and ($2::timestamptz is null or (item.since, item.id) > ($2::timestamptz, $3::text))
     order by item.since, item.id limit $4`,
    [scope === 'all' ? null : scope, after?.since ?? null, after?.id ?? null, limit],
  )
  return rows
}
