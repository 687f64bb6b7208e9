import { defineQuery } from '@temporalio/workflow'
import type { CutoffId } from '../domain/policy/policy.ts'
import type { CutoffMove, CutoffStanding } from '../domain/process/cutoff.ts'
import type { ProcessEnd } from '../domain/process/process.ts'

/** Always started together with a signal, `fact` or `wake`. It carries nothing from run to run: Postgres is read anew. */
export type CutoffInput = {
  readonly v: 1
  readonly cutoffId: CutoffId
  /** Continue as new past this many history events. */
  readonly historyBudget: number
  /** Rehearsals alone: how far the clock of the rules is ahead of Temporal's. Absent, and so nothing, everywhere else. */
  readonly clockOffsetMs?: number
}
export type CutoffWorkflow = (input: CutoffInput) => Promise<ProcessEnd>

/** What it was doing or waiting for when it was asked, and the step that it does not try again before there is news. */
export type CutoffProgress = {
  readonly standing?: CutoffStanding
  readonly move?: CutoffMove
  readonly tried?: string
}

export const cutoffProgressQuery = defineQuery<CutoffProgress>('progress')

export const cutoffType = 'cutoff'

export function cutoffWorkflowId(cutoffId: CutoffId): string {
  return `cutoff/${cutoffId}`
}

/** The sweep goes through all organisations in so many parts, by the first hexadecimal digit of their ids. */
export const cutoffShards: readonly number[] = Array.from({ length: 16 }, (_, shard) => shard)

export type GuardInput = { readonly v: 1 }
/** What the guard found to do. */
export type Guarded = {
  readonly woken: number
  readonly switchedOff: number
  readonly reinstated: number
}
export type GuardSweepWorkflow = (input: GuardInput) => Promise<Guarded>

export const guardSweepType = 'guardSweep'
/** The id of its schedule, and of a run by hand: two never run beside each other. */
export const guardSweepId = 'guardSweep'
