import { parseCutoffKey, planOf } from '../../domain/cutoffPlan.ts'
import { decideClass } from '../../domain/decideNumber.ts'
import type { Reinstatement } from '../../domain/number.ts'
import { isSameEra } from '../../domain/policy/era.ts'
import type { CutoffId } from '../../domain/policy/policy.ts'
import type { Judgement, Judging, Now } from './judging.ts'
import { cutoffIn } from './plans.ts'
import { endOf } from './released.ts'

/**
 * What is made of numbers that a cutoff has switched off: those text again whose registration was effective before its
 * instant, whenever it was learnt, and those that are let through now. What was registered later is switched on like any other.
 */
export function reinstatedBy(
  { cutoffId, isUndo }: { readonly cutoffId: CutoffId; readonly isUndo: boolean },
  { policy, at }: Now,
): Judging {
  const cutoff = cutoffIn(policy.pack, cutoffId)
  return {
    stands: (now) => now.policy.version === policy.version && isSameEra(policy.pack, at, now.at),
    known: [],
    judge,
  }

  function judge(key: string): Judgement {
    if (!cutoff) return { ends: 'notConcerned' }
    const number = parseCutoffKey(key)
    const verdict = endOf(planOf(number, cutoff, policy.pack, at))
    const inTime = verdict === 'registered' && number.registered === 'before'
    if (!inTime && verdict !== 'exempt') return { ends: verdict }
    const reason: Reinstatement = inTime ? 'registeredInTime' : isUndo ? 'undone' : 'exempt'
    const command = { type: 'ReinstateTexting', cutoffId, reason } as const
    const decided = decideClass(command, number, newer, { pack: policy.pack, at })
    if (!decided.ok || !decided.event) return { ends: verdict }
    return { ends: 'reinstated', writes: { event: decided.event, carry: decided.carry, ruleIds: decided.ruleIds } }
  }
}

const newer = { arrival: 'newer', location: 'unknown', order: 'none', letter: 'none', case: 'none' } as const
