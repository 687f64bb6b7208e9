import type { ClassInstants, InstantName } from '../../domain/numberClass.ts'
import type { OrganisationId } from '../../domain/values.ts'
import { type Bind, binding } from '../binding.ts'
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
  return count(db, { before, after }, (bind) => `n.org_id = ${bind(orgId, 'uuid')}`)
}

/** The same over all organisations, a sixteenth of them at a time, so that no statement outlives its time. */
export async function countEverywhere(
  db: Queryable,
  before: ClassInstants,
  after: ClassInstants,
): Promise<readonly TwoClasses[]> {
  const all: TwoClasses[] = []
  for (const digit of '0123456789abcdef') {
    const [first, last] = [`${digit}0000000-0000-0000-0000-000000000000`, `${digit}fffffff-ffff-ffff-ffff-ffffffffffff`]
    const within = (bind: Bind) => `n.org_id between ${bind(first, 'uuid')} and ${bind(last, 'uuid')}`
    all.push(...(await count(db, { before, after }, within)))
  }
  return all
}

async function count(
  db: Queryable,
  { before, after }: { readonly before: ClassInstants; readonly after: ClassInstants },
  within: (bind: Bind) => string,
): Promise<readonly TwoClasses[]> {
  const { bind, values } = binding()
  const keyUnder = (instants: ClassInstants) => classKeySql((name: InstantName) => bind(instants[name], 'timestamptz'))
  const { rows } = await db.query<TwoClasses>(
    `select ${keyUnder(before)} as before, ${keyUnder(after)} as after, count(*)::int as count
     from ${numberSources}
     where ${within(bind)} and n.inventory <> 'gone' group by 1, 2`,
    [...values],
  )
  return rows
}
