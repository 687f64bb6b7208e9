import type { CaseExit } from '../../domain/number.ts'
import type { CaseId, NumberId } from '../../domain/values.ts'
import { applyByClass } from '../classSweep.ts'
import type { Context } from '../context.ts'
import { lastEventOf, tellCaseCounts } from './telling.ts'

/** Lets numbers go out of a case: undecided ones are unsubmitted again, judged ones keep their judgement. */
export async function leave(
  context: Context,
  caseId: CaseId,
  ids: readonly NumberId[],
  reason: CaseExit,
): Promise<readonly NumberId[]> {
  const { tx, orgId, recording, policy, at } = context
  const withdrawn = { type: 'WithdrawRegistration', caseId } as const
  await applyByClass(tx, { orgId, ids, command: withdrawn, recording, policy, at })
  const command = { type: 'LeaveCase', caseId, reason } as const
  return (await applyByClass(tx, { orgId, ids, command, recording, policy, at })).changed
}

/** Out of a case that goes on without them: its process hears of it. Answers those that left. */
export async function takeOut(
  context: Context,
  caseId: CaseId,
  ids: readonly NumberId[],
  reason: CaseExit,
): Promise<readonly NumberId[]> {
  const left = await leave(context, caseId, ids, reason)
  const [first] = left
  if (first) await tellCaseCounts(context, caseId, await lastEventOf(context.tx, first))
  return left
}
