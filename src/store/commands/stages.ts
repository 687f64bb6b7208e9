import type { Refusal } from '../../domain/decision.ts'
import type { Owner, WaitKind } from '../../domain/policy/policy.ts'
import { type MarkKind, marksDue, marksOf, restOf } from '../../domain/process/waits.ts'
import type { Instant } from '../../domain/values.ts'
import type { EnteredStage } from '../command.ts'
import { type Context, type Decided, done } from '../context.ts'
import { queueWaitMail, requireContact } from '../mail.ts'
import { enterWait, lastWait, sayMark, skipMark, unsaidMarks } from '../waits.ts'

/**
 * `since`: a wait of this kind that was open before then is over; its clock is not taken up again. `isRest`: it has only what
 * that wait had left.
 */
export type Stage = {
  readonly kind: WaitKind
  readonly waitId: string
  readonly since?: Instant
  readonly isRest?: boolean
}

/** Opens the wait of a process's stage by the clock that the pack gives it. A person is told where its owner cannot be. */
export async function openStage(
  { tx, orgId, at, policy }: Context,
  processId: string,
  stage: Stage,
): Promise<EnteredStage> {
  const { owner, ...rule } = policy.pack.waits[stage.kind]
  const whole = marksOf({ owner, ...rule }, at)
  const before =
    stage.isRest && stage.since ? await lastWait(tx, { processId, kind: stage.kind, since: stage.since }) : undefined
  const marks = before ? restOf(before.marks, before.endedAt ?? at, at) : whole
  const entered = await enterWait(tx, { orgId, processId, ...stage, owner, openedAt: at, marks })
  await requireContact(tx, { orgId, waitId: entered.waitId, owner, wait: stage.kind, processId, at })
  return { ...entered, owner }
}

export type ReachedMark = {
  readonly wait: WaitKind
  readonly mark: MarkKind
  readonly dueAt: Instant
  readonly owner: Owner
  readonly late: boolean
}

type Recorded = { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal }

/** Whose wait speaks. */
export type Speaking = {
  readonly process: 'onboarding' | 'case'
  readonly processId: string
  readonly waitId: string
}

/**
 * Says a wait's due marks, each once, writes to its owner, and answers when it speaks next. Nothing when the wait was
 * answered or is on hold.
 */
export async function sayMarks(
  { tx, orgId, at, policy }: Context,
  speaking: Speaking,
  record: (mark: ReachedMark) => Promise<Recorded>,
): Promise<Decided<{ readonly said: number; readonly next?: Instant }>> {
  const { waitId } = speaking
  const wait = await unsaidMarks(tx, waitId)
  if (!wait) return done({ said: 0 })
  const { said, skipped, next } = marksDue(wait.unsaid, at, policy.pack.lateAfterMinutes)
  if (said.length === 0) return { ok: false, refusal: { code: 'MARK_NOT_DUE' } }
  for (const mark of skipped) await skipMark(tx, waitId, mark)
  for (const mark of said) {
    await sayMark(tx, waitId, mark, mark.late, at)
    const recorded = await record({
      wait: wait.kind,
      mark: mark.mark,
      dueAt: mark.at,
      owner: wait.owner,
      late: mark.late,
    })
    if (!recorded.ok) return recorded
    const about = { wait: wait.kind, owner: wait.owner, mark: mark.mark, dueAt: mark.at, zone: policy.pack.zone }
    await queueWaitMail(tx, { orgId, matter: { kind: 'wait', ...speaking, ...about }, at })
  }
  return done({ said: said.length, ...(next ? { next } : {}) })
}
