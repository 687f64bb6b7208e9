import { defineSignal, defineUpdate } from '@temporalio/workflow'
import type { Owner } from '../domain/policy/policy.ts'
import type { ProcessFact } from '../domain/process/process.ts'
import type { Instant } from '../domain/values.ts'

/** The wait that a process stands in. `step` opened it; `next` is the instant at which it speaks next, if it still does. */
export type OpenWait = {
  readonly step: string
  readonly waitId: string
  readonly owner: Owner
  readonly openedAt: Instant
  readonly dueAt: Instant
  readonly next?: Instant
}

/**
 * A step that is over but not yet answered by a fact. `failed` ones are tried again once there is news (a fact after
 * `position`) and are `noted` in Postgres; `byHand` ones have no bridge and wait for a person's report.
 */
export type SettledStep = { readonly step: string } & (
  | { readonly outcome: 'done' | 'byHand' }
  | { readonly outcome: 'failed'; readonly position: number; readonly code: string; readonly noted: boolean }
)

/** All that one run hands to the next. Plain JSON, and read by newer code than wrote it: extend, never retype. */
export type Carried<Process> = {
  readonly process: Process
  readonly wait?: OpenWait
  readonly settled: readonly SettledStep[]
}

/**
 * What every run of a process starts from. Always started together with a signal, `fact` or `wake`. `carried` comes from
 * the run before, through continue-as-new.
 */
export type ProcessInput<Process> = {
  readonly v: 1
  /** Continue as new past this many history events. */
  readonly historyBudget: number
  /** Rehearsals alone: how far the clock of the rules is ahead of Temporal's. Absent, and so nothing, everywhere else. */
  readonly clockOffsetMs?: number
  readonly carried?: Carried<Process>
}

export type Progress<Process, Stage> = Carried<Process> & {
  readonly stage: Stage
  readonly underWay: readonly string[]
}

/** A person who asks something of a running process; `commandId` makes a repeat the same request. */
export type Wish = {
  readonly commandId: string
  readonly actor: { readonly kind: 'person' | 'partner'; readonly subject: string; readonly role: string }
}

/** How many numbers became free by a cancellation. */
export type CancelResult = { readonly released: number }

/** Types of the failures with which an update is refused. */
export const updateRefusals = {
  onboardingEnded: 'ONBOARDING_NOT_OPEN',
  caseEnded: 'CASE_NOT_OPEN',
  cancelling: 'CANCEL_UNDER_WAY',
  nothingToRetry: 'STEP_NOT_HELD',
} as const

/** A fact from the outbox. */
export const factSignal = defineSignal<[ProcessFact]>('fact')
/** Carries nothing: the process reads what it lacks from Postgres. Sent by `recover`. */
export const wakeSignal = defineSignal('wake')
/** Tries a failed or by-hand step (its id, from `progress`) once more, for instance after a bridge was set up. */
export const retryStepUpdate = defineUpdate<void, [string]>('retryStep')
