import type { Cursor } from '../eventStore.ts'
import type { Queryable } from '../pool.ts'

/** A stream that something was added to. */
export type Change = { readonly orgId: string; readonly kind: string; readonly id: string }

/** Where the record ends now, as a reader may pass it: nothing that commits late lies before it. */
export async function endOfRecord(db: Queryable): Promise<Cursor> {
  const { rows } = await db.query<Cursor>(`select pg_snapshot_xmin(pg_current_snapshot())::text as tx, '0' as seq`)
  return rows[0] ?? { tx: '0', seq: '0' }
}

/** The streams of these organisations that have grown since, and how far was read. */
export async function changesSince(
  db: Queryable,
  after: Cursor,
  { orgIds, limit }: { readonly orgIds: readonly string[]; readonly limit: number },
): Promise<{ readonly changes: readonly Change[]; readonly cursor: Cursor; readonly isAll: boolean }> {
  const { rows } = await db.query<Change & Cursor>(
    `select org_id as "orgId", stream_kind as kind, stream_id as id, tx::text, seq::text from event
     where (tx, seq) > ($1::xid8, $2::bigint) and tx < pg_snapshot_xmin(pg_current_snapshot())
     order by tx, seq limit $3`,
    [after.tx, after.seq, limit],
  )
  const last = rows.at(-1)
  const changes = rows.filter(({ orgId }) => orgIds.includes(orgId)).map(({ orgId, kind, id }) => ({ orgId, kind, id }))
  return { changes, cursor: last ? { tx: last.tx, seq: last.seq } : after, isAll: rows.length < limit }
}
