import { parseCutoffKey, planOf } from '../../domain/cutoffPlan.ts'
import { classInstants } from '../../domain/numberClass.ts'
import type { CutoffId } from '../../domain/policy/policy.ts'
import { deployment, type OrganisationId } from '../../domain/values.ts'
import { binding } from '../binding.ts'
import { type CutoffResult, queueCutoffResults, queueReinstatement } from '../cutoffMail.ts'
import type { Store } from '../execute.ts'
import { numberSources } from '../numberClass.ts'
import { readNow } from '../policy.ts'
import type { Queryable } from '../pool.ts'
import { inTransaction } from '../transaction.ts'
import { cutoffClassSql } from './classes.ts'
import type { Now } from './judging.ts'
import { cutoffIn } from './plans.ts'
import { boundsOf, shardCount } from './shards.ts'

/** Tells each organisation that a cutoff has switched numbers off of, once for its instant, how all of its numbers ended. */
export async function tellResults(store: Store, cutoffId: CutoffId): Promise<void> {
  for (let shard = 0; shard < shardCount; shard += 1) {
    const now = await readNow(store.pool, store.clock)
    const results = (await resultsOf(store.pool, cutoffId, now, shard)).filter(({ counts }) => counts.switchedOff > 0)
    if (results.length === 0) continue
    await inTransaction(store.pool, deployment, (tx) => queueCutoffResults(tx, { cutoffId, at: now.at, results }))
  }
}

type Ended = { readonly orgId: OrganisationId; readonly key: string; readonly count: number }

async function resultsOf(db: Queryable, cutoffId: CutoffId, now: Now, shard: number): Promise<readonly CutoffResult[]> {
  const cutoff = cutoffIn(now.policy.pack, cutoffId)
  if (!cutoff) return []
  const results = new Map<OrganisationId, Record<keyof CutoffResult['counts'], number>>()
  for (const { orgId, key, count } of await endedIn(db, now, shard)) {
    const counts = results.get(orgId) ?? { switchedOff: 0, registered: 0, exempt: 0, unknown: 0 }
    const number = parseCutoffKey(key)
    const { verdict } = planOf(number, cutoff, now.policy.pack, now.at)
    if (number.texting === 'suspended') counts.switchedOff += count
    else if (verdict === 'registered' || verdict === 'exempt' || verdict === 'unknown') counts[verdict] += count
    results.set(orgId, counts)
  }
  return [...results].map(([orgId, counts]) => ({ orgId, counts }))
}

async function endedIn(db: Queryable, { policy, at }: Now, shard: number): Promise<readonly Ended[]> {
  const { first, last } = boundsOf(shard)
  const { bind, values } = binding()
  const { rows } = await db.query<Ended>(
    `select n.org_id as "orgId", ${cutoffClassSql(classInstants(policy.pack, at), bind)} as key, count(*)::int as count
     from ${numberSources} where n.org_id between ${bind(first, 'uuid')} and ${bind(last, 'uuid')} group by 1, 2`,
    [...values],
  )
  return rows
}

/** Tells each organisation how many of its numbers text again by a run that took a cutoff back. */
export async function tellReinstated(store: Store, cutoffId: CutoffId, run: string): Promise<void> {
  const at = await store.clock.now()
  for (const { orgId, numbers } of await reinstatedIn(store.pool, cutoffId, run)) {
    const cause = `${cutoffId}/${run}/${orgId}`
    await inTransaction(store.pool, orgId, (tx) => queueReinstatement(tx, { cutoffId, at, orgId, cause, numbers }))
  }
}

type Reinstated = { readonly orgId: OrganisationId; readonly numbers: number }

async function reinstatedIn(db: Queryable, cutoffId: CutoffId, run: string): Promise<readonly Reinstated[]> {
  const { rows } = await db.query<Reinstated>(
    `with chunk as (select command_id, at from cutoff_chunk where cutoff_id = $1 and kind = 'reinstate' and run = $2)
     select org_id as "orgId", count(*)::int as numbers from event
     where type = 'NumberReinstated' and recorded_at >= (select min(at) from chunk)
       and command_id in (select command_id from chunk) group by 1 order by 1`,
    [cutoffId, run],
  )
  return rows
}
