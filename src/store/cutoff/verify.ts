import { type CutoffClass, type PlanDecision, parseCutoffKey, planOf } from '../../domain/cutoffPlan.ts'
import { classInstants } from '../../domain/numberClass.ts'
import type { Cutoff, CutoffId } from '../../domain/policy/policy.ts'
import { binding } from '../binding.ts'
import type { Store } from '../execute.ts'
import { numberSources } from '../numberClass.ts'
import { readNow } from '../policy.ts'
import type { Queryable } from '../pool.ts'
import { brokenLinks } from './chain.ts'
import { cutoffClassSql } from './classes.ts'
import type { Now } from './judging.ts'
import { cutoffIn } from './plans.ts'
import { endOf, releasedBy } from './released.ts'
import { boundsOf, noCounts, type SweepCounts, shardCount } from './shards.ts'

/**
 * How all numbers ended, each in one way. `differing` are those that did not end as they should: not switched off although
 * that was approved, or off although they were registered in time or are let through.
 */
export type Verified = {
  readonly counts: Omit<SweepCounts, 'reinstated'>
  readonly differing: number
  /** Chunks that are not as they were written. */
  readonly broken: readonly string[]
}

/** Looks at every number anew, shard by shard, and at the chain of what was written. It changes nothing. */
export async function verifyCutoff(
  { pool, clock }: Pick<Store, 'pool' | 'clock'>,
  { cutoffId, planNo }: { readonly cutoffId: CutoffId; readonly planNo: number },
): Promise<Verified> {
  const now = await readNow(pool, clock)
  const cutoff = cutoffIn(now.policy.pack, cutoffId)
  if (!cutoff) throw new Error(`the pack has no cutoff ${cutoffId}`)
  const { judge } = await releasedBy(pool, { cutoffId, planNo }, now)
  const { reinstated: _none, ...counts }: Record<keyof typeof noCounts, number> = { ...noCounts }
  let differing = 0
  for (let shard = 0; shard < shardCount; shard += 1) {
    for (const { key, count } of await classesOf(pool, now, shard)) {
      const end = endedAs(parseCutoffKey(key), cutoff, now, () => judge(key).ends === 'waiting')
      if (end === 'differing') differing += count
      else counts[end] += count
    }
  }
  return { counts, differing, broken: await brokenLinks(pool, cutoffId) }
}

type End = Exclude<keyof SweepCounts, 'reinstated'> | 'differing'

function endedAs(number: CutoffClass, cutoff: Cutoff, { policy, at }: Now, waits: () => boolean): End {
  if (number.texting !== 'suspended') {
    const decision = planOf(number, cutoff, policy.pack, at)
    if (decision.verdict !== 'switchOff') return endOf(decision)
    return waits() ? 'waiting' : 'differing'
  }
  const wouldBe = planOf({ ...number, texting: 'on' }, cutoff, policy.pack, at)
  return isToText(wouldBe, number) ? 'differing' : 'switchedOff'
}

/** What was registered after the instant is switched on as any other number, and until then is off as it should be. */
function isToText({ verdict }: PlanDecision, { registered }: CutoffClass): boolean {
  return verdict === 'exempt' || (verdict === 'registered' && registered === 'before')
}

async function classesOf(db: Queryable, { policy, at }: Now, shard: number) {
  const { first, last } = boundsOf(shard)
  const { bind, values } = binding()
  const { rows } = await db.query<{ key: string; count: number }>(
    `select ${cutoffClassSql(classInstants(policy.pack, at), bind)} as key, count(*)::int as count
     from ${numberSources} where n.org_id between ${bind(first, 'uuid')} and ${bind(last, 'uuid')} group by 1`,
    [...values],
  )
  return rows
}
