import type { OnboardingCommand } from '../../domain/onboarding.ts'
import { hasRegistration } from '../../domain/policy/packs.ts'
import type { OnboardingWait } from '../../domain/policy/policy.ts'
import type { OnboardingEnd } from '../../domain/process/onboarding.ts'
import { brand, type CaseId, type EventId, type OnboardingId, type OrderId } from '../../domain/values.ts'
import { applyByClass } from '../classSweep.ts'
import type { CommandData, CommandResult } from '../command.ts'
import { type Context, type Decided, done, toldAs } from '../context.ts'
import { numbersToActivate } from '../counts.ts'
import { lockOnboarding, organisationExists } from '../locks.ts'
import { callAttention, closeProcess, lockProcess, openProcess, tell } from '../outbox.ts'
import { change, onboardings, orders } from '../streams.ts'
import { closeWaits } from '../waits.ts'
import { endCase } from './cases.ts'
import { groundsOf } from './grounds.ts'
import { release } from './orders.ts'
import { openStage, sayMarks } from './stages.ts'
import { numbersNow } from './telling.ts'

export async function startOnboarding(context: Context): Promise<Decided<CommandResult<'StartOnboarding'>>> {
  const { tx, orgId, at, policy } = context
  const id = brand<OnboardingId>(context.id('onboarding'))
  const changed = await change(
    tx,
    onboardings,
    { orgId, id, at, recording: toldAs('onboarding', context) },
    {
      type: 'StartOnboarding',
      organisationExists: await organisationExists(tx, orgId),
      packHasRegistration: hasRegistration(policy.pack),
      otherIsOpen: await isOneOpen(tx, orgId),
    },
  )
  if (!changed.ok) return changed
  await openProcess(tx, { id, orgId, kind: 'onboarding' })
  const grounds = await groundsOf(context)
  await tell(tx, {
    orgId,
    to: id,
    fact: { type: 'OnboardingStarted', ...grounds, ...proofOf(context, changed.eventId) },
  })
  return done({ onboardingId: id })
}

/** Opens the stage's wait, or takes up the one that a hold interrupted. Marks are fixed then and move only by holds. */
export async function enterStage(
  context: Context,
  { onboardingId, stage, waitId }: CommandData<'EnterStage'>,
): Promise<Decided<CommandResult<'EnterStage'>>> {
  const changed = await changeOnboarding(context, onboardingId, { type: 'EnterStage', stage })
  return changed.ok ? done(await openStage(context, onboardingId, { kind: stage, waitId })) : changed
}

/** Says the marks that are due, each once. Whether the wait was answered first is decided here, under the lock. */
export async function fireMarks(
  context: Context,
  { onboardingId, waitId }: CommandData<'FireMarks'>,
): Promise<Decided<CommandResult<'FireMarks'>>> {
  await lockOnboarding(context.tx, context.orgId, onboardingId)
  return sayMarks(context, { process: 'onboarding', processId: onboardingId, waitId }, (mark) =>
    changeOnboarding(context, onboardingId, {
      type: 'RecordMark',
      mark: { ...mark, wait: mark.wait as OnboardingWait },
    }),
  )
}

/** Switches texting on for the registered numbers that pass the gates; the rest stay, each with its reason. */
export async function activateNumbers(
  context: Context,
  { onboardingId, upTo, after }: CommandData<'ActivateNumbers'>,
): Promise<Decided<CommandResult<'ActivateNumbers'>>> {
  const { tx, orgId, at, recording, policy } = context
  if (!(await lockOnboarding(tx, orgId, onboardingId))) return notFound
  const ids = await numbersToActivate(tx, orgId, onboardingId, { after, limit: activationChunk })
  const command = { type: 'ActivateTexting' } as const
  const applied = await applyByClass(tx, { orgId, ids, command, recording, policy, at })
  const counted = { activated: applied.changed.length, heldBack: applied.refused.length }
  const changed = await changeOnboarding(context, onboardingId, { type: 'RecordActivation', ...counted })
  if (!changed.ok) return changed
  const next = ids.length === activationChunk ? ids.at(-1) : undefined
  if (next) return done({ ...counted, next })
  const counts = await numbersNow(context, onboardingId)
  const fact = { type: 'NumbersActivated', upTo, counts, ...proofOf(context, changed.eventId) } as const
  await tell(tx, { orgId, to: onboardingId, fact })
  return done(counted)
}

const activationChunk = 1_000

export async function recordStepFailed(
  context: Context,
  { onboardingId, step, code }: CommandData<'RecordStepFailed'>,
): Promise<Decided<CommandResult<'RecordStepFailed'>>> {
  const { tx, orgId, at } = context
  const changed = await changeOnboarding(context, onboardingId, { type: 'RecordStepFailed', step, code })
  if (!changed.ok) return changed
  const detail = { onboardingId, step, code }
  await callAttention(tx, { orgId, code: 'STEP_FAILED', subject: `${onboardingId}/${step}`, detail, at })
  return done({ version: changed.version })
}

export async function acknowledgeOutcome(
  context: Context,
  { onboardingId }: CommandData<'AcknowledgeOutcome'>,
): Promise<Decided<CommandResult<'AcknowledgeOutcome'>>> {
  const { tx, orgId } = context
  await lockOnboarding(tx, orgId, onboardingId)
  const { refused, rejected } = await numbersNow(context, onboardingId)
  const changed = await changeOnboarding(context, onboardingId, { type: 'AcknowledgeOutcome', refused, rejected })
  if (!changed.ok) return changed
  const fact = { type: 'OutcomeAcknowledged', refused, rejected, ...proofOf(context, changed.eventId) } as const
  await tell(tx, { orgId, to: onboardingId, fact })
  return done({ refused, rejected })
}

/** Ends the road here: drafts and open cases with it. What was ordered, authorised or registered stays as it is. */
export async function cancelOnboarding(
  context: Context,
  { onboardingId, reason }: CommandData<'CancelOnboarding'>,
): Promise<Decided<CommandResult<'CancelOnboarding'>>> {
  const { tx, orgId, at } = context
  await lockOnboarding(tx, orgId, onboardingId)
  const drafts = await lockDrafts(tx, orgId, onboardingId)
  const cases = await lockOpenCases(tx, orgId, onboardingId)
  const changed = await changeOnboarding(context, onboardingId, { type: 'CancelOnboarding', reason })
  if (!changed.ok) return changed
  let released = 0
  for (const orderId of drafts) {
    await change(
      tx,
      orders,
      { orgId, id: orderId, at, recording: toldAs('order', context) },
      { type: 'WithdrawOrder', at },
    )
    released += await release(context, orderId)
  }
  for (const caseId of cases) await endCase(context, caseId, { type: 'CancelCase' }, 'caseCancelled')
  if (changed.events.length > 0) await end(context, onboardingId, 'cancelled', changed.eventId)
  return done({ released, casesCancelled: cases.length })
}

/** Ends the road at its goal, unless a fact is on its way to the process that it has not folded in yet. */
export async function completeOnboarding(
  context: Context,
  { onboardingId, position }: CommandData<'CompleteOnboarding'>,
): Promise<Decided<CommandResult<'CompleteOnboarding'>>> {
  const { tx, orgId } = context
  await lockOnboarding(tx, orgId, onboardingId)
  const told = await lockProcess(tx, onboardingId)
  if (told !== undefined && told > position) return { ok: false, refusal: { code: 'PROCESS_BEHIND' } }
  const { registered, refused, rejected } = await numbersNow(context, onboardingId)
  const command = { type: 'CompleteOnboarding', registered, dropped: refused + rejected } as const
  const changed = await changeOnboarding(context, onboardingId, command)
  if (!changed.ok) return changed
  if (changed.events.length > 0) await end(context, onboardingId, 'completed', changed.eventId)
  return done({ registered, dropped: refused + rejected })
}

const notFound = { ok: false, refusal: { code: 'ONBOARDING_NOT_FOUND', field: 'onboardingId' } } as const

async function changeOnboarding(context: Context, id: OnboardingId, command: OnboardingCommand) {
  const { tx, orgId, at } = context
  if (!(await lockOnboarding(tx, orgId, id))) return notFound
  return change(tx, onboardings, { orgId, id, at, recording: toldAs('onboarding', context) }, command)
}

async function end(context: Context, onboardingId: OnboardingId, as: OnboardingEnd, eventId: EventId): Promise<void> {
  const { tx, orgId, at } = context
  await closeWaits(tx, onboardingId, at)
  await tell(tx, { orgId, to: onboardingId, fact: { type: 'OnboardingEnded', as, ...proofOf(context, eventId) } })
  await closeProcess(tx, onboardingId, at)
}

function proofOf({ recording: { happenedAt, recordedAt } }: Context, eventId: EventId) {
  return { eventId, happenedAt, recordedAt }
}

async function isOneOpen(tx: Context['tx'], orgId: string): Promise<boolean> {
  const { rowCount } = await tx.query(`select 1 from onboarding where org_id = $1 and phase = 'open'`, [orgId])
  return rowCount !== 0
}

async function lockDrafts(tx: Context['tx'], orgId: string, id: OnboardingId): Promise<readonly OrderId[]> {
  const { rows } = await tx.query<{ id: OrderId }>(
    `select id from "order" where org_id = $1 and onboarding_id = $2 and phase = 'open' order by id for no key update`,
    [orgId, id],
  )
  return rows.map((row) => row.id)
}

async function lockOpenCases(tx: Context['tx'], orgId: string, id: OnboardingId): Promise<readonly CaseId[]> {
  const { rows } = await tx.query<{ id: CaseId }>(
    `select id from support_case where org_id = $1 and onboarding_id = $2 and ended_at is null
     order by id for no key update`,
    [orgId, id],
  )
  return rows.map((row) => row.id)
}
