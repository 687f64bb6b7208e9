import type { RequestListener } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { brand, type E164, type NumberId, type OrderId, type OrganisationId } from '../../src/domain/values.ts'
import { createDesk, type DeskOrder } from '../../src/providers/desk.ts'
import { ProviderRefused, ProviderUnavailable } from '../../src/providers/failures.ts'
import { createRegistry, type RegistrationRequest } from '../../src/providers/registry.ts'
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
  }
}

function items(count: number) {
  return numbers(count).map((each) => ({ reference: brand<NumberId>(each.reference), e164: brand<E164>(each.e164) }))
}

async function faults(side: 'desk' | 'registry', ...list: readonly unknown[]): Promise<void> {
  await outside.control('PUT', '/control/script', { [side]: { numbers: [], faults: list } })
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
  await faults('desk', { kind, times: 1 })
  const desk = deskAt(outside.url, 1_000)
  expect(await failure(desk.submitOrder(order()))).toMatchObject({
    name: 'ProviderUnavailable',
    outage,
    retryable: true,
  })
  expect(await desk.submitOrder(order())).toMatchObject({ sent: 'found' })
  expect(await tickets()).toBe(1)
})

test('a registration that was taken but cut off is found at the next attempt', async () => {
  await faults('registry', { kind: 'hangUp', times: 1 })
  const registry = createRegistry({ url: outside.url, token, timeoutMs: 10_000 })
  toClose.push(registry.close)
  const request: RegistrationRequest = {
    reference: `registration-${round}`,
    organisationReference: brand<OrganisationId>('org-1'),
    items: items(2),
  }
  expect(await failure(registry.submitRegistration(request))).toMatchObject({ outage: 'network' })
  const receipt = await registry.submitRegistration(request)
  expect(receipt).toEqual({ registrationId: expect.stringMatching(/^REG-/), sent: 'found' })
})

test('a throttled order carries the wait that the desk asked for, then goes through', async () => {
  await faults('desk', { kind: 'status', status: 429, retryAfterSeconds: 3, times: 1 })
  const desk = deskAt(outside.url)
  const error = await failure(desk.submitOrder(order()))
  expect(error).toBeInstanceOf(ProviderUnavailable)
  expect(error).toMatchObject({ outage: 'throttled', status: 429, retryAfterMs: 3_000 })
  expect(await desk.submitOrder(order())).toMatchObject({ sent: 'now' })
})

test('a desk in trouble is asked again later, while querying as while sending', async () => {
  await faults(
    'desk',
    { kind: 'status', status: 503, on: 'query', times: 1 },
    { kind: 'status', status: 500, times: 1 },
  )
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
