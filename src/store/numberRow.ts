import type { AxisName, NumberState } from '../domain/number.ts'
import type { OrganisationId } from '../domain/values.ts'
import { axisColumns } from './numberClass.ts'
import type { Queryable } from './pool.ts'

export type NumberIdentity = { readonly orgId: OrganisationId; readonly id: string; readonly version: number }

/** Writes the fold of a number into a table of the shape of `number`: the real one, or the shadow of a rebuild. */
export async function insertNumber(
  db: Queryable,
  { orgId, id, version }: NumberIdentity,
  state: NumberState,
  table: 'number' | 'number_shadow' = 'number',
): Promise<void> {
  const cells = { org_id: orgId, id, version, e164: state.e164, kind: state.kind, ...axisCells(state) }
  const columns = Object.keys(cells)
  await db.query(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(cells),
  )
}

function axisCells(state: NumberState): Readonly<Record<string, unknown>> {
  const names = Object.keys(axisColumns) as readonly AxisName[]
  const extras = {
    user_id: state.owner.userId ?? null,
    order_id: state.authorisation.orderId ?? null,
    campaign_ref: state.registration.campaignRef ?? null,
  }
  const axes = names.flatMap((name) => {
    const { value, prefix } = axisColumns[name]
    const axis = state[name]
    return [
      [value, cellOf(name, axis.value)],
      [`${prefix}_at`, axis.happenedAt ?? null],
      [`${prefix}_by`, axis.by ?? null],
    ] as const
  })
  return { ...Object.fromEntries(axes), ...extras }
}

/** Text axes store `unknown` as such; an id or an instant that nobody has told is null. */
function cellOf(name: AxisName, value: string): string | null {
  return value === 'unknown' && (name === 'entered' || name === 'location') ? null : value
}
