import type { Refusal } from '../domain/decision.ts'
import type { Instant } from '../domain/values.ts'
import { notYet, resultOf, type StepResult } from './results.ts'

type Said =
  | { readonly ok: true; readonly result: { readonly said: number; readonly next?: Instant } }
  | { readonly ok: false; readonly refusal: Refusal }

/** Throws where Temporal's clock is ahead of the database's, whose word counts: it is a matter of a moment. */
export function whatWasSaid(outcome: Said): StepResult {
  if (!outcome.ok && outcome.refusal.code === 'MARK_NOT_DUE') throw notYet('MarkNotDue', '1 second')
  return resultOf(outcome, ({ next }) => ({ outcome: 'said', ...(next ? { next } : {}) }))
}
