import type { ProcessFact, ProcessId, ProcessKind } from '../domain/process/process.ts'
import type { EventId, Instant, OrganisationId } from '../domain/values.ts'
import { freshId } from './ids.ts'
import type { Queryable, Transaction } from './pool.ts'

type WithoutPosition<Fact> = Fact extends ProcessFact ? Omit<Fact, 'position'> : never

export type News = {
  readonly orgId: OrganisationId
  /** One process, or every open one of the organisation. */
  readonly to: ProcessId | 'everyOpen'
  readonly fact: WithoutPosition<ProcessFact>
  /** What a process has done itself: noted after its end it contradicts nothing, and nobody has to look. */
  readonly isOwnAct?: boolean
}

/** Tells processes in the change's own transaction. Positions are gapless: they come from the locked process row. */
export async function tell(tx: Transaction, { orgId, to, fact, isOwnAct = false }: News): Promise<void> {
  const told = await insertFacts(tx, orgId, to === 'everyOpen' ? null : to, fact)
  if (told === 0 && to !== 'everyOpen' && !isOwnAct) {
    await callAttention(tx, {
      orgId,
      code: 'FACT_FOR_ENDED_PROCESS',
      subject: fact.eventId,
      detail: { processId: to, type: fact.type },
      at: fact.recordedAt,
    })
  }
}

/** A cutoff is told when it is published, and whenever something about it has changed; what that is it reads itself. */
export type CutoffNews = {
  readonly orgId: OrganisationId
  readonly processId: string
  readonly fact: {
    readonly type: 'CutoffPublished' | 'CutoffChanged'
    readonly eventId: EventId
    readonly happenedAt: Instant
    readonly recordedAt: Instant
  }
}

/** One that is closed is told nothing any more: nobody has to look. */
export async function tellCutoff(tx: Transaction, { orgId, processId, fact }: CutoffNews): Promise<void> {
  await insertFacts(tx, orgId, processId, fact)
}

/** Its process bears the id of its stream. A cutoff that is published again has one already. */
export async function openCutoffProcess(tx: Transaction, orgId: OrganisationId, processId: string): Promise<void> {
  await tx.query(
    `insert into process (id, org_id, kind, position) values ($1, $2, 'cutoff', 0) on conflict (id) do nothing`,
    [processId, orgId],
  )
}

async function insertFacts(
  tx: Transaction,
  orgId: OrganisationId,
  processId: string | null,
  fact: News['fact'] | CutoffNews['fact'],
): Promise<number> {
  const { rowCount } = await tx.query(
    `with open as (
       select id from process
       where org_id = $1 and closed_at is null and ($2::uuid is null or id = $2::uuid) order by id for no key update
     ), told as (
       update process set position = process.position + 1 from open where process.id = open.id
       returning process.id, process.position
     )
     insert into outbox (process_id, position, org_id, fact, recorded_at)
     select id, position, $1, $3::jsonb || jsonb_build_object('position', position), $4 from told`,
    [orgId, processId, JSON.stringify(fact), fact.recordedAt],
  )
  return rowCount ?? 0
}

/** The facts of a process behind a position, in order; a page of them when there are more. */
export async function loadFacts(
  db: Queryable,
  processId: string,
  after: number,
  limit: number,
): Promise<readonly ProcessFact[]> {
  const { rows } = await db.query<{ fact: ProcessFact }>(
    'select fact from outbox where process_id = $1 and position > $2 order by position limit $3',
    [processId, after, limit],
  )
  return rows.map((row) => row.fact)
}

export type Delivery = {
  readonly processId: ProcessId
  readonly kind: ProcessKind
  readonly orgId: OrganisationId
  readonly fact: ProcessFact
}

/** The oldest facts that have not reached their processes, but for those of processes that rest after a failure. */
export async function undelivered(
  db: Queryable,
  { limit, resting = [] }: { readonly limit: number; readonly resting?: readonly string[] },
): Promise<readonly Delivery[]> {
  const { rows } = await db.query<Delivery>(
    `select o.process_id as "processId", p.kind, o.org_id as "orgId", o.fact
     from outbox o join process p on p.id = o.process_id
     where o.delivered_at is null and o.process_id <> all($2::uuid[])
     order by o.process_id, o.position limit $1`,
    [limit, resting],
  )
  return rows
}

export async function markDelivered(db: Queryable, { processId, fact }: Delivery, at: Instant): Promise<void> {
  await db.query('update outbox set delivered_at = $3 where process_id = $1 and position = $2', [
    processId,
    fact.position,
    at,
  ])
}

export type OpenProcess = { readonly id: ProcessId; readonly orgId: OrganisationId; readonly kind: ProcessKind }

/** Every process that has not ended: what `recover` starts again. */
export async function openProcesses(db: Queryable): Promise<readonly OpenProcess[]> {
  const { rows } = await db.query<OpenProcess>(
    'select id, org_id as "orgId", kind from process where closed_at is null order by id',
  )
  return rows
}

export async function openProcess(tx: Transaction, { id, orgId, kind }: OpenProcess): Promise<void> {
  await tx.query('insert into process (id, org_id, kind, position) values ($1, $2, $3, 0)', [id, orgId, kind])
}

export async function isOpen(db: Queryable, processId: ProcessId): Promise<boolean> {
  const { rowCount } = await db.query('select 1 from process where id = $1 and closed_at is null', [processId])
  return rowCount === 1
}

/** Locks the process and answers the position of its last fact. */
export async function lockProcess(tx: Transaction, processId: string): Promise<number | undefined> {
  const { rows } = await tx.query<{ position: number }>(
    'select position from process where id = $1 and closed_at is null for no key update',
    [processId],
  )
  return rows[0]?.position
}

/** After this no fact reaches the process; what it has been told already stays readable. */
export async function closeProcess(tx: Transaction, processId: string, at: Instant): Promise<void> {
  await tx.query('update process set closed_at = $2 where id = $1 and closed_at is null', [processId, at])
}

export type Attention = {
  readonly orgId: OrganisationId | null
  readonly code: string
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly at: Instant
}

/** Puts something before a person's eyes, once per code and subject. */
export async function callAttention(db: Queryable, { orgId, code, subject, detail, at }: Attention): Promise<void> {
  await db.query(
    `insert into attention (id, org_id, code, subject, detail, recorded_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (code, subject) do nothing`,
    [freshId(), orgId, code, subject, JSON.stringify(detail), at],
  )
}
