/** What the commands read of the API's answers. The API may add fields; these stay. */
export type OrganisationAnswer = {
  readonly id: string
  readonly name: string | null
  readonly licence: string
  readonly openOnboardingId: string | null
}

export type OnboardingSummaryAnswer = {
  readonly id: string
  readonly phase: string
  readonly stage: string
  readonly startedAt: string
  readonly endedAt: string | null
}

export type VerdictAnswer = 'can' | 'willStop' | 'cannot' | 'unknown'

export type VerdictCountsAnswer = Readonly<Record<VerdictAnswer, number>>

export type WaitAnswer = {
  readonly kind: string
  readonly owner: string
  readonly since: string
  readonly nextReminderAt: string | null
  readonly dueAt: string | null
  readonly isOverdue: boolean
  readonly silence: SilenceAnswer
}

/** How long the owner of a wait has said nothing, and what comes of it. */
export type SilenceAnswer = {
  readonly since: string
  readonly days: number
  readonly lastWord: { readonly type: string; readonly heardAt: string } | null
  readonly grade: string
  readonly act: string | null
  readonly next: { readonly grade: string; readonly at: string } | null
}

export type OnboardingAnswer = OnboardingSummaryAnswer & {
  readonly workflowId: string
  readonly wait: WaitAnswer | null
  readonly numbers: VerdictCountsAnswer
  readonly standing: StandingAnswer
  readonly cases: readonly { readonly caseNumber: number; readonly stage: string; readonly owner: string | null }[]
  readonly cards: readonly ActCardAnswer[]
}

/** Where the numbers of an onboarding's orders stand, each counted once; `active` counts of the registered ones. */
export type StandingAnswer = {
  readonly ordered: number
  readonly refused: number
  readonly authorised: number
  readonly inCase: number
  readonly submitted: number
  readonly registered: number
  readonly rejected: number
  readonly active: number
}

export type NumberAnswer = {
  readonly id: string
  readonly number: string
  readonly kind: string
  readonly campaign: string | null
  readonly verdict: VerdictAnswer
  readonly reason: string
  readonly owner: string | null
  readonly nextAct: string | null
}

export type EventAnswer = {
  readonly id: string
  readonly stream: string
  readonly type: string
  readonly happenedAt: string
  readonly recordedAt: string
  readonly data: Readonly<Record<string, unknown>>
  readonly actor: {
    readonly kind: string
    readonly subject: string
    readonly role: string
    readonly actingFor?: string
  }
  readonly source: { readonly kind: string; readonly id: string }
  readonly ruleIds: readonly string[]
  readonly policyVersion: string
  readonly provenance: { readonly workflowId: string; readonly runId: string; readonly activityId: string } | null
  readonly struckBy: { readonly eventId: string; readonly reason: string; readonly recordedAt: string } | null
}

export type RetractedAnswer = {
  readonly struck: readonly string[]
  readonly effects: readonly {
    readonly stream: string
    readonly kind: string
    readonly axis: string
    readonly before: string | null
    readonly after: string | null
  }[]
  readonly left: readonly {
    readonly what: string
    readonly about: string
    readonly numbers?: number
    readonly owner: string
    readonly act: string
  }[]
}

export type ActCardAnswer = {
  readonly act: string
  readonly state: 'toDo' | 'unconfirmed'
  readonly owner: string
  readonly title: string
  readonly path: readonly string[]
  readonly values: readonly { readonly name: string; readonly value: string }[]
  readonly confirmedBy: string
  readonly ruleIds: readonly string[]
}

export type RowAnswer = {
  readonly row: number
  readonly number?: string
  readonly status: string
  readonly code?: string
  readonly reason?: string
}

export type OrderAnswer = {
  readonly id: string
  readonly version: number
  readonly phase: string
  readonly ticket: string | null
  readonly isUnconfirmed: boolean
  readonly withoutLetter: number
  readonly letters: readonly LetterAnswer[]
}

export type OrderedNumberAnswer = {
  readonly number: string
  readonly result: string
  readonly reason: string | null
  readonly loa: string
  readonly letterId: string | null
}

export type ContactAnswer = {
  readonly id: string
  readonly name: string
  readonly address: string
  readonly language: string
  readonly acts: readonly string[]
  readonly place: string
  readonly isReachable: boolean
}

/** `about` has the fields of its kind: of a wait its mark, of a cutoff its name. */
export type MailAnswer = {
  readonly kind: string
  readonly contactId: string
  readonly language: string
  readonly about: { readonly wait?: string; readonly mark?: string; readonly cutoffId?: string }
  readonly queuedAt: string
  readonly state: string
  readonly sentAt: string | null
  readonly failed: string | null
}

type MessageAnswer = { readonly subject: string; readonly text: string }
type MessagesAnswer = { readonly before: MessageAnswer; readonly after: MessageAnswer }

export type CutoffMessageAnswer = {
  readonly items: readonly {
    readonly number: string
    readonly userId: string | null
    readonly verdict: string
    readonly reason: string
  }[]
  readonly nextCursor: string | null
  readonly instant: string
  readonly messages: { readonly en: MessagesAnswer; readonly de: MessagesAnswer }
}

export type LetterAnswer = {
  readonly id: string
  readonly orderId: string
  readonly phase: string
  readonly reason: string | null
  readonly numbers: number
  readonly covered: number
  readonly textVersion: string
  readonly signedAt: string
}

export type CaseSummaryAnswer = {
  readonly id: string
  readonly caseNumber: number
  readonly kind: string
  readonly serviceClass: string | null
  readonly ticket: string | null
  readonly phase: string
  readonly status: string
  readonly isUnconfirmed: boolean
  readonly stage: string
  readonly owner: string | null
  readonly since: string | null
  readonly dueAt: string | null
  readonly isOverdue: boolean
  readonly numbers: { readonly waiting: number; readonly registered: number; readonly rejected: number }
}

export type CaseAnswer = CaseSummaryAnswer & {
  readonly wait: WaitAnswer | null
  readonly paused: { readonly kind: string; readonly since: string; readonly pausedAt: string } | null
  readonly attempts: readonly {
    readonly formVersion: number
    readonly contentHash: string
    readonly submittedAt: string
    readonly decisions: readonly {
      readonly outcome: string
      readonly codes: readonly string[]
      readonly decidedAt: string
    }[]
  }[]
  readonly cards: readonly ActCardAnswer[]
}

export type WhyAnswer = {
  readonly number: string
  readonly at: string
  readonly knownAt: string
  readonly policyPack: string
  readonly isSupposed: boolean
  readonly notices: readonly { readonly code: string; readonly ruleIds: readonly string[]; readonly see?: string }[]
  readonly verdict: VerdictAnswer
  readonly reason: string
  readonly validUntil: string | null
  readonly obstacles: readonly {
    readonly gate: string
    readonly state: string
    readonly reason: string
    readonly owner: string
    readonly act: string
    readonly ruleIds: readonly string[]
    readonly see?: string
  }[]
  readonly next: {
    readonly act: string
    readonly owner: string
    readonly helps: boolean
    readonly dueAt: string | null
    readonly card: ActCardAnswer | null
  } | null
  readonly unblock: {
    readonly isPossible: boolean
    readonly acts: readonly { readonly act: string; readonly owner: string; readonly ruleIds: readonly string[] }[]
    readonly earliest: string | null
    readonly latestStart: string | null
  }
  readonly disputes: readonly DisputeAnswer[]
  readonly proof: readonly { readonly gate: string; readonly events: readonly EventAnswer[] }[]
}

export type WhyUserAnswer = {
  readonly setting: string
  readonly reason: string
  readonly number: WhyAnswer | null
}

type BeliefAnswer = { readonly knownAt: string; readonly verdict: VerdictAnswer; readonly reason: string }

export type BelievedAnswer = {
  readonly at: string
  readonly before: BeliefAnswer | null
  readonly after: BeliefAnswer
  readonly isChanged: boolean
  readonly learnt: readonly EventAnswer[]
}

type ComparedAnswer = {
  readonly verdict: VerdictAnswer
  readonly reason: string
  readonly shut: readonly { readonly gate: string; readonly reason: string; readonly ruleIds: readonly string[] }[]
}

export type ComparisonAnswer = {
  readonly one: ComparedAnswer
  readonly other: ComparedAnswer
  readonly axes: readonly { readonly axis: string; readonly one: string; readonly other: string }[]
}

export type PackAnswer = {
  readonly id: string
  readonly effectiveFrom: string
  readonly isEffectiveFromAssumed: boolean
  readonly isInForce: boolean
  readonly rules: { readonly inForce: number; readonly ended: number; readonly notYet: number }
}

export type PackWholeAnswer = PackAnswer & {
  readonly gates: readonly { readonly gate: string }[]
  readonly terms: {
    readonly features: readonly {
      readonly feature: string
      readonly isSupported: string
      readonly ruleIds: readonly string[]
    }[]
    readonly spamReport: string | null
  }
}

export type RuleAnswer = {
  readonly id: string
  readonly words: string
  readonly differently: string | null
  readonly telling: string
  readonly force: string
  readonly source: string | null
  readonly endedBy: string | null
  readonly does: string
}

export type RuleWholeAnswer = {
  readonly id: string
  readonly words: string
  readonly does: string
  readonly ages: readonly {
    readonly pack: string
    readonly differently: string | null
    readonly telling: string
    readonly force: string
    readonly source: string | null
    readonly endedBy: string | null
  }[]
  readonly readings: readonly string[]
}

type Moved = { readonly name: string; readonly before: string; readonly after: string }

export type DiffAnswer = {
  readonly from: string
  readonly to: string
  readonly rules: readonly {
    readonly id: string
    readonly change: string
    readonly words: string
    readonly terms?: string
  }[]
  readonly readings: readonly Moved[]
  readonly instants: readonly Moved[]
}

export type IdentifiedAnswer = {
  readonly age: string | null
  readonly possible: readonly string[]
  readonly language: string | null
  readonly inForce: string
  readonly since: DiffAnswer | null
}

export type ReadingAnswer = {
  readonly name: string
  readonly question: string
  readonly options: readonly { readonly option: string; readonly words: string }[]
  readonly default: string
  readonly effect: string
}

export type OpenPointsAnswer = {
  readonly items: readonly {
    readonly reading: string
    readonly question: string
    readonly read: string
    readonly option: string
    readonly numbers: number
  }[]
}

export type ChosenAnswer = {
  readonly items: readonly {
    readonly point: string
    readonly question: string
    readonly read: string
    readonly isChosen: boolean
    readonly options: readonly { readonly option: string; readonly lacks: string | null }[]
  }[]
}

export type PreviewAnswer = {
  readonly point: string
  readonly read: string
  readonly option: string
  readonly numbers: number
  readonly groups: readonly {
    readonly count: number
    readonly before: SupposedAnswer
    readonly after: SupposedAnswer
  }[]
}

export type ChoiceAnswer = { readonly version: number; readonly policyVersion: string }

type SupposedAnswer = { readonly verdict: VerdictAnswer; readonly reason: string }

export type WhatIfAnswer = {
  readonly before: { readonly at: string; readonly numbers: VerdictCountsAnswer }
  readonly after: { readonly at: string; readonly numbers: VerdictCountsAnswer }
  readonly changed: number
  readonly groups: readonly {
    readonly count: number
    readonly before: SupposedAnswer
    readonly after: SupposedAnswer
    readonly isChanged: boolean
  }[]
}

export type RoadAnswer = {
  readonly loops: number
  readonly finish: string
  readonly slack: { readonly days: number; readonly workingDays: number } | null
}

type DeadlineAnswer = { readonly ruleId: string; readonly lastDay: string; readonly planFor: string }

export type ForecastAnswer = {
  readonly from: string
  readonly since: string
  readonly earliest: RoadAnswer
  readonly likely: RoadAnswer
  readonly late: RoadAnswer
  readonly deadline: DeadlineAnswer
  readonly workingDays: number
  readonly latestStart: readonly { readonly loops: number; readonly forDeadline: string; readonly forPlan: string }[]
}

export type OrganisationForecastAnswer = {
  readonly at: string
  readonly deadline: DeadlineAnswer
  readonly groups: readonly {
    readonly count: number
    readonly place: string
    readonly earliest: string | null
    readonly likely: string | null
    readonly late: string | null
  }[]
  readonly atRisk: { readonly willStop: number; readonly likely: number; readonly late: number }
}

type WordAnswer = { readonly value: string; readonly source: string; readonly happenedAt: string }

export type DisputeAnswer = {
  readonly code: string
  readonly question: string
  readonly believed: WordAnswer
  readonly beside: WordAnswer
  readonly override:
    | (WordAnswer & { readonly by: { readonly subject: string }; readonly because: string | null })
    | null
}

export type RunAnswer = {
  readonly workflowId: string
  readonly runId: string
  readonly status: string
  readonly activities: readonly {
    readonly activityId: string
    readonly type: string
    readonly summary: string | null
    readonly attempt: number
    readonly scheduledAt: string
    readonly startedAt: string | null
    readonly endedAt: string | null
    readonly outcome: string
    readonly failure: string | null
    readonly eventCount: number
    readonly events: readonly string[]
  }[]
}

export type TemporalAnswer =
  | { readonly state: 'answered'; readonly runs: readonly RunAnswer[] }
  | { readonly state: 'unavailable'; readonly code: string }

export type DeliveryAnswer = {
  readonly id: string
  readonly source: string
  readonly type: string | null
  readonly state: string
  readonly reason: string | null
  readonly orgId: string | null
  readonly receivedAt: string
}

export type DeliveryWholeAnswer = DeliveryAnswer & {
  readonly body: { readonly encoding: string; readonly text: string } | null
  readonly acts: readonly {
    readonly act: string
    readonly by: { readonly subject: string; readonly role: string }
    readonly reason: string
    readonly at: string
  }[]
}

export type CutoffAnswer = {
  readonly id: string
  readonly kind: string
  readonly ruleId: string
  readonly instant: string
  readonly statedInstant: string
  readonly isOver: boolean
  readonly wasPast: boolean
  readonly importCompletedAt: string | null
  readonly needsApproval: boolean
  readonly undoUntil: string | null
  readonly planNo: number
  readonly approvedPlanNo: number | null
  readonly executedAt: string | null
  readonly waiting: number | null
}

type ByAnswer = { readonly by: string; readonly at: string } | null

export type CutoffRequestAnswer = {
  readonly requestId: string
  readonly kind: string
  readonly until: string | null
  readonly reason: string
  readonly requestedBy: string
  readonly confirmed: ByAnswer
}

export type ExemptionAnswer = {
  readonly exemptionId: string
  readonly scope: string
  readonly orgId: string | null
  readonly numbers: number | null
  readonly until: string
  readonly reason: string
  readonly isActive: boolean
  readonly requestedBy: string
  readonly granted: ByAnswer
  readonly revoked: ByAnswer
}

export type WholeCutoffAnswer = CutoffAnswer & {
  readonly requests: readonly CutoffRequestAnswer[]
  readonly exemptions: readonly ExemptionAnswer[]
}

type TotalsAnswer = Readonly<Record<string, number>>

export type PlanClassAnswer = {
  readonly class: string
  readonly count: number
  readonly verdict: string
  readonly reason: string
  readonly owner: string | null
  readonly samples: readonly string[]
  readonly release: string
}

export type PlanAnswer = {
  readonly planNo: number
  readonly madeAt: string
  readonly decidedAt: string
  readonly occasion: string
  readonly hash: string
  readonly requestedBy: string
  readonly isApproved: boolean
  readonly totals: TotalsAnswer
  readonly classes: readonly PlanClassAnswer[]
}

type PlanCellAnswer = { readonly count: number; readonly verdict: string; readonly reason: string } | null

export type PlanDiffAnswer = {
  readonly from: number
  readonly to: number
  readonly before: TotalsAnswer
  readonly after: TotalsAnswer
  readonly changes: readonly {
    readonly class: string
    readonly change: string
    readonly before: PlanCellAnswer
    readonly after: PlanCellAnswer
  }[]
}
