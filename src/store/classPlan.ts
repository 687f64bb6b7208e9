import { type ClassDecision, decideClass, type NumberCommand } from '../domain/decideNumber.ts'
import { isSameEra } from '../domain/policy/era.ts'
import type { Instant } from '../domain/values.ts'
import { everyClassText, parseClassText } from './classText.ts'
import type { Policy } from './policy.ts'

/** What a set is decided by. */
export type Deciding = { readonly command: NumberCommand; readonly policy: Policy; readonly at: Instant }

/** The decisions about one command so far, by class text: one plan serves all chunks of a sweep. */
export type ClassPlan = {
  readonly deciding: Deciding
  readonly decisions: ReadonlyMap<string, ClassDecision>
  /** The decision about a class, taken now if it is the first of its kind. */
  readonly of: (text: string) => ClassDecision
}

export function openPlan(deciding: Deciding): ClassPlan {
  const { command, policy, at } = deciding
  const decisions = new Map<string, ClassDecision>()
  const of = (text: string) => {
    const known = decisions.get(text)
    if (known) return known
    const { number, standing } = parseClassText(command, text)
    const decision = decideClass(command, number, standing, { pack: policy.pack, at })
    decisions.set(text, decision)
    return decision
  }
  // Where only a handful of texts can be, all are decided before the first row is looked at.
  for (const text of everyClassText(command) ?? []) of(text)
  return { deciding, decisions, of }
}

/** The plan given, as long as what it decided stands: the same pack, and none of its instants between then and now. */
export function planFor(deciding: Deciding, given: ClassPlan | undefined): ClassPlan {
  if (!given) return openPlan(deciding)
  const { command, policy, at } = given.deciding
  if (command !== deciding.command) throw new Error('a plan serves its own command')
  return policy.pack === deciding.policy.pack && isSameEra(policy.pack, at, deciding.at) ? given : openPlan(deciding)
}

export function isEvent(decision: ClassDecision | undefined): boolean {
  return decision?.ok === true && decision.event !== undefined
}
