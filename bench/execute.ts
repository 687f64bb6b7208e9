import { barePair } from './bare.ts'
import type { Benchmark } from './harness.ts'
import { inLanes } from './lanes.ts'
import { accepted, orderedOrganisation } from './premises.ts'

const lanes = 8
const product = 'command about one number, by execute'
const pair = 'bare update and insert in a transaction'

/** The one path of a change, against changing the same row and adding the same event, unasked. */
export const execute: Benchmark = {
  name: 'execute',
  piece: 'one registration of one number',
  ratios: [{ ours: product, bare: pair }],
  open: async ({ store, owner, size }) => {
    const count = size(400, 10)
    const ours = await orderedOrganisation(store, count)
    const theirs = await orderedOrganisation(store, count)
    await owner.query('analyze')
    const { orgId } = ours
    const by = { source: { kind: 'registry', id: 'bridge' } } as const
    return {
      sides: {
        [product]: {
          ops: count,
          run: () =>
            inLanes(ours.numberIds, lanes, (numberId) => {
              const items = [{ numberId, status: 'registered' } as const]
              return accepted(store, 'RecordRegistration', orgId, { campaignRef: 'C100000', items }, by)
            }),
        },
        [pair]: {
          ops: count,
          run: () =>
            inLanes(theirs.numberIds, lanes, (numberId) => barePair(store.pool, { orgId: theirs.orgId, numberId })),
        },
      },
    }
  },
}
