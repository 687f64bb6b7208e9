import { effectivePack } from '../domain/policy/effectivePack.ts'
import type { WaitKind, WaitRule } from '../domain/policy/policy.ts'
import { holds } from '../domain/process/waits.ts'
import { type Instant, instant, type OrganisationId } from '../domain/values.ts'
import { readPolicy } from '../store/policy.ts'
import type { Queryable } from '../store/pool.ts'

type MarkRow = {
  readonly waitId: string
  readonly processId: string
  readonly kind: WaitKind
  readonly mark: string
  readonly at: Instant
  readonly openedAt: Instant
  readonly closedAt: Instant | null
  /** Since when it stands still; a wait that ended like that keeps it. */
  readonly pausedAt: Instant | null
}

const dayMs = 86_400_000

/**
 * Counts every mark of every wait again: so many days after its wait has opened, and as much later as holds have lasted
 * meanwhile. `stopped` is how many waits a hold has stopped.
 */
export async function misplacedMarks(db: Queryable, orgId: OrganisationId) {
  const rows = await readMarks(db, orgId)
  const { chosen } = await readPolicy(db, instant(Date.now()))
  const stopped = new Set(rows.filter((row) => holdsDuring(row, rows).length > 0).map(({ waitId }) => waitId))
  const misplaced = rows.filter((row) => {
    const late = Date.parse(row.at) - Date.parse(row.openedAt) - heldMs(row, rows)
    return !daysOf(effectivePack(row.openedAt, chosen).waits[row.kind], row.mark).some((days) => days * dayMs === late)
  })
  return { stopped: stopped.size, misplaced: misplaced.map(({ kind, mark }) => `${kind} ${mark}`) }
}

function daysOf({ reminderDays, dueDays, escalationDays }: WaitRule, mark: string): readonly number[] {
  if (mark === 'reminder') return reminderDays
  return [mark === 'due' ? dueDays : escalationDays]
}

/** How much time holds have given back to the wait. One that it did not outlive gives nothing back. */
function heldMs(wait: MarkRow, rows: readonly MarkRow[]): number {
  const over = holdsDuring(wait, rows).filter(({ openedAt }) => wait.pausedAt === null || openedAt < wait.pausedAt)
  const lasted = new Map(over.map(({ waitId, ms }) => [waitId, ms]))
  return [...lasted.values()].reduce((sum, each) => sum + each, 0)
}

/** The holds of the same process that began while the wait was open. */
function holdsDuring(wait: MarkRow, rows: readonly MarkRow[]) {
  if (holds.includes(wait.kind)) return []
  return rows.flatMap(({ waitId, processId, kind, openedAt, closedAt }) => {
    const isDuring = processId === wait.processId && openedAt > wait.openedAt && openedAt < (wait.closedAt ?? openedAt)
    if (!holds.includes(kind) || !isDuring || closedAt === null) return []
    return [{ waitId, openedAt, ms: Date.parse(closedAt) - Date.parse(openedAt) }]
  })
}

async function readMarks(db: Queryable, orgId: OrganisationId): Promise<readonly MarkRow[]> {
  const { rows } = await db.query<MarkRow>(
    `select wait_id as "waitId", process_id as "processId", kind, mark, at, opened_at as "openedAt", closed_at as "closedAt",
       paused_at as "pausedAt"
     from wait where org_id = $1 order by opened_at, at`,
    [orgId],
  )
  return rows
}
