import type { GateName } from '../policy/gateRules.ts'
import { isInForce } from '../policy/inForce.ts'
import type { Owner, PolicyPack } from '../policy/policy.ts'
import type { RuleId } from '../policy/ruleBook/ruleBook.ts'
import type { Instant } from '../values.ts'
import type { Act } from './act.ts'

type Said = {
  readonly gate: GateName
  readonly reason: string
  readonly ruleIds: readonly RuleId[]
  readonly owner: Owner
  readonly act: Act
  /** Where somebody outside says more, or takes a complaint. */
  readonly see?: string
}

/** A gate that does not let a number through: `failed` is known to be shut, `unknown` waits for a fact. */
export type Barrier = Said & { readonly state: 'failed' | 'unknown' }

/** The same, or a gate that still lets it through and will not from an instant on. */
export type Obstacle = Barrier | (Said & { readonly state: 'ahead'; readonly from: Instant })

type Told = {
  readonly state?: Barrier['state']
  readonly reason: string
  /** The rules that it rests on: under a pack with none of them in force it does not stand at all. */
  readonly by: readonly RuleId[]
  /** Rules that it is told by as well, and that shut nothing alone. */
  readonly also?: readonly RuleId[]
  readonly owner: Owner
  readonly act: Act
  readonly see?: string | undefined
}

export function barrier(
  pack: PolicyPack,
  gate: GateName,
  { state = 'failed', reason, by, also = [], owner, act, see }: Told,
): Barrier | undefined {
  if (!by.some((id) => isInForce(pack, id))) return undefined
  const ruleIds = [...by, ...also].filter((id) => isInForce(pack, id))
  return { gate, state, reason, ruleIds, owner, act, ...(see === undefined ? {} : { see }) }
}
