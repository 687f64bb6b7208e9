import { accept, type Decision, type Refusal, refuse, unreachable } from './decision.ts'
import { attestation, file, isFiled, type Meta, prevailing, type Register, type Source } from './fact.ts'
import type { CaseWait, Owner } from './policy/policy.ts'
import type { CaseStage } from './process/supportCase.ts'
import type { MarkKind } from './process/waits.ts'
import type { DocumentRef, Instant, OnboardingId } from './values.ts'

/**
 * What the desk says of a case, as it says it: opened there, form sent (R5), form received (R6), in review (R7), and how it
 * ended. Facts: recorded in any order, flagged where the order is odd.
 */
export type CaseStatus =
  | 'opened'
  | 'formSent'
  | 'formReceived'
  | 'inReview'
  | 'waitingOnCustomer'
  | 'resolved'
  | 'closedUnresolved'
  | 'reopened'

/** R3: help with numbers that the picker lacks ends with their authorisation, and knows neither form nor campaign. */
export type CaseKind = 'registration' | 'authorisationHelp'

export type CaseFlag = 'FORM_RECEIVED_BEFORE_SENT' | 'REVIEW_BEFORE_FORM' | 'AFTER_THE_END' | 'SECOND_TICKET'

export type SupportCaseCommand =
  | {
      readonly type: 'OpenCase'
      readonly onboardingId: OnboardingId
      readonly numbers: number
      readonly number: number
      /** A registration where it is left out. */
      readonly kind?: CaseKind
    }
  | {
      readonly type: 'ReportCase'
      readonly status: CaseStatus
      readonly ticket?: string
      readonly reason?: string
      readonly happenedAt: Instant
      readonly source: Source
    }
  /** `underReview`: some of the case's numbers still wait for the answer to the form before. */
  | {
      readonly type: 'SubmitForm'
      readonly document: DocumentRef
      readonly contentHash: string
      readonly underReview: boolean
    }
  | { readonly type: 'RecordFormSent'; readonly formVersion: number }
  | {
      readonly type: 'RecordDecision'
      readonly decision: RegistrationDecision
      readonly happenedAt: Instant
      readonly source: Source
    }
  | { readonly type: 'EnterCaseStage'; readonly stage: CaseStage }
  | { readonly type: 'RecordCaseMark'; readonly mark: CaseMark }
  | { readonly type: 'RecordCaseStepFailed'; readonly step: string; readonly code: string }
  | { readonly type: 'CancelCase' }
  | { readonly type: 'CloseCase'; readonly registered: number; readonly rejected: number }

/** How a submission was judged, numbers counted after the report was applied. */
export type RegistrationDecision = {
  readonly outcome: 'approved' | 'rejected' | 'partial'
  readonly campaignRef: string
  readonly codes: readonly string[]
  readonly registered: number
  readonly rejected: number
  readonly outstanding: number
}

export type CaseMark = {
  readonly wait: CaseWait
  readonly mark: MarkKind
  readonly dueAt: Instant
  readonly owner: Owner
  readonly late: boolean
}

export type SupportCaseEvent =
  | {
      readonly type: 'CaseOpened'
      readonly data: {
        readonly onboardingId: OnboardingId
        readonly numbers: number
        readonly number: number
        readonly kind?: CaseKind
      }
    }
  | {
      readonly type: 'CaseReported'
      readonly data: {
        readonly status: CaseStatus
        readonly ticket?: string
        readonly reason?: string
        readonly flags: readonly CaseFlag[]
      }
    }
  | {
      readonly type: 'CaseFormSubmitted'
      readonly data: { readonly formVersion: number; readonly document: DocumentRef; readonly contentHash: string }
    }
  | { readonly type: 'CaseFormSent'; readonly data: { readonly formVersion: number } }
  | { readonly type: 'CaseDecided'; readonly data: RegistrationDecision & { readonly formVersion: number } }
  | { readonly type: 'CaseStageEntered'; readonly data: { readonly stage: CaseStage } }
  | { readonly type: 'CaseReminded'; readonly data: CaseMark }
  | { readonly type: 'CaseOverdue'; readonly data: CaseMark }
  | { readonly type: 'CaseEscalated'; readonly data: CaseMark }
  | { readonly type: 'CaseStepFailed'; readonly data: { readonly step: string; readonly code: string } }
  | { readonly type: 'CaseCancelled'; readonly data: Record<string, never> }
  | { readonly type: 'CaseClosed'; readonly data: { readonly registered: number; readonly rejected: number } }

export type Form = { readonly formVersion: number; readonly contentHash: string; readonly document: DocumentRef }

export type SupportCase = {
  readonly opened: Register<{
    readonly onboardingId: OnboardingId
    readonly number: number
    readonly kind?: CaseKind
  }>
  readonly status: Register<CaseStatus>
  readonly ticket: Register<string>
  readonly forms: Register<Form>
  readonly formsSent: Register<number>
  readonly decisions: Register<RegistrationDecision & { readonly formVersion: number }>
  readonly stage: Register<CaseStage>
  readonly ended: Register<'cancelled' | 'closed'>
}

export type CasePhase = 'none' | 'open' | 'onHold' | 'cancelled' | 'closed'

export const noCase: SupportCase = {
  opened: [],
  status: [],
  ticket: [],
  forms: [],
  formsSent: [],
  decisions: [],
  stage: [],
  ended: [],
}

export function decide(command: SupportCaseCommand, supportCase: SupportCase): Decision<SupportCaseEvent> {
  if (command.type === 'OpenCase') {
    if (supportCase.opened.length > 0) return accept()
    if (command.numbers === 0) return refuse('CASE_WITHOUT_NUMBERS', 'numbers')
    const { type: _, ...data } = command
    return accept({ type: 'CaseOpened', data })
  }
  if (supportCase.opened.length === 0) return refuse('CASE_NOT_FOUND')
  switch (command.type) {
    case 'ReportCase': {
      const { status, ticket, reason, happenedAt, source } = command
      const isKnown = isFiled(supportCase.status, { value: status, happenedAt, source })
      if (isKnown && (!ticket || isFiled(supportCase.ticket, { value: ticket, happenedAt, source }))) return accept()
      const data = { status, ...(ticket ? { ticket } : {}), ...(reason ? { reason } : {}) }
      return accept({ type: 'CaseReported', data: { ...data, flags: reportFlags(command, supportCase) } })
    }
    case 'RecordDecision': {
      const { decision, happenedAt, source } = command
      const value = { ...decision, formVersion: judgedForm(supportCase, happenedAt) }
      if (isFiled(supportCase.decisions, { value, happenedAt, source })) return accept()
      return accept({ type: 'CaseDecided', data: value })
    }
    case 'RecordFormSent': {
      const { formVersion } = command
      const isKnown = supportCase.forms.some((each) => each.value.formVersion === formVersion)
      if (!isKnown || supportCase.formsSent.some((each) => each.value === formVersion)) return accept()
      return accept({ type: 'CaseFormSent', data: { formVersion } })
    }
    case 'CancelCase':
      return isEnded(supportCase) ? accept() : accept({ type: 'CaseCancelled', data: {} })
    case 'CloseCase': {
      const { registered, rejected } = command
      return isEnded(supportCase) ? accept() : accept({ type: 'CaseClosed', data: { registered, rejected } })
    }
    default:
      return isEnded(supportCase) ? refuse('CASE_NOT_OPEN') : decideOpen(command, supportCase)
  }
}

type OpenCommand = Exclude<
  SupportCaseCommand,
  { readonly type: 'OpenCase' | 'ReportCase' | 'RecordFormSent' | 'RecordDecision' | 'CancelCase' | 'CloseCase' }
>

function decideOpen(command: OpenCommand, supportCase: SupportCase): Decision<SupportCaseEvent> {
  const [last] = supportCase.forms
  switch (command.type) {
    case 'SubmitForm': {
      if (caseKind(supportCase) === 'authorisationHelp') return refuse('CASE_TAKES_NO_FORM', 'caseId')
      const refusal = refuseForm(command, supportCase)
      if (refusal) return { ok: false, refusal }
      if (command.underReview && last) return accept()
      const { document, contentHash } = command
      const formVersion = (last?.value.formVersion ?? 0) + 1
      return accept({ type: 'CaseFormSubmitted', data: { formVersion, document, contentHash } })
    }
    case 'EnterCaseStage':
      if (supportCase.stage[0]?.value === command.stage) return accept()
      return accept({ type: 'CaseStageEntered', data: { stage: command.stage } })
    case 'RecordCaseMark':
      return accept(markEvent(command.mark))
    case 'RecordCaseStepFailed':
      return accept({ type: 'CaseStepFailed', data: { step: command.step, code: command.code } })
    default:
      return unreachable(command)
  }
}

/** A late judgement is on the form that was in hand then, not on the one handed in since; 0 where there was none. */
function judgedForm({ forms }: SupportCase, happenedAt: Instant): number {
  return (prevailing(forms, happenedAt) ?? forms.at(-1))?.value.formVersion ?? 0
}

/** Reviewers send an unchanged form back at once, so it is refused here, where it costs nothing. */
function refuseForm(
  { contentHash, underReview }: Extract<SupportCaseCommand, { type: 'SubmitForm' }>,
  { forms, decisions }: SupportCase,
): Refusal | undefined {
  const [last] = forms
  if (!last) return undefined
  const isSame = last.value.contentHash === contentHash
  if (underReview) return isSame ? undefined : { code: 'FORM_UNDER_REVIEW', field: 'form' }
  const judged = decisions[0]?.value
  const wasRejected = judged?.formVersion === last.value.formVersion && judged.outcome === 'rejected'
  return isSame && wasRejected ? { code: 'FORM_UNCHANGED', field: 'form' } : undefined
}

function reportFlags(
  { status, ticket, happenedAt }: Extract<SupportCaseCommand, { type: 'ReportCase' }>,
  supportCase: SupportCase,
): readonly CaseFlag[] {
  const said = (wanted: CaseStatus) => supportCase.status.some((each) => each.value === wanted)
  const known = prevailing(supportCase.ticket, happenedAt)
  return [
    ...(status === 'formReceived' && !said('formSent') ? (['FORM_RECEIVED_BEFORE_SENT'] as const) : []),
    ...(status === 'inReview' && !said('formReceived') ? (['REVIEW_BEFORE_FORM'] as const) : []),
    ...(isEnded(supportCase) ? (['AFTER_THE_END'] as const) : []),
    ...(ticket && known && known.value !== ticket ? (['SECOND_TICKET'] as const) : []),
  ]
}

export function evolve(supportCase: SupportCase, event: SupportCaseEvent, meta: Meta): SupportCase {
  switch (event.type) {
    case 'CaseOpened': {
      const { numbers: _, ...opened } = event.data
      return { ...supportCase, opened: file(supportCase.opened, attestation(opened, meta)) }
    }
    case 'CaseReported': {
      const { status, ticket } = event.data
      return {
        ...supportCase,
        status: file(supportCase.status, attestation(status, meta)),
        ticket: ticket ? file(supportCase.ticket, attestation(ticket, meta)) : supportCase.ticket,
      }
    }
    case 'CaseFormSubmitted':
      return { ...supportCase, forms: file(supportCase.forms, attestation(event.data, meta)) }
    case 'CaseFormSent':
      return { ...supportCase, formsSent: file(supportCase.formsSent, attestation(event.data.formVersion, meta)) }
    case 'CaseDecided':
      return { ...supportCase, decisions: file(supportCase.decisions, attestation(event.data, meta)) }
    case 'CaseStageEntered':
      return { ...supportCase, stage: file(supportCase.stage, attestation(event.data.stage, meta)) }
    case 'CaseCancelled':
      return { ...supportCase, ended: file(supportCase.ended, attestation('cancelled', meta)) }
    case 'CaseClosed':
      return { ...supportCase, ended: file(supportCase.ended, attestation('closed', meta)) }
    case 'CaseReminded':
    case 'CaseOverdue':
    case 'CaseEscalated':
    case 'CaseStepFailed':
      return supportCase // history only: no later decision rests on them
    default:
      return unreachable(event)
  }
}

export function casePhase(supportCase: SupportCase, at: Instant): CasePhase {
  const ended = prevailing(supportCase.ended, at)
  if (ended) return ended.value
  if (supportCase.opened.length === 0) return 'none'
  return isOnHold(supportCase) ? 'onHold' : 'open'
}

export function caseKind({ opened }: SupportCase): CaseKind {
  return opened[0]?.value.kind ?? 'registration'
}

/** The desk's last word, by when it was true. */
export function caseStatus(supportCase: SupportCase, at: Instant): CaseStatus | 'unconfirmed' {
  return prevailing(supportCase.status, at)?.value ?? 'unconfirmed'
}

/** How often a form was judged and not approved: the attempts that failed. */
export function rejections({ decisions }: SupportCase): number {
  return decisions.filter((each) => each.value.outcome !== 'approved').length
}

function isEnded(supportCase: SupportCase): boolean {
  return supportCase.ended.length > 0
}

function isOnHold({ stage }: SupportCase): boolean {
  const current = stage[0]?.value
  return current === 'licenceHold' || current === 'eligibilityHold'
}

function markEvent(mark: CaseMark): SupportCaseEvent {
  switch (mark.mark) {
    case 'reminder':
      return { type: 'CaseReminded', data: mark }
    case 'due':
      return { type: 'CaseOverdue', data: mark }
    case 'escalation':
      return { type: 'CaseEscalated', data: mark }
    default:
      return unreachable(mark.mark)
  }
}
