import { type CutoffClass, cutoffAxes, parseCutoffKey } from '../../domain/cutoffPlan.ts'
import type { ClassInstants } from '../../domain/numberClass.ts'
import type { NumberId, OrganisationId } from '../../domain/values.ts'
import { type Bind, binding } from '../binding.ts'
import { classKeySql, numberSources } from '../numberClass.ts'
import type { Queryable } from '../pool.ts'

/** SQL: a number's class as cutoffs see it, equal to `cutoffKey`; over `numberSources`. */
export function cutoffClassSql(instants: ClassInstants, bind: Bind): string {
  return classKeySql((name) => bind(instants[name], 'timestamptz'), cutoffAxes)
}

export type CountedClass = {
  readonly class: string
  readonly count: number
  readonly samples: readonly NumberId[]
}

/** All numbers, or those of one organisation, by class; one statement. */
export async function countCutoffClasses(
  db: Queryable,
  instants: ClassInstants,
  orgId?: OrganisationId,
): Promise<readonly CountedClass[]> {
  const { bind, values } = binding()
  const key = cutoffClassSql(instants, bind)
  const where = orgId === undefined ? '' : `where n.org_id = ${bind(orgId, 'uuid')}`
  const { rows } = await db.query<CountedClass>(
    `select class, count(*)::int as count, (array_agg(id))[1:5] as samples
     from (select n.id, ${key} as class from ${numberSources} ${where}) classified group by class order by class`,
    [...values],
  )
  return rows
}

/**
 * Puts the numbers of a class into an exemption, as they are now; answers how many. Whether a number is switched off, or
 * exempt by another, does not count: an undo names the class that was switched off.
 */
export async function enlistClass(
  db: Queryable,
  instants: ClassInstants,
  { exemptionId, key }: { readonly exemptionId: string; readonly key: string },
): Promise<number> {
  const { bind, values } = binding()
  const wanted = parseCutoffKey(key)
  const axes = cutoffAxes.filter(({ name }) => name !== 'texting' && name !== 'exempt')
  const sql = classKeySql((name) => bind(instants[name], 'timestamptz'), axes)
  const { rowCount } = await db.query(
    `insert into exemption_number (exemption_id, org_id, number_id, is_written)
     select ${bind(exemptionId, 'uuid')}, n.org_id, n.id, true from ${numberSources}
     where ${sql} = ${bind(keyOf(wanted, axes), 'text')}`,
    [...values],
  )
  return rowCount ?? 0
}

function keyOf(number: CutoffClass, axes: typeof cutoffAxes): string {
  return axes.map(({ name }) => number[name]).join('|')
}
