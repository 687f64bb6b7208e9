import type { ClassAxisName, NumberRow } from '../../domain/numberClass.ts'
import { laterOf } from '../../domain/values.ts'
import { instantOf } from '../admission.ts'
import { axesOf, type Table } from '../numberClass.ts'

/** The axes of one table as `axisCells` reads them. */
export type AxisCells = readonly (string | null)[]

const tables: readonly Table[] = ['number', 'organisation', 'licence', 'location', 'user', 'campaign']
const axes = tables.map((table) => ({ table, own: axesOf(table) }))

/** What `classOf` reads, from the cells of each table that is there. */
export function axisRow(cells: Readonly<Record<Table, AxisCells>>): NumberRow {
  const row: Partial<Record<ClassAxisName, string | null>> = {}
  for (const { table, own } of axes) {
    const given = cells[table]
    for (const [position, { name, kind }] of own.entries()) {
      const cell = given[position] ?? null
      if (kind === 'lasting') row[name] = laterOf(row[name] ?? null, instantOf(cell))
      else row[name] = kind === 'before' || kind === 'reached' ? instantOf(cell) : cell
    }
  }
  return row as NumberRow
}
