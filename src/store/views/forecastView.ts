import type { Measurements } from '../../domain/forecast/measured.ts'
import type { ClassInstants } from '../../domain/numberClass.ts'
import type { Instant, OrganisationId } from '../../domain/values.ts'
import { binding } from '../binding.ts'
import { classKeySql, numberSources } from '../numberClass.ts'
import type { Queryable } from '../pool.ts'

/** Numbers of one class; `submittedAt` is when the last of them went out for review, where they have. */
export type StandingCount = { readonly key: string; readonly count: number; readonly submittedAt: Instant | null }

export async function countStandings(
  db: Queryable,
  orgId: OrganisationId,
  instants: ClassInstants,
): Promise<readonly StandingCount[]> {
  const { bind, values } = binding()
  const key = classKeySql((name) => bind(instants[name], 'timestamptz'))
  const { rows } = await db.query<StandingCount>(
    `select ${key} as key, count(*)::int as count,
       max(n.registration_at) filter (where n.registration = 'submitted') as "submittedAt"
     from ${numberSources}
     where n.org_id = ${bind(orgId, 'uuid')} and n.inventory <> 'gone' group by 1`,
    [...values],
  )
  return rows
}

/** How long the stretches of this deployment's own road have taken, of the last ones that came to an end. In days. */
export async function readMeasurements(db: Queryable): Promise<Measurements> {
  const { rows } = await db.query<{ kind: keyof Measurements; lengths: readonly number[] }>(
    `select kind, array_agg(days order by closed_at desc) as lengths from (
       select kind, max(closed_at) as closed_at, extract(epoch from max(closed_at) - min(opened_at))::float8 / 86400 as days,
         row_number() over (partition by kind order by max(closed_at) desc) as place
       from wait where closed_at is not null and paused_at is null
         and kind in ('licence', 'authorisation', 'opening', 'formSending', 'formReturn', 'review')
       group by wait_id, kind) ended
     where place <= 500 group by kind`,
  )
  return Object.fromEntries(rows.map(({ kind, lengths }) => [kind, lengths]))
}
