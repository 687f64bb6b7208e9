import type { Actor, Meta, Source } from '../domain/fact.ts'
import type { DocumentId, DocumentRef, Instant, OrganisationId } from '../domain/values.ts'
import type { Provenance } from './command.ts'
import type { Queryable, Transaction } from './pool.ts'
import { latestVersion, upcast } from './upcast.ts'

export type StreamKind =
  | 'organisation'
  | 'licence'
  | 'location'
  | 'user'
  | 'contact'
  | 'number'
  | 'order'
  | 'loa'
  | 'supportCase'
  | 'campaign'
  | 'onboarding'
  | 'cutoff'
  | 'deployment'
export type Stream = { readonly orgId: OrganisationId; readonly id: string; readonly kind: StreamKind }

/** What is to be written; the rest of the row comes from `Recording`. */
export type NewEvent = { readonly type: string; readonly data: unknown; readonly ruleIds?: readonly string[] }

/** What all events of one command share: both clocks, who, on what grounds, under which key and policy. */
export type Recording = {
  readonly happenedAt: Instant
  readonly recordedAt: Instant
  readonly actor: Actor
  readonly source: Source
  readonly commandId: string
  readonly policyVersion: string
  readonly provenance?: Provenance
  /** What a person gave as the reason for saying it, encrypted. */
  readonly because?: DocumentRef
}

/** A stored event in its latest form, whatever form it was written in. */
export type StoredEvent = {
  readonly id: string
  readonly orgId: OrganisationId
  readonly streamId: string
  readonly streamKind: StreamKind
  readonly version: number
  readonly type: string
  readonly data: unknown
  readonly ruleIds: readonly string[]
  readonly provenance: Provenance | null
  readonly because: DocumentId | null
} & Omit<Recording, 'provenance' | 'because'>

/** Another writer was first: the stream no longer stands at the version that the decision was made on. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict'
}

/**
 * Appends behind `expectedVersion`, or throws `VersionConflict`. The caller holds the lock of the stream's state row, so a
 * conflict is a lock forgotten somewhere, or a writer outside the store.
 */
export async function append(
  tx: Transaction,
  stream: Stream,
  expectedVersion: number,
  events: readonly NewEvent[],
  recording: Recording,
): Promise<number> {
  if (events.length === 0) return expectedVersion
  const conflict = `${stream.kind} ${stream.id} moved on from version ${expectedVersion}`
  try {
    const written = await insert(tx, stream, expectedVersion, events, recording)
    if (written !== events.length) throw new VersionConflict(conflict)
    return expectedVersion + events.length
  } catch (error) {
    if (!isVersionTaken(error)) throw error
    throw new VersionConflict(conflict, { cause: error })
  }
}

async function insert(
  tx: Transaction,
  stream: Stream,
  expectedVersion: number,
  events: readonly NewEvent[],
  recording: Recording,
): Promise<number> {
  const { happenedAt, recordedAt, actor, source, commandId, policyVersion, provenance, because } = recording
  const { rowCount } = await tx.query(
    `insert into event (org_id, stream_id, stream_kind, version, type, schema_version, data, happened_at, recorded_at,
       actor, source, command_id, policy_version, rule_ids, provenance, because)
     select $1, $2::uuid, $3, $4::int + e.position, e.item->>'type', (e.item->>'schemaVersion')::int, e.item->'data',
       $6, $7, $8, $9, $10, $11, array(select jsonb_array_elements_text(e.item->'ruleIds')), $12, $13
     from jsonb_array_elements($5::jsonb) with ordinality as e(item, position)
     where $4::int = (select coalesce(max(version), 0) from event where stream_id = $2::uuid)`,
    [
      stream.orgId,
      stream.id,
      stream.kind,
      expectedVersion,
      JSON.stringify(events.map(stored)),
      happenedAt,
      recordedAt,
      JSON.stringify(actor),
      JSON.stringify(source),
      commandId,
      policyVersion,
      provenance ? JSON.stringify(provenance) : null,
      because?.documentId ?? null,
    ],
  )
  return rowCount ?? 0
}

/** One event for each of many streams, every one behind the version that was last seen there. */
export async function appendEach(
  tx: Transaction,
  events: readonly (Stream & NewEvent & { readonly version: number })[],
  recording: Recording,
): Promise<void> {
  const { happenedAt, recordedAt, actor, source, commandId, policyVersion, provenance } = recording
  await tx.query(
    `insert into event (org_id, stream_id, stream_kind, version, type, schema_version, data, happened_at, recorded_at,
       actor, source, command_id, policy_version, rule_ids, provenance)
     select e.org_id, e.id, e.kind, e.version, e.type, e.schema_version, e.data, $2, $3, $4, $5, $6, $7, '{}', $8
     from jsonb_to_recordset($1::jsonb)
       as e(org_id uuid, id uuid, kind text, version int, type text, schema_version int, data jsonb)
     order by e.id, e.version`,
    [
      JSON.stringify(
        events.map(({ orgId, ...event }) => ({ ...event, org_id: orgId, schema_version: latestVersion(event.type) })),
      ),
      happenedAt,
      recordedAt,
      JSON.stringify(actor),
      JSON.stringify(source),
      commandId,
      policyVersion,
      provenance ? JSON.stringify(provenance) : null,
    ],
  )
}

function stored({ type, data, ruleIds = [] }: NewEvent) {
  return { type, data, ruleIds, schemaVersion: latestVersion(type) }
}

function isVersionTaken(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'event_version'
}

/** A stream from its beginning, each event in its latest form. */
export async function loadStream(db: Queryable, streamId: string): Promise<readonly StoredEvent[]> {
  const { rows } = await db.query<EventRow>(`select ${eventColumns} from event where stream_id = $1 order by version`, [
    streamId,
  ])
  return rows.map(readRow)
}

/** The same for many streams at once, one behind the other. */
export async function loadStreams(db: Queryable, streamIds: readonly string[]): Promise<readonly StoredEvent[]> {
  const { rows } = await db.query<EventRow>(
    `select ${eventColumns} from event where stream_id = any($1::uuid[]) order by stream_id, version`,
    [streamIds],
  )
  return rows.map(readRow)
}

/** A place in the global order. Readers outside the store see it as opaque text. */
export type Cursor = { readonly tx: string; readonly seq: string }

export const beginning: Cursor = { tx: '0', seq: '0' }

/**
 * The next events of all streams in their one order. Transactions still running hold the reader back: what they commit
 * late could lie before what is visible already, and a reader that had passed them by would never see it.
 */
export async function readFrom(
  db: Queryable,
  after: Cursor,
  limit: number,
): Promise<{ readonly events: readonly StoredEvent[]; readonly cursor: Cursor }> {
  const { rows } = await db.query<EventRow>(
    `select ${eventColumns} from event
     where (tx, seq) > ($1::xid8, $2::bigint) and tx < pg_snapshot_xmin(pg_current_snapshot())
     order by tx, seq limit $3`,
    [after.tx, after.seq, limit],
  )
  const last = rows.at(-1)
  return { events: rows.map(readRow), cursor: last ? { tx: last.tx, seq: last.seq } : after }
}

export const eventColumns = `tx::text, seq::text, org_id, stream_id, stream_kind, version, type, schema_version, data, happened_at,
  recorded_at, actor, source, command_id, policy_version, rule_ids, provenance, because`

export type EventRow = {
  readonly tx: string
  readonly seq: string
  readonly org_id: OrganisationId
  readonly stream_id: string
  readonly stream_kind: StreamKind
  readonly version: number
  readonly type: string
  readonly schema_version: number
  readonly data: unknown
  readonly happened_at: Instant
  readonly recorded_at: Instant
  readonly actor: Actor
  readonly source: Source
  readonly command_id: string
  readonly policy_version: string
  readonly rule_ids: readonly string[]
  readonly provenance: Provenance | null
  readonly because: DocumentId | null
}

export function readRow(row: EventRow): StoredEvent {
  return {
    id: `${row.stream_id}:${row.version}`,
    orgId: row.org_id,
    streamId: row.stream_id,
    streamKind: row.stream_kind,
    version: row.version,
    type: row.type,
    data: upcast(row.type, row.schema_version, row.data),
    happenedAt: row.happened_at,
    recordedAt: row.recorded_at,
    actor: row.actor,
    source: row.source,
    commandId: row.command_id,
    policyVersion: row.policy_version,
    ruleIds: row.rule_ids,
    provenance: row.provenance,
    because: row.because,
  }
}

/** The part of the envelope that a fold may look at. */
export function metaOf(event: StoredEvent): Meta {
  const { happenedAt, recordedAt, source, id } = event
  return { happenedAt, recordedAt, source, eventId: id }
}
