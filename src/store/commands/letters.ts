import { prevailing } from '../../domain/fact.ts'
import { type LoaPhase, loaPhase, refuseSigner } from '../../domain/loa.ts'
import type { LoaVoid } from '../../domain/number.ts'
import { lettersGoodFrom } from '../../domain/readAs.ts'
import { brand, type DocumentId, type LoaId, type NumberId, type OrderId } from '../../domain/values.ts'
import { applyByClass } from '../classSweep.ts'
import type { CommandData, CommandResult } from '../command.ts'
import { type Context, type Decided, done, toldAs } from '../context.ts'
import {
  casesOf,
  lettersCovering,
  numbersLostByRefusal,
  numbersOfLetter,
  numbersWithOldLetter,
  numbersWithoutLetter,
} from '../counts.ts'
import { lockCase, lockLetters, lockLettersBeside, lockLoa, lockOrder } from '../locks.ts'
import { change, load, loas } from '../streams.ts'
import { takeOut } from './caseNumbers.ts'
import { tellCounts } from './telling.ts'

/** The wording that a signer agrees to. A changed wording is a new version; the old ones stay readable in their letters. */
const letterText = {
  version: '1',
  text: 'I am authorised to act for the customer named here and authorise the numbers listed below for business texting.',
} as const

/** Z8: one letter for the order's numbers that need one and have none. Its list never changes afterwards. */
export async function signLoa(
  context: Context,
  { orderId, signer }: CommandData<'SignLoa'>,
): Promise<Decided<CommandResult<'SignLoa'>>> {
  const { tx, orgId, at, recording, policy, documents } = context
  const refusal = refuseSigner(signer)
  if (refusal) return { ok: false, refusal }
  const order = await lockOrder(tx, orgId, orderId)
  if (!order) return { ok: false, refusal: { code: 'ORDER_NOT_FOUND', field: 'orderId' } }
  if (order.phase !== 'open') return { ok: false, refusal: { code: 'ORDER_ALREADY_CLOSED', field: 'orderId' } }
  await expireLetters(context, orderId)
  const ids = await numbersWithoutLetter(tx, orgId, orderId)
  const loaId = brand<LoaId>(context.id('loa'))
  const id = brand<DocumentId>(context.id('letterOfAuthorisation'))
  const text = JSON.stringify({ ...letterText, signer, numbers: await textsOf(context, ids), signedAt: at })
  const document = await documents.seal(tx, { id, orgId, kind: 'letterOfAuthorisation', text, at })
  const signed = { type: 'SignLoa', orderId, document, textVersion: letterText.version, numbers: ids.length } as const
  const changed = await change(tx, loas, { orgId, id: loaId, at, recording: toldAs('letter', context) }, signed)
  if (!changed.ok) return changed
  const cover = { type: 'CoverByLetter', orderId, loaId } as const
  const applied = await applyByClass(tx, { orgId, ids, command: cover, recording, policy, at })
  return done({ loaId, numbers: applied.changed.length, sha256: document.sha256 })
}

/**
 * The desk accepts a letter or sends it back. One sent back covers its numbers no longer; one accepted after all covers them
 * again, as far as no other letter does. The later word counts, in whichever order the two are told.
 */
export async function reportLoa(
  context: Context,
  { loaId, status, reason }: CommandData<'ReportLoa'>,
): Promise<Decided<CommandResult<'ReportLoa'>>> {
  const { tx, orgId, at } = context
  const beside = await lockLettersBeside(tx, orgId, loaId)
  if (beside.length === 0) return notFound
  const { happenedAt, source } = toldAs('letter', context)
  const command =
    status === 'accepted'
      ? ({ type: 'RecordLoaAcceptance', happenedAt, source } as const)
      : ({ type: 'RecordLoaRefusal', reason: reason ?? 'UNSTATED', happenedAt, source } as const)
  const changed = await change(tx, loas, { orgId, id: loaId, at, recording: toldAs('letter', context) }, command)
  if (!changed.ok) return changed
  const phase = loaPhase(changed.state, changed.at)
  const voided = await followLetter(context, loaId, phase, beside)
  return done({ phase, voided: voided.length })
}

/** What the desk's word on a letter does to the numbers under it and under those beside it. Answers those that lost it. */
export async function followLetter(
  context: Context,
  loaId: LoaId,
  phase: LoaPhase,
  beside: readonly { readonly id: LoaId; readonly orderId: OrderId }[],
): Promise<readonly NumberId[]> {
  const { tx, orgId } = context
  const covered = phase === 'refused' ? await numbersOfLetter(tx, orgId, loaId) : []
  const voided = await voidLetter(context, loaId, covered, 'refused')
  for (const each of beside) await coverAgain(context, each)
  return voided
}

/** As of the acceptance, not of the report at hand: this may be the refusal, heard late, of the letter signed after it. */
async function coverAgain(
  { tx, orgId, at, recording, policy }: Context,
  { id: loaId, orderId }: { readonly id: LoaId; readonly orderId: OrderId },
): Promise<void> {
  const ids = await numbersLostByRefusal(tx, orgId, { loaId, orderId })
  if (ids.length === 0) return
  const { state } = await load(tx, loas, loaId, orgId)
  const accepted = loaPhase(state, at) === 'accepted' ? prevailing(state.decision, at) : undefined
  if (!accepted) return
  const command = { type: 'CoverAgain', orderId, loaId } as const
  const then = { ...recording, happenedAt: accepted.happenedAt }
  await applyByClass(tx, { orgId, ids, command, recording: then, policy, at })
}

/** The signer takes the letter back: its numbers lose their cover, and the authorisation that rested on it. */
export async function withdrawLoa(
  context: Context,
  { loaId }: CommandData<'WithdrawLoa'>,
): Promise<Decided<CommandResult<'WithdrawLoa'>>> {
  const { tx, orgId, at, recording, policy } = context
  const loa = await lockLoa(tx, orgId, loaId)
  if (!loa) return notFound
  const covered = await numbersOfLetter(tx, orgId, loaId)
  const cases = await casesOf(tx, orgId, covered)
  for (const caseId of cases) await lockCase(tx, orgId, caseId)
  const changed = await change(
    tx,
    loas,
    { orgId, id: loaId, at, recording: toldAs('letter', context) },
    { type: 'WithdrawLoa' },
  )
  if (!changed.ok) return changed
  const revoke = { type: 'RevokeAuthorisation', orderId: loa.orderId, reason: 'LOA_WITHDRAWN' } as const
  const revoked = await applyByClass(tx, { orgId, ids: covered, command: revoke, recording, policy, at })
  const voided = await voidLetter(context, loaId, covered, 'withdrawn')
  for (const caseId of cases) await takeOut(context, caseId, revoked.changed, 'authorisationRevoked')
  await tellCounts(context, covered)
  return done({ voided: voided.length, revoked: revoked.changed.length })
}

const notFound = { ok: false, refusal: { code: 'LOA_NOT_FOUND', field: 'loaId' } } as const

async function voidLetter(
  { tx, orgId, recording, policy, at }: Context,
  loaId: LoaId,
  ids: readonly NumberId[],
  reason: LoaVoid,
): Promise<readonly NumberId[]> {
  const command = { type: 'VoidLetter', loaId, reason } as const
  return (await applyByClass(tx, { orgId, ids, command, recording, policy, at })).changed
}

/**
 * A letter covers the list that its signer saw, so numbers that leave the list leave the letter; one that covers nothing
 * more has been superseded. The caller has locked the letters before the numbers.
 */
export async function uncover(context: Context, ids: readonly NumberId[], reason: LoaVoid): Promise<void> {
  const { tx, orgId, at } = context
  for (const { loaId, numberIds } of await lettersCovering(tx, orgId, ids)) {
    await voidLetter(context, loaId, numberIds, reason)
    if ((await numbersOfLetter(tx, orgId, loaId)).length > 0) continue
    await change(tx, loas, { orgId, id: loaId, at, recording: toldAs('letter', context) }, { type: 'SupersedeLoa' })
  }
}

/** Letters that are too old, where letters grow old, cover a draft no longer. */
export async function expireLetters(context: Context, orderId: OrderId): Promise<void> {
  const { tx, orgId, at, policy } = context
  const before = lettersGoodFrom(policy.pack, at)
  if (before === null) return
  const ids = await numbersWithOldLetter(tx, orgId, { orderId, before })
  await lockLetters(tx, orgId, ids)
  await uncover(context, ids, 'expired')
}

/** The number texts go into the encrypted letter and nowhere else. */
async function textsOf({ tx, orgId }: Context, ids: readonly NumberId[]): Promise<readonly string[]> {
  const { rows } = await tx.query<{ e164: string }>(
    'select e164 from number where org_id = $1 and id = any($2::uuid[]) order by e164',
    [orgId, ids],
  )
  return rows.map((row) => row.e164)
}
