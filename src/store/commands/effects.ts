import { type Instant, instant, type OrganisationId } from '../../domain/values.ts'
import type { Effect } from '../command.ts'
import type { StreamKind } from '../eventStore.ts'
import type { Transaction } from '../pool.ts'
import { stateTables } from '../stateTables.ts'

export type StreamRef = { readonly kind: StreamKind; readonly id: string }

type Row = { readonly id: string; readonly row: Readonly<Record<string, unknown>> }
type Rows = ReadonlyMap<string, Row['row']>

/** The rows of these streams as they stand now. */
export async function rowsOf(
  tx: Transaction,
  orgId: OrganisationId,
  streams: readonly StreamRef[],
): Promise<ReadonlyMap<StreamKind, Rows>> {
  const found = new Map<StreamKind, Rows>()
  for (const kind of Object.keys(stateTables) as readonly StreamKind[]) {
    const ids = streams.filter((each) => each.kind === kind).map(({ id }) => id)
    if (ids.length > 0) found.set(kind, await rowsOfKind(tx, orgId, kind, ids))
  }
  return found
}

async function rowsOfKind(tx: Transaction, orgId: OrganisationId, kind: StreamKind, ids: readonly string[]) {
  const { table, key } = stateTables[kind]
  const { rows } = await tx.query<Row>(
    `select t.${key} as id, to_jsonb(t) as row from ${table} t
     where t.${kind === 'organisation' ? 'id' : 'org_id'} = $1 and t.${key} = any($2::uuid[]) order by 1`,
    [orgId, ids],
  )
  return new Map(rows.map(({ id, row }) => [id, row]))
}

/** What has changed between two looks, question by question. */
export function effectsBetween(
  before: ReadonlyMap<StreamKind, Rows>,
  after: ReadonlyMap<StreamKind, Rows>,
): readonly Effect[] {
  return [...before].flatMap(([kind, rows]) =>
    [...rows].flatMap(([stream, row]) => {
      const now = after.get(kind)?.get(stream) ?? {}
      return Object.keys(row)
        .filter((column) => !isBookkeeping(column) && row[column] !== now[column])
        .map((column) => {
          const [was, is] = [wordOf(column, row[column]), wordOf(column, now[column])]
          return { stream, kind, axis: axisOf(column), before: was, after: is }
        })
    }),
  )
}

/** Versions, clocks and sources: they move with everything and answer nothing. */
function isBookkeeping(column: string): boolean {
  return column === 'version' || /_(at|by)$/.test(column)
}

function axisOf(column: string): string {
  return column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function wordOf(column: string, value: unknown): string | null {
  if (value === null || value === undefined) return null
  return column === 'entered' ? instantOf(String(value)) : String(value)
}

function instantOf(text: string): Instant {
  return instant(text)
}
