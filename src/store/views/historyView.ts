import type { Actor, Source } from '../../domain/fact.ts'
import type { Instant, OrganisationId } from '../../domain/values.ts'
import type { Provenance } from '../command.ts'
import type { Queryable } from '../pool.ts'
import { upcast } from '../upcast.ts'

/** An event as it is shown: with both clocks, who caused it, on what grounds, and the workflow that recorded it. */
export type HistoryEvent = {
  readonly id: string
  readonly stream: string
  readonly type: string
  readonly happenedAt: Instant
  readonly recordedAt: Instant
  readonly data: unknown
  readonly actor: Actor
  readonly source: Source
  readonly ruleIds: readonly string[]
  readonly policyVersion: string
  readonly provenance: Provenance | null
}

/** Where a page ended. */
export type HistoryPlace = { readonly recordedAt: Instant; readonly streamId: string; readonly version: number }
export type HistoryPage = readonly { readonly event: HistoryEvent; readonly place: HistoryPlace }[]

/** What was recorded in these streams of one organisation, in the order in which it was learnt. */
export async function readHistory(
  db: Queryable,
  orgId: OrganisationId,
  streams: readonly string[],
  { after, limit }: { readonly after: HistoryPlace | undefined; readonly limit: number },
): Promise<HistoryPage> {
  const { rows } = await db.query<EventRow>(
    `select stream_id as "streamId", version, stream_kind as stream, type, schema_version as "schemaVersion", data,
       happened_at as "happenedAt", recorded_at as "recordedAt", actor, source, rule_ids as "ruleIds",
       policy_version as "policyVersion", provenance
     from event
     where stream_id = any($1::uuid[]) and org_id = $2
       and ($3::timestamptz is null or (recorded_at, stream_id, version) > ($3::timestamptz, $4::uuid, $5::int))
     order by recorded_at, stream_id, version limit $6`,
    [streams, orgId, after?.recordedAt ?? null, after?.streamId ?? null, after?.version ?? null, limit],
  )
  return rows.map(readRow)
}

type EventRow = Omit<HistoryEvent, 'id'> & {
  readonly streamId: string
  readonly version: number
  readonly schemaVersion: number
}

function readRow({ streamId, version, schemaVersion, ...event }: EventRow): HistoryPage[number] {
  return {
    event: { ...event, id: `${streamId}:${version}`, data: upcast(event.type, schemaVersion, event.data) },
    place: { recordedAt: event.recordedAt, streamId, version },
  }
}
