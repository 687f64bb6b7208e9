import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brand, type OrderId } from '../../src/domain/values.ts'
import { roles } from '../../src/store/tokens.ts'
import { accepted, eligibleOrganisation, readyOrganisation } from '../support/store.ts'
import { addressOf, methodOf, tested } from './routes.ts'
import { call, openTestApi, type TestApi, usNumbers } from './testApi.ts'

let api: TestApi
let ours: Awaited<ReturnType<typeof readyOrganisation>>
let theirs: string
let objects: Record<string, string>

beforeAll(async () => {
  api = await openTestApi()
  ours = await readyOrganisation(api.store)
  const { orderId } = await accepted(api.store, 'CreateOrder', ours.orgId, ours)
  const { orgId, locationId, onboardingId, numberIds } = ours
  const { loaId, caseId } = await letterAndCase(ours, orderId)
  const numberId = numberIds[0] ?? ''
  objects = { orgId, locationId, onboardingId, orderId: orderId ?? '', numberId, letterId: loaId, caseId }
  theirs = await eligibleOrganisation(api.store)
})

afterAll(() => api.close())

/** A signed letter of the first order, and a case for a number that another order has had authorised. */
async function letterAndCase({ orgId, onboardingId, locationId, numbers }: typeof ours, orderId: OrderId | undefined) {
  const row = (e164: string) => ({ e164, country: 'US', kind: 'standard' as const })
  const [first = ''] = numbers
  const fresh = { ...row(usNumbers(1)[0] ?? ''), locationId, inventory: 'inService' as const }
  const rows = [{ ...row(first), loa: 'required' as const }, fresh]
  await accepted(api.store, 'ImportNumbers', orgId, { rows })
  const signer = { firstName: 'A', lastName: 'B', title: 'C', signature: 'A B', differenceConfirmed: false }
  const { loaId } = await accepted(api.store, 'SignLoa', orgId, { orderId: orderId ?? brand<OrderId>(''), signer })
  const order = { onboardingId, locationId, numbers: [fresh.e164] }
  const { orderId: other, rows: ordered } = await accepted(api.store, 'CreateOrder', orgId, order)
  const items = ordered.flatMap((each) =>
    each.status === 'refused' ? [] : [{ numberId: each.numberId, status: 'authorised' as const }],
  )
  await accepted(api.store, 'RecordOrderAnswer', orgId, { orderId: other ?? brand<OrderId>(''), items })
  const { caseId } = await accepted(api.store, 'OpenCase', orgId, { onboardingId })
  return { loaId, caseId }
}

const guarded = tested.filter((each) => Array.isArray(each.roles))
const ofOrganisations = guarded.filter((each) => each.route.includes('{orgId}'))

/** Everything but the number of the request itself. */
function said(body: string) {
  const { requestId: _requestId, ...rest } = JSON.parse(body)
  return rest
}

describe('who may call what', () => {
  test.each(guarded)('$route answers nobody without a token', async (each) => {
    const answer = await call(api.app, methodOf(each), addressOf(each, { orgId: ours.orgId }), { body: each.body })
    expect(answer.statusCode).toBe(401)
    expect(answer.json().code).toBe('TOKEN_MISSING')
    expect(answer.headers['www-authenticate']).toBe('Bearer')
  })

  test.each(guarded)('$route is for its roles and no other', async (each) => {
    for (const role of roles) {
      const token = await api.token(role, role === 'operator' ? [] : [ours.orgId])
      const answer = await call(api.app, methodOf(each), addressOf(each, { orgId: ours.orgId }), {
        token,
        body: each.body,
        headers: each.headers ?? {},
      })
      const isAllowed = each.roles.includes(role as never)
      if (isAllowed) expect(answer.json().code, role).not.toBe('ROLE_NOT_ALLOWED')
      else expect(answer.json(), role).toMatchObject({ status: 403, code: 'ROLE_NOT_ALLOWED' })
      expect(answer.statusCode, `${role}: ${answer.body}`).not.toBe(500)
    }
  })

  const forOthers = ofOrganisations.filter((each) => each.roles.length > 1)

  test.each(forOthers)('$route shows another organisation exactly as a missing one', async (each) => {
    for (const role of roles.filter((name) => name !== 'operator' && each.roles.includes(name as never))) {
      const token = await api.token(role, [ours.orgId])
      const ask = (orgId: string) =>
        call(api.app, methodOf(each), addressOf(each, { orgId }), { token, body: each.body })
      const [other, missing] = await Promise.all([ask(theirs), ask(randomUUID())])
      expect(other.statusCode).toBe(404)
      expect(said(other.body)).toEqual(said(missing.body))
      expect(said(other.body).code).toBe('ORGANISATION_NOT_FOUND')
    }
  })

  test.each(ofOrganisations.filter(({ route }) => /\{(location|number|onboarding|order|letter|case)Id\}/.test(route)))(
    '$route looks for its object in its own organisation only',
    async (each) => {
      const token = await api.token('operator')
      const ask = (ids: Record<string, string>) =>
        call(api.app, methodOf(each), addressOf(each, ids), { token, body: each.body })
      const [other, missing] = await Promise.all([ask({ ...objects, orgId: theirs }), ask({ orgId: theirs })])
      expect(other.statusCode).toBe(404)
      expect(said(other.body)).toEqual(said(missing.body))
    },
  )

  test.each(ofOrganisations)('$route refuses an id that is none', async (each) => {
    const token = await api.token('operator')
    const answer = await call(api.app, methodOf(each), addressOf(each, { orgId: 'acme' }), { token, body: each.body })
    expect(answer.json()).toMatchObject({ status: 400, code: 'ID_MALFORMED', field: 'orgId' })
  })
})

describe('what every request must be', () => {
  const posts = guarded.filter((each) => methodOf(each) === 'POST')
  const gets = guarded.filter((each) => methodOf(each) === 'GET')

  test.each(posts)('$route needs an Idempotency-Key', async (each) => {
    const token = await api.token('operator')
    const address = addressOf(each, { orgId: ours.orgId })
    const bare = await call(api.app, 'POST', address, { token, body: each.body, key: null })
    expect(bare.json()).toMatchObject({ status: 400, code: 'IDEMPOTENCY_KEY_MISSING', field: 'Idempotency-Key' })
    const odd = await call(api.app, 'POST', address, { token, body: each.body, key: 'two words' })
    expect(odd.json()).toMatchObject({ status: 400, code: 'IDEMPOTENCY_KEY_MALFORMED' })
  })

  test.each(posts)('$route takes no field that it does not know', async (each) => {
    const token = await api.token('operator')
    const body = { ...(each.body as object), registration: 'registered' }
    const answer = await call(api.app, 'POST', addressOf(each, { orgId: ours.orgId }), { token, body })
    expect(answer.json()).toMatchObject({ status: 400, code: 'BODY_INVALID' })
    expect(answer.json().errors[0].reason).toContain('registration')
  })

  test.each(posts)('$route says what it cannot read: no JSON, another content type, too much', async (each) => {
    const token = await api.token('operator')
    const address = addressOf(each, { orgId: ours.orgId })
    const torn = await call(api.app, 'POST', address, { token, body: '{"name":' })
    expect(torn.json()).toMatchObject({ status: 400, code: 'JSON_MALFORMED' })
    const text = await call(api.app, 'POST', address, { token, body: 'x', headers: { 'content-type': 'text/plain' } })
    expect(text.json()).toMatchObject({ status: 415, code: 'CONTENT_TYPE_UNSUPPORTED' })
    const large = await call(api.app, 'POST', address, { token, body: { name: 'x'.repeat(600_000) } })
    expect(large.json()).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' })
  })

  test.each(gets)('$route refuses a filter that it does not know', async (each) => {
    const token = await api.token('operator')
    const address = `${addressOf(each, objects)}?colour=red`
    const answer = await call(api.app, 'GET', address, { token })
    expect(answer.json()).toMatchObject({ status: 400, code: 'FILTER_UNKNOWN' })
  })
})

describe('tokens that open nothing', () => {
  test.each([
    ['TOKEN_MALFORMED', 'Bearer secret'],
    ['TOKEN_MALFORMED', 'Basic YTpi'],
    ['TOKEN_MALFORMED', `Bearer clt_${'a'.repeat(44)}`],
    ['TOKEN_MALFORMED', `Bearer clt_${'a'.repeat(43)} x`],
    ['TOKEN_UNKNOWN', `Bearer clt_${'a'.repeat(43)}`],
  ])('%s: %s', async (code, authorization) => {
    const answer = await call(api.app, 'GET', '/v1/organisations', { headers: { authorization } })
    expect(answer.json()).toMatchObject({ status: 401, code })
  })

  test('an expired token is told apart from one that never was', async () => {
    const token = await api.token('admin', [ours.orgId], { expiresAt: '2025-01-01T00:00:00.000Z' as never })
    const answer = await call(api.app, 'GET', '/v1/organisations', { token })
    expect(answer.json()).toMatchObject({ status: 401, code: 'TOKEN_EXPIRED' })
  })
})
