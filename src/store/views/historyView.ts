import type { Actor, Source } from '../../domain/fact.ts'
import { type Instant, instant, type OrganisationId } from '../../domain/values.ts'
import type { Provenance } from '../command.ts'
import { instantText } from '../instantText.ts'
import type { Queryable } from '../pool.ts'
import { stands } from '../struck.ts'
import { upcast } from '../upcast.ts'

/** An event as it is shown: with both clocks, who caused it, on what grounds, and the workflow that recorded it. */
export type HistoryEvent = {
  readonly id: string
  readonly streamId: string
  readonly version: number
  readonly stream: string
  readonly type: string
  readonly happenedAt: Instant
  readonly recordedAt: Instant
  readonly data: unknown
  readonly actor: Actor
  readonly source: Source
  readonly ruleIds: readonly string[]
  readonly policyVersion: string
  /** The key of the request that recorded it; of a delivery, the delivery's own id. */
  readonly commandId: string
  readonly provenance: Provenance | null
  /** The document that holds the reason given by hand. */
  readonly because: string | null
  /** The retraction that struck it: kept, and counting for nothing. */
  readonly struckBy: Strike | null
}

export type Strike = {
  readonly eventId: string
  readonly reason: string
  readonly actor: Actor
  readonly recordedAt: Instant
}

/** Where a page ended. */
export type HistoryPlace = { readonly recordedAt: Instant; readonly streamId: string; readonly version: number }

/** What was recorded in these streams of one organisation, in the order in which it was learnt. */
export async function readHistory(
  db: Queryable,
  orgId: OrganisationId,
  streams: readonly string[],
  { after, limit }: { readonly after: HistoryPlace | undefined; readonly limit: number },
): Promise<readonly HistoryEvent[]> {
  const { rows } = await db.query<EventRow>(
    `select ${eventColumns}, ${strikeOf} as "struckBy" from event e
     where e.stream_id = any($1::uuid[]) and e.org_id = $2
       and ($3::timestamptz is null or (e.recorded_at, e.stream_id, e.version) > ($3::timestamptz, $4::uuid, $5::int))
     order by e.recorded_at, e.stream_id, e.version limit $6`,
    [streams, orgId, after?.recordedAt ?? null, after?.streamId ?? null, after?.version ?? null, limit],
  )
  return rows.map(readRow)
}

/** The events of these types in these streams. What was struck is not among them. */
export async function readStanding(
  db: Queryable,
  orgId: OrganisationId,
  streams: readonly string[],
  types: readonly string[],
): Promise<readonly HistoryEvent[]> {
  const { rows } = await db.query<EventRow>({
    name: 'standing events',
    text: `select ${eventColumns}, null as "struckBy" from event e
      where e.stream_id = any($1::uuid[]) and e.org_id = $2 and e.type = any($3) and ${stands('e')}
      order by e.stream_id, e.version`,
    values: [streams, orgId, types],
  })
  return rows.map(readRow)
}

/** What each activity wrote: how many events, and the first of their ids. */
export type Written = {
  readonly runId: string
  readonly activityId: string
  readonly count: number
  readonly ids: readonly string[]
}

export async function readWritten(
  db: Queryable,
  orgId: OrganisationId,
  streams: readonly string[],
): Promise<readonly Written[]> {
  const { rows } = await db.query<Written>(
    `select provenance->>'runId' as "runId", provenance->>'activityId' as "activityId", count(*)::int as count,
       (array_agg(stream_id || ':' || version order by recorded_at, stream_id, version))[1:20] as ids
     from event where stream_id = any($1::uuid[]) and org_id = $2 and provenance is not null group by 1, 2`,
    [streams, orgId],
  )
  return rows
}

export const eventColumns = `e.stream_id as "streamId", e.version, e.stream_kind as stream, e.type, e.schema_version as "schemaVersion",
  e.data, e.happened_at as "happenedAt", e.recorded_at as "recordedAt", e.actor, e.source, e.rule_ids as "ruleIds",
  e.policy_version as "policyVersion", e.command_id as "commandId", e.provenance, e.because`

/** A retraction lies in the stream of what it strikes. */
export const strikeOf = `(select jsonb_build_object('eventId', r.stream_id || ':' || r.version, 'reason', r.data->>'reason',
    'actor', r.actor, 'recordedAt', ${instantText('r.recorded_at')})
  from struck s join event r on r.stream_id = s.stream_id and r.version = s.retraction
  where s.stream_id = e.stream_id and s.version = e.version) `

type EventRow = Omit<HistoryEvent, 'id'> & { readonly schemaVersion: number }

function readRow({ schemaVersion, ...event }: EventRow): HistoryEvent {
  const { streamId, version, type, data } = event
  return { ...event, id: `${streamId}:${version}`, data: upcast(type, schemaVersion, data) }
}

/** The same as one JSON array: what a statement that reads many things at once holds of each event. */
export const eventCells = `json_build_array(e.stream_id, e.version, e.stream_kind, e.type, e.schema_version, e.data,
  e.happened_at, e.recorded_at, e.actor, e.source, e.rule_ids, e.policy_version, e.command_id, e.provenance, e.because)`

export type EventCells = readonly [
  streamId: string,
  version: number,
  stream: string,
  type: string,
  schemaVersion: number,
  data: unknown,
  happenedAt: string,
  recordedAt: string,
  actor: Actor,
  source: Source,
  ruleIds: readonly string[],
  policyVersion: string,
  commandId: string,
  provenance: Provenance | null,
  because: string | null,
]

export function eventOf(cells: EventCells, struckBy: Strike | null = null): HistoryEvent {
  const [streamId, version, stream, type, schemaVersion, data, happenedAt, recordedAt, actor, source, ...rest] = cells
  const [ruleIds, policyVersion, commandId, provenance, because] = rest
  return {
    id: `${streamId}:${version}`,
    streamId,
    version,
    stream,
    type,
    happenedAt: instant(happenedAt),
    recordedAt: instant(recordedAt),
    data: upcast(type, schemaVersion, data),
    actor,
    source,
    ruleIds,
    policyVersion,
    commandId,
    provenance,
    because,
    struckBy,
  }
}
