import { startsOverByMove } from '../../domain/readAs.ts'
import type { CaseId, NumberId, OrderId } from '../../domain/values.ts'
import { applyByClass } from '../classSweep.ts'
import type { ImportRow } from '../command.ts'
import type { Context } from '../context.ts'
import { lockCase, lockLetters } from '../locks.ts'
import { takeOut } from './caseNumbers.ts'
import { uncover } from './letters.ts'

/** A number that a report says is elsewhere now, with what it had where it was. */
export type Moving = { readonly numberId: NumberId; readonly orderId: OrderId | null; readonly caseId: CaseId | null }

/** By one reading a move ends what a number had: those concerned, their cases and letters locked before the numbers are. */
export async function lockMoving(
  { tx, orgId, policy }: Context,
  rows: readonly ImportRow[],
  known: ReadonlyMap<string, { readonly numberId: NumberId }>,
): Promise<ReadonlyMap<NumberId, Moving>> {
  if (!startsOverByMove(policy.pack)) return new Map()
  const wanted = rows.flatMap(({ e164, locationId }) => {
    const number = known.get(e164)
    return number && locationId ? [{ id: number.numberId, locationId }] : []
  })
  const { rows: moving } = await tx.query<Moving>(
    `select n.id as "numberId", n.order_id as "orderId", n.case_id as "caseId"
     from number n join jsonb_to_recordset($2::jsonb) as w(id uuid, "locationId" uuid) on w.id = n.id
     where n.org_id = $1 and n.location_id is not null and n.location_id <> w."locationId" order by n.id`,
    [orgId, JSON.stringify(wanted)],
  )
  const cases = new Set(moving.flatMap(({ caseId }) => caseId ?? []))
  for (const caseId of [...cases].sort()) await lockCase(tx, orgId, caseId)
  const ids = moving.map(({ numberId }) => numberId)
  await lockLetters(tx, orgId, ids)
  return new Map(moving.map((each) => [each.numberId, each]))
}

/** As of the move: what was told of a later instant rests on the new place, and stays. */
export async function startOver(context: Context, { numberId, orderId, caseId }: Moving): Promise<void> {
  const { tx, orgId, recording, policy, at } = context
  const ids = [numberId]
  const reason = 'NUMBER_MOVED'
  if (caseId) await takeOut(context, caseId, ids, 'authorisationRevoked')
  if (orderId) {
    const revoke = { type: 'RevokeAuthorisation', orderId, reason } as const
    await applyByClass(tx, { orgId, ids, command: revoke, recording, policy, at })
  }
  const release = { type: 'ReleaseRegistration', reason } as const
  await applyByClass(tx, { orgId, ids, command: release, recording, policy, at })
  await uncover(context, ids, 'takenOut')
}
