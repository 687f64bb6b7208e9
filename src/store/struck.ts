import type { OrganisationId } from '../domain/values.ts'
import type { Queryable, Transaction } from './pool.ts'

/** SQL: the event under this alias was not struck. What is asked of events by their type must ask this too. */
export function stands(event: string): string {
  return `not exists (select 1 from struck s where s.stream_id = ${event}.stream_id and s.version = ${event}.version)`
}

/** An event that was struck, and the version of the retraction in the same stream. */
export type Strike = { readonly streamId: string; readonly version: number; readonly retraction: number }

export async function insertStrikes(tx: Transaction, orgId: OrganisationId, strikes: readonly Strike[]): Promise<void> {
  await tx.query(
    `insert into struck (org_id, stream_id, version, retraction)
     select $1, s."streamId", s.version, s.retraction
     from jsonb_to_recordset($2::jsonb) as s("streamId" uuid, version int, retraction int)`,
    [orgId, JSON.stringify(strikes)],
  )
}

/** The ids of the events in these streams that have been struck. */
export async function struckIn(db: Queryable, streamIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ id: string }>(
    `select stream_id || ':' || version as id from struck where stream_id = any($1::uuid[])`,
    [streamIds],
  )
  return new Set(rows.map((row) => row.id))
}
