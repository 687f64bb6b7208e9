import type { CutoffCommand, CutoffEvent } from '../../domain/cutoff.ts'
import { decidedAt } from '../../domain/cutoffPlan.ts'
import type { Refusal } from '../../domain/decision.ts'
import { classInstants } from '../../domain/numberClass.ts'
import { isCovered, totalsOf } from '../../domain/planChange.ts'
import type { Cutoff, CutoffId } from '../../domain/policy/policy.ts'
import { brand, type EventId, type ExemptionId } from '../../domain/values.ts'
import type { CommandData, CommandResult, Exempted } from '../command.ts'
import { type Context, type Decided, done, toldAs } from '../context.ts'
import { enlistClass } from '../cutoff/classes.ts'
import { cutoffStreamId } from '../cutoff/cutoffRow.ts'
import { enlistNumbers, reopenNumbers } from '../cutoff/exempting.ts'
import { cutoffIn, insertPlan, planHash, planNow, readApproved } from '../cutoff/plans.ts'
import { lockOrganisation, organisationExists } from '../locks.ts'
import { openCutoffProcess, tellCutoff } from '../outbox.ts'
import { contentHash } from '../policy.ts'
import { change, cutoffs } from '../streams.ts'

type Made = {
  readonly ok: true
  readonly version: number
  readonly events: readonly CutoffEvent[]
  readonly eventId: EventId
}

const notFound = { ok: false, refusal: { code: 'CUTOFF_NOT_FOUND', field: 'cutoffId' } } as const

/** Load, decide, append, write, and let its process know. The deployment's row is locked by the command. */
async function changeCutoff(
  context: Context,
  cutoffId: CutoffId,
  ask: (rule: Cutoff) => CutoffCommand,
): Promise<Made | { readonly ok: false; readonly refusal: Refusal }> {
  const { tx, orgId, at, policy } = context
  const rule = cutoffIn(policy.pack, cutoffId)
  if (!rule) return notFound
  const recording = toldAs('cutoff', context)
  const changed = await change(tx, cutoffs, { orgId, id: cutoffStreamId(cutoffId), at, recording }, ask(rule))
  if (!changed.ok) return changed
  const { version, events, eventId } = changed
  if (events.length > 0) await tellChange(context, cutoffId, events, eventId)
  return { ok: true, version, events, eventId }
}

async function tellChange(
  { tx, orgId, recording: { happenedAt, recordedAt } }: Context,
  cutoffId: CutoffId,
  events: readonly CutoffEvent[],
  eventId: EventId,
): Promise<void> {
  const processId = cutoffStreamId(cutoffId)
  const isNew = events.some((event) => event.type === 'CutoffPublished')
  if (isNew) await openCutoffProcess(tx, orgId, processId)
  const type = isNew ? 'CutoffPublished' : 'CutoffChanged'
  await tellCutoff(tx, { orgId, processId, fact: { type, eventId, happenedAt, recordedAt } })
}

export async function publishCutoff(
  context: Context,
  { cutoffId }: CommandData<'PublishCutoff'>,
): Promise<Decided<CommandResult<'PublishCutoff'>>> {
  const changed = await changeCutoff(context, cutoffId, (rule) => ({
    type: 'PublishCutoff',
    rule,
    contentHash: cutoffHash(rule),
    at: context.at,
  }))
  return changed.ok ? done({ version: changed.version }) : changed
}

/** What a cutoff is, but for the instant that it acts by: putting it off is no other cutoff. */
export function cutoffHash({ instant: _instant, ...stated }: Cutoff): string {
  return contentHash(stated)
}

export async function planCutoff(
  context: Context,
  { cutoffId, occasion }: CommandData<'PlanCutoff'>,
): Promise<Decided<CommandResult<'PlanCutoff'>>> {
  const { tx, at, policy } = context
  const rule = cutoffIn(policy.pack, cutoffId)
  if (!rule) return notFound
  await tx.query(`set local statement_timeout = '${planTimeoutMs}'`)
  const classes = await planNow(tx, rule, { policy, at })
  const hash = planHash(cutoffId, policy, classes)
  const totals = totalsOf(classes)
  const numbers = classes.reduce((sum, { count }) => sum + count, 0)
  const summary = { hash, policyVersion: policy.version, classes: classes.length, numbers, switchOff: totals.switchOff }
  const by = subjectOf(context)
  const changed = await changeCutoff(context, cutoffId, () => ({ type: 'RecordPlan', ...summary, occasion, by }))
  if (!changed.ok) return changed
  const planNo = changed.events.flatMap((event) => (event.type === 'CutoffPlanned' ? [event.data.planNo] : []))[0] ?? 0
  const plan = { cutoffId, planNo, madeAt: at, decidedAt: decidedAt(rule, at), occasion, hash, requestedBy: by }
  await insertPlan(tx, { ...plan, policyVersion: policy.version }, classes)
  const approved = await readApproved(tx, cutoffId, policy.version)
  const isApproved = isCovered(classes, approved, rule.countTolerance)
  return done({ planNo, hash, numbers, switchOff: totals.switchOff, isApproved })
}

/** A million numbers are counted in seconds, in one statement: longer than what others may take. */
const planTimeoutMs = 60_000

function subjectOf({ recording }: Context): string {
  return recording.actor.subject
}

export async function approvePlan(
  context: Context,
  { cutoffId, hash }: CommandData<'ApprovePlan'>,
): Promise<Decided<CommandResult<'ApprovePlan'>>> {
  const policyVersion = context.policy.version
  const by = subjectOf(context)
  const changed = await changeCutoff(context, cutoffId, (rule) => ({
    type: 'ApprovePlan',
    hash,
    by,
    rule,
    policyVersion,
  }))
  if (!changed.ok) return changed
  const [approved] = changed.events.flatMap((event) => (event.type === 'CutoffPlanApproved' ? [event.data] : []))
  return done({ planNo: approved?.planNo ?? 0, isComplete: approved?.isComplete ?? false })
}

export async function declareImportComplete(
  context: Context,
  { cutoffId }: CommandData<'DeclareImportComplete'>,
): Promise<Decided<CommandResult<'DeclareImportComplete'>>> {
  const by = subjectOf(context)
  const changed = await changeCutoff(context, cutoffId, () => ({ type: 'DeclareImportComplete', by }))
  return changed.ok ? done({ version: changed.version }) : changed
}

export async function requestExemption(
  context: Context,
  { cutoffId, whom, until, reason, isUndo }: CommandData<'RequestExemption'>,
): Promise<Decided<CommandResult<'RequestExemption'>>> {
  const { at } = context
  const exemptionId = brand<ExemptionId>(context.id('exemption'))
  const enlisted = await enlist(context, cutoffId, exemptionId, whom)
  if (!enlisted.ok) return enlisted
  const { numbers } = enlisted
  const by = subjectOf(context)
  const changed = await changeCutoff(context, cutoffId, (rule) => ({
    type: 'RequestExemption',
    exemptionId,
    ...whom,
    numbers,
    until,
    reason,
    isUndo,
    by,
    at,
    rule,
  }))
  return changed.ok ? done({ requestId: exemptionId, numbers }) : changed
}

type Enlisted =
  | { readonly ok: true; readonly numbers: number | null }
  | { readonly ok: false; readonly refusal: Refusal }

/** The members of a class or a list are fixed when it is asked for, so that whoever confirms it knows how many there are. */
async function enlist(
  { tx, at, policy }: Context,
  cutoffId: CutoffId,
  exemptionId: ExemptionId,
  whom: Exempted,
): Promise<Enlisted> {
  switch (whom.scope) {
    case 'all':
      return { ok: true, numbers: null }
    case 'organisation':
      return (await organisationExists(tx, whom.orgId))
        ? { ok: true, numbers: null }
        : { ok: false, refusal: { code: 'ORGANISATION_NOT_FOUND', field: 'orgId' } }
    case 'class': {
      const rule = cutoffIn(policy.pack, cutoffId)
      if (!rule) return notFound
      const instants = classInstants(policy.pack, decidedAt(rule, at))
      return { ok: true, numbers: await enlistClass(tx, instants, { exemptionId, key: whom.class }) }
    }
    case 'numbers': {
      const wanted = [...new Set(whom.numberIds)]
      const numbers = await enlistNumbers(tx, exemptionId, whom.orgId, wanted)
      return numbers === wanted.length
        ? { ok: true, numbers }
        : { ok: false, refusal: { code: 'NUMBER_NOT_FOUND', field: 'numberIds' } }
    }
  }
}

export async function requestRevocation(
  context: Context,
  { cutoffId, exemptionId, reason }: CommandData<'RequestRevocation'>,
): Promise<Decided<CommandResult<'RequestRevocation'>>> {
  const requestId = context.id('revocation')
  const asked = { requestId, exemptionId, reason, by: subjectOf(context), at: context.at }
  const changed = await changeCutoff(context, cutoffId, () => ({ type: 'RequestRevocation', ...asked }))
  return changed.ok ? done({ requestId }) : changed
}

export async function requestPostponement(
  context: Context,
  { cutoffId, until, reason }: CommandData<'RequestPostponement'>,
): Promise<Decided<CommandResult<'RequestPostponement'>>> {
  const requestId = context.id('postponement')
  const asked = { requestId, until, reason, by: subjectOf(context), at: context.at }
  const changed = await changeCutoff(context, cutoffId, (rule) => ({ type: 'RequestPostponement', ...asked, rule }))
  return changed.ok ? done({ requestId }) : changed
}

/** From here on the gate knows: of all and of an organisation at once, of a class or a list as its rows are written. */
export async function confirmRequest(
  context: Context,
  { cutoffId, requestId }: CommandData<'ConfirmRequest'>,
): Promise<Decided<CommandResult<'ConfirmRequest'>>> {
  const { tx, at } = context
  await lockOrganisationOf(context, requestId)
  const by = subjectOf(context)
  const changed = await changeCutoff(context, cutoffId, (rule) => ({ type: 'ConfirmRequest', requestId, by, at, rule }))
  if (!changed.ok) return changed
  for (const event of changed.events) {
    if (event.type === 'ExemptionGranted' || event.type === 'ExemptionRevoked')
      await reopenNumbers(tx, event.data.exemptionId)
  }
  return done({ version: changed.version })
}

/** An exemption changes what decisions about its organisation's numbers rest on. */
async function lockOrganisationOf({ tx }: Context, requestId: string): Promise<void> {
  const { rows } = await tx.query<{ orgId: Context['orgId'] }>(
    `select e.org_id as "orgId" from cutoff_request r join exemption e on e.id = r.exemption_id
     where r.id = $1 and e.scope = 'organisation'`,
    [requestId],
  )
  for (const { orgId } of rows) await lockOrganisation(tx, orgId, 'update')
}

export async function recordCutoffExecuted(
  context: Context,
  { cutoffId, ...counts }: CommandData<'RecordCutoffExecuted'>,
): Promise<Decided<CommandResult<'RecordCutoffExecuted'>>> {
  const changed = await changeCutoff(context, cutoffId, () => ({ type: 'RecordExecuted', ...counts }))
  return changed.ok ? done({ version: changed.version }) : changed
}

export async function recordCutoffVerified(
  context: Context,
  { cutoffId, ...found }: CommandData<'RecordCutoffVerified'>,
): Promise<Decided<CommandResult<'RecordCutoffVerified'>>> {
  const changed = await changeCutoff(context, cutoffId, () => ({ type: 'RecordVerified', ...found }))
  return changed.ok ? done({ version: changed.version }) : changed
}

export async function closeCutoff(
  context: Context,
  { cutoffId }: CommandData<'CloseCutoff'>,
): Promise<Decided<CommandResult<'CloseCutoff'>>> {
  const changed = await changeCutoff(context, cutoffId, () => ({ type: 'CloseCutoff' }))
  return changed.ok ? done({ version: changed.version }) : changed
}
