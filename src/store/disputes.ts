import { type Dispute, disputesIn, questionsIn, type Word } from '../domain/authority.ts'
import type { Actor } from '../domain/fact.ts'
import { tellingTypes } from '../domain/word.ts'
import type { Context } from './context.ts'
import { type EventRow, eventColumns, readRow, type StoredEvent } from './eventStore.ts'
import { freshId } from './ids.ts'
import type { Transaction } from './pool.ts'
import { struckIn } from './struck.ts'

const types = tellingTypes.map(({ type }) => type)
const kinds = tellingTypes.map(({ kind }) => kind)

/**
 * Puts what sources disagree about before a person's eyes, after a report and in its transaction; an entry goes as soon as
 * they agree. One entry for each question of a stream: what is believed, and the other word beside it.
 */
export async function noteDisputes({ tx, orgId, at, policy }: Context): Promise<void> {
  const streams = byStream(await doubtfulEvents(tx, orgId))
  if (streams.size === 0) return
  const struck = await struckIn(tx, [...streams.keys()])
  const subjects: string[] = []
  const entries: Entry[] = []
  for (const [streamId, events] of streams) {
    for (const question of questionsIn(events).keys()) subjects.push(`${streamId}/${question}`)
    const streamKind = events[0]?.streamKind
    for (const dispute of disputesIn(
      events.filter(({ id }) => !struck.has(id)),
      policy.pack.sources,
      at,
    )) {
      const detail = { stream: streamKind, streamId, ...detailOf(dispute) }
      entries.push({ id: freshId(), code: dispute.code, subject: `${streamId}/${dispute.question}`, detail })
    }
  }
  await settle(tx, subjects, entries)
  await call(tx, orgId, entries, at)
}

type Entry = { readonly id: string; readonly code: string; readonly subject: string; readonly detail: unknown }

function detailOf({ question, believed, beside, override }: Dispute) {
  return {
    question,
    believed: shownWord(believed),
    beside: shownWord(beside),
    override: override ? { ...shownWord(override), by: override.actor } : null,
  }
}

/** A word as it is shown: ids, codes and instants, nothing anybody typed. */
export function shownWord({ value, source, happenedAt, recordedAt, eventId }: Word) {
  return { value, source: source.kind, sourceId: source.id, happenedAt, recordedAt, eventId }
}

/** As it is shown: what comes from the database has its fields in another order. */
export function shownActor({ kind, subject, role, actingFor }: Actor): Actor {
  return { kind, subject, role, ...(actingFor === undefined ? {} : { actingFor }) }
}

/**
 * What was ever told in the streams of which this transaction tells something that another kind of source spoke of too, or
 * strikes something. What is struck is among it: a dispute that it was part of is over.
 */
async function doubtfulEvents(tx: Transaction, orgId: string): Promise<readonly StoredEvent[]> {
  const { rows } = await tx.query<EventRow>(
    `with telling as (select * from unnest($2::text[], $3::text[]) as each(type, kind)),
     told as (
       select distinct e.stream_id, t.kind, e.source->>'kind' as source
       from event e join telling t on t.type = e.type where e.tx = pg_current_xact_id() and e.org_id = $1
     ), doubtful as (
       select distinct told.stream_id from told
       join event o on o.stream_id = told.stream_id and o.source->>'kind' <> told.source
       join telling t on t.type = o.type and t.kind = told.kind
       union
       select r.stream_id from event r
       where r.tx = pg_current_xact_id() and r.org_id = $1 and r.type = 'ReportRetracted'
     )
     select ${eventColumns} from event e
     where e.stream_id in (select stream_id from doubtful) and e.type = any($2::text[])
     order by e.stream_id, e.version`,
    [orgId, types, kinds],
  )
  return rows.map(readRow)
}

function byStream(events: readonly StoredEvent[]): ReadonlyMap<string, readonly StoredEvent[]> {
  const streams = new Map<string, StoredEvent[]>()
  for (const event of events) streams.set(event.streamId, [...(streams.get(event.streamId) ?? []), event])
  return streams
}

/** Takes away what is disputed no longer, or in another way. */
async function settle(tx: Transaction, subjects: readonly string[], entries: readonly Entry[]): Promise<void> {
  await tx.query(
    `delete from attention where code in ('SOURCES_CONTRADICT', 'OVERRIDE_CONTRADICTED') and subject = any($1::text[])
       and (code, subject) not in (select * from unnest($2::text[], $3::text[]))`,
    [subjects, entries.map(({ code }) => code), entries.map(({ subject }) => subject)],
  )
}

async function call(tx: Transaction, orgId: string, entries: readonly Entry[], at: string): Promise<void> {
  await tx.query(
    `insert into attention (id, org_id, code, subject, detail, recorded_at)
     select id, $1, code, subject, detail, $2
     from jsonb_to_recordset($3::jsonb) as each(id uuid, code text, subject text, detail jsonb) order by code, subject
     on conflict (code, subject) do update set detail = excluded.detail`,
    [orgId, at, JSON.stringify(entries)],
  )
}
