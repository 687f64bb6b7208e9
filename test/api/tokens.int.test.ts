import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '../../src/domain/values.ts'
import { ensureToken, freshToken } from '../../src/store/tokens.ts'
import { eligibleOrganisation } from '../support/store.ts'
import { type Call, call, openTestApi, type TestApi } from './testApi.ts'

let api: TestApi
let operator: string
let orgId: string

const post = (path: string, body: unknown, given: Call = {}) =>
  call(api.app, 'POST', `/v1/tokens${path}`, { token: operator, body, ...given })
const opens = async (token: string) =>
  (await call(api.app, 'GET', `/v1/organisations/${orgId}`, { token })).json().code ?? 'open'
const grant = () => ({ subject: 'admin-7', role: 'admin', organisations: [orgId] })

beforeAll(async () => {
  api = await openTestApi()
  operator = await api.token('operator')
  orgId = await eligibleOrganisation(api.store)
})

afterAll(() => api.close())

test('a token is issued, shown once, and opens its organisations', async () => {
  const key = randomUUID()
  const issued = await post('', grant(), { key })
  expect(issued.statusCode).toBe(201)
  const { id, token } = issued.json()
  expect(token).toMatch(/^clt_[A-Za-z0-9_-]{43}$/)
  expect(issued.headers['cache-control']).toBe('no-store')
  expect(await opens(token)).toBe('open')
  const again = await post('', grant(), { key })
  expect(again.json()).toMatchObject({ status: 409, code: 'TOKEN_SECRET_ALREADY_SHOWN', reason: id })
  const { rows } = await api.store.pool.query('select * from api_token where id = $1', [id])
  expect(JSON.stringify(rows)).not.toContain(token)
  expect((await call(api.app, 'GET', `/v1/tokens/${id}`, { token: operator })).json()).toMatchObject({
    id,
    subject: 'admin-7',
    organisations: [orgId],
    revokedAt: null,
  })
})

test('a revoked token is refused from the next request on', async () => {
  const { id, token } = (await post('', grant())).json()
  expect((await post(`/${id}/revoke`, {})).statusCode).toBe(200)
  expect(await opens(token)).toBe('TOKEN_REVOKED')
  expect((await post(`/${id}/revoke`, {})).statusCode).toBe(200)
  expect((await post(`/${id}/rotate`, {})).json().code).toBe('TOKEN_NOT_FOUND')
})

test('while a token is rotated both secrets work, and after the grace only the new one', async () => {
  const first = (await post('', grant())).json()
  const second = (await post(`/${first.id}/rotate`, { graceSeconds: 60 })).json()
  expect([await opens(first.token), await opens(second.token)]).toEqual(['open', 'open'])
  const third = (await post(`/${second.id}/rotate`, { graceSeconds: 0 })).json()
  expect([await opens(second.token), await opens(third.token)]).toEqual(['TOKEN_EXPIRED', 'open'])
})

test('a rotation made twice issues one successor', async () => {
  const first = (await post('', grant())).json()
  const key = randomUUID()
  const answers = [await post(`/${first.id}/rotate`, {}, { key }), await post(`/${first.id}/rotate`, {}, { key })]
  expect(answers.map((each) => each.statusCode)).toEqual([201, 409])
})

test('role and organisations must go together, and a subject is no mail address and no phone number', async () => {
  expect((await post('', { ...grant(), organisations: [] })).json().code).toBe('TOKEN_SCOPE_INVALID')
  expect((await post('', { ...grant(), role: 'operator' })).json().code).toBe('TOKEN_SCOPE_INVALID')
  for (const subject of ['a@example.com', '12025550123', '']) {
    expect((await post('', { ...grant(), subject })).json()).toMatchObject({ code: 'BODY_INVALID', field: '/subject' })
  }
})

test('the first operators are made once, however often the process starts', async () => {
  const token = freshToken()
  const at = instant(Date.now())
  const given = { subject: 'ops-1', role: 'operator', kind: 'person', orgIds: [], token, at } as const
  await ensureToken(api.store.pool, { ...given, id: randomUUID() })
  await ensureToken(api.store.pool, { ...given, id: randomUUID() })
  const { rows } = await api.store.pool.query(`select id from api_token where subject = 'ops-1'`)
  expect(rows).toHaveLength(1)
  await post(`/${rows[0].id}/revoke`, {})
  await ensureToken(api.store.pool, { ...given, id: randomUUID() })
  expect(await opens(token)).toBe('TOKEN_REVOKED')
})

test('guessing is slowed down, and disturbs nobody who has a token', async () => {
  const limits = { requestsPerMinute: 1_000, refusedTokensPerMinute: 5 }
  const other = await openTestApi({ limits })
  try {
    const token = await other.token('operator')
    const guess = () => call(other.app, 'GET', '/v1/organisations', { token: freshToken() })
    const answers = []
    for (let i = 0; i < 8; i += 1) answers.push(await guess())
    expect(answers.map((each) => each.statusCode)).toEqual([401, 401, 401, 401, 401, 429, 429, 429])
    expect(Number(answers.at(-1)?.headers['retry-after'])).toBeGreaterThan(0)
    expect((await call(other.app, 'GET', '/v1/organisations', { token })).statusCode).toBe(200)
  } finally {
    await other.close()
  }
})

test('each token has a budget of its own', async () => {
  const other = await openTestApi({ limits: { requestsPerMinute: 3, refusedTokensPerMinute: 100 } })
  try {
    const [busy, calm] = [await other.token('operator'), await other.token('operator')]
    const statuses = []
    for (let i = 0; i < 4; i += 1)
      statuses.push((await call(other.app, 'GET', '/v1/organisations', { token: busy })).statusCode)
    expect(statuses).toEqual([200, 200, 200, 429])
    expect((await call(other.app, 'GET', '/v1/organisations', { token: calm })).statusCode).toBe(200)
    expect((await other.app.inject('/health/live')).statusCode).toBe(200)
  } finally {
    await other.close()
  }
})
