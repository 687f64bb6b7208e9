import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { storeInbound } from '../../src/store/intake.ts'
import { intake } from '../../src/worker/intake.ts'
import { accepted, openTestStore, readyOrganisation, type TestStore } from '../support/store.ts'

let test: TestStore
const stopping = new AbortController()
let running: Promise<void>
beforeAll(async () => {
  test = await openTestStore()
  running = intake({ store: test.store, log: createLogger({ level: 'silent', name: 'test' }) })(stopping.signal)
})
afterAll(async () => {
  stopping.abort()
  await running
  await test.close()
})

type Row = { state: string; reason: string | null; due_at: string | null }

async function arrive(source: 'desk' | 'registry', body: unknown, sourceId: string = randomUUID()): Promise<string> {
  const { store } = test
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const receivedAt = await store.clock.now()
  await storeInbound(store.pool, store.documents, { source, sourceId, headers: {}, body: bytes, receivedAt })
  return sourceId
}

async function until(sourceId: string, reached: (row: Row) => boolean): Promise<Row> {
  for (let tries = 0; tries < 500; tries += 1) {
    const { rows } = await test.store.pool.query<Row>(
      'select state, reason, due_at from inbound_fact where source_id = $1',
      [sourceId],
    )
    if (rows[0] && reached(rows[0])) return rows[0]
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`delivery ${sourceId} never got there`)
}

async function submittedOrder() {
  const premises = await readyOrganisation(test.store, 2)
  const { orderId } = await accepted(test.store, 'CreateOrder', premises.orgId, premises)
  if (!orderId) throw new Error('no order')
  await accepted(test.store, 'SubmitOrder', premises.orgId, { orderId, next: 'done' })
  return { ...premises, orderId }
}

function answer(orderId: string, numberIds: readonly string[], occurredAt = new Date().toISOString()) {
  const items = numberIds.map((reference) => ({ reference, status: 'authorised' }))
  const shared = { ticket: 'PTS-1', status: 'COMPLETE', reference: orderId, occurredAt, items }
  return { type: 'order.updated', eventId: randomUUID(), ...shared }
}

async function authorised(orgId: string): Promise<number> {
  const { rows } = await test.store.pool.query<{ count: string }>(
    `select count(*) from number where org_id = $1 and authorisation = 'authorised'`,
    [orgId],
  )
  return Number(rows[0]?.count)
}

const isSettled = (row: Row) => row.state !== 'pending'

describe('a delivery from outside', () => {
  it('is acted on once, also when it comes again under another id', async () => {
    const { orgId, orderId, numberIds } = await submittedOrder()
    const body = answer(orderId, numberIds)
    expect((await until(await arrive('desk', body), isSettled)).state).toBe('processed')
    expect(await authorised(orgId)).toBe(2)
    expect((await until(await arrive('desk', body), isSettled)).state).toBe('processed')
    const { rowCount } = await test.store.pool.query(
      `select 1 from event where org_id = $1 and type = 'NumberAuthorised'`,
      [orgId],
    )
    expect(rowCount).toBe(2)
  })

  it('dated ahead waits for its instant', async () => {
    const { orgId, orderId, numberIds } = await submittedOrder()
    const ahead = new Date(Date.now() + 3_600_000).toISOString()
    const row = await until(await arrive('desk', answer(orderId, numberIds, ahead)), (each) => each.due_at !== null)
    expect(row).toMatchObject({ state: 'pending', reason: 'FUTURE_DATED', due_at: ahead })
    expect(await authorised(orgId)).toBe(0)
  })

  it('about an order that nobody knows is kept for later, and stops nobody', async () => {
    const stray = await arrive('desk', answer(randomUUID(), [randomUUID()]))
    const { orgId, orderId, numberIds } = await submittedOrder()
    await until(await arrive('desk', answer(orderId, numberIds)), isSettled)
    expect(await until(stray, (each) => each.due_at !== null)).toMatchObject({ reason: 'UNKNOWN_OBJECT' })
    expect(await authorised(orgId)).toBe(2)
  })

  it('that nobody can read is quarantined and put before a person', async () => {
    const row = await until(await arrive('registry', 'not json'), isSettled)
    expect(row).toMatchObject({ state: 'quarantined', reason: 'NOT_JSON' })
    const { rowCount } = await test.store.pool.query(`select 1 from attention where code = 'REPORT_QUARANTINED'`)
    expect(rowCount).toBeGreaterThan(0)
  })

  it('whose stored bytes cannot be opened is quarantined, and stops nobody', async () => {
    const { pool, documents, clock } = test.store
    const damaged = randomUUID()
    const body = documents.sealBytes(Buffer.from('{}'), 'another place')
    await pool.query(
      `insert into inbound_fact (id, source, source_id, headers, body, body_sha256, verdict, state, attempts, received_at)
       values ($1::uuid, 'desk', $1::text, '{}', $2, 'x', 'verified', 'pending', 0, $3)`,
      [damaged, body, await clock.now()],
    )
    const { orgId, orderId, numberIds } = await submittedOrder()
    await until(await arrive('desk', answer(orderId, numberIds)), isSettled)
    expect(await authorised(orgId)).toBe(2)
    expect(await until(damaged, isSettled)).toMatchObject({ state: 'quarantined', reason: 'UNREADABLE' })
  })

  it('of a type unknown here is stored and shown', async () => {
    const body = { type: 'brand.updated', eventId: randomUUID(), occurredAt: new Date().toISOString() }
    expect((await until(await arrive('registry', body), isSettled)).state).toBe('unknownType')
  })

  it("naming numbers of another organisation changes its own and calls attention to the others'", async () => {
    const mine = await submittedOrder()
    const theirs = await submittedOrder()
    const id = await arrive('desk', answer(mine.orderId, [...mine.numberIds, ...theirs.numberIds]))
    await until(id, isSettled)
    expect(await authorised(mine.orgId)).toBe(2)
    expect(await authorised(theirs.orgId)).toBe(0)
    const { rows } = await test.store.pool.query(
      `select detail from attention where code = 'REPORT_NAMES_UNKNOWN_NUMBERS' and org_id = $1`,
      [mine.orgId],
    )
    expect(rows).toMatchObject([{ detail: { unknown: 2, recorded: 2 } }])
  })

  it('keeps its body where only the master key can read it', async () => {
    const marker = `MARKER-${randomUUID()}`
    const id = await arrive('registry', { type: marker })
    await until(id, isSettled)
    const { rows } = await test.store.pool.query<{ body: Buffer }>(
      'select body from inbound_fact where source_id = $1',
      [id],
    )
    expect(rows[0]?.body.includes(marker)).toBe(false)
    expect(test.store.documents.openBytes(rows[0]?.body ?? Buffer.of(), `inbound/registry/${id}`).toString()).toContain(
      marker,
    )
  })
})
