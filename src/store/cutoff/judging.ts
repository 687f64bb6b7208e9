import type { ClassDecision } from '../../domain/decideNumber.ts'
import type { NumberEvent } from '../../domain/number.ts'
import type { Instant } from '../../domain/values.ts'
import type { Policy } from '../policy.ts'
import type { SweepCounts } from './shards.ts'

/** How a class of numbers ends, and what is written of each of them, if anything is. */
export type Judgement = {
  readonly ends: keyof SweepCounts
  readonly writes?: { readonly event: NumberEvent } & Pick<ClassDecision & { ok: true }, 'carry' | 'ruleIds'>
}

export type Now = { readonly policy: Policy; readonly at: Instant }

/** What a sweep makes of classes, as cutoffs see them. It is made once and serves as long as it stands. */
export type Judging = {
  readonly stands: (now: Now) => boolean
  /** Classes that something is written of: known before the first row is looked at. */
  readonly known: readonly string[]
  readonly judge: (key: string) => Judgement
}
