import { type PlanDecision, parseCutoffKey, planOf } from '../../domain/cutoffPlan.ts'
import { decideClass } from '../../domain/decideNumber.ts'
import { releaseOf } from '../../domain/planChange.ts'
import { isSameEra } from '../../domain/policy/era.ts'
import type { CutoffId } from '../../domain/policy/policy.ts'
import type { Instant } from '../../domain/values.ts'
import type { Policy } from '../policy.ts'
import type { Queryable } from '../pool.ts'
import type { Judgement, Judging } from './judging.ts'
import { cutoffIn, readPlan, readPlanClasses } from './plans.ts'

/**
 * What the sweep of a plan makes of each class. It switches off what the cutoff switches off now, the plan switched off
 * when it was approved, and has not grown beyond the tolerance since, as the newest plan has counted it.
 */
export async function releasedBy(
  db: Queryable,
  { cutoffId, planNo }: { readonly cutoffId: CutoffId; readonly planNo: number },
  { policy, at }: { readonly policy: Policy; readonly at: Instant },
): Promise<Judging> {
  const cutoff = cutoffIn(policy.pack, cutoffId)
  const plan = await readPlan(db, cutoffId, planNo)
  const newest = await readPlan(db, cutoffId)
  if (!cutoff || !plan || !newest) throw new Error(`cutoff ${cutoffId} has no plan ${planNo} under this policy`)
  const classes = plan.policyVersion === policy.version ? await readPlanClasses(db, cutoffId, planNo) : []
  const approved = new Map(classes.map((each) => [each.class, each]))
  const counted = newest.planNo === planNo ? classes : await readPlanClasses(db, cutoffId, newest.planNo)
  const counts = new Map(counted.map((each) => [each.class, each.count]))

  return {
    stands: (now) => now.policy.version === policy.version && isSameEra(policy.pack, at, now.at),
    known: classes.filter(({ verdict }) => verdict === 'switchOff').map((each) => each.class),
    judge,
  }

  function judge(key: string): Judgement {
    if (!cutoff || at < cutoff.instant) return { ends: 'notConcerned' }
    const number = parseCutoffKey(key)
    const decision = planOf(number, cutoff, policy.pack, at)
    if (decision.verdict !== 'switchOff') return { ends: endOf(decision) }
    const count = counts.get(key) ?? 0
    if (releaseOf({ class: key, verdict: 'switchOff', count }, approved, cutoff.countTolerance) !== 'approved')
      return { ends: 'waiting' }
    const command = { type: 'SwitchTextingOff', cutoffId, reason: decision.reason } as const
    const decided = decideClass(command, number, newer, { pack: policy.pack, at })
    if (!decided.ok || !decided.event) return { ends: 'notConcerned' }
    return { ends: 'switchedOff', writes: { event: decided.event, carry: decided.carry, ruleIds: decided.ruleIds } }
  }
}

const newer = { arrival: 'newer', location: 'unknown', order: 'none', letter: 'none', case: 'none' } as const

export function endOf({ verdict }: PlanDecision): 'registered' | 'exempt' | 'unknown' | 'notConcerned' {
  return verdict === 'registered' || verdict === 'exempt' || verdict === 'unknown' ? verdict : 'notConcerned'
}
