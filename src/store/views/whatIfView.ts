import type { ClassInstants, InstantName } from '../../domain/numberClass.ts'
import type { OrganisationId } from '../../domain/values.ts'
import { binding } from '../binding.ts'
import { classKeySql, numberSources } from '../numberClass.ts'
import type { Queryable } from '../pool.ts'

export type TwoClasses = { readonly before: string; readonly after: string; readonly count: number }

/** The classes of an organisation's living numbers under two sets of instants: what both answers of a what-if rest on. */
export async function countInBoth(
  db: Queryable,
  orgId: OrganisationId,
  before: ClassInstants,
  after: ClassInstants,
): Promise<readonly TwoClasses[]> {
  const { bind, values } = binding()
  const keyUnder = (instants: ClassInstants) => classKeySql((name: InstantName) => bind(instants[name], 'timestamptz'))
  const { rows } = await db.query<TwoClasses>(
    `select ${keyUnder(before)} as before, ${keyUnder(after)} as after, count(*)::int as count
     from ${numberSources}
     where n.org_id = ${bind(orgId, 'uuid')} and n.inventory <> 'gone' group by 1, 2`,
    [...values],
  )
  return rows
}
