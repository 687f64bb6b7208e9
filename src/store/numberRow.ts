import { type AxisName, evolve, type NumberEvent, type NumberState, noNumber } from '../domain/number.ts'
import { standing } from '../domain/retraction.ts'
import type { OrganisationId } from '../domain/values.ts'
import { metaOf, type StoredEvent } from './eventStore.ts'
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

/** The fold of what stands of a number's events. */
export function foldNumber(events: readonly StoredEvent[]): NumberState {
  return standing(events).reduce(
    (state, event) => evolve(state, { type: event.type, data: event.data } as NumberEvent, metaOf(event)),
    noNumber,
  )
}

/** Puts the rows in the place of those that are there, every column of them. */
export async function replaceNumbers(db: Queryable, rows: readonly ReturnType<typeof numberCells>[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).map((column) => `${column} = anew.${column}`)
  if (columns.length === 0) return
  await db.query(
    `update number set ${columns.join(', ')} from jsonb_populate_recordset(null::number, $1::jsonb) anew
     where number.org_id = anew.org_id and number.id = anew.id`,
    [JSON.stringify(rows)],
  )
}

function axisCells(state: NumberState): Readonly<Record<string, unknown>> {
  const names = Object.keys(axisColumns) as readonly AxisName[]
  const extras = {
    user_id: state.owner.userId ?? null,
    order_id: state.authorisation.orderId ?? null,
    campaign_ref: state.registration.campaignRef ?? null,
    traffic_party: state.traffic.party ?? null,
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
  if (name === 'letter' || name === 'case' || name === 'exempt')
    return value === 'unknown' || value === 'none' ? null : value
  return value === 'unknown' && (name === 'entered' || name === 'location') ? null : value
}
