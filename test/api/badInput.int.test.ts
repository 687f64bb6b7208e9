import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OrganisationId } from '../../src/domain/values.ts'
import { accepted, eligibleOrganisation, readyOrganisation } from '../support/store.ts'
import { call, openTestApi, type TestApi, usNumbers } from './testApi.ts'

let api: TestApi
let operator: string
let orgId: OrganisationId
let org: string
let ready: Awaited<ReturnType<typeof readyOrganisation>>

const post = (path: string, body: unknown = {}, given: Record<string, unknown> = {}) =>
  call(api.app, 'POST', `${org}${path}`, { token: operator, body, ...given })

const order = (numbers: readonly string[], given: Record<string, unknown> = {}) => ({
  onboardingId: ready.onboardingId,
  locationId: ready.locationId,
  numbers,
  ...given,
})

const importOne = async (given: Record<string, unknown> = {}) => {
  const [number = ''] = usNumbers(1)
  const row = { number, inventory: 'inService', locationId: ready.locationId, usage: 'primary', ...given }
  expect((await post('/numbers/import', { rows: [row] })).statusCode).toBe(200)
  return number
}

/** The reason for the only row of a refused order. */
const refusedRow = async (numbers: readonly string[]) => {
  const answer = await post('/orders', order(numbers))
  expect(answer.statusCode, answer.body).toBeGreaterThanOrEqual(400)
  return answer.json().rows?.[0]
}

beforeAll(async () => {
  api = await openTestApi()
  operator = await api.token('operator')
  ready = await readyOrganisation(api.store)
  orgId = ready.orgId
  org = `/v1/organisations/${orgId}`
})

afterAll(() => api.close())

describe('numbers that cannot be ordered, each with a reason of its own', () => {
  test('one that is no number at all', async () => {
    expect(await refusedRow(['202-555-0100'])).toMatchObject({
      row: 0,
      number: '202-555-0100',
      code: 'NUMBER_NOT_E164',
      whatToDo: expect.stringContaining('+12025550123'),
    })
  })

  test('one that is nobody’s, and one that is another organisation’s: no telling which', async () => {
    const other = await eligibleOrganisation(api.store)
    const [theirs = '', nobodys = ''] = usNumbers(2)
    const rows = [{ number: theirs, inventory: 'inService' }]
    await call(api.app, 'POST', `/v1/organisations/${other}/numbers/import`, { token: operator, body: { rows } })
    const [one, two] = [await refusedRow([theirs]), await refusedRow([nobodys])]
    expect(one.code).toBe('NUMBER_NOT_FOUND')
    expect({ ...one, number: '' }).toEqual({ ...two, number: '' })
  })

  test('one that another organisation has cannot be imported either', async () => {
    const other = await eligibleOrganisation(api.store)
    const rows = [{ number: ready.numbers[0] }]
    const answer = await call(api.app, 'POST', `/v1/organisations/${other}/numbers/import`, {
      token: operator,
      body: { rows },
    })
    expect(answer.json()).toMatchObject({ status: 422, code: 'NO_ROW_ACCEPTED' })
  })

  test('a toll-free one', async () => {
    expect((await refusedRow([await importOne({ number: '+18005550101' }).then(() => '+18005550101')])).code).toBe(
      'TOLL_FREE_NOT_10DLC',
    )
  })

  test('one of a service', async () => {
    expect((await refusedRow([await importOne({ kind: 'service' })])).code).toBe('NUMBER_KIND_NOT_TEXTABLE')
  })

  test('one at another location', async () => {
    const { locationId } = (
      await post('/locations', { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes' })
    ).json()
    expect((await refusedRow([await importOne({ locationId })])).code).toBe('NUMBER_ELSEWHERE')
  })

  test('one that is not in service', async () => {
    expect((await refusedRow([await importOne({ inventory: 'inactive' })])).code).toBe('NUMBER_NOT_IN_SERVICE')
  })

  test('one named twice is taken once', async () => {
    const number = await importOne()
    const answer = await post('/orders', order([number, number]))
    expect(answer.json().rows).toMatchObject([{ status: 'selected' }, { status: 'refused', code: 'NUMBER_DUPLICATE' }])
  })

  test('one of another country', async () => {
    const answer = await post('/numbers/import', { rows: [{ number: '+442079460000' }] })
    expect(answer.json().rows[0]).toMatchObject({ code: 'NUMBER_NOT_US_CA' })
  })
})

describe('organisations that are not ready', () => {
  const ask = async (of: OrganisationId, numbers: readonly string[], locationId: string, onboardingId: string) => {
    const body = { onboardingId, locationId, numbers }
    return (await call(api.app, 'POST', `/v1/organisations/${of}/orders`, { token: operator, body })).json()
  }

  async function premises(of: OrganisationId, facts: Record<string, string>) {
    const url = `/v1/organisations/${of}`
    const made = async (path: string, body: unknown) =>
      (await call(api.app, 'POST', url + path, { token: operator, body })).json()
    const { locationId } = await made('/locations', facts)
    const [number = ''] = usNumbers(1)
    await made('/numbers/import', { rows: [{ number, inventory: 'inService', locationId, usage: 'primary' }] })
    const { onboardingId } = await made('/onboardings', {})
    return [[number], locationId, onboardingId] as const
  }

  const good = { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes' }
  const codes = (problem: { code: string; reason?: string; rows?: readonly { code: string; reason?: string }[] }) =>
    JSON.stringify([problem.code, problem.reason, ...(problem.rows ?? []).flatMap((row) => [row.code, row.reason])])

  test('without a licence', async () => {
    const of = await eligibleOrganisation(api.store)
    expect(codes(await ask(of, ...(await premises(of, good))))).toContain('LICENCE_NOT_ACTIVE')
  })

  test('of a kind that does not qualify', async () => {
    const of = await eligibleOrganisation(api.store)
    await accepted(api.store, 'AttestOrganisationFact', of, { fact: 'customerKind', value: 'online' })
    expect(codes(await ask(of, ...(await premises(of, good))))).toMatch(
      /ORGANISATION_NOT_ELIGIBLE.*ONLINE_ORGANISATION/,
    )
  })

  test('at a location that is not on Cisco PSTN', async () => {
    const of = await eligibleOrganisation(api.store)
    await accepted(api.store, 'ReportLicence', of, { status: 'activated' })
    const facts = { ...good, pstnConnection: 'localGateway' }
    expect(codes(await ask(of, ...(await premises(of, facts))))).toContain('LOCATION_NOT_READY')
  })

  test('with an onboarding that is another organisation’s', async () => {
    const of = await eligibleOrganisation(api.store)
    const [numbers, locationId] = await premises(of, good)
    expect((await ask(of, numbers, locationId, ready.onboardingId)).code).toBe('ONBOARDING_NOT_FOUND')
  })

  test('a second onboarding beside an open one', async () => {
    expect((await post('/onboardings')).json()).toMatchObject({ status: 409, code: 'ONBOARDING_ALREADY_OPEN' })
  })
})

describe('requests that come at the wrong time', () => {
  test('an order that nobody has made', async () => {
    const answer = await post(`/orders/${randomUUID()}/submit`, { next: 'done' })
    expect(answer.json()).toMatchObject({ status: 404, code: 'ORDER_NOT_FOUND' })
  })

  test('an order that has changed since it was read, said in the header or in the body', async () => {
    const { orderId } = (await post('/orders', order([await importOne()]))).json()
    const path = `/orders/${orderId}/submit`
    const header = await post(path, { next: 'more' }, { headers: { 'if-match': '"9"' } })
    expect(header.json()).toMatchObject({ status: 412, code: 'STALE_VERSION' })
    const body = await post(path, { next: 'more', expectedVersion: 9 })
    expect(body.json()).toMatchObject({ status: 412, code: 'STALE_VERSION' })
    for (const given of ['9', 'W/"1"', '*']) {
      const odd = await post(path, { next: 'more' }, { headers: { 'if-match': given } })
      expect(odd.json()).toMatchObject({ status: 400, code: 'IF_MATCH_MALFORMED' })
    }
    const contrary = await post(path, { next: 'more', expectedVersion: 1 }, { headers: { 'if-match': '"2"' } })
    expect(contrary.json().code).toBe('IF_MATCH_MALFORMED')
    expect((await post(path, { next: 'more' }, { headers: { 'if-match': '"1"' } })).statusCode).toBe(202)
  })

  test('an order that was withdrawn', async () => {
    const { orderId } = (await post('/orders', order([await importOne()]))).json()
    expect((await post(`/orders/${orderId}/withdraw`)).json()).toEqual({ released: 1 })
    const answer = await post(`/orders/${orderId}/submit`, { next: 'done' })
    expect(answer.json()).toMatchObject({ status: 409, code: 'ORDER_ALREADY_CLOSED' })
  })

  test('evidence that had expired before it was given', async () => {
    const fact = { fact: 'dataRegion', value: 'supported', expiresAt: '2025-01-01T00:00:00Z' }
    expect((await post('/facts', fact)).json()).toMatchObject({ code: 'EVIDENCE_ALREADY_EXPIRED', field: 'expiresAt' })
  })

  test('an acknowledgement of nothing', async () => {
    const answer = await post(`/onboardings/${ready.onboardingId}/acknowledge`)
    expect(answer.json()).toMatchObject({ status: 409, code: 'NOTHING_TO_ACKNOWLEDGE' })
  })
})

describe('requests that are made again', () => {
  test('under the same key are carried out once, and say so', async () => {
    const key = randomUUID()
    const [first, second] = [await post('/users', {}, { key }), await post('/users', {}, { key })]
    expect(second.json()).toEqual(first.json())
    expect(first.headers['idempotency-replayed']).toBeUndefined()
    expect(second.headers['idempotency-replayed']).toBe('true')
  })

  test('at the same moment are carried out once', async () => {
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 6 }, () => post('/users', {}, { key })))
    expect(new Set(answers.map((each) => each.body)).size).toBe(1)
  })

  test('under the same key with another body are refused', async () => {
    const key = randomUUID()
    await post('/facts', { fact: 'textingDefault', value: 'on' }, { key })
    const answer = await post('/facts', { fact: 'textingDefault', value: 'off' }, { key })
    expect(answer.json()).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED', field: 'Idempotency-Key' })
  })

  test('under the same key by somebody else are requests of their own', async () => {
    const key = randomUUID()
    const token = await api.token('admin', [orgId])
    const [ours, theirs] = [await post('/users', {}, { key }), await post('/users', {}, { key, token })]
    expect(theirs.json().userId).not.toBe(ours.json().userId)
  })

  test('by the operator who creates an organisation name the same one', async () => {
    const key = randomUUID()
    const create = (name: string) =>
      call(api.app, 'POST', '/v1/organisations', { token: operator, body: { name }, key })
    const [first, again, other] = [await create('A'), await create('A'), await create('B')]
    expect(again.json()).toEqual(first.json())
    expect(other.json().code).toBe('IDEMPOTENCY_KEY_REUSED')
  })
})

describe('forms and filters', () => {
  test('every fault of a body is named with its place', async () => {
    const rows = [{ number: '+12025550100' }, { number: 7, locationId: 'x', enteredAt: 'yesterday' }]
    const { code, errors } = (await post('/numbers/import', { rows })).json()
    expect(code).toBe('BODY_INVALID')
    expect(errors.map((each: { field: string }) => each.field)).toEqual([
      '/rows/1/number',
      '/rows/1/enteredAt',
      '/rows/1/locationId',
    ])
  })

  test('an instant must be one, with an offset, and within reach', async () => {
    for (const happenedAt of [
      '2025-02-30T00:00:00Z',
      '2025-02-01T00:00:00',
      '0000-01-01T00:00:00Z',
      '9999-01-01T00:00:00Z',
    ]) {
      expect((await post('/users', { happenedAt })).json()).toMatchObject({
        code: 'BODY_INVALID',
        field: '/happenedAt',
      })
    }
  })

  test.each([
    ['limit=0', 'QUERY_INVALID'],
    ['limit=201', 'QUERY_INVALID'],
    ['limit=ten', 'QUERY_INVALID'],
    ['verdict=maybe', 'QUERY_INVALID'],
    ['verdict=can&verdict=cannot', 'QUERY_INVALID'],
    ['number=2025550100', 'QUERY_INVALID'],
    ['locationId=x', 'QUERY_INVALID'],
    ['state=on', 'FILTER_UNKNOWN'],
    ['cursor=abc', 'CURSOR_MALFORMED'],
  ])('numbers?%s is refused as %s', async (query, code) => {
    const answer = await call(api.app, 'GET', `${org}/numbers?${query}`, { token: operator })
    expect(answer.json()).toMatchObject({ status: 400, code })
  })

  test('a role that may only read cannot act', async () => {
    for (const role of ['support', 'auditor'] as const) {
      const answer = await post('/licence/request', {}, { token: await api.token(role, [orgId]) })
      expect(answer.json()).toMatchObject({ status: 403, code: 'ROLE_NOT_ALLOWED' })
    }
  })

  test('what was refused left nothing behind', async () => {
    const { rows } = await api.store.pool.query(`select count(*)::int as n from "order" where phase = 'none'`)
    expect(rows).toEqual([{ n: 0 }])
  })
})
