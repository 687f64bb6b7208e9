import type { Instant } from '../../domain/values.ts'
import type { Queryable } from '../pool.ts'

/** What an open onboarding or case waits for, as a list over many organisations shows it. */
export type WaitLine = {
  readonly id: string
  readonly orgId: string
  readonly process: 'onboarding' | 'case'
  readonly processId: string
  readonly caseNumber: number | null
  readonly kind: string
  readonly owner: string
  readonly since: Instant
  readonly dueAt: Instant | null
  readonly isOverdue: boolean
  readonly isPaused: boolean
  /** The due date, or for a wait without one its beginning. */
  readonly sortedBy: Instant
}

export type WaitPlace = { readonly sortedBy: Instant; readonly id: string }

/** Open waits of the organisations in scope, the nearest due date first. */
export async function listOpenWaits(
  db: Queryable,
  query: {
    readonly scope: readonly string[] | 'all'
    readonly owner: string | undefined
    readonly after: WaitPlace | undefined
    readonly limit: number
  },
): Promise<readonly WaitLine[]> {
  const { scope, owner, after, limit } = query
  const { rows } = await db.query<WaitLine>(
    `select * from (
       select w.wait_id as id, w.org_id as "orgId", case when c.id is null then 'onboarding' else 'case' end as process,
         w.process_id as "processId", c.case_number as "caseNumber", w.kind, w.owner, w.opened_at as since,
         max(w.at) filter (where w.mark = 'due') as "dueAt",
         coalesce(bool_or(w.mark = 'due' and w.said_at is not null), false) as "isOverdue",
         bool_or(w.paused_at is not null) as "isPaused",
         coalesce(max(w.at) filter (where w.mark = 'due'), w.opened_at) as "sortedBy"
       from wait w left join support_case c on c.id = w.process_id
       where w.closed_at is null and ($1::uuid[] is null or w.org_id = any($1::uuid[]))
         and ($2::text is null or w.owner = $2)
       group by w.wait_id, w.org_id, c.id, c.case_number, w.process_id, w.kind, w.owner, w.opened_at
     ) line
     where $3::timestamptz is null or (line."sortedBy", line.id) > ($3::timestamptz, $4::text)
     order by line."sortedBy", line.id limit $5`,
    [scope === 'all' ? null : scope, owner ?? null, after?.sortedBy ?? null, after?.id ?? null, limit],
  )
  return rows
}
