import type { Instant } from '../values.ts'
import type { Age } from './ages.ts'
import type { Duration, Stretch } from './durations.ts'
import type { GateInPack } from './gateRules.ts'
import type { ChosenReadings } from './ruleBook/readings.ts'
import type { RuleId } from './ruleBook/ruleBook.ts'
import type { RuleInPack } from './ruleBook/ruleInPack.ts'
import type { Sources } from './sources.ts'

export type Owner =
  | 'customerAdmin'
  | 'partner'
  | 'loaSigner'
  | 'user'
  | 'desk'
  | 'registry'
  | 'operator'
  | 'carrier'
  | 'vendor'
  | 'cisco'
  | 'nobody'

/** What an onboarding waits for, and what a support case waits for. Each kind has its owner and its clock in the pack. */
export type OnboardingWait =
  | 'eligibility'
  | 'licence'
  | 'authorisation'
  | 'answer'
  | 'case'
  | 'registration'
  | 'activation'
  | 'acknowledgement'
export type CaseWait =
  | 'opening'
  | 'answer'
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

/** What is done outside, where nothing of ours reaches: at the partner, in Control Hub, with the desk. */
export type OutsideAct =
  | 'buyLicence'
  | 'renewLicence'
  | 'authoriseNumbers'
  | 'signLetter'
  | 'openCase'
  | 'askForHelp'
  | 'returnForm'
  | 'correctForm'
  | 'answerDesk'
  | 'switchOnOrganisation'
  | 'switchOnUser'

/** What somebody needs at hand for an act: ids, counts and references, never anything personal. */
export type CardValue =
  | 'organisation'
  | 'onboarding'
  | 'location'
  | 'order'
  | 'letter'
  | 'numbers'
  | 'caseNumber'
  | 'case'
  | 'ticket'
  | 'formVersion'
  | 'formHash'
  | 'user'
  | 'serviceClass'

/** How an act is done. The path is in words of our own, since menus move from age to age; `statedIn` is the last age that told it, or the first to tell it where the pack is older than that. */
export type OutsideStep = {
  readonly owner: Owner
  readonly title: string
  readonly path: readonly string[]
  readonly statedIn: Age
  readonly values: readonly CardValue[]
  /** The report that tells us that it was done. */
  readonly confirmedBy: string
  readonly ruleIds: readonly string[]
}

/** A cutoff bears the name of its instant. */
export type CutoffId = keyof PolicyPack['instants']

export type CutoffKind = 'stopDefaultOn' | 'stopTrials' | 'advise' | 'switchOff'

/** What happens at a dated rule's instant, and how it is prepared, let through and taken back. */
export type Cutoff = {
  readonly id: CutoffId
  readonly kind: CutoffKind
  readonly ruleId: 'D1' | 'D2' | 'D3' | 'D4'
  /** Half-open, with what an operator has put off: everything acts by this one. */
  readonly instant: Instant
  /** As the rule says it. */
  readonly statedInstant: Instant
  readonly zone: string
  /** A plan is made and notices go out so many days of 24 hours before the instant. */
  readonly noticeDays: readonly number[]
  /** Two people let the events be written; the gate waits for nobody. */
  readonly needsApproval: boolean
  readonly undoDays: number
  /** By so large a share may a class have grown since its plan was approved. */
  readonly countTolerance: number
  readonly isExemptable: boolean
  /** Where a fact is missing past the instant: the answer of before stands for so many days, while somebody has to find out; or none. */
  readonly unknownAt: 'keepLast' | 'refuse'
  readonly keptDays: number
}

/** One age of the published rules, as data. Its content hash is the policy version that every decision records. */
export type PolicyPack = {
  readonly id: Age
  readonly effectiveFrom: Instant
  /** The publication carries no date: its instant is our assumption. */
  readonly isEffectiveFromAssumed: boolean
  /** How the points are read that the article leaves open. */
  readonly readings: ChosenReadings
  readonly rules: Readonly<Record<RuleId, RuleInPack>>
  /** The gates that its rules make, in the order in which they are shown. */
  readonly gates: readonly GateInPack[]
  readonly zone: string
  /** Half-open: the rule acts from this instant on. */
  readonly instants: {
    readonly newNumbersStartOff: Instant
    readonly trialsStopQualifying: Instant
    readonly lateStartWarning: Instant
    readonly unregisteredSwitchedOff: Instant
  }
  /** The calendar: those of the dated rules that are in force, the earliest first. */
  readonly cutoffs: readonly Cutoff[]
  readonly countries: readonly string[]
  readonly pstnConnection: string
  /** A mark said later than this was missed, and says so. */
  readonly lateAfterMinutes: number
  readonly waits: Readonly<Record<WaitKind, WaitRule>>
  /** How long each stretch of the road takes, and on whose word. */
  readonly durations: Readonly<Record<Stretch, Duration>>
  /** So many cases of our own replace a duration. */
  readonly measuredFromCases: number
  readonly outsideActs: Readonly<Record<OutsideAct, OutsideStep>>
  readonly sources: Sources
}
