import type { SourceKind } from '../fact.ts'
import type { Instant } from '../values.ts'

export type Owner =
  | 'customerAdmin'
  | 'partner'
  | 'loaSigner'
  | 'user'
  | 'desk'
  | 'registry'
  | 'operator'
  | 'cisco'
  | 'nobody'

/** What an onboarding waits for, and what a support case waits for. Each kind has its owner and its clock in the pack. */
export type OnboardingWait =
  | 'eligibility'
  | 'licence'
  | 'authorisation'
  | 'case'
  | 'registration'
  | 'activation'
  | 'acknowledgement'
export type CaseWait =
  | 'opening'
  | 'formSending'
  | 'formReturn'
  | 'review'
  | 'correction'
  | 'customer'
  | 'licenceHold'
  | 'eligibilityHold'
export type WaitKind = OnboardingWait | CaseWait

/** The clock of a wait, in days of 24 hours from its opening. */
export type WaitRule = {
  readonly owner: Owner
  readonly reminderDays: readonly number[]
  readonly dueDays: number
  readonly escalationDays: number
  readonly ruleIds: readonly string[]
}

/** One age of the published rules, as data. Its content hash is the policy version that every decision records. */
export type PolicyPack = {
  readonly id: string
  readonly effectiveFrom: Instant
  readonly zone: string
  /** Half-open: the rule acts from this instant on. */
  readonly instants: {
    readonly newNumbersStartOff: Instant
    readonly trialsStopQualifying: Instant
    readonly lateStartWarning: Instant
    readonly unregisteredSwitchedOff: Instant
  }
  readonly countries: readonly string[]
  readonly pstnConnection: string
  /** A mark said later than this was missed, and says so. */
  readonly lateAfterMinutes: number
  readonly waits: Readonly<Record<WaitKind, WaitRule>>
  /** Tie-break between reports of one instant: the smaller rank is believed. */
  readonly sourceRanks: Readonly<Record<SourceKind, number>>
}
