import { Problem } from './problem.ts'

/** Where a page ended: the sort key of its last item. Opaque to callers, so that it may change. */
export type Key = readonly (string | number)[]

export function encodeCursor(list: string, key: Key): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url')
}

/** The key that `encodeCursor` made for this list; anything else ends the request. */
export function decodeCursor(
  list: string,
  shape: readonly RegExp[],
  cursor: string | undefined,
): readonly string[] | undefined {
  if (cursor === undefined) return undefined
  const [name, ...key] = parsed(cursor)
  const fits = name === list && key.length === shape.length
  if (!fits || !key.every((part, position) => shape[position]?.test(String(part)))) {
    throw new Problem('CURSOR_MALFORMED', { field: 'cursor' })
  }
  return key.map(String)
}

/** The most frequent case: a list in the order of its ids. */
export function afterId(list: string, cursor: string | undefined): string | undefined {
  return decodeCursor(list, [uuidPart], cursor)?.[0]
}

export function pagedById<Item extends { readonly id: string }>(list: string, limit: number, items: readonly Item[]) {
  return paged(list, limit, items, ({ id }) => [id])
}

/** Asks for one item more than the page holds, and turns that one into the cursor. */
export function paged<Item>(list: string, limit: number, items: readonly Item[], keyOf: (item: Item) => Key) {
  const page = items.slice(0, limit)
  const last = page.at(-1)
  return { items: page, nextCursor: items.length > limit && last ? encodeCursor(list, keyOf(last)) : null }
}

export const uuidPart = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
export const instantPart = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
export const versionPart = /^\d{1,9}$/
export const textPart = /^.{1,200}$/s

function parsed(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
