import type { Owner, WaitKind } from '../domain/policy/policy.ts'
import type { Mark } from '../domain/process/waits.ts'
import type { Instant, OrganisationId } from '../domain/values.ts'
import type { Transaction } from './pool.ts'

export type NewWait = {
  readonly orgId: OrganisationId
  readonly processId: string
  readonly waitId: string
  readonly kind: WaitKind
  readonly owner: Owner
  readonly openedAt: Instant
  readonly marks: readonly Mark[]
}

export async function openWait(tx: Transaction, wait: NewWait): Promise<void> {
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
     where wait_id = $1 and closed_at is null and said_at is null and not skipped order by at`,
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
