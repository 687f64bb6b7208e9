import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { verifyWebhook } from '../../src/providers/webhookSignature.ts'
import {
  bodyOf,
  numbers,
  type Outside,
  type Receiver,
  secrets,
  startOutside,
  startReceiver,
  stateFolder,
} from './outside.ts'

const state = stateFolder()
let receiver: Receiver
let outside: Outside
let day = 0
let round = 0

beforeAll(async () => {
  receiver = await startReceiver()
  outside = await startOutside({ mode: 'controlled', receiverUrl: receiver.url, state: state.path })
})

afterAll(async () => {
  await outside.stop()
  await receiver.close()
  state.remove()
})

/** Each test has a year of its own on the one clock, and references of its own. */
beforeEach(async () => {
  day = Math.ceil(day / 366 + 1) * 366
  round += 1
  await clock(day)
  receiver.heard.length = 0
  receiver.answers.length = 0
})

function at(days: number): string {
  return new Date(Date.UTC(2024, 0, 1) + days * 86_400_000).toISOString()
}

function clock(days: number) {
  return outside.control('POST', '/control/clock', { now: at(days) })
}

async function play(script: unknown): Promise<void> {
  expect((await outside.control('PUT', '/control/script', script)).status).toBe(200)
}

const reference = (name: string) => `${name}-${round}`
const order = (count: number, name = 'order') => ({
  reference: reference(name),
  organisationReference: 'org-1',
  locationReference: 'loc-1',
  items: numbers(count),
})
const registration = (count: number) => ({
  reference: reference('registration'),
  organisationReference: 'org-1',
  items: numbers(count),
})
const accepted = (days: number) => ({ answers: [{ after: { days }, outcome: 'accept' }] })

test('an order becomes one ticket, however often it is sent', async () => {
  const first = await outside.send('/desk/orders', order(2))
  const second = await outside.send('/desk/orders', order(2))
  const list = await outside.query(`/desk/orders?reference=${reference('order')}`)
  expect([first.status, second.status]).toEqual([201, 200])
  expect(first.body['ticket']).toMatch(/^PTS-\d+$/)
  expect(second.body['ticket']).toBe(first.body['ticket'])
  expect(list.body['orders']).toMatchObject([{ ticket: first.body['ticket'], reference: reference('order') }])
})

test('a reference cannot be used for another order', async () => {
  await outside.send('/desk/orders', order(2))
  const other = await outside.send('/desk/orders', order(3))
  expect(other.status).toBe(409)
  expect(other.body['errors']).toMatchObject([{ code: 'REFERENCE_REUSED' }])
})

test('the clock delivers exactly what is due, one instant before it nothing', async () => {
  await play({ desk: { numbers: [{ when: { nth: 2 }, ...accepted(5) }, accepted(2)] } })
  await outside.send('/desk/orders', order(3))
  const early = await outside.control('POST', '/control/clock', {
    now: new Date(Date.parse(at(day + 2)) - 1).toISOString(),
  })
  expect(early.body).toMatchObject({ delivered: 0, due: 0, next: at(day + 2) })
  expect(receiver.heard).toEqual([])

  expect((await clock(day + 2)).body).toMatchObject({ delivered: 1, due: 0, next: at(day + 5) })
  expect(bodyOf(receiver.heard[0])).toMatchObject({
    type: 'order.updated',
    occurredAt: at(day + 2),
    reference: reference('order'),
    status: 'PARTIAL',
    items: [
      { reference: 'n1', status: 'authorised' },
      { reference: 'n3', status: 'authorised' },
    ],
  })
  await clock(day + 5)
  expect(bodyOf(receiver.heard[1])).toMatchObject({ status: 'COMPLETE', items: [{ reference: 'n2' }] })
})

test('webhooks are signed over the bytes that are sent and never carry a phone number', async () => {
  await play({ desk: { numbers: [accepted(1)] }, registry: { numbers: [accepted(1)] } })
  await outside.send('/desk/orders', order(2))
  await outside.send('/registry/registrations', registration(2))
  await clock(day + 1)
  expect(receiver.heard.map((heard) => heard.path)).toEqual(['/v1/intake/desk', '/v1/intake/registry'])
  for (const { path, headers, rawBody } of receiver.heard) {
    const secret = path.endsWith('desk') ? secrets.desk : secrets.registry
    const nowSeconds = Math.floor(Date.now() / 1000)
    expect(verifyWebhook({ secrets: [secret], headers, rawBody, nowSeconds })).toMatchObject({ ok: true })
    expect(rawBody.toString()).not.toMatch(/\d{10}/)
  }
})

test('a number can be refused with a reason while the others are authorised', async () => {
  const refusal = { after: { days: 3 }, outcome: 'reject', code: 'LOA_NAME_MISMATCH' }
  await play({ desk: { numbers: [{ when: { e164Suffix: '0101' }, answers: [refusal] }, accepted(3)] } })
  await outside.send('/desk/orders', order(2))
  await clock(day + 3)
  expect(bodyOf(receiver.heard[0])['items']).toEqual([
    { reference: 'n1', status: 'authorised' },
    { reference: 'n2', status: 'refused', reason: 'LOA_NAME_MISMATCH' },
  ])
})

test('a number refused in one order can be authorised in the next', async () => {
  const e164 = '+13125550199'
  const items = [{ reference: 'again', e164 }]
  const refusal = { when: { attempt: 1 }, answers: [{ after: { days: 1 }, outcome: 'reject' }] }
  await play({ desk: { numbers: [refusal, accepted(1)] } })
  await outside.send('/desk/orders', { ...order(1, 'first'), items })
  await outside.send('/desk/orders', { ...order(1, 'second'), items })
  await clock(day + 1)
  expect(receiver.heard.map((heard) => bodyOf(heard)['status'])).toEqual(['ERROR', 'COMPLETE'])
})

test('a silent desk says nothing for a year', async () => {
  await play({ desk: { numbers: [{ answers: [] }] } })
  await outside.send('/desk/orders', order(2))
  expect((await clock(day + 365)).body).toMatchObject({ delivered: 0, due: 0, next: null })
  expect(receiver.heard).toEqual([])
})

test('the registry registers some numbers and rejects others with a code, in events of their own', async () => {
  const rejection = { after: { days: 26 }, outcome: 'reject', code: 'CTA_MISSING' }
  await play({ registry: { numbers: [{ when: { every: 3 }, answers: [rejection] }, accepted(26)] } })
  const sent = await outside.send('/registry/registrations', registration(6))
  expect(sent.body['registrationId']).toMatch(/^REG-\d+$/)
  await clock(day + 26)
  const [registered, rejected] = receiver.heard.map(bodyOf)
  expect(registered).toMatchObject({ type: 'number.registered', campaignId: expect.stringMatching(/^C[A-Z0-9]{6}$/) })
  expect(registered?.['items']).toHaveLength(4)
  expect(rejected).toMatchObject({
    type: 'number.rejected',
    campaignId: registered?.['campaignId'],
    items: [
      { reference: 'n3', status: 'rejected', code: 'CTA_MISSING' },
      { reference: 'n6', status: 'rejected', code: 'CTA_MISSING' },
    ],
  })
})

test('the same webhook can arrive twice under one id', async () => {
  await play({ registry: { numbers: [{ answers: [{ after: { days: 1 }, outcome: 'accept', copies: 2 }] }] } })
  await outside.send('/registry/registrations', registration(1))
  await clock(day + 1)
  expect(receiver.heard).toHaveLength(2)
  expect(new Set(receiver.heard.map((heard) => heard.headers['webhook-id'])).size).toBe(1)
  expect(receiver.heard[1]?.rawBody).toEqual(receiver.heard[0]?.rawBody)
})

test('an answer can be contradicted later, and told long after it happened', async () => {
  const answers = [
    { after: { days: 2 }, toldAfter: { days: 9 }, outcome: 'reject', code: 'OTHER' },
    { after: { days: 4 }, outcome: 'accept' },
  ]
  await play({ registry: { numbers: [{ answers }] } })
  await outside.send('/registry/registrations', registration(1))
  await clock(day + 9)
  expect(receiver.heard.map((heard) => [bodyOf(heard)['type'], bodyOf(heard)['occurredAt']])).toEqual([
    ['number.registered', at(day + 4)],
    ['number.rejected', at(day + 2)],
  ])
  const list = await outside.query(`/registry/registrations?reference=${reference('registration')}`)
  expect(list.body['registrations']).toMatchObject([{ items: [{ reference: 'n1', status: 'registered' }] }])
})

test('a webhook that the receiver does not take stays due, with its id, until it is taken', async () => {
  await play({ desk: { numbers: [accepted(1)] } })
  await outside.send('/desk/orders', order(1))
  receiver.answers.push(500, 503)
  expect((await clock(day + 1)).body).toMatchObject({ delivered: 0, failed: 1, due: 1 })
  expect((await outside.control('GET', '/control/agenda')).body).toMatchObject({ due: 1, next: null })
  expect((await clock(day + 1)).body).toMatchObject({ failed: 1, due: 1 })
  expect((await clock(day + 1)).body).toMatchObject({ delivered: 1, due: 0 })
  expect(new Set(receiver.heard.map((heard) => heard.headers['webhook-id'])).size).toBe(1)
})

test('the script makes the desk answer 429 with Retry-After, then 500, then take the order', async () => {
  const faults = [
    { kind: 'status', status: 429, retryAfterSeconds: 7, times: 2 },
    { kind: 'status', status: 500, times: 1 },
  ]
  await play({ desk: { numbers: [accepted(1)], faults } })
  const answers = []
  for (let attempt = 0; attempt < 4; attempt += 1) answers.push(await outside.send('/desk/orders', order(1)))
  expect(answers.map((answer) => answer.status)).toEqual([429, 429, 500, 201])
  expect(answers[0]?.headers.get('retry-after')).toBe('7')
})

test('whoever stands behind the stage can let a side say anything, an unknown event type included', async () => {
  const body = { type: 'campaign.suspended', reference: 'x' }
  const said = await outside.control('POST', '/control/reports', { side: 'registry', body, at: at(day + 1), copies: 1 })
  expect(said.status).toBe(202)
  await clock(day + 1)
  expect(bodyOf(receiver.heard[0])).toMatchObject({ ...body, eventId: said.body['id'] })
})

test('the clock never runs backwards', async () => {
  const back = await clock(day - 1)
  expect(back.status).toBe(409)
  expect(back.body['errors']).toMatchObject([{ code: 'CLOCK_BACKWARDS' }])
})

const nonsense: readonly [string, string, unknown, number][] = [
  ['an order without numbers', '/desk/orders', { ...order(1), items: [] }, 422],
  [
    'an order with a number from abroad',
    '/desk/orders',
    { ...order(1), items: [{ reference: 'n', e164: '+442079460000' }] },
    422,
  ],
  [
    'an order with one number twice',
    '/desk/orders',
    { ...order(1), items: [...numbers(1), { ...numbers(1)[0], reference: 'm' }] },
    422,
  ],
  ['an order with a field that nobody knows', '/desk/orders', { ...order(1), urgent: true }, 422],
  ['an order too long to read', '/desk/orders', order(5_001), 422],
  ['a registration with a location', '/registry/registrations', order(1), 422],
  ['a body that is not JSON', '/desk/orders', '{"reference":', 400],
  ['a body of more than a mebibyte', '/desk/orders', JSON.stringify('x'.repeat(1_100_000)), 413],
]

test.each(nonsense)('%s is declined with a plain error that quotes nothing', async (_, path, body, status) => {
  const answer = await outside.send(path, body)
  expect(answer.status).toBe(status)
  expect(answer.body).toMatchObject({ errors: [{ code: expect.any(String) }], trackingId: expect.any(String) })
  expect(JSON.stringify(answer.body['errors'])).not.toMatch(/\d{10}/)
})

test('a script that makes no sense is declined as a whole', async () => {
  const answer = await outside.control('PUT', '/control/script', {
    desk: { numbers: [{ answers: [{ outcome: 'maybe' }] }] },
  })
  expect(answer.status).toBe(422)
})

test('the sides and the stage each have a token of their own', async () => {
  const anonymous = await fetch(new URL('/desk/orders?reference=x', outside.url))
  const wrong = await outside.query('/control/state')
  const crossed = await outside.control('GET', '/desk/orders?reference=x')
  expect([anonymous.status, wrong.status, crossed.status]).toEqual([401, 401, 401])
})
