import { rankOf } from '../domain/authority.ts'
import type { Refusal } from '../domain/decision.ts'
import type { SourceKind } from '../domain/fact.ts'
import type { FactKind } from '../domain/policy/sources.ts'
import type { Instant, OrganisationId } from '../domain/values.ts'
import type { Documents } from './documents.ts'
import type { Recording } from './eventStore.ts'
import type { Policy } from './policy.ts'
import type { Transaction } from './pool.ts'

/** What a command's events will say of themselves. How far its source is believed depends on what it speaks of. */
export type Telling = Omit<Recording, 'source'> & {
  readonly source: { readonly kind: SourceKind; readonly id: string }
}

/** As a telling of this kind of fact: the source gets its rank among those that tell of it. */
export function toldAs(kind: FactKind, { recording, policy }: Pick<Context, 'recording' | 'policy'>): Recording {
  const { source } = recording
  return { ...recording, source: { ...source, rank: rankOf(policy.pack.sources[kind], source.kind) } }
}

/** What every command works with: its transaction, the moment, and what its events will say of themselves. */
export type Context = {
  readonly tx: Transaction
  readonly at: Instant
  readonly orgId: OrganisationId
  readonly documents: Documents
  readonly policy: Policy
  readonly recording: Telling
  /** The id of the object that this command makes in a role: the same command names the same object. */
  readonly id: (role: string) => string
}

export type Decided<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly refusal: Refusal }

export function done<Result>(result: Result): { readonly ok: true; readonly result: Result } {
  return { ok: true, result }
}
