import type { Refusal, RowRefusal } from '../../domain/decision.ts'
import { formFindings } from '../../domain/form.ts'
import type { CaseExit } from '../../domain/number.ts'
import type { CaseWait } from '../../domain/policy/policy.ts'
import { hasRestOfTime, takesOneCase } from '../../domain/readAs.ts'
import { caseKind, caseStatus, type SupportCaseCommand } from '../../domain/supportCase.ts'
import { brand, type CaseId, type DocumentId, type NumberId } from '../../domain/values.ts'
import { applyByClass } from '../classSweep.ts'
import type { CaseRow, CommandData, CommandResult } from '../command.ts'
import { type Context, type Decided, done, toldAs } from '../context.ts'
import { countNumbers, numbersForCase, numbersOfCase, numbersOfOrder } from '../counts.ts'
import { lockCase, lockOnboarding } from '../locks.ts'
import { callAttention, closeProcess, lockProcess, openProcess, tell } from '../outbox.ts'
import { contentHash } from '../policy.ts'
import { change, supportCases } from '../streams.ts'
import { closeWaits } from '../waits.ts'
import { askedBy, leave, stopAsking, takeOut } from './caseNumbers.ts'
import { groundsOf } from './grounds.ts'
import { resolveNumbers } from './orders.ts'
import { recordAnswers } from './reports.ts'
import { openStage, sayMarks } from './stages.ts'
import { caseNow, lastEventOf, proofOf, tellCaseCounts, tellCounts, tellOnboardingCounts } from './telling.ts'

/** R2: authorised numbers only, each in one open case at a time; the good rows go on, and whatever was rejected begins anew. */
export async function openCase(
  context: Context,
  { onboardingId, numbers, kind = 'registration' }: CommandData<'OpenCase'>,
): Promise<Decided<CommandResult<'OpenCase'>>> {
  const { tx, orgId, at, policy } = context
  const onboarding = await lockOnboarding(tx, orgId, onboardingId)
  if (!onboarding) return { ok: false, refusal: { code: 'ONBOARDING_NOT_FOUND', field: 'onboardingId' } }
  if (onboarding.phase !== 'open') return { ok: false, refusal: { code: 'ONBOARDING_NOT_OPEN', field: 'onboardingId' } }
  if (takesOneCase(policy.pack) && (await hasOpenCase(tx, orgId)))
    return { ok: false, refusal: { code: 'CASE_ALREADY_OPEN', field: 'orgId' } }
  const caseId = brand<CaseId>(context.id('case'))
  const asked = numbers
    ? await resolveNumbers(tx, orgId, numbers)
    : kind === 'authorisationHelp'
      ? []
      : (await numbersForCase(tx, orgId, onboardingId, policy.pack)).map((numberId, row) => ({
          row,
          numberId,
          repeats: false,
        }))
  const ids = asked.flatMap(({ numberId }) => (numberId ? [numberId] : []))
  const applied = await (kind === 'registration' ? join(context, caseId, ids) : askFor(context, caseId, ids))
  const refusals = new Map(applied.refused.map(({ numberId, refusal }) => [numberId, refusal]))
  const rows = asked.map((each) => caseRow(each, refusals))
  const refused: readonly RowRefusal[] = rows.filter((row) => row.status === 'refused')
  if (rows.length > 0 && refused.length === rows.length) {
    return { ok: false, refusal: { code: 'NO_ROW_ACCEPTED', field: 'numbers', rows: refused } }
  }
  const caseNumber = await nextCaseNumber(tx)
  const ofKind = kind === 'registration' ? {} : { kind }
  const joined = { numbers: applied.changed.length, number: caseNumber }
  const opening = { type: 'OpenCase', onboardingId, ...joined, ...ofKind } as const
  const changed = await change(tx, supportCases, { orgId, id: caseId, at, recording: toldAs('case', context) }, opening)
  if (!changed.ok) return changed
  await openProcess(tx, { id: caseId, orgId, kind: 'supportCase' })
  const proof = proofOf(context, changed.eventId)
  const counts = await caseNow(context, caseId)
  const grounds = await groundsOf(context)
  await tell(tx, { orgId, to: caseId, fact: { type: 'CaseOpened', ...grounds, counts, ...ofKind, ...proof } })
  await tellOnboardingCounts(context, onboardingId, changed.eventId)
  return done({ caseId, caseNumber, rows })
}

async function join(context: Context, caseId: CaseId, ids: readonly NumberId[]) {
  const { tx, orgId, at, recording, policy } = context
  const command = { type: 'JoinCase', caseId } as const
  const applied = await applyByClass(tx, { orgId, ids, command, recording, policy, at })
  const anew = { type: 'RestartRegistration', caseId } as const
  await applyByClass(tx, { orgId, ids: applied.changed, command: anew, recording, policy, at })
  return applied
}

/** R3: the case is to its numbers what an order is to others. */
function askFor({ tx, orgId, at, recording, policy }: Context, caseId: CaseId, ids: readonly NumberId[]) {
  const command = { type: 'AskAuthorisation', orderId: askedBy(caseId) } as const
  return applyByClass(tx, { orgId, ids, command, recording, policy, at })
}

/** What the desk answers for the numbers of a case of help. A fact: recorded also when the case has ended. */
export async function recordCaseAnswer(
  context: Context,
  { caseId, items }: CommandData<'RecordCaseAnswer'>,
): Promise<Decided<CommandResult<'RecordCaseAnswer'>>> {
  const locked = await lockCase(context.tx, context.orgId, caseId)
  if (!locked) return notFound
  if (locked.kind !== 'authorisationHelp')
    return { ok: false, refusal: { code: 'CASE_TAKES_NO_ANSWER', field: 'caseId' } }
  const applied = await recordAnswers(context, askedBy(caseId), items)
  if (applied.recorded > 0) {
    await tellCounts(
      context,
      items.map((item) => item.numberId),
    )
  }
  return done(applied)
}

function caseRow(
  { row, numberId, repeats }: { readonly row: number; readonly numberId?: NumberId; readonly repeats: boolean },
  refusals: ReadonlyMap<NumberId, Refusal>,
): CaseRow {
  if (repeats) return { row, status: 'refused', code: 'NUMBER_DUPLICATE', field: 'numbers' }
  if (!numberId) return { row, status: 'refused', code: 'NUMBER_NOT_FOUND', field: 'numbers' }
  const refusal = refusals.get(numberId)
  return refusal ? { row, status: 'refused', field: 'numbers', ...refusal } : { row, status: 'joined', numberId }
}

/** R5–R7 as the desk reports them: recorded in any order, flagged where the order is odd. */
export async function reportCase(
  context: Context,
  { caseId, status, ticket, reason }: CommandData<'ReportCase'>,
): Promise<Decided<CommandResult<'ReportCase'>>> {
  const { tx, orgId } = context
  const { happenedAt, source } = toldAs('case', context)
  const said = { ...(ticket ? { ticket } : {}), ...(reason ? { reason } : {}) }
  const changed = await changeCase(context, caseId, { type: 'ReportCase', status, happenedAt, source, ...said })
  if (!changed.ok) return changed
  const believed = caseStatus(changed.state, changed.at)
  if (changed.events.length > 0) {
    const known = believed === 'unconfirmed' ? status : believed
    const fact = { type: 'CaseReported', status: known, ...proofOf(context, changed.eventId) } as const
    await tell(tx, { orgId, to: caseId, fact })
  }
  const flags = changed.events.flatMap((event) => (event.type === 'CaseReported' ? event.data.flags : []))
  return done({ status: believed, flags })
}

/** R6: the form, kept whole and encrypted, version by version. Handing it in submits the case's undecided numbers. */
export async function submitForm(
  context: Context,
  { caseId, form }: CommandData<'SubmitForm'>,
): Promise<Decided<CommandResult<'SubmitForm'>>> {
  const { tx, orgId, at, recording, policy, documents } = context
  if (!(await lockCase(tx, orgId, caseId))) return notFound
  const findings = formFindings(form, policy.pack.countries)
  if (findings.length > 0) return { ok: false, refusal: { code: 'FORM_INVALID', field: 'form', rows: findings } }
  const id = brand<DocumentId>(context.id('registrationForm'))
  const document = await documents.seal(tx, { id, orgId, kind: 'registrationForm', text: JSON.stringify(form), at })
  const underReview = (await countSubmitted(tx, orgId, caseId)) > 0
  const handedIn = { type: 'SubmitForm', document, contentHash: contentHash(form), underReview } as const
  const changed = await changeCase(context, caseId, handedIn)
  if (!changed.ok) return changed
  const formVersion = changed.state.forms[0]?.value.formVersion ?? 0
  if (changed.events.length > 0) {
    const ids = await numbersOfCase(tx, orgId, caseId)
    const command = { type: 'SubmitRegistration', caseId, formVersion } as const
    await applyByClass(tx, { orgId, ids, command, recording, policy, at })
    const counts = await caseNow(context, caseId)
    const fact = { type: 'CaseFormSubmitted', formVersion, counts, ...proofOf(context, changed.eventId) } as const
    await tell(tx, { orgId, to: caseId, fact })
    const { opened } = changed.state
    if (opened[0]) await tellOnboardingCounts(context, opened[0].value.onboardingId, changed.eventId)
  }
  return done({ formVersion, sha256: document.sha256 })
}

export async function recordFormSent(
  context: Context,
  { caseId, formVersion }: CommandData<'RecordFormSent'>,
): Promise<Decided<CommandResult<'RecordFormSent'>>> {
  const { tx, orgId, recording } = context
  const changed = await changeCase(context, caseId, { type: 'RecordFormSent', formVersion })
  if (!changed.ok) return changed
  if (changed.events.length > 0) {
    const fact = { type: 'CaseFormSent', formVersion, ...proofOf(context, changed.eventId) } as const
    await tell(tx, { orgId, to: caseId, fact, isOwnAct: recording.source.kind === 'process' })
  }
  return done({ version: changed.version })
}

export async function takeOutOfCase(
  context: Context,
  { caseId, numberIds }: CommandData<'TakeOutOfCase'>,
): Promise<Decided<CommandResult<'TakeOutOfCase'>>> {
  const locked = await lockCase(context.tx, context.orgId, caseId)
  if (!locked) return notFound
  const isHelp = locked.kind === 'authorisationHelp'
  const left = isHelp
    ? await stopAsking(context, caseId, numberIds)
    : await takeOut(context, caseId, numberIds, 'takenOut')
  const [first] = left
  if (isHelp && first) await tellCaseCounts(context, caseId, await lastEventOf(context.tx, first))
  await tellCounts(context, left)
  return done({ left: left.length })
}

export async function cancelCase(
  context: Context,
  { caseId }: CommandData<'CancelCase'>,
): Promise<Decided<CommandResult<'CancelCase'>>> {
  const locked = await lockCase(context.tx, context.orgId, caseId)
  if (!locked) return notFound
  const ended = await endCase(context, caseId, { type: 'CancelCase' }, 'caseCancelled')
  return ended.ok ? done({ released: ended.left }) : ended
}

/** A person accepts that the rest will not be registered: rejected numbers stay rejected, undecided ones leave. */
export async function giveUpCase(
  context: Context,
  { caseId }: CommandData<'GiveUpCase'>,
): Promise<Decided<CommandResult<'GiveUpCase'>>> {
  const { tx, orgId } = context
  if (!(await lockCase(tx, orgId, caseId))) return notFound
  const { registered, rejected } = await caseNow(context, caseId)
  const ended = await endCase(context, caseId, { type: 'CloseCase', registered, rejected }, 'caseClosedUnresolved')
  return ended.ok ? done({ registered, rejected }) : ended
}

/** The process closes a case whose numbers are all registered, unless a fact is on its way that it has not seen. */
export async function closeCase(
  context: Context,
  { caseId, position }: CommandData<'CloseCase'>,
): Promise<Decided<CommandResult<'CloseCase'>>> {
  const { tx, orgId } = context
  if (!(await lockCase(tx, orgId, caseId))) return notFound
  const told = await lockProcess(tx, caseId)
  if (told !== undefined && told > position) return { ok: false, refusal: { code: 'PROCESS_BEHIND' } }
  const { registered, rejected } = await caseNow(context, caseId)
  const ended = await endCase(context, caseId, { type: 'CloseCase', registered, rejected }, 'caseResolved')
  return ended.ok ? done({ registered, rejected }) : ended
}

export async function enterCaseStage(
  context: Context,
  { caseId, stage, waitId }: CommandData<'EnterCaseStage'>,
): Promise<Decided<CommandResult<'EnterCaseStage'>>> {
  const changed = await changeCase(context, caseId, { type: 'EnterCaseStage', stage })
  if (!changed.ok) return changed
  // A form handed in anew has a review of its own, whether or not the one before was seen to end.
  const since = stage === 'review' ? changed.state.forms[0]?.recordedAt : undefined
  const isRest = stage === 'review' && hasRestOfTime(context.policy.pack)
  return done(await openStage(context, caseId, { kind: stage, waitId, isRest, ...(since ? { since } : {}) }))
}

export async function fireCaseMarks(
  context: Context,
  { caseId, waitId }: CommandData<'FireCaseMarks'>,
): Promise<Decided<CommandResult<'FireCaseMarks'>>> {
  await lockCase(context.tx, context.orgId, caseId)
  return sayMarks(context, { process: 'case', processId: caseId, waitId }, (mark) =>
    changeCase(context, caseId, { type: 'RecordCaseMark', mark: { ...mark, wait: mark.wait as CaseWait } }),
  )
}

export async function recordCaseStepFailed(
  context: Context,
  { caseId, step, code }: CommandData<'RecordCaseStepFailed'>,
): Promise<Decided<CommandResult<'RecordCaseStepFailed'>>> {
  const { tx, orgId, at } = context
  const changed = await changeCase(context, caseId, { type: 'RecordCaseStepFailed', step, code })
  if (!changed.ok) return changed
  await callAttention(tx, {
    orgId,
    code: 'STEP_FAILED',
    subject: `${caseId}/${step}`,
    detail: { caseId, step, code },
    at,
  })
  return done({ version: changed.version })
}

const notFound = { ok: false, refusal: { code: 'CASE_NOT_FOUND', field: 'caseId' } } as const

/** Ends a case and lets its numbers go. */
export async function endCase(
  context: Context,
  caseId: CaseId,
  command: Extract<SupportCaseCommand, { type: 'CancelCase' | 'CloseCase' }>,
  reason: CaseExit,
) {
  const { tx, orgId, at } = context
  const changed = await changeCase(context, caseId, command)
  if (!changed.ok) return changed
  const onboardingId = changed.state.opened[0]?.value.onboardingId
  if (changed.events.length === 0 || !onboardingId) return { ok: true as const, left: 0 }
  const before = await countNumbers(tx, orgId, onboardingId, context.policy.pack)
  const left =
    caseKind(changed.state) === 'authorisationHelp'
      ? await stopAsking(context, caseId, await numbersOfOrder(tx, orgId, askedBy(caseId), 'ordered'))
      : await leave(context, caseId, await numbersOfCase(tx, orgId, caseId), reason)
  await closeWaits(tx, caseId, at)
  const as = command.type === 'CancelCase' ? 'cancelled' : 'closed'
  await tell(tx, { orgId, to: caseId, fact: { type: 'CaseEnded', as, ...proofOf(context, changed.eventId) } })
  await closeProcess(tx, caseId, at)
  // An onboarding whose numbers are all registered is not told that their case is over: it may have ended already.
  const after = await countNumbers(tx, orgId, onboardingId, context.policy.pack)
  if (JSON.stringify(after) !== JSON.stringify(before)) {
    await tellOnboardingCounts(context, onboardingId, changed.eventId)
  }
  return { ok: true as const, left: left.length }
}

export async function changeCase(context: Context, id: CaseId, command: SupportCaseCommand) {
  const { tx, orgId, at } = context
  if (!(await lockCase(tx, orgId, id))) return notFound
  return change(tx, supportCases, { orgId, id, at, recording: toldAs('case', context) }, command)
}

async function countSubmitted(tx: Context['tx'], orgId: string, caseId: CaseId): Promise<number> {
  const { rowCount } = await tx.query(
    `select 1 from number where org_id = $1 and case_id = $2 and registration = 'submitted' and inventory <> 'gone'`,
    [orgId, caseId],
  )
  return rowCount ?? 0
}

async function hasOpenCase(tx: Context['tx'], orgId: string): Promise<boolean> {
  const { rowCount } = await tx.query('select 1 from support_case where org_id = $1 and ended_at is null limit 1', [
    orgId,
  ])
  return rowCount === 1
}

async function nextCaseNumber(tx: Context['tx']): Promise<number> {
  const { rows } = await tx.query<{ number: string }>(`select nextval('case_number') as number`)
  return Number(rows[0]?.number)
}
