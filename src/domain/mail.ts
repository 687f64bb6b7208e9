import type { ContactAct } from './contact.ts'
import { unreachable } from './decision.ts'
import type { CutoffId, Owner, WaitKind } from './policy/policy.ts'
import type { MarkKind } from './process/waits.ts'
import { type Instant, instant, millis } from './values.ts'

/** How the numbers of an organisation have come out of a cutoff. */
export type CutoffCounts = Readonly<Record<'switchedOff' | 'registered' | 'exempt' | 'unknown', number>>

type OfCutoff = { readonly cutoffId: CutoffId; readonly instant: Instant }

/**
 * What a mail is about: ids, codes, counts and instants, from which its text is written when it is sent. `zone` is the
 * policy's, in which its instants are told.
 */
export type MailMatter = {
  readonly zone: string
} /** That somebody is a contact from now on: also the proof that mail reaches them, before it is needed. */ & (
  | { readonly kind: 'contact'; readonly acts: readonly ContactAct[] }
  | {
      readonly kind: 'wait'
      readonly mark: MarkKind
      readonly wait: WaitKind
      readonly owner: Owner
      readonly process: 'onboarding' | 'case'
      readonly processId: string
      readonly waitId: string
      readonly dueAt: Instant
    }
  | ({ readonly kind: 'cutoffNotice'; readonly days: number } & OfCutoff)
  | ({ readonly kind: 'cutoffResult'; readonly counts: CutoffCounts } & OfCutoff)
  | ({ readonly kind: 'reinstatement'; readonly numbers: number } & OfCutoff)
)

/** Why a mail will not be sent any more. */
export type MailFailure =
  /** The contact's mail server knows no such address. */
  | 'ADDRESS_REFUSED'
  /** It was handed over, and its content was not taken. */
  | 'MESSAGE_REFUSED'
  /** Nobody has taken it for days. */
  | 'TOO_OLD'
  /** The contact was removed before it could be sent. */
  | 'CONTACT_REMOVED'
  /** What it asks for was done before it could be sent. */
  | 'ANSWERED'

/** Whole days from one instant to another, begun ones counted. */
export function daysUntil(to: Instant, from: Instant): number {
  return Math.max(0, Math.ceil((millis(to) - millis(from)) / (24 * 60 * minuteMs)))
}

const minuteMs = 60_000
const longestPauseMs = 6 * 60 * minuteMs
const longestLifeMs = 5 * 24 * 60 * minuteMs

/** Failures after which somebody else of the organisation is written to instead. */
export function isOfContact(failure: MailFailure): boolean {
  return failure === 'ADDRESS_REFUSED' || failure === 'CONTACT_REMOVED'
}

/** Failures that a person has to look into. */
export function needsPerson(failure: MailFailure): boolean {
  return failure !== 'CONTACT_REMOVED' && failure !== 'ANSWERED'
}

/** Whose contacts a mail can go to, in this order; none where it is about the contact itself. */
export function ownersOf(matter: MailMatter): readonly Owner[] {
  switch (matter.kind) {
    case 'contact':
      return []
    case 'wait':
      return [matter.owner]
    case 'cutoffNotice':
    case 'cutoffResult':
    case 'reinstatement':
      return ['customerAdmin', 'partner']
    default:
      return unreachable(matter)
  }
}

/** When a mail is tried again after so many attempts: pauses double from a minute up to six hours. */
export function nextAttemptAt(attempts: number, at: Instant): Instant {
  return instant(millis(at) + Math.min(longestPauseMs, minuteMs * 2 ** (attempts - 1)))
}

/** What nobody has taken in five days is news no more. */
export function isTooOld(queuedAt: Instant, at: Instant): boolean {
  return millis(at) - millis(queuedAt) > longestLifeMs
}
