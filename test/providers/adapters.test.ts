import type { RequestListener } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  brand,
  type CaseId,
  type E164,
  type LoaId,
  type NumberId,
  type OrderId,
  type OrganisationId,
} from '../../src/domain/values.ts'
import {
  caseOfForm,
  createDesk,
  type DeskCase,
  type DeskForm,
  type DeskOrder,
  formReference,
} from '../../src/providers/desk.ts'
import { ProviderRefused, ProviderUnavailable } from '../../src/providers/failures.ts'
import {
  numbers,
  type Outside,
  type Receiver,
  serve,
  startOutside,
  startReceiver,
  stateFolder,
  token,
} from '../simulator/outside.ts'
import { goodForm } from '../support/form.ts'

const state = stateFolder()
const toClose: (() => Promise<unknown>)[] = []
let receiver: Receiver
let outside: Outside
let round = 0

beforeAll(async () => {
  receiver = await startReceiver()
  outside = await startOutside({ mode: 'controlled', receiverUrl: receiver.url, state: state.path })
  await outside.control('POST', '/control/clock', { now: '2024-09-02T16:00:00Z' })
})

afterAll(async () => {
  await outside.stop()
  await receiver.close()
  state.remove()
})

beforeEach(() => {
  round += 1
})

afterEach(async () => {
  await Promise.all(toClose.splice(0).map((close) => close()))
})

function deskAt(url: string, timeoutMs = 10_000, bearer = token) {
  const desk = createDesk({ url, token: bearer, timeoutMs })
  toClose.push(desk.close)
  return desk
}

function order(count = 2): DeskOrder {
  return {
    reference: brand<OrderId>(`order-${round}`),
    organisationReference: brand<OrganisationId>('org-1'),
    locationReference: brand('loc-1'),
    items: items(count),
    letters: [],
  }
}

function supportCase(): DeskCase {
  return {
    reference: brand<CaseId>(`case-${round}`),
    kind: 'registration',
    serviceClass: 'A2P',
    organisationReference: brand<OrganisationId>('org-1'),
    items: items(2),
  }
}

function form(): DeskForm {
  const { reference: caseReference, kind: _, ...shared } = supportCase()
  return { reference: formReference(caseReference, 1), caseReference, ...shared, form: goodForm }
}

function items(count: number) {
  return numbers(count).map((each) => ({ reference: brand<NumberId>(each.reference), e164: brand<E164>(each.e164) }))
}

async function faults(...list: readonly unknown[]): Promise<void> {
  await outside.control('PUT', '/control/script', { desk: { numbers: [], faults: list } })
}

async function tickets(): Promise<number> {
  const { body } = await outside.control('GET', '/control/state')
  const all = body['submissions'] as readonly { readonly reference: string }[]
  return all.filter((each) => each.reference === `order-${round}`).length
}

/** What a promise was rejected with; fails when it was not. */
async function failure(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(outcome).toBeInstanceOf(Error)
  return outcome
}

test('an order sent again after its answer is found, not sent', async () => {
  const desk = deskAt(outside.url)
  const first = await desk.submitOrder(order())
  const second = await desk.submitOrder(order())
  expect(first).toEqual({ ticket: expect.stringMatching(/^PTS-/), sent: 'now' })
  expect(second).toEqual({ ticket: first.ticket, sent: 'found' })
})

test.each([
  ['cut off', 'hangUp', 'network'],
  ['never answered', 'stall', 'timeout'],
  ['answered with nonsense', 'nonsense', 'poison'],
])('an order that was taken but %s makes one ticket, found at the next attempt', async (_, kind, outage) => {
  await faults({ kind, times: 1 })
  const desk = deskAt(outside.url, 1_000)
  expect(await failure(desk.submitOrder(order()))).toMatchObject({
    name: 'ProviderUnavailable',
    outage,
    retryable: true,
  })
  expect(await desk.submitOrder(order())).toMatchObject({ sent: 'found' })
  expect(await tickets()).toBe(1)
})

test('an order takes its letters along', async () => {
  const [first] = items(1)
  const letter = { reference: brand<LoaId>(`loa-${round}`), sha256: 'ab'.repeat(32), text: `for ${first?.e164}` }
  const missing = { when: { letter: 'missing' }, answers: [{ after: { days: 1 }, outcome: 'reject' }] }
  const given = { answers: [{ after: { days: 0 }, outcome: 'accept' }] }
  await outside.control('PUT', '/control/script', { desk: { numbers: [missing, given] } })
  await deskAt(outside.url).submitOrder({ ...order(), letters: [letter] })
  const { body } = await outside.query(`/desk/orders?reference=order-${round}`)
  expect(body['orders']).toMatchObject([{ items: [{ status: 'authorised' }, { status: 'pending' }] }])
})

test('a case opened again after its answer was cut off is found, not opened', async () => {
  await faults({ kind: 'hangUp', to: 'cases', times: 1 })
  const desk = deskAt(outside.url)
  expect(await failure(desk.openCase(supportCase()))).toMatchObject({ outage: 'network' })
  expect(await desk.openCase(supportCase())).toEqual({ ticket: expect.stringMatching(/^PTC-/), sent: 'found' })
})

test('a form goes to its case once, whatever happens to the answer', async () => {
  const desk = deskAt(outside.url)
  const { ticket } = await desk.openCase(supportCase())
  await faults({ kind: 'nonsense', to: 'forms', times: 1 })
  expect(await desk.findForm(form().reference)).toBeUndefined()
  expect(await failure(desk.submitForm(form()))).toMatchObject({ outage: 'poison' })
  expect(await desk.submitForm(form())).toEqual({ ticket, sent: 'found' })
  expect(await desk.findForm(form().reference)).toEqual({ ticket, sent: 'found' })
})

test('a form of a case that was opened by hand goes through, and brings no ticket', async () => {
  expect(await deskAt(outside.url).submitForm(form())).toEqual({ sent: 'now' })
})

test('a form is named after its case, and read back only from such a name', () => {
  const caseId = brand<CaseId>('0191e7a0-5a4e-7c51-8e0f-3d2c1b0a9f8e')
  expect(caseOfForm(formReference(caseId, 12))).toBe(caseId)
  const others = [caseId, `${caseId}:form:`, `${caseId}:form:1:2`, 'case-1:form:1', `x${caseId}:form:1`]
  expect(others.map(caseOfForm)).toEqual(others.map(() => undefined))
})

test('a throttled order carries the wait that the desk asked for, then goes through', async () => {
  await faults({ kind: 'status', status: 429, retryAfterSeconds: 3, times: 1 })
  const desk = deskAt(outside.url)
  const error = await failure(desk.submitOrder(order()))
  expect(error).toBeInstanceOf(ProviderUnavailable)
  expect(error).toMatchObject({ outage: 'throttled', status: 429, retryAfterMs: 3_000 })
  expect(await desk.submitOrder(order())).toMatchObject({ sent: 'now' })
})

test('a desk in trouble is asked again later, while querying as while sending', async () => {
  await faults({ kind: 'status', status: 503, on: 'query', times: 1 }, { kind: 'status', status: 500, times: 1 })
  const desk = deskAt(outside.url)
  expect(await failure(desk.submitOrder(order()))).toMatchObject({ outage: 'serverError', status: 503 })
  expect(await failure(desk.submitOrder(order()))).toMatchObject({ outage: 'serverError', status: 500 })
  expect(await desk.submitOrder(order())).toMatchObject({ sent: 'now' })
})

test('an order that the desk finds wrong is refused for good, with its code and no phone number', async () => {
  const [first] = items(1)
  const repeated = { ...order(), items: first ? [first, { ...first, reference: brand<NumberId>('m') }] : [] }
  const error = await failure(deskAt(outside.url).submitOrder(repeated))
  expect(error).toBeInstanceOf(ProviderRefused)
  expect(error).toMatchObject({ status: 422, code: 'ITEM_REPEATED', retryable: false, trackingId: expect.any(String) })
  expect(String(error)).toBe('ProviderRefused: desk refused the request: 422 ITEM_REPEATED')
})

test('a wrong token or a wrong address is our own fault and no verdict on the order', async () => {
  const stranger = deskAt(outside.url, 10_000, 'some-other-token')
  expect(await failure(stranger.submitOrder(order()))).toMatchObject({ outage: 'misconfigured', status: 401 })
  const empty = await serve((_, response) => response.writeHead(404).end('{}'))
  toClose.push(empty.close)
  expect(await failure(deskAt(empty.url).submitOrder(order()))).toMatchObject({ outage: 'misconfigured', status: 404 })
})

test('a desk that cannot be reached is unavailable', async () => {
  const gone = await serve((_, response) => response.end())
  await gone.close()
  expect(await failure(deskAt(gone.url).submitOrder(order()))).toMatchObject({ outage: 'network' })
})

const e164 = '+12025550100'
const strange: readonly [string, string, RequestListener][] = [
  ['is not JSON', 'poison', (_, response) => response.end(`${e164} is busy`)],
  ['is empty', 'poison', (_, response) => response.end()],
  ['lists nothing', 'poison', (_, response) => response.end('{}')],
  ['lists two orders', 'poison', (_, response) => response.end('{"orders":[{},{}]}')],
  [
    'speaks of another order',
    'poison',
    (_, response) => response.end('{"orders":[{"ticket":"PTS-1","reference":"x"}]}'),
  ],
  ['leads elsewhere', 'poison', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()],
  ['never ends', 'timeout', (_, response) => response.write('{"orders":[')],
  ['breaks off', 'network', (_, response) => response.write('{"orders":[', () => response.destroy())],
  ['is endless', 'poison', (_, response) => response.end(`{"orders":["${'x'.repeat(2_000_000)}"]}`)],
  ['throttles for a year', 'throttled', (_, response) => response.writeHead(429, { 'retry-after': '31536000' }).end()],
]

test.each([
  ['of another case', { reference: 'x', ticket: 'PTC-1' }],
  ['without a ticket', { reference: 'case', ticket: null }],
])('a receipt %s opens no case', async (_, receipt) => {
  const answer = (name: string | undefined) => JSON.stringify(name === 'POST' ? receipt : { cases: [] })
  const server = await serve((request, response) => response.end(answer(request.method)))
  toClose.push(server.close)
  const error = await failure(deskAt(server.url).openCase({ ...supportCase(), reference: brand<CaseId>('case') }))
  expect(error).toMatchObject({ name: 'ProviderUnavailable', outage: 'poison' })
})

test.each(strange)('an answer that %s is held to be no answer (%s)', async (_, outage, listener) => {
  const server = await serve(listener)
  toClose.push(server.close)
  const error = await failure(deskAt(server.url, 1_500).submitOrder(order()))
  expect(error).toMatchObject({ name: 'ProviderUnavailable', outage })
  expect(error instanceof ProviderUnavailable ? (error.retryAfterMs ?? 0) : -1).toBeLessThanOrEqual(3_600_000)
  expect(JSON.stringify(error) + String(error) + String((error as Error).cause)).not.toContain(e164)
})

test('a refusal that quotes a phone number is told without it', async () => {
  const refusal = { message: `${e164} is taken`, errors: [{ code: e164, description: e164 }], trackingId: e164 }
  const server = await serve((_, response) => response.writeHead(409).end(JSON.stringify(refusal)))
  toClose.push(server.close)
  const error = await failure(deskAt(server.url).submitOrder(order()))
  expect(error).toMatchObject({ name: 'ProviderRefused', code: 'UNSTATED' })
  expect(JSON.stringify(error) + String(error)).not.toContain(e164)
})

test('a wait may be given as a date', async () => {
  const inTenMinutes = new Date(Date.now() + 600_000).toUTCString()
  const server = await serve((_, response) => response.writeHead(503, { 'retry-after': inTenMinutes }).end())
  toClose.push(server.close)
  const error = await failure(deskAt(server.url).submitOrder(order()))
  const wait = error instanceof ProviderUnavailable ? error.retryAfterMs : undefined
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(600_000)
})
