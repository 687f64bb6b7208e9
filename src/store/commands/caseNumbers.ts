import type { CaseExit } from '../../domain/number.ts'
import { brand, type CaseId, type NumberId, type OrderId } from '../../domain/values.ts'
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

/** A case of help stands where the order of its numbers would. */
export function askedBy(caseId: CaseId): OrderId {
  return brand<OrderId>(caseId)
}

/** What the desk has not answered is asked for no longer, and free for an order or another case. */
export async function stopAsking(
  { tx, orgId, recording, policy, at }: Context,
  caseId: CaseId,
  ids: readonly NumberId[],
): Promise<readonly NumberId[]> {
  const command = { type: 'StopAsking', orderId: askedBy(caseId) } as const
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
