import { explainNumber } from '../src/api/verdicts.ts'
import type { NumberId } from '../src/domain/values.ts'
import { readAsked } from '../src/store/views/askedNumber.ts'
import { crowd } from './crowd.ts'
import type { Benchmark } from './harness.ts'
import { inLanes } from './lanes.ts'
import { readyOrganisation } from './premises.ts'

const lanes = 8
const product = 'may this number text, of row and clock'
const select = 'bare select of the row by its key'

/** The gate: what the rules cost beside looking the number up. */
export const verdict: Benchmark = {
  name: 'verdict',
  piece: 'one question about one number',
  ratios: [{ ours: product, bare: select, atLeast: 0.91 }],
  open: async ({ store, owner, size }) => {
    const { pool } = store
    const premises = await readyOrganisation(store, 1)
    const { orgId } = premises
    const ids = await crowd(owner, premises, size(5_000, 50))
    const asked = ids.slice(0, size(2_000, 50))
    const ask = async (id: NumberId) => {
      const { found } = await readAsked(store, { tokenHash: null, orgId }, { id })
      if (!found) throw new Error('the number is gone')
      return explainNumber(found.view, found.at, found.policy.pack).mayText
    }
    return {
      sides: {
        [product]: { ops: asked.length, run: () => inLanes(asked, lanes, ask) },
        [select]: {
          ops: asked.length,
          run: () =>
            inLanes(asked, lanes, (id) =>
              pool.query('select * from number where org_id = $1 and id = $2', [orgId, id]),
            ),
        },
      },
    }
  },
}
