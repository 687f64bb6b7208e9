import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { intake } from '../../src/worker/intake.ts'
import { type Cli, cliAgainst } from '../cli/cli.ts'
import { accepted, readyOrganisation } from '../support/store.ts'
import { call, deskSecret, openTestApi, type TestApi } from './testApi.ts'

let api: TestApi
let operator: string
let cli: Cli
let ready: Awaited<ReturnType<typeof readyOrganisation>>
let orderId: string
const stopping = new AbortController()
let running: Promise<void>

beforeAll(async () => {
  api = await openTestApi()
  operator = await api.token('operator')
  cli = cliAgainst(await api.app.listen({ host: '127.0.0.1', port: 0 }), operator)
  ready = await readyOrganisation(api.store, 1)
  orderId = (await accepted(api.store, 'CreateOrder', ready.orgId, ready)).orderId ?? ''
  running = intake({ store: api.store, log: createLogger({ level: 'silent', name: 'test' }) })(stopping.signal)
})

afterAll(async () => {
  stopping.abort()
  await running
  await api.close()
})

/** The desk delivers, and the intake has looked into it: answers the delivery's id. */
async function delivered(body: unknown): Promise<string> {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const id = randomUUID()
  const seconds = Math.floor(Date.now() / 1000)
  const key = Buffer.from(deskSecret.slice('whsec_'.length), 'base64')
  const mac = createHmac('sha256', key).update(`${id}.${seconds}.`).update(bytes).digest('base64')
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${mac}`,
  }
  const answer = await api.app.inject({ method: 'POST', url: '/v1/intake/desk', headers, payload: bytes })
  expect(answer.statusCode).toBe(202)
  const { rows } = await api.store.pool.query<{ id: string }>('select id from inbound_fact where source_id = $1', [id])
  const deliveryId = rows[0]?.id ?? ''
  await until(deliveryId, (state) => state !== 'pending')
  return deliveryId
}

async function until(id: string, reached: (state: string) => boolean): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (reached((await read(id)).json().state)) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`delivery ${id} never got there`)
}

const read = (id: string, token = operator) => call(api.app, 'GET', `/v1/deliveries/${id}`, { token })
const tell = (id: string, act: 'release' | 'dismiss', given: Record<string, unknown> = {}) =>
  call(api.app, 'POST', `/v1/deliveries/${id}/${act}`, { token: operator, body: { reason: 'it was a test' }, ...given })
const attention = async (id: string) =>
  (await call(api.app, 'GET', '/v1/attention?limit=200', { token: operator }))
    .json()
    .items.filter(({ subject }: { subject: string }) => subject === id)

const order = (more: Record<string, unknown> = {}) => ({
  type: 'order.updated',
  eventId: randomUUID(),
  occurredAt: new Date().toISOString(),
  reference: orderId,
  ticket: 'PTS-1',
  status: 'COMPLETE',
  items: ready.numberIds.map((reference) => ({ reference, status: 'authorised' })),
  ...more,
})

describe('a delivery that nobody could act on', () => {
  test('is shown as it came, and can be dismissed with a reason that stays with it', async () => {
    const torn = '{"type": "order.updated", '
    const id = await delivered(torn)
    expect((await read(id)).json()).toMatchObject({
      state: 'quarantined',
      reason: 'NOT_JSON',
      orgId: null,
      body: { encoding: 'utf8', text: torn },
      acts: [],
    })
    expect(await attention(id)).toMatchObject([{ code: 'REPORT_QUARANTINED' }])
    const key = randomUUID()
    const first = await tell(id, 'dismiss', { key })
    expect(first.json()).toEqual({ id, state: 'dismissed' })
    expect((await tell(id, 'dismiss', { key })).headers['idempotency-replayed']).toBe('true')
    const other = await tell(id, 'dismiss', { key, body: { reason: 'another one' } })
    expect(other.json()).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' })
    expect((await read(id)).json()).toMatchObject({
      state: 'dismissed',
      acts: [{ act: 'dismiss', fromState: 'quarantined', by: { role: 'operator' }, reason: 'it was a test' }],
    })
    expect(await attention(id)).toEqual([])
    expect((await tell(id, 'dismiss')).json()).toMatchObject({ status: 409, code: 'DELIVERY_SETTLED' })
    const { rows } = await api.store.pool.query('select reason from inbound_act where inbound_id = $1', [id])
    expect(rows[0].reason.includes('it was a test')).toBe(false)
  })

  test('is looked into anew when it is released, and calls for attention again if nothing has changed', async () => {
    const id = await delivered('[]')
    expect((await tell(id, 'release')).json()).toEqual({ id, state: 'pending' })
    await until(id, (state) => state === 'quarantined')
    expect((await read(id)).json()).toMatchObject({ reason: 'NOT_AN_OBJECT', acts: [{ act: 'release' }] })
    expect(await attention(id)).toHaveLength(1)
  })

  test('of an unknown type is listed, and can be released once it is known', async () => {
    const id = await delivered({ type: 'order.sparkled', eventId: 'e', occurredAt: '2024-09-04T16:00:00Z' })
    const listed = await call(api.app, 'GET', '/v1/deliveries?state=unknownType&source=desk', { token: operator })
    expect(listed.json().items).toMatchObject([{ id, type: 'order.sparkled', happenedAt: '2024-09-04T16:00:00.000Z' }])
    expect((await tell(id, 'release')).statusCode).toBe(200)
    await until(id, (state) => state === 'unknownType')
  })

  test('is for the support of its organisation where that can be made out, and for nobody else', async () => {
    const theirs = await readyOrganisation(api.store, 1)
    const [mine, others] = [await api.token('support', [ready.orgId]), await api.token('support', [theirs.orgId])]
    const known = await delivered(order({ ticket: 7 }))
    const nobodys = await delivered('{}')
    expect((await read(known, mine)).json()).toMatchObject({ orgId: ready.orgId, reason: 'TICKET_MALFORMED' })
    for (const answer of [
      await read(known, others),
      await read(nobodys, mine),
      await read(randomUUID(), mine),
      await tell(known, 'release', { token: others }),
    ]) {
      expect(answer.json()).toMatchObject({ status: 404, code: 'DELIVERY_NOT_FOUND' })
    }
    const list = async (token: string) =>
      (await call(api.app, 'GET', '/v1/deliveries', { token })).json().items.map((each: { id: string }) => each.id)
    expect(await list(mine)).toContain(known)
    expect(await list(mine)).not.toContain(nobodys)
    expect(await list(others)).toEqual([])
    expect((await tell(known, 'dismiss', { token: mine })).statusCode).toBe(200)
  })
})

test('what was acted on is settled: there is nothing to release', async () => {
  const id = await delivered(order())
  await until(id, (state) => state === 'processed')
  expect((await read(id)).json()).toMatchObject({ orgId: ready.orgId, type: 'order.updated', reason: null })
  expect((await tell(id, 'release')).json()).toMatchObject({ code: 'DELIVERY_SETTLED' })
})

test('pages of deliveries hold each of them once', async () => {
  const ids: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const path: string = `/v1/deliveries?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`
    const page = (await call(api.app, 'GET', path, { token: operator })).json()
    ids.push(...page.items.map((each: { id: string }) => each.id))
    cursor = page.nextCursor
  }
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBeGreaterThan(4)
})

test('the command lists, shows, releases and dismisses', async () => {
  const id = await delivered('not json')
  expect((await cli('delivery', 'list', '--in', 'quarantined')).out).toContain(`${id}  desk`)
  expect((await cli('delivery', 'release', id, '--reason', 'to look again')).out).toContain(`${id} is pending`)
  await until(id, (state) => state === 'quarantined')
  expect((await cli('delivery', 'dismiss', id, '--reason', 'noise of a test')).out).toContain(`${id} is dismissed`)
  const shown = (await cli('delivery', 'show', id)).out
  expect(shown).toContain('not json')
  expect(shown).toMatch(/release by operator .*: to look again/)
  expect(shown).toMatch(/dismiss by operator .*: noise of a test/)
  expect((await cli('delivery', 'dismiss', id, '--reason', 'twice')).err).toContain('DELIVERY_SETTLED')
})
