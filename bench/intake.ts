import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { instant } from '../src/domain/values.ts'
import { createLogger } from '../src/log.ts'
import type { Store } from '../src/store/execute.ts'
import { storeInbound } from '../src/store/intake.ts'
import { intake as duty } from '../src/worker/intake.ts'
import { barePair } from './bare.ts'
import type { Benchmark, Side } from './harness.ts'
import { inLanes } from './lanes.ts'
import { orderedOrganisation } from './premises.ts'
import type { Stage } from './stage.ts'

/** As many organisations as the intake serves at once. */
const organisations = 8
const product = 'delivery looked into, acted on, settled'
const pair = 'bare update and insert in a transaction'

/** What is done with a delivery behind the door, against changing the same row and adding the same event, unasked. */
export const intake: Benchmark = {
  name: 'intake',
  piece: "the desk's answer about one number",
  ratios: [{ ours: product, bare: pair }],
  open: async (stage) => {
    const perOrganisation = stage.size(50, 2)
    const all = []
    for (let n = 0; n < organisations; n += 1) all.push(await orderedOrganisation(stage.store, perOrganisation))
    const others = []
    for (let n = 0; n < organisations; n += 1) others.push(await orderedOrganisation(stage.store, perOrganisation))
    await stage.owner.query('analyze')
    const numbers = others.flatMap(({ orgId, numberIds }) => numberIds.map((numberId) => ({ orgId, numberId })))
    const answers = all.flatMap(({ orderId, numberIds }) => numberIds.map((numberId) => ({ orderId, numberId })))
    return {
      sides: {
        [product]: processing(stage, answers),
        [pair]: {
          ops: numbers.length,
          run: () => inLanes(numbers, organisations, (each) => barePair(stage.store.pool, each)),
        },
      },
    }
  },
}

type Answer = { readonly orderId: string; readonly numberId: string }

function processing({ store }: Stage, answers: readonly Answer[]): Side {
  const log = createLogger({ level: 'silent', name: 'bench' })
  return {
    ops: answers.length,
    ready: () => inLanes(answers, organisations, (each) => deliver(store, each)),
    run: async () => {
      const stopping = new AbortController()
      const running = duty({ store, log })(stopping.signal)
      while (await isPending(store)) await pause(20)
      stopping.abort()
      await running
      await refuseLeftovers(store)
    },
  }
}

/** Each time a later instant, so that each is news about its number. */
async function deliver({ pool, documents, clock }: Store, { orderId, numberId }: Answer): Promise<void> {
  const receivedAt = await clock.now()
  const head = { eventId: randomUUID(), occurredAt: instant(Date.parse(receivedAt) - 1), reference: orderId }
  const items = [{ reference: numberId, status: 'authorised' }]
  const event = { type: 'order.updated', ...head, ticket: 'PTS-100200', status: 'PARTIAL', items }
  const body = Buffer.from(JSON.stringify(event))
  await storeInbound(pool, documents, { source: 'desk', sourceId: randomUUID(), headers: {}, body, receivedAt })
}

async function isPending({ pool }: Store): Promise<boolean> {
  const { rowCount } = await pool.query(`select 1 from inbound_fact where state = 'pending' limit 1`)
  return rowCount === 1
}

/** What was quarantined or parked was not acted on, and would pass for fast. */
async function refuseLeftovers({ pool }: Store): Promise<void> {
  const { rowCount } = await pool.query(`select 1 from inbound_fact where state <> 'processed' limit 1`)
  if (rowCount === 1) throw new Error('a delivery was not acted on')
}
