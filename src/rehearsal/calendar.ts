import type { CutoffId } from '../domain/policy/policy.ts'
import { type CutoffStanding, nextMove } from '../domain/process/cutoff.ts'
import type { Instant } from '../domain/values.ts'
import { openCutoffs, readCutoffStanding } from '../store/cutoff/standing.ts'
import { readPolicy } from '../store/policy.ts'
import type { Queryable } from '../store/pool.ts'

/** What the cutoffs have to do at an instant and have not done, and when the next of them has something to do. */
export type Calendar = { readonly due: readonly string[]; readonly next: Instant | null }

/** Asks what their processes ask. A step that was declined is put before the operators, and not waited for. */
export async function readCalendar(db: Queryable, at: Instant): Promise<Calendar> {
  const policy = await readPolicy(db, at)
  const declined = await declinedSteps(db)
  const due: string[] = []
  const coming: Instant[] = []
  for (const cutoffId of await openCutoffs(db)) {
    const standing = await readCutoffStanding(db, cutoffId, { policy, at })
    if (!standing) continue
    const move = nextMove(standing)
    if (move.kind === 'wait' && move.until !== undefined) coming.push(move.until)
    if (move.kind === 'step' && !declined.has(`${cutoffId}/${move.step.id}`)) due.push(`${cutoffId}/${move.step.id}`)
  }
  return { due, next: coming.sort()[0] ?? null }
}

async function declinedSteps(db: Queryable): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ subject: string }>(
    `select subject from attention where code = 'CUTOFF_STEP_DECLINED'`,
  )
  return new Set(rows.map(({ subject }) => subject))
}

function stageOf(standing: CutoffStanding): string {
  const move = nextMove(standing)
  if (move.kind === 'wait') return move.stage
  return move.kind === 'step' ? move.step.kind : 'closed'
}

/** Of a cutoff, as it stands now: what its process waits for, and the counts of its plan and its last sweep. */
export type CutoffState = { readonly stage: string } & Readonly<
  Record<'planned' | 'switchedOff' | 'registered' | 'exempt' | 'unknown' | 'waiting', number>
>

export async function cutoffState(db: Queryable, cutoffId: CutoffId, at: Instant): Promise<CutoffState | undefined> {
  const standing = await readCutoffStanding(db, cutoffId, { policy: await readPolicy(db, at), at })
  if (!standing) return undefined
  const { rows } = await db.query<Omit<CutoffState, 'stage' | 'planned'>>(
    `select coalesce((data->>'switchedOff')::int, 0) as "switchedOff", coalesce((data->>'registered')::int, 0) as registered,
       coalesce((data->>'exempt')::int, 0) as exempt, coalesce((data->>'unknown')::int, 0) as unknown,
       coalesce((data->>'waiting')::int, 0) as waiting
     from cutoff left join lateral (select data from event where stream_id = cutoff.stream_id and type = 'CutoffExecuted'
       order by version desc limit 1) as swept on true
     where id = $1`,
    [cutoffId],
  )
  const [counts] = rows
  if (!counts) return undefined
  return { stage: stageOf(standing), planned: standing.plan?.switchOff ?? 0, ...counts }
}
