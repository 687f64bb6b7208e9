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
}
