import type { AxisName, NumberState } from '../domain/number.ts'
import type { OrganisationId } from '../domain/values.ts'
import { axisColumns } from './numberClass.ts'
import type { Queryable } from './pool.ts'

export type NumberIdentity = { readonly orgId: OrganisationId; readonly id: string; readonly version: number }

/** The row of a number as its fold says it, by column. */
export function numberCells({ orgId, id, version }: NumberIdentity, state: NumberState) {
  return { org_id: orgId, id, version, e164: state.e164, kind: state.kind, ...axisCells(state) }
}

/** One statement for any number of rows. The table has the shape of `number`: the real one, or a rebuild's shadow. */
export async function insertNumbers(
  db: Queryable,
  rows: readonly ReturnType<typeof numberCells>[],
  table: 'number' | 'number_shadow' = 'number',
): Promise<void> {
  await db.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [
    JSON.stringify(rows),
  ])
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
  if (name === 'letter' || name === 'case') return value === 'unknown' || value === 'none' ? null : value
  return value === 'unknown' && (name === 'entered' || name === 'location') ? null : value
}
