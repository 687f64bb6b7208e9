import type { Refusal } from '../domain/decision.ts'
import type { Instant, OrganisationId } from '../domain/values.ts'
import type { Documents } from './documents.ts'
import type { Recording } from './eventStore.ts'
import type { Policy } from './policy.ts'
import type { Transaction } from './pool.ts'

/** What every command works with: its transaction, the moment, and what its events will say of themselves. */
export type Context = {
  readonly tx: Transaction
  readonly at: Instant
  readonly orgId: OrganisationId
  readonly documents: Documents
  readonly policy: Policy
  readonly recording: Recording
  /** The id of the object that this command makes in a role: the same command names the same object. */
  readonly id: (role: string) => string
}

export type Decided<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly refusal: Refusal }

export function done<Result>(result: Result): { readonly ok: true; readonly result: Result } {
  return { ok: true, result }
}
