import type { Instant, OrganisationId } from '../domain/values.ts'
import type { Queryable } from '../store/pool.ts'

/** A mark that a wait has said: which wait, to whom, and when it was due to be said. */
export type SaidMark = {
  readonly id: string
  readonly wait: string
  readonly mark: string
  readonly owner: string
  readonly due: Instant
}

export async function saidMarks(db: Queryable, orgId: OrganisationId): Promise<readonly SaidMark[]> {
  const { rows } = await db.query<SaidMark>(
    `select wait_id || ' ' || mark || ' ' || at as id, kind as wait, mark, owner, at as due from wait
     where org_id = $1 and said_at is not null order by at, kind, mark`,
    [orgId],
  )
  return rows
}

/** What is waited for, on whom, and until when: anew where a pause has begun, or has moved it. */
export type OpenWait = {
  readonly id: string
  readonly wait: string
  readonly owner: string
  readonly dueAt: Instant
  readonly isPaused: boolean
}

export async function openWaits(db: Queryable, orgId: OrganisationId): Promise<readonly OpenWait[]> {
  const { rows } = await db.query<OpenWait>(
    `select wait_id || ' open ' || at || ' ' || (paused_at is not null) as id, kind as wait, owner, at as "dueAt",
       paused_at is not null as "isPaused"
     from wait where org_id = $1 and mark = 'due' and closed_at is null order by at, kind`,
    [orgId],
  )
  return rows
}

/** A mail that has gone out, or was given up: to whom, of what kind, in which language. */
export type MailNews = {
  readonly id: string
  readonly to: string
  readonly hasCopy: boolean
  readonly kind: string
  readonly about: string | null
  readonly language: string
  readonly failed: string | null
}

export async function endedMails(db: Queryable, orgId: OrganisationId): Promise<readonly MailNews[]> {
  const { rows } = await db.query<MailNews>(
    `select m.id, array_to_string(c.acts, ' ') || case c.place when 'deputy' then ' deputy' else '' end as to,
       m.copy_id is not null as "hasCopy", m.kind, coalesce(m.data->>'mark', m.data->>'cutoffId') as about, m.language, m.failed
     from mail m join contact c on c.org_id = m.org_id and c.id = m.contact_id
     where m.org_id = $1 and (m.sent_at is not null or m.failed is not null)
     order by m.due_at, m.kind, about, m.data->>'wait', c.place, m.language`,
    [orgId],
  )
  return rows
}

/** An event as it is told: whose number, on whose word, by which rules, and when it was true. */
export type RecordedEvent = {
  readonly id: string
  readonly e164: string | null
  readonly type: string
  readonly happenedAt: Instant
  /** What was reported, where it is a report of a status, or why. */
  readonly says: string | null
  /** The role of a person, else on whose word. */
  readonly source: string
  readonly rules: readonly string[]
}

/**
 * By streams, and within one in its own order, but for what two processes wrote at one instant: which of them was first is
 * chance, so it is told by kinds of process.
 */
export async function recordedEvents(db: Queryable, orgId: OrganisationId): Promise<readonly RecordedEvent[]> {
  const { rows } = await db.query<RecordedEvent>(
    `select stream_id || ':' || event.version as id, number.e164, type, happened_at as "happenedAt",
       coalesce(data->>'status', data->>'state', data->>'reason', data->>'code') as says,
       case when actor->>'kind' = 'person' then actor->>'role' else source->>'kind' end as source, rule_ids as rules
     from event left join number on number.id = event.stream_id and number.org_id = event.org_id
     where event.org_id = $1
     order by recorded_at, array_position($2, stream_kind), min(seq) over (partition by stream_id),
       split_part(provenance->>'workflowId', '/', 1) nulls first, event.version`,
    [orgId, streamOrder],
  )
  return rows
}

const streamOrder = [
  'organisation',
  'location',
  'user',
  'contact',
  'licence',
  'order',
  'loa',
  'supportCase',
  'campaign',
  'brand',
  'onboarding',
  'number',
]

export async function eventTypes(db: Queryable): Promise<readonly string[]> {
  const { rows } = await db.query<{ type: string }>('select distinct type from event order by type')
  return rows.map(({ type }) => type)
}
