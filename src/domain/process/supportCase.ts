import type { CaseWait } from '../policy/policy.ts'
import type { CaseKind, CaseStatus } from '../supportCase.ts'
import type { Eligibility, GroundsChanged, Told } from './onboarding.ts'
import { type Doing, toStart } from './process.ts'

/** A stage is a wait with an owner, or the end. */
export type CaseStage = CaseWait | 'ended'

/**
 * Where the case's numbers stand: `waiting` ones have no answer to the form that is out, or to the question for their
 * authorisation. Of a case of help, `registered` and `rejected` are those that were authorised and refused.
 */
export type CaseCounts = { readonly waiting: number; readonly registered: number; readonly rejected: number }

type News =
  | {
      readonly type: 'CaseOpened'
      readonly licence: string
      readonly eligibility: Eligibility
      readonly counts: CaseCounts
      /** A registration where it is left out. */
      readonly kind?: CaseKind
    }
  | GroundsChanged
  | { readonly type: 'CaseReported'; readonly status: CaseStatus | 'unconfirmed' }
  | { readonly type: 'CaseFormSubmitted'; readonly formVersion: number; readonly counts: CaseCounts }
  | { readonly type: 'CaseFormSent'; readonly formVersion: number }
  | {
      readonly type: 'CaseDecided'
      readonly formVersion: number
      readonly outcome: 'approved' | 'rejected' | 'partial'
      readonly counts: CaseCounts
    }
  | {
      readonly type: 'CaseNumbersChanged'
      readonly counts: CaseCounts
      /** What is left of the judgements after one of them was retracted. */
      readonly judgements?: Pick<CaseProcess, 'judged' | 'rejections'>
    }
  | { readonly type: 'CaseEnded'; readonly as: CaseEnd }

/** The last fact of a case tells how it ended, whoever ended it: its process, a person, or the end of its onboarding. */
export type CaseEnd = 'closed' | 'cancelled'

/** What Postgres tells a support case: ids, instants, codes and counts, never lists. */
export type CaseFact = News & Told

/** Plain JSON: it travels through continue-as-new. `v` guards the reader. */
export type CaseProcess = {
  readonly v: 1
  readonly position: number
  readonly licence: string
  readonly eligibility: Eligibility
  readonly status: CaseStatus | 'unconfirmed'
  /** The newest form submitted here, sent to the desk, and judged; 0 where there is none yet. */
  readonly submitted: number
  readonly sent: number
  readonly judged: number
  readonly rejections: number
  readonly counts: CaseCounts
  /** Left out of a registration. */
  readonly kind?: CaseKind
  readonly stage: CaseStage
  readonly stageSince: number
  readonly ended?: CaseEnd
}

export const notOpened: CaseProcess = {
  v: 1,
  position: 0,
  licence: 'unknown',
  eligibility: 'unknown',
  status: 'unconfirmed',
  submitted: 0,
  sent: 0,
  judged: 0,
  rejections: 0,
  counts: { waiting: 0, registered: 0, rejected: 0 },
  stage: 'opening',
  stageSince: 0,
}

/** Folds one fact; a repeat changes nothing. Facts come without gaps: the caller loads what is missing first. */
export function fold(process: CaseProcess, fact: CaseFact): CaseProcess {
  if (fact.position <= process.position) return process
  const told = { ...tell(process, fact), position: fact.position }
  const stage = stageOf(told)
  // A form handed in anew opens a review of its own, with a window of its own.
  const isNewReview = stage === 'review' && told.submitted > process.submitted
  const stays = stage === process.stage && process.position > 0 && !isNewReview
  return stays ? told : { ...told, stage, stageSince: fact.position }
}

function tell(process: CaseProcess, fact: CaseFact): CaseProcess {
  switch (fact.type) {
    case 'CaseOpened':
      return {
        ...process,
        licence: fact.licence,
        eligibility: fact.eligibility,
        counts: fact.counts,
        ...(fact.kind === 'authorisationHelp' ? { kind: fact.kind } : {}),
      }
    case 'LicenceChanged':
      return { ...process, licence: fact.licence }
    case 'EligibilityChanged':
      return { ...process, eligibility: fact.eligibility }
    case 'CaseReported':
      return { ...process, status: fact.status }
    case 'CaseFormSubmitted':
      return { ...process, submitted: fact.formVersion, counts: fact.counts }
    case 'CaseFormSent':
      return { ...process, sent: Math.max(process.sent, fact.formVersion) }
    case 'CaseDecided': {
      const judged = Math.max(process.judged, fact.formVersion)
      const rejections = process.rejections + (fact.outcome === 'approved' ? 0 : 1)
      return { ...process, judged, rejections, counts: fact.counts }
    }
    case 'CaseNumbersChanged':
      return { ...process, ...fact.judgements, counts: fact.counts }
    case 'CaseEnded':
      return { ...process, ended: fact.as }
    default:
      return unknownFact(fact)
  }
}

/**
 * Derived, never set by hand. A hold outranks everything: its clock runs, theirs stands. No rejection ends a case: it asks
 * for a correction, until a person corrects it or closes the case.
 */
function stageOf({ licence, eligibility, status, submitted, counts, ended, kind }: CaseProcess): CaseStage {
  if (ended) return 'ended'
  // What was refused can be asked for again, by a case of its own.
  if (kind === 'authorisationHelp' && counts.waiting === 0) return 'ended'
  if (counts.waiting === 0 && counts.rejected === 0) return 'ended'
  if (eligibility !== 'eligible') return 'eligibilityHold'
  if (licence !== 'active') return 'licenceHold'
  if (status === 'waitingOnCustomer') return 'customer'
  if (kind === 'authorisationHelp') return status === 'unconfirmed' ? 'opening' : 'answer'
  if (counts.waiting === 0 || status === 'closedUnresolved') return 'correction'
  if (submitted > 0) return 'review'
  if (status === 'unconfirmed') return 'opening'
  return status === 'opened' || status === 'reopened' ? 'formSending' : 'formReturn'
}

/** What the process asks for. The id names the cause, so asking again after a crash is the same request. */
export type CaseStep =
  | { readonly kind: 'enterCaseStage'; readonly id: string; readonly stage: CaseWait }
  | { readonly kind: 'sendCase'; readonly id: string }
  | { readonly kind: 'sendForm'; readonly id: string; readonly formVersion: number }
  | { readonly kind: 'closeCase'; readonly id: string; readonly position: number }

/** The steps to start now, one of a kind at a time. */
export function dueSteps(process: CaseProcess, doing: Doing): readonly CaseStep[] {
  return toStart(asked(process), doing)
}

function asked(process: CaseProcess): readonly CaseStep[] {
  if (process.position === 0 || process.ended) return []
  const { stage, stageSince, position, status, submitted, sent, judged } = process
  if (stage === 'ended') return [{ kind: 'closeCase', id: `close/${position}`, position }]
  const enter: CaseStep = { kind: 'enterCaseStage', id: `stage/${stageSince}`, stage }
  if (stage === 'licenceHold' || stage === 'eligibilityHold') return [enter]
  const opening: CaseStep = { kind: 'sendCase', id: 'case/1' }
  const form: CaseStep = { kind: 'sendForm', id: `form/${submitted}`, formVersion: submitted }
  return [enter, ...(status === 'unconfirmed' ? [opening] : []), ...(submitted > Math.max(sent, judged) ? [form] : [])]
}

/** A fact from a newer build: failing the task keeps it waiting until this worker is replaced. */
function unknownFact(fact: never): never {
  throw new Error(`unknown fact ${JSON.stringify(fact)}`)
}
