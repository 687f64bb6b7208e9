import type { BrandStatus, CampaignStatus } from '../domain/campaign.ts'
import type { ContactAct, ContactPlace, Language } from '../domain/contact.ts'
import type { CutoffCounts, Leniency } from '../domain/cutoff.ts'
import type { RowRefusal } from '../domain/decision.ts'
import type { Actor, SourceKind } from '../domain/fact.ts'
import type { RegistrationForm } from '../domain/form.ts'
import type { LeftEffect } from '../domain/leftEffects.ts'
import type { Signer } from '../domain/loa.ts'
import type { LocationFacts } from '../domain/location.ts'
import type { Inventory, LoaFlag, NumberKind, NumberOwner, Traffic, TrafficParty } from '../domain/number.ts'
import type { CancelReason } from '../domain/onboarding.ts'
import type { NextRound } from '../domain/order.ts'
import type { OrganisationFact } from '../domain/organisation.ts'
import type { CaseWait, CutoffId, OnboardingWait, Owner } from '../domain/policy/policy.ts'
import type { RetractionReason } from '../domain/retraction.ts'
import type { CaseKind, CaseStatus } from '../domain/supportCase.ts'
import type { TextingSetting } from '../domain/user.ts'
import type {
  CaseId,
  ContactId,
  ExemptionId,
  Instant,
  LoaId,
  LocationId,
  NumberId,
  OnboardingId,
  OrderId,
  OrganisationId,
  UserId,
} from '../domain/values.ts'

/** What each command carries and answers. Everything that changes anything is one of these, given to `execute`. */
export type Commands = {
  CreateOrganisation: { data: { readonly name: string }; result: { readonly organisationId: OrganisationId } }
  AttestOrganisationFact: {
    data: OrganisationFact & { readonly expiresAt?: Instant; readonly evidence?: string }
    result: { readonly version: number }
  }
  RequestLicence: { data: Record<string, never>; result: { readonly phase: string } }
  ReportLicence: {
    data: { readonly status: 'ordered' | 'activated' | 'lapsed' | 'ended'; readonly evidence?: string }
    result: { readonly phase: string; readonly flags: readonly string[] }
  }
  AddLocation: { data: { readonly facts: LocationFacts }; result: { readonly locationId: LocationId } }
  ReportLocation: {
    data: { readonly locationId: LocationId; readonly facts: LocationFacts }
    result: { readonly version: number }
  }
  AddUser: { data: Record<string, never>; result: { readonly userId: UserId } }
  SetUserTexting: {
    data: { readonly userId: UserId; readonly setting: TextingSetting }
    result: { readonly version: number }
  }
  AddContact: { data: ContactDetails; result: { readonly contactId: ContactId } }
  /** The contact as it is from now on, whole. */
  ChangeContact: {
    data: ContactDetails & { readonly contactId: ContactId }
    result: { readonly version: number }
  }
  RemoveContact: { data: { readonly contactId: ContactId }; result: { readonly version: number } }
  ImportNumbers: {
    data: { readonly rows: readonly ImportRow[] }
    result: { readonly rows: readonly ImportedRow[] }
  }
  CreateOrder: {
    data: {
      readonly onboardingId: OnboardingId
      readonly locationId: LocationId
      /** As typed by the caller; what is not E.164 is refused row by row. */
      readonly numbers: readonly string[]
    }
    result: {
      /** Absent when every number was authorised already, so that nothing is left to order. */
      readonly orderId?: OrderId
      readonly version: number
      readonly rows: readonly OrderedRow[]
    }
  }
  /** A draft changes; whoever worked from an older version is shown what the other editor did. */
  ChangeOrder: {
    data: {
      readonly orderId: OrderId
      readonly add: readonly string[]
      readonly remove: readonly string[]
      readonly expectedVersion: number
    }
    result: { readonly version: number; readonly added: readonly OrderedRow[]; readonly removed: number }
  }
  /** Signs for the order's numbers that the carrier wants a letter for and that no letter covers yet. */
  SignLoa: {
    data: { readonly orderId: OrderId; readonly signer: Signer }
    result: { readonly loaId: LoaId; readonly numbers: number; readonly sha256: string }
  }
  ReportLoa: {
    data: { readonly loaId: LoaId; readonly status: 'accepted' | 'refused'; readonly reason?: string }
    result: { readonly phase: string; readonly voided: number }
  }
  WithdrawLoa: {
    data: { readonly loaId: LoaId }
    result: { readonly voided: number; readonly revoked: number }
  }
  /**
   * Every authorised number of the onboarding that is in no case, or only those named; of help (R3) those named, which the
   * picker lacks.
   */
  OpenCase: {
    data: { readonly onboardingId: OnboardingId; readonly numbers?: readonly string[]; readonly kind?: CaseKind }
    result: { readonly caseId: CaseId; readonly caseNumber: number; readonly rows: readonly CaseRow[] }
  }
  ReportCase: {
    data: { readonly caseId: CaseId; readonly status: CaseStatus; readonly ticket?: string; readonly reason?: string }
    result: { readonly status: string; readonly flags: readonly string[] }
  }
  /** What the desk says of the numbers of a case of help. */
  RecordCaseAnswer: {
    data: { readonly caseId: CaseId; readonly items: readonly AnsweredItem[] }
    result: ReportedItems
  }
  SubmitForm: {
    data: { readonly caseId: CaseId; readonly form: RegistrationForm }
    result: { readonly formVersion: number; readonly sha256: string }
  }
  RecordFormSent: {
    data: { readonly caseId: CaseId; readonly formVersion: number; readonly reference: string }
    result: { readonly version: number }
  }
  /** The registry's or the desk's judgement of a submission: the campaign as a whole, and number by number. */
  RecordDecision: {
    data: {
      readonly caseId: CaseId
      readonly campaignRef: string
      readonly campaign: CampaignStatus
      readonly brand?: BrandStatus
      readonly codes: readonly string[]
      readonly items: readonly RegisteredItem[]
    }
    result: ReportedItems & { readonly outcome: string }
  }
  /** A campaign changes by itself: suspended, lifted, ended. */
  ReportCampaign: {
    data: {
      readonly campaignRef: string
      readonly status: CampaignStatus
      readonly brand?: BrandStatus
      readonly codes: readonly string[]
    }
    result: { readonly status: string }
  }
  TakeOutOfCase: {
    data: { readonly caseId: CaseId; readonly numberIds: readonly NumberId[] }
    result: { readonly left: number }
  }
  CancelCase: { data: { readonly caseId: CaseId }; result: { readonly released: number } }
  /** A person accepts that the rest of a case will not be registered. */
  GiveUpCase: { data: { readonly caseId: CaseId }; result: { readonly registered: number; readonly rejected: number } }
  EnterCaseStage: {
    data: { readonly caseId: CaseId; readonly stage: CaseWait; readonly waitId: string }
    result: EnteredStage
  }
  FireCaseMarks: {
    data: { readonly caseId: CaseId; readonly waitId: string }
    result: { readonly said: number; readonly next?: Instant }
  }
  RecordCaseStepFailed: {
    data: { readonly caseId: CaseId; readonly step: string; readonly code: string }
    result: { readonly version: number }
  }
  CloseCase: {
    data: { readonly caseId: CaseId; readonly position: number }
    result: { readonly registered: number; readonly rejected: number }
  }
  SubmitOrder: {
    data: { readonly orderId: OrderId; readonly next: NextRound; readonly expectedVersion?: number }
    result: { readonly version: number; readonly phase: string; readonly numbers: number }
  }
  WithdrawOrder: { data: { readonly orderId: OrderId }; result: { readonly released: number } }
  RecordOrderSent: {
    data: { readonly orderId: OrderId; readonly ticket: string }
    result: { readonly version: number }
  }
  RecordOrderAnswer: {
    data: { readonly orderId: OrderId; readonly items: readonly AnsweredItem[] }
    result: ReportedItems
  }
  RecordRegistration: {
    data: { readonly campaignRef: string; readonly items: readonly RegisteredItem[] }
    result: ReportedItems
  }
  /** The carrier, the vendor or Cisco blocks or slows down what these numbers send, or does so no longer. */
  ReportTraffic: {
    data: {
      readonly numberIds: readonly NumberId[]
      readonly state: Traffic
      readonly by: TrafficParty
      readonly codes: readonly string[]
    }
    result: ReportedItems
  }
  StartOnboarding: { data: Record<string, never>; result: { readonly onboardingId: OnboardingId } }
  AcknowledgeOutcome: {
    data: { readonly onboardingId: OnboardingId }
    result: { readonly refused: number; readonly rejected: number }
  }
  EnterStage: {
    data: { readonly onboardingId: OnboardingId; readonly stage: OnboardingWait; readonly waitId: string }
    result: EnteredStage
  }
  FireMarks: {
    data: { readonly onboardingId: OnboardingId; readonly waitId: string }
    result: { readonly said: number; readonly next?: Instant }
  }
  ActivateNumbers: {
    /** One chunk of the onboarding's registered numbers, behind `after`; the process is told when no `next` is left. */
    data: { readonly onboardingId: OnboardingId; readonly upTo: number; readonly after?: NumberId }
    result: { readonly activated: number; readonly heldBack: number; readonly next?: NumberId }
  }
  RecordStepFailed: {
    data: { readonly onboardingId: OnboardingId; readonly step: string; readonly code: string }
    result: { readonly version: number }
  }
  CancelOnboarding: {
    data: { readonly onboardingId: OnboardingId; readonly reason: CancelReason }
    result: { readonly released: number; readonly casesCancelled: number }
  }
  /** Of the deployment, like all about cutoffs but `ExemptNumbers`. The same content published again is no news. */
  PublishCutoff: { data: { readonly cutoffId: CutoffId }; result: { readonly version: number } }
  /** Counts the classes of all organisations and writes down what the cutoff would do to each. `occasion`: why now. */
  PlanCutoff: { data: { readonly cutoffId: CutoffId; readonly occasion: string }; result: PlanMade }
  ApprovePlan: {
    data: { readonly cutoffId: CutoffId; readonly hash: string }
    result: { readonly planNo: number; readonly isComplete: boolean }
  }
  DeclareImportComplete: { data: { readonly cutoffId: CutoffId }; result: { readonly version: number } }
  /** `isUndo`: what was written is taken back as well. A second operator has to confirm either. */
  RequestExemption: {
    data: {
      readonly cutoffId: CutoffId
      readonly whom: Exempted
      readonly until: Instant
      readonly reason: Leniency
      readonly isUndo: boolean
    }
    result: { readonly requestId: ExemptionId; readonly numbers: number | null }
  }
  RequestRevocation: {
    data: { readonly cutoffId: CutoffId; readonly exemptionId: ExemptionId; readonly reason: Leniency }
    result: { readonly requestId: string }
  }
  RequestPostponement: {
    data: { readonly cutoffId: CutoffId; readonly until: Instant; readonly reason: Leniency }
    result: { readonly requestId: string }
  }
  ConfirmRequest: {
    data: { readonly cutoffId: CutoffId; readonly requestId: string }
    result: { readonly version: number }
  }
  /** One chunk of the organisation's numbers in an exemption: their rows say what their exemptions say now. */
  ExemptNumbers: {
    data: { readonly exemptionId: ExemptionId }
    result: { readonly written: number; readonly isDone: boolean }
  }
  RecordCutoffExecuted: {
    data: { readonly cutoffId: CutoffId; readonly planNo: number } & CutoffCounts
    result: { readonly version: number }
  }
  RecordCutoffVerified: {
    data: {
      readonly cutoffId: CutoffId
      readonly planNo: number
      readonly waiting: number
      readonly differing: number
    }
    result: { readonly version: number }
  }
  CloseCutoff: { data: { readonly cutoffId: CutoffId }; result: { readonly version: number } }
  /** Strikes reports: these, or all that one request or delivery has recorded. They stay, and count for nothing. */
  RetractReport: {
    data: { readonly reason: RetractionReason; readonly evidence?: string } & (
      | { readonly eventIds: readonly string[] }
      | { readonly commandId: string }
    )
    result: RetractedReports
  }
  /** For the whole deployment: its organisation is `deployment`. */
  ChooseReading: {
    data: { readonly point: string; readonly option: string }
    result: { readonly version: number; readonly policyVersion: string }
  }
  CompleteOnboarding: {
    data: { readonly onboardingId: OnboardingId; readonly position: number }
    result: { readonly registered: number; readonly dropped: number }
  }
}

export type CommandType = keyof Commands
export type CommandData<Type extends CommandType> = Commands[Type]['data']
export type CommandResult<Type extends CommandType> = Commands[Type]['result']

/** Whom an exemption is for. A class is named by its key, as plans show it. */
export type Exempted =
  | { readonly scope: 'all' }
  | { readonly scope: 'class'; readonly class: string }
  | { readonly scope: 'organisation'; readonly orgId: OrganisationId }
  | { readonly scope: 'numbers'; readonly orgId: OrganisationId; readonly numberIds: readonly NumberId[] }

export type PlanMade = {
  readonly planNo: number
  readonly hash: string
  readonly numbers: number
  readonly switchOff: number
  /** Whether what was approved covers all that it would switch off. */
  readonly isApproved: boolean
}

/** Whom to write to about which acts. Name and address are kept encrypted. */
export type ContactDetails = {
  readonly name: string
  readonly address: string
  readonly language: Language
  readonly acts: readonly ContactAct[]
  readonly place: ContactPlace
}

/** One row of an import. `country` is that of a valid number, null where the text is not one. */
export type ImportRow = {
  readonly e164: string
  readonly country: string | null
  readonly kind: NumberKind
  readonly inventory?: Inventory
  readonly entered?: Instant
  readonly locationId?: LocationId
  readonly owner?: NumberOwner
  readonly userId?: UserId
  readonly loa?: LoaFlag
}

export type ImportedRow =
  | { readonly row: number; readonly status: 'entered' | 'updated' | 'unchanged'; readonly numberId: NumberId }
  | ({ readonly status: 'refused' } & RowRefusal)

export type OrderedRow =
  | { readonly row: number; readonly status: 'selected' | 'alreadyAuthorised'; readonly numberId: NumberId }
  | ({ readonly status: 'refused' } & RowRefusal)

export type CaseRow =
  | { readonly row: number; readonly status: 'joined'; readonly numberId: NumberId }
  | ({ readonly status: 'refused' } & RowRefusal)

export type AnsweredItem = {
  readonly numberId: NumberId
  readonly status: 'authorised' | 'refused'
  readonly reason?: string
}

export type RegisteredItem = {
  readonly numberId: NumberId
  readonly status: 'registered' | 'rejected'
  readonly code?: string
}

/** Items of a report by what became of them; `unknown` ones name no number of this organisation. */
export type ReportedItems = { readonly recorded: number; readonly repeated: number; readonly unknown: number }

/**
 * `struck` are the events that count no more: those that were named, and those of the same commands that say nothing beside
 * them. `effects` is what this request has changed by it; `left` what it could not undo.
 */
export type RetractedReports = {
  readonly struck: readonly string[]
  readonly effects: readonly Effect[]
  readonly left: readonly LeftEffect[]
}

/** One answer about one object before and after; null where there is none. */
export type Effect = {
  readonly stream: string
  readonly kind: string
  readonly axis: string
  readonly before: string | null
  readonly after: string | null
}

/** Who holds the wait that opened, since when, until when it should be over, and when it speaks first. */
export type EnteredStage = {
  readonly waitId: string
  readonly owner: Owner
  readonly openedAt: Instant
  readonly dueAt: Instant
  readonly next?: Instant
}

/** Who asks, on what grounds, when it happened, and the key under which a repeat is recognised. */
export type Envelope = {
  /** Principal and organisation, or `process`: keys of different callers never meet. */
  readonly scope: string
  readonly commandId: string
  readonly orgId: OrganisationId
  readonly actor: Actor
  readonly source: { readonly kind: SourceKind; readonly id: string }
  /** When it was true out there; absent means at the moment of recording. */
  readonly happenedAt?: Instant
  readonly provenance?: Provenance
  /** Why a person says it, in their own words; kept encrypted. */
  readonly because?: string
}

/** Where in Temporal a command came from: evidence, never a key. */
export type Provenance = {
  readonly workflowId: string
  readonly runId: string
  readonly activityId: string
  readonly attempt: number
}

export type Command<Type extends CommandType = CommandType> = {
  [Each in Type]: { readonly type: Each; readonly data: CommandData<Each> } & Envelope
}[Type]
