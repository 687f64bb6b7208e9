import { expect, test } from 'vitest'
import { verifyWebhook } from '../../src/providers/webhookSignature.ts'
import { bodyOf, numbers, secrets } from './outside.ts'
import { accepted, approved, controlledStage } from './stage.ts'

const stage = controlledStage()
const { at, clock, play, reference, order, form } = stage
const send = (path: string, body: unknown) => stage.outside().send(path, body)
const control = (method: string, path: string, body?: unknown) => stage.outside().control(method, path, body)
const heard = () => stage.receiver().heard

test('an order becomes one ticket, however often it is sent', async () => {
  const first = await send('/desk/orders', order(2))
  const second = await send('/desk/orders', order(2))
  const list = await stage.outside().query(`/desk/orders?reference=${reference('order')}`)
  expect([first.status, second.status]).toEqual([201, 200])
  expect(first.body['ticket']).toMatch(/^PTS-\d+$/)
  expect(second.body['ticket']).toBe(first.body['ticket'])
  expect(list.body['orders']).toMatchObject([{ ticket: first.body['ticket'], reference: reference('order') }])
})

test('a reference cannot be used for another order', async () => {
  await send('/desk/orders', order(2))
  const other = await send('/desk/orders', order(3))
  expect(other.status).toBe(409)
  expect(other.body['errors']).toMatchObject([{ code: 'REFERENCE_REUSED' }])
})

test('the clock delivers exactly what is due, one instant before it nothing', async () => {
  await play({ desk: { numbers: [{ when: { nth: 2 }, ...accepted(5) }, accepted(2)] } })
  await send('/desk/orders', order(3))
  const early = await control('POST', '/control/clock', {
    now: new Date(Date.parse(at(2)) - 1).toISOString(),
  })
  expect(early.body).toMatchObject({ delivered: 0, due: 0, next: at(2) })
  expect(heard()).toEqual([])

  expect((await clock(2)).body).toMatchObject({ delivered: 1, due: 0, next: at(5) })
  expect(bodyOf(heard()[0])).toMatchObject({
    type: 'order.updated',
    occurredAt: at(2),
    reference: reference('order'),
    status: 'PARTIAL',
    items: [
      { reference: 'n1', status: 'authorised' },
      { reference: 'n3', status: 'authorised' },
    ],
  })
  await clock(5)
  expect(bodyOf(heard()[1])).toMatchObject({ status: 'COMPLETE', items: [{ reference: 'n2' }] })
})

test('webhooks are signed over the bytes that are sent and never carry a phone number', async () => {
  const registry = { campaigns: [approved(1)], numbers: [accepted(1)] }
  await play({ desk: { numbers: [accepted(1)], forms: [] }, registry })
  await send('/desk/orders', order(2))
  await send('/desk/forms', form(2))
  await clock(1)
  expect(heard().map((each) => each.path)).toEqual(['/v1/intake/desk', '/v1/intake/registry', '/v1/intake/registry'])
  for (const { path, headers, rawBody } of heard()) {
    const secret = path.endsWith('desk') ? secrets.desk : secrets.registry
    const nowSeconds = Math.floor(Date.now() / 1000)
    expect(verifyWebhook({ secrets: [secret], headers, rawBody, nowSeconds })).toMatchObject({ ok: true })
    const withoutIds = rawBody.toString().replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id') // ten digits in a row happen in them
    expect(withoutIds).not.toMatch(/\d{10}/)
  }
})

test('a number can be refused with a reason while the others are authorised', async () => {
  const refusal = { after: { days: 3 }, outcome: 'reject', code: 'LOA_NAME_MISMATCH' }
  await play({ desk: { numbers: [{ when: { e164Suffix: '0101' }, answers: [refusal] }, accepted(3)] } })
  await send('/desk/orders', order(2))
  await clock(3)
  expect(bodyOf(heard()[0])['items']).toEqual([
    { reference: 'n1', status: 'authorised' },
    { reference: 'n2', status: 'refused', reason: 'LOA_NAME_MISMATCH' },
  ])
})

test('a number refused in one order can be authorised in the next', async () => {
  const e164 = '+13125550199'
  const items = [{ reference: 'again', e164 }]
  const refusal = { when: { attempt: 1 }, answers: [{ after: { days: 1 }, outcome: 'reject' }] }
  await play({ desk: { numbers: [refusal, accepted(1)] } })
  await send('/desk/orders', { ...order(1, 'first'), items })
  await send('/desk/orders', { ...order(1, 'second'), items })
  await clock(1)
  expect(stage.bodies().map((body) => body['status'])).toEqual(['ERROR', 'COMPLETE'])
})

test('a silent desk says nothing for a year', async () => {
  await play({ desk: { numbers: [{ answers: [] }] } })
  await send('/desk/orders', order(2))
  expect((await clock(365)).body).toMatchObject({ delivered: 0, due: 0, next: null })
  expect(heard()).toEqual([])
})

test('the same webhook can arrive twice under one id', async () => {
  await play({ desk: { numbers: [{ answers: [{ after: { days: 1 }, outcome: 'accept', copies: 2 }] }] } })
  await send('/desk/orders', order(1))
  await clock(1)
  expect(heard()).toHaveLength(2)
  expect(new Set(heard().map((heard) => heard.headers['webhook-id'])).size).toBe(1)
  expect(heard()[1]?.rawBody).toEqual(heard()[0]?.rawBody)
})

test('a webhook that the receiver does not take stays due, with its id, until it is taken', async () => {
  await play({ desk: { numbers: [accepted(1)] } })
  await send('/desk/orders', order(1))
  stage.receiver().answers.push(500, 503)
  expect((await clock(1)).body).toMatchObject({ delivered: 0, failed: 1, due: 1 })
  expect((await control('GET', '/control/agenda')).body).toMatchObject({ due: 1, next: null })
  expect((await clock(1)).body).toMatchObject({ failed: 1, due: 1 })
  expect((await clock(1)).body).toMatchObject({ delivered: 1, due: 0 })
  expect(new Set(heard().map((heard) => heard.headers['webhook-id'])).size).toBe(1)
})

test('the script makes the desk answer 429 with Retry-After, then 500, then take the order', async () => {
  const faults = [
    { kind: 'status', status: 429, retryAfterSeconds: 7, times: 2 },
    { kind: 'status', status: 500, times: 1 },
  ]
  await play({ desk: { numbers: [accepted(1)], faults } })
  const answers = []
  for (let attempt = 0; attempt < 4; attempt += 1) answers.push(await send('/desk/orders', order(1)))
  expect(answers.map((answer) => answer.status)).toEqual([429, 429, 500, 201])
  expect(answers[0]?.headers.get('retry-after')).toBe('7')
})

test('whoever stands behind the stage can let a side say anything, an unknown event type included', async () => {
  const body = { type: 'carrier.suspended', reference: 'x' }
  const said = await control('POST', '/control/reports', { side: 'registry', body, at: at(1), copies: 1 })
  expect(said.status).toBe(202)
  await clock(1)
  expect(bodyOf(heard()[0])).toMatchObject({ ...body, eventId: said.body['id'] })
})

test('the clock never runs backwards', async () => {
  const back = await clock(-1)
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
  ['an order without a word on letters', '/desk/orders', { ...order(1), letters: undefined }, 422],
  ['a case with a location', '/desk/cases', order(1), 422],
  ['a form without a campaign', '/desk/forms', { ...form(1), form: { brand: { legalName: 'L' } } }, 422],
  ['a request that the registry never took', '/registry/registrations', form(1), 404],
  ['a body that is not JSON', '/desk/orders', '{"reference":', 400],
  ['a body of more than a mebibyte', '/desk/orders', JSON.stringify('x'.repeat(1_100_000)), 413],
]

test.each(nonsense)('%s is declined with a plain error that quotes nothing', async (_, path, body, status) => {
  const answer = await send(path, body)
  expect(answer.status).toBe(status)
  expect(answer.body).toMatchObject({ errors: [{ code: expect.any(String) }], trackingId: expect.any(String) })
  expect(JSON.stringify(answer.body['errors'])).not.toMatch(/\d{10}/)
})

test('a script that makes no sense is declined as a whole', async () => {
  const answer = await control('PUT', '/control/script', {
    desk: { numbers: [{ answers: [{ outcome: 'maybe' }] }] },
  })
  expect(answer.status).toBe(422)
})

test('the sides and the stage each have a token of their own', async () => {
  const anonymous = await fetch(new URL('/desk/orders?reference=x', stage.outside().url))
  const wrong = await stage.outside().query('/control/state')
  const crossed = await control('GET', '/desk/orders?reference=x')
  expect([anonymous.status, wrong.status, crossed.status]).toEqual([401, 401, 401])
})
