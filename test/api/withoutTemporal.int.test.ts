import { afterAll, beforeAll, expect, test } from 'vitest'
import { readyOrganisation } from '../support/store.ts'
import { call, openTestApi, type TestApi } from './testApi.ts'

let api: TestApi
let token: string
let onboarding: string

beforeAll(async () => {
  api = await openTestApi()
  token = await api.token('operator')
  const { orgId, onboardingId } = await readyOrganisation(api.store)
  onboarding = `/v1/organisations/${orgId}/onboardings/${onboardingId}`
})

afterAll(() => api.close())

test('while Temporal is down the interface is degraded and says so', async () => {
  const answer = await api.app.inject('/health/ready')
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toEqual({ status: 'degraded', database: 'up', temporal: 'down' })
})

test('while Temporal is down an onboarding is read from the record, and its process is reported as unavailable', async () => {
  const answer = await call(api.app, 'GET', `${onboarding}?live=true`, { token })
  expect(answer.json()).toMatchObject({ phase: 'open', live: { state: 'unavailable', code: 'TEMPORAL_UNAVAILABLE' } })
})

test('while Temporal is down a cancellation is declined, never promised', async () => {
  const answer = await call(api.app, 'POST', `${onboarding}/cancel`, { token, body: { reason: 'other' } })
  expect(answer.json()).toMatchObject({ status: 503, code: 'TEMPORAL_UNAVAILABLE' })
  expect(answer.headers['retry-after']).toBeDefined()
  expect((await call(api.app, 'GET', onboarding, { token })).json().phase).toBe('open')
})

test('the key of a declined cancellation stands for that wish alone', async () => {
  const cancel = (reason: string) =>
    call(api.app, 'POST', `${onboarding}/cancel`, { token, body: { reason }, key: 'k-1' })
  expect((await cancel('other')).json().code).toBe('TEMPORAL_UNAVAILABLE')
  expect((await cancel('startedByMistake')).json()).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' })
})
