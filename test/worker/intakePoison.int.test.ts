import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { storeInbound } from '../../src/store/intake.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { intake } from '../../src/worker/intake.ts'
import { accepted, openTestStore, readyOrganisation, type TestStore } from '../support/store.ts'

let test: TestStore
const stopping = new AbortController()
let running: Promise<void>
beforeAll(async () => {
  test = await openTestStore(20)
  running = intake({ store: test.store, log: createLogger({ level: 'silent', name: 'test' }) })(stopping.signal)
})
afterAll(async () => {
  stopping.abort()
  await running
  await test.close()
})

async function submittedOrder() {
  const premises = await readyOrganisation(test.store, 1)
  const { orderId } = await accepted(test.store, 'CreateOrder', premises.orgId, premises)
  if (!orderId) throw new Error('no order')
  await accepted(test.store, 'SubmitOrder', premises.orgId, { orderId, next: 'done' })
  return { ...premises, orderId }
}

type Submitted = Awaited<ReturnType<typeof submittedOrder>>

async function answered({ orderId, numberIds }: Submitted, happened = new Date()): Promise<string> {
  const { store } = test
  const items = numberIds.map((reference) => ({ reference, status: 'authorised' }))
  const event = { type: 'order.updated', eventId: randomUUID(), occurredAt: happened.toISOString(), reference: orderId }
  const body = Buffer.from(JSON.stringify({ ...event, ticket: 'PTS-1', status: 'COMPLETE', items }))
  const sourceId = randomUUID()
  const receivedAt = await store.clock.now()
  await storeInbound(store.pool, store.documents, { source: 'desk', sourceId, headers: {}, body, receivedAt })
  return sourceId
}

async function rowOf(sourceId: string) {
  const { rows } = await test.store.pool.query<{ state: string; attempts: number }>(
    'select state, attempts from inbound_fact where source_id = $1',
    [sourceId],
  )
  return rows[0]
}

async function processed(sourceId: string, meanwhile: () => Promise<unknown> = async () => {}): Promise<void> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    if ((await rowOf(sourceId))?.state === 'processed') return
    await meanwhile()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`delivery ${sourceId} was never processed`)
}

it('what hangs in one organisation delays no other, and goes on by itself once it can', async () => {
  const { store } = test
  const [stuck, free] = [await submittedOrder(), await submittedOrder()]
  const hanging: string[] = []
  await inTransaction(store.pool, stuck.orgId, async (tx) => {
    await tx.query('select 1 from organisation where id = $1 for update', [stuck.orgId])
    for (let each = 0; each < 30; each += 1) hanging.push(await answered(stuck, new Date(Date.now() - each * 1_000)))
    // A transaction that says nothing is ended by the database after a while.
    await processed(await answered(free), () => tx.query('select 1'))
    // The first of them has not even given up yet: nobody had to wait for that.
    const first = await rowOf(hanging[0] ?? '')
    expect(first).toEqual({ state: 'pending', attempts: 0 })
  })
  await processed(hanging.at(-1) ?? '')
})
