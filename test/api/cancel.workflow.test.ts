import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readyOrganisation } from '../support/store.ts'
import { type RunningProcesses, startProcesses } from './runningProcesses.ts'
import { appOn, call, tokenMaker } from './testApi.ts'

let processes: RunningProcesses
let app: FastifyInstance
let token: string

beforeAll(async () => {
  processes = await startProcesses()
  app = await appOn({ store: processes.store, temporal: processes.temporal })
  token = await tokenMaker(processes.store)('operator')
})

afterAll(async () => {
  await app.close()
  await processes.close()
})

async function begun() {
  const { orgId, onboardingId } = await readyOrganisation(processes.store)
  return { onboardingId, path: `/v1/organisations/${orgId}/onboardings/${onboardingId}` }
}

const cancel = (path: string, key = randomUUID(), reason = 'requestedByCustomer') =>
  call(app, 'POST', `${path}/cancel`, { token, body: { reason }, key })

test('a running process says where it stands, and is cancelled once', async () => {
  const { path, onboardingId } = await begun()
  await processes.bringUp(onboardingId)
  const read = await call(app, 'GET', `${path}?live=true`, { token })
  expect(read.json()).toMatchObject({ phase: 'open', live: { state: 'answered', stage: 'authorisation' } })
  const key = randomUUID()
  const answers = [await cancel(path, key), await cancel(path, key)]
  expect(answers.map((each) => [each.statusCode, each.json()])).toEqual([
    [200, { released: 0 }],
    [200, { released: 0 }],
  ])
  expect(answers[1]?.headers['idempotency-replayed']).toBe('true')
  expect((await cancel(path, key, 'other')).json()).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
  expect((await cancel(path)).json()).toMatchObject({ status: 409, code: 'ONBOARDING_NOT_OPEN', reason: 'cancelled' })
  const { items } = (await call(app, 'GET', `${path}/history`, { token })).json()
  expect(items.at(-1)).toMatchObject({
    type: 'OnboardingCancelled',
    actor: { kind: 'person', role: 'operator' },
    provenance: { workflowId: expect.stringContaining('onboarding/') },
  })
})

test('a step that is not held is not tried again', async () => {
  const { path, onboardingId } = await begun()
  await processes.bringUp(onboardingId)
  const answer = await call(app, 'POST', `${path}/retry`, { token, body: { step: 'order/none' } })
  expect(answer.json()).toMatchObject({ status: 409, code: 'STEP_NOT_HELD' })
})

test('a process that has not started yet is not cancelled behind its back', async () => {
  const { path, onboardingId } = await begun()
  const key = randomUUID()
  expect((await cancel(path, key)).json()).toMatchObject({ status: 503, code: 'ONBOARDING_NOT_ANSWERING' })
  await processes.bringUp(onboardingId)
  expect((await cancel(path, key)).statusCode).toBe(200)
})

test('with no worker to hear it a cancellation is not promised, and the same request succeeds later', async () => {
  const { path, onboardingId } = await begun()
  await processes.bringUp(onboardingId)
  await processes.stopWorker()
  const key = randomUUID()
  const answer = await cancel(path, key)
  await processes.startWorker()
  expect(answer.json()).toMatchObject({ status: 503, code: 'ONBOARDING_NOT_ANSWERING' })
  await expect.poll(async () => (await cancel(path, key)).statusCode, { timeout: 60_000 }).toBe(200)
})

test('once the process has taken the wish up the answer is 202, and it is carried out', async () => {
  const { path, onboardingId } = await begun()
  await processes.bringUp(onboardingId)
  const key = randomUUID()
  const holder = await processes.store.pool.connect()
  await holder.query('begin')
  await holder.query('select 1 from onboarding where id = $1 for update', [onboardingId])
  const answer = await cancel(path, key)
  await holder.query('rollback')
  holder.release()
  expect([answer.statusCode, answer.json()]).toEqual([202, { state: 'underWay' }])
  expect(answer.headers.location).toBe(path)
  await expect.poll(async () => (await cancel(path, key)).statusCode, { timeout: 60_000 }).toBe(200)
  expect((await call(app, 'GET', path, { token })).json()).toMatchObject({ phase: 'cancelled' })
})
