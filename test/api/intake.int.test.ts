import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unsortedInbound } from '../../src/store/intake.ts'
import { deskSecret, openTestApi, type TestApi, webexSecret } from './testApi.ts'

let api: TestApi

beforeAll(async () => {
  api = await openTestApi()
})

afterAll(() => api.close())

const body = Buffer.from('{"type":"order.answered",  "note":"+12025550123"}')

function signed(bytes: Buffer, given: { id?: string; seconds?: number } = {}): Record<string, string> {
  const { id = randomUUID(), seconds = Math.floor(Date.now() / 1000) } = given
  const key = Buffer.from(deskSecret.slice('whsec_'.length), 'base64')
  const mac = createHmac('sha256', key).update(`${id}.${seconds}.`).update(bytes).digest('base64')
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${mac}`,
  }
}

const deliver = (headers: Record<string, string>, payload = body, source = 'desk') =>
  api.app.inject({ method: 'POST', url: `/v1/intake/${source}`, headers, payload })

const kept = async () => unsortedInbound(api.store.pool, api.store.documents, await api.store.clock.now(), 1000)

test('a signed delivery is kept byte for byte, encrypted, before anything looks into it', async () => {
  const headers = signed(body)
  const answer = await deliver(headers)
  expect(answer.statusCode).toBe(202)
  const [found] = await kept()
  expect(found).toMatchObject({ source: 'desk', sourceId: headers['webhook-id'], body })
  const { rows } = await api.store.pool.query('select body, headers from inbound_fact')
  expect(rows[0].body.includes(Buffer.from('12025550123'))).toBe(false)
  expect(rows[0].headers).not.toHaveProperty('webhook-signature')
})

test('a redelivery is answered the same and kept once', async () => {
  const before = (await kept()).length
  const headers = signed(body)
  for (let i = 0; i < 3; i += 1) expect((await deliver(headers)).statusCode).toBe(202)
  expect(await kept()).toHaveLength(before + 1)
})

test('what is no JSON is kept too: it was signed, and somebody must look at it', async () => {
  const torn = Buffer.from('{"type":')
  expect((await deliver(signed(torn), torn)).statusCode).toBe(202)
})

test('what is not signed as agreed leaves nothing but a line in the log', async () => {
  const before = (await kept()).length
  const good = signed(body)
  const { 'webhook-signature': _signature, ...unsigned } = good
  const flipped = Buffer.from(body)
  flipped[5] = (flipped[5] ?? 0) ^ 1
  const cases = [
    await deliver(unsigned),
    await deliver({ ...good, 'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}` }),
    await deliver(good, flipped),
    await deliver({ ...good, 'webhook-id': randomUUID() }),
    await deliver(signed(body, { seconds: Math.floor(Date.now() / 1000) - 400 })),
  ]
  expect(cases.map((each) => [each.statusCode, each.json().code])).toEqual(
    cases.map(() => [401, 'WEBHOOK_SIGNATURE_INVALID']),
  )
  expect(cases.map((each) => each.json().reason)).toEqual([
    'MISSING_HEADER',
    'BAD_SIGNATURE',
    'BAD_SIGNATURE',
    'BAD_SIGNATURE',
    'TIMESTAMP_OUT_OF_RANGE',
  ])
  expect(await kept()).toHaveLength(before)
  expect(api.logged()).toContain('unsigned delivery')
  expect(api.logged()).not.toContain('2025550123')
})

test('a sender without a configured secret, an unknown sender, another content type and too much are refused', async () => {
  expect((await deliver(signed(body), body, 'registry')).json()).toMatchObject({
    status: 503,
    code: 'INTAKE_NOT_CONFIGURED',
  })
  expect((await deliver(signed(body), body, 'carrier')).json()).toMatchObject({ status: 400, code: 'ID_MALFORMED' })
  const text = await deliver({ ...signed(body), 'content-type': 'text/plain' })
  expect(text.json()).toMatchObject({ status: 415, code: 'CONTENT_TYPE_UNSUPPORTED' })
  const large = Buffer.alloc(1024 * 1024 + 1, 32)
  expect((await deliver(signed(large), large)).json()).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' })
  const largest = Buffer.alloc(1024 * 1024, 32)
  expect((await deliver(signed(largest), largest)).statusCode).toBe(202)
})

const fromWebex = Buffer.from('{"id":"hook","resource":"serviceApp","event":"deauthorized","data":{"id":"app"}}')
const byWebex = (bytes: Buffer, secret = webexSecret) => ({
  'content-type': 'application/json',
  'x-spark-signature': createHmac('sha1', secret).update(bytes).digest('hex'),
})

test('a webhook of Webex has no time and no id, so the ledger alone stops its replay', async () => {
  for (let i = 0; i < 3; i += 1) expect((await deliver(byWebex(fromWebex), fromWebex, 'webex')).statusCode).toBe(202)
  const found = (await kept()).filter(({ source }) => source === 'webex')
  expect(found).toMatchObject([{ sourceId: expect.stringMatching(/^sha256:[0-9a-f]{64}$/), body: fromWebex }])
})

test('a webhook of Webex under another secret, or signed as the desk signs, is refused', async () => {
  const answers = [
    await deliver(byWebex(fromWebex, 'another_secret_of_another'), fromWebex, 'webex'),
    await deliver(signed(fromWebex), fromWebex, 'webex'),
    await deliver(byWebex(body), body, 'desk'),
  ]
  expect(answers.map((each) => [each.statusCode, each.json().reason])).toEqual([
    [401, 'BAD_SIGNATURE'],
    [401, 'MISSING_HEADER'],
    [401, 'MISSING_HEADER'],
  ])
})
