import { classInstants } from '../src/domain/numberClass.ts'
import type { OrganisationId } from '../src/domain/values.ts'
import { binding } from '../src/store/binding.ts'
import type { Store } from '../src/store/execute.ts'
import { classKeySql, numberSources } from '../src/store/numberClass.ts'
import { readNow } from '../src/store/policy.ts'
import { recountChanged } from '../src/store/recount.ts'
import { readVerdictTotals } from '../src/store/views/classCountView.ts'
import { crowd } from './crowd.ts'
import type { Benchmark } from './harness.ts'
import { readyOrganisation } from './premises.ts'

const product = 'counted anew after a change, and decided'
const statement = 'bare statement: the same counts'

/** A fact of an organisation changes and with it the verdict of all its numbers, against the statement that counts them unasked. */
export const recompute: Benchmark = {
  name: 'recompute',
  piece: 'one number of an organisation of 100,000, in one of 120 classes',
  ratios: [{ ours: product, bare: statement, atLeast: 0.7 }],
  open: async ({ store, owner, size }) => {
    const premises = await readyOrganisation(store, 1)
    const count = size(100_000, 100)
    await crowd(owner, premises, count - 1)
    const { orgId } = premises
    while ((await recountChanged(store)) > 0);
    await owner.query('create table bare_count (like class_count including all)')
    const { policy, at } = await readNow(store.pool, store.clock)
    const { bind, values } = binding()
    const instants = classInstants(policy.pack, at)
    const key = classKeySql((name) => bind(instants[name], 'timestamptz'))
    const text = `insert into bare_count (org_id, class, count)
      select n.org_id, ${key}, count(*) from ${numberSources} where n.org_id = ${bind(orgId, 'uuid')} group by 1, 2`
    return {
      sides: {
        [product]: {
          ops: count,
          ready: async () => void (await owner.query('insert into class_stale values ($1)', [orgId])),
          run: () => recomputed(store, orgId, count),
        },
        [statement]: {
          ops: count,
          ready: async () => void (await owner.query('truncate bare_count')),
          run: async () => void (await owner.query(text, [...values])),
        },
      },
    }
  },
}

async function recomputed(store: Store, orgId: OrganisationId, count: number): Promise<void> {
  if ((await recountChanged(store)) === 0) throw new Error('there was nothing to count')
  const { policy, at } = await readNow(store.pool, store.clock)
  const totals = await readVerdictTotals(store.pool, { pack: policy.pack, at, orgIds: [orgId] })
  const counted = totals.reduce((sum, each) => sum + each.count, 0)
  if (counted !== count) throw new Error(`${counted} of ${count} were counted`)
}
