import * as z from 'zod'
import type { NumberId, OrganisationId } from '../domain/values.ts'
import type { Queryable } from '../store/pool.ts'
import { nameNumbers } from '../store/views/numberView.ts'
import { Problem, type RefusedRow, refusedRowOf } from './problem.ts'
import { numberId } from './schemas.ts'

/** A number in a report by hand: people know its text, programs its id. */
export const named = {
  number: z.string().min(1).max(40).optional().describe('in E.164 form'),
  numberId: numberId.optional(),
}

type Named = { readonly number?: string | undefined; readonly numberId?: NumberId | undefined }

export const isNamedOnce = ({ number, numberId: id }: Named) => (number === undefined) !== (id === undefined)
export const namedOnce = 'name the number by its number or by its numberId'

export type Resolved<Item> = {
  readonly items: readonly (Item & { readonly numberId: NumberId })[]
  readonly refused: readonly RefusedRow[]
}

/** Good rows go on, each with its id; bad ones are named. When none is good the request ends here. */
export async function resolveNamed<Item extends Named>(
  db: Queryable,
  orgId: OrganisationId,
  rows: readonly Item[],
): Promise<Resolved<Item>> {
  const found = await nameNumbers(db, orgId, {
    ids: rows.flatMap((row) => row.numberId ?? []),
    texts: rows.flatMap((row) => row.number ?? []),
  })
  const ids = new Map(found.flatMap(({ id, number }) => [[id as string, id] as const, [number, id] as const]))
  const names = rows.map((row) => row.number ?? row.numberId ?? '')
  const resolved = rows.map((row, index) => ({ row, id: ids.get(names[index] ?? '') }))
  const items = resolved.flatMap(({ row, id }, index) =>
    id === undefined || isRepeated(resolved, index) ? [] : [{ ...row, numberId: id }],
  )
  const refused = resolved.flatMap(({ id }, row) => {
    if (id === undefined) return [refusedRowOf({ row, code: 'NUMBER_NOT_FOUND', field: 'number' }, names)]
    if (isRepeated(resolved, row)) return [refusedRowOf({ row, code: 'NUMBER_DUPLICATE', field: 'number' }, names)]
    return []
  })
  if (rows.length > 0 && items.length === 0) throw new Problem('NO_ROW_ACCEPTED', { rows: refused })
  return { items, refused }
}

function isRepeated(resolved: readonly { readonly id: NumberId | undefined }[], index: number): boolean {
  return resolved.findIndex(({ id }) => id === resolved[index]?.id) < index
}
