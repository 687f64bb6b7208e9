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

export type VerdictCountsAnswer = { readonly can: number; readonly cannot: number; readonly unknown: number }

export type WaitAnswer = {
  readonly kind: string
  readonly owner: string
  readonly since: string
  readonly nextReminderAt: string | null
  readonly dueAt: string | null
  readonly isOverdue: boolean
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
  readonly verdict: 'can' | 'cannot' | 'unknown'
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
  readonly policyPack: string
  readonly verdict: 'can' | 'cannot' | 'unknown'
  readonly reason: string
  readonly obstacles: readonly {
    readonly gate: string
    readonly state: string
    readonly reason: string
    readonly owner: string
    readonly act: string
    readonly ruleIds: readonly string[]
  }[]
  readonly next: {
    readonly act: string
    readonly owner: string
    readonly helps: boolean
    readonly dueAt: string | null
    readonly card: ActCardAnswer | null
  } | null
  readonly proof: readonly { readonly gate: string; readonly events: readonly EventAnswer[] }[]
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
