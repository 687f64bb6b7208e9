import type { Owner, WaitKind } from '../domain/policy/policy.ts'
import { holds, type Mark, runningBeside } from '../domain/process/waits.ts'
import type { Instant, OrganisationId } from '../domain/values.ts'
import type { Queryable, Transaction } from './pool.ts'

export type NewWait = {
  readonly orgId: OrganisationId
  readonly processId: string
  readonly waitId: string
  readonly kind: WaitKind
  readonly owner: Owner
  readonly openedAt: Instant
  readonly marks: readonly Mark[]
  /** A wait of the kind that opened before then is not taken up again. */
  readonly since?: Instant
}

/** The wait that is open now: a fresh one, or the one that was interrupted. */
export type EnteredWait = {
  readonly waitId: string
  readonly openedAt: Instant
  readonly dueAt: Instant
  readonly next?: Instant
}

/**
 * Leaves the process's present wait for another. A hold pauses it, and so does a question to the customer; afterwards the
 * time that this took is given back. Any other change closes it: its unsaid marks stay unsaid.
 */
export async function enterWait(tx: Transaction, wait: NewWait): Promise<EnteredWait> {
  const { processId, kind, openedAt } = wait
  const isHold = holds.includes(kind)
  const running = runningBeside(kind)
  if (wait.since) await closeBefore(tx, processId, wait.since, openedAt)
  if (running) await pauseWaits(tx, processId, running, openedAt)
  if (!isHold) await resumeWait(tx, processId, kind, openedAt)
  await closeOthers(tx, processId, { kept: isHold ? null : kind, pausedToo: running === undefined }, openedAt)
  const resumed = isHold ? undefined : await findOpen(tx, processId)
  if (resumed) return resumed
  await openWait(tx, wait)
  const opened = await findOpen(tx, processId)
  if (!opened) throw new Error(`wait ${wait.waitId} did not open`)
  return opened
}

async function pauseWaits(
  tx: Transaction,
  processId: string,
  running: readonly WaitKind[],
  at: Instant,
): Promise<void> {
  await tx.query(
    `update wait set paused_at = $2
     where process_id = $1 and closed_at is null and paused_at is null and kind <> all($3)`,
    [processId, at, running],
  )
}

/** Marks not yet said move on by as long as the pause lasted; those said stay where they were. */
async function resumeWait(tx: Transaction, processId: string, kind: WaitKind, at: Instant): Promise<void> {
  await tx.query(
    `update wait set paused_at = null,
       at = case when said_at is null and not skipped then at + ($3::timestamptz - paused_at) else at end
     where process_id = $1 and kind = $2 and closed_at is null and paused_at is not null`,
    [processId, kind, at],
  )
}

/** A wait that pauses others closes only what it has not paused: the hold before, if another one follows it. */
async function closeOthers(
  tx: Transaction,
  processId: string,
  { kept, pausedToo }: { readonly kept: WaitKind | null; readonly pausedToo: boolean },
  at: Instant,
): Promise<void> {
  await tx.query(
    `update wait set closed_at = $3
     where process_id = $1 and closed_at is null and kind is distinct from $2::text and ($4 or paused_at is null)`,
    [processId, kept, at, pausedToo],
  )
}

async function closeBefore(tx: Transaction, processId: string, since: Instant, at: Instant): Promise<void> {
  await tx.query('update wait set closed_at = $3 where process_id = $1 and closed_at is null and opened_at < $2', [
    processId,
    since,
    at,
  ])
}

async function findOpen(tx: Transaction, processId: string): Promise<EnteredWait | undefined> {
  const { rows } = await tx.query<EnteredWait & { next: Instant | null }>(
    `select wait_id as "waitId", opened_at as "openedAt", max(at) filter (where mark = 'due') as "dueAt",
       min(at) filter (where said_at is null and not skipped) as next
     from wait where process_id = $1 and closed_at is null and paused_at is null group by wait_id, opened_at`,
    [processId],
  )
  const [row] = rows
  if (!row) return undefined
  const { next, ...open } = row
  return next === null ? open : { ...open, next }
}

export type LastWait = { readonly marks: readonly Mark[]; readonly endedAt: Instant | null }

/** The latest wait of a kind that a process had before an instant, with its marks as holds have moved them. */
export async function lastWait(
  tx: Transaction,
  { processId, kind, since }: { readonly processId: string; readonly kind: WaitKind; readonly since: Instant },
): Promise<LastWait | undefined> {
  const { rows } = await tx.query<Mark & { endedAt: Instant | null }>(
    `select mark, at, closed_at as "endedAt" from wait
     where wait_id = (select wait_id from wait where process_id = $1 and kind = $2 and opened_at < $3
       order by opened_at desc limit 1) order by at, mark`,
    [processId, kind, since],
  )
  const [first] = rows
  if (!first) return undefined
  return { marks: rows.map(({ mark, at }) => ({ mark, at })), endedAt: first.endedAt }
}

async function openWait(tx: Transaction, wait: NewWait): Promise<void> {
  await tx.query(
    `insert into wait (wait_id, mark, at, org_id, process_id, kind, owner, opened_at, skipped, late)
     select $1, m.mark, m.at, $3, $4, $5, $6, $7, false, false
     from jsonb_to_recordset($2::jsonb) as m(mark text, at timestamptz)`,
    [wait.waitId, JSON.stringify(wait.marks), wait.orgId, wait.processId, wait.kind, wait.owner, wait.openedAt],
  )
}

/** Closes whatever waits the process had: their unsaid marks stay unsaid. */
export async function closeWaits(tx: Transaction, processId: string, at: Instant): Promise<void> {
  await tx.query('update wait set closed_at = $2 where process_id = $1 and closed_at is null', [processId, at])
}

export type OpenWait = { readonly kind: WaitKind; readonly owner: Owner; readonly unsaid: readonly Mark[] }

/** The open wait's marks that have not been said, earliest first; nothing when the wait has been answered. */
export async function unsaidMarks(tx: Transaction, waitId: string): Promise<OpenWait | undefined> {
  const { rows } = await tx.query<Mark & { kind: WaitKind; owner: Owner }>(
    `select mark, at, kind, owner from wait
     where wait_id = $1 and closed_at is null and paused_at is null and said_at is null and not skipped order by at, mark`,
    [waitId],
  )
  const [first] = rows
  if (!first) return undefined
  return { kind: first.kind, owner: first.owner, unsaid: rows.map(({ mark, at }) => ({ mark, at })) }
}

export async function sayMark(tx: Transaction, waitId: string, mark: Mark, late: boolean, at: Instant): Promise<void> {
  await tx.query('update wait set said_at = $4, late = $5 where wait_id = $1 and mark = $2 and at = $3', [
    waitId,
    mark.mark,
    mark.at,
    at,
    late,
  ])
}

export async function skipMark(tx: Transaction, waitId: string, mark: Mark): Promise<void> {
  await tx.query('update wait set skipped = true where wait_id = $1 and mark = $2 and at = $3', [
    waitId,
    mark.mark,
    mark.at,
  ])
}

/** The next instant at which any wait speaks. */
export async function earliestMark(db: Queryable): Promise<Instant | undefined> {
  const { rows } = await db.query<{ at: Instant }>(
    'select at from wait where said_at is null and closed_at is null and paused_at is null and not skipped order by at limit 1',
  )
  return rows[0]?.at
}
