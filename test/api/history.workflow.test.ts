import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Store } from '../../src/store/execute.ts'
import { accepted, type Premises, readyOrganisation } from '../support/store.ts'
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

type Activity = { activityId: string; summary: string; outcome: string; attempt: number; events: string[] }
type Event = { id: string; type: string; provenance: { workflowId: string; runId: string; activityId: string } | null }

test('the history shows each activity beside the events that it wrote, and each event names its activity', async () => {
  const { orgId, onboardingId } = await readyOrganisation(processes.store)
  const path = `/v1/organisations/${orgId}/onboardings/${onboardingId}/history`
  const before = (await call(app, 'GET', path, { token })).json()
  expect(before.temporal).toEqual({ state: 'answered', runs: [] })

  await processes.bringUp(onboardingId)
  const { items, temporal } = (await call(app, 'GET', path, { token })).json()
  expect(temporal).toMatchObject({
    state: 'answered',
    runs: [{ workflowId: `onboarding/${onboardingId}`, status: 'RUNNING', endedAt: null }],
  })
  const [{ runId, activities }] = temporal.runs as [{ runId: string; activities: Activity[] }]
  const entered = items.find((each: Event) => each.type === 'OnboardingStageEntered') as Event
  expect(entered.provenance).toMatchObject({ workflowId: `onboarding/${onboardingId}`, runId })
  const entering = activities.find(({ activityId }) => activityId === entered.provenance?.activityId)
  expect(entering).toMatchObject({ attempt: 1, outcome: 'completed', failure: null, events: [entered.id] })
  expect(entering?.summary).toMatch(/\w+ \w+/)
})

test('a case has runs of its own in the history of its onboarding, says where it stands, and is cancelled once', async () => {
  const premises = await readyOrganisation(processes.store)
  const { orgId, onboardingId } = premises
  const caseId = await caseOf(processes.store, premises)
  await processes.bringUp(onboardingId)
  await processes.bringUpCase(caseId)
  const org = `/v1/organisations/${orgId}`
  const address = `${org}/cases/${caseId}`
  const seen = (await call(app, 'GET', `${address}?live=true`, { token })).json()
  expect(seen).toMatchObject({
    stage: 'opening',
    owner: 'customerAdmin',
    cards: [{ act: 'openCase', state: 'unconfirmed' }],
    live: { state: 'answered', stage: 'opening' },
  })
  const odd = await call(app, 'POST', `${address}/retry`, { token, body: { step: 'form/9' } })
  expect(odd.json()).toMatchObject({ status: 409, code: 'STEP_NOT_HELD' })

  const key = randomUUID()
  const cancel = () => call(app, 'POST', `${address}/cancel`, { token, key })
  const answers = [await cancel(), await cancel()]
  expect(answers.map((each) => [each.statusCode, each.json()])).toEqual([
    [200, { released: 3 }],
    [200, { released: 3 }],
  ])
  expect(answers[1]?.headers['idempotency-replayed']).toBe('true')
  const late = await call(app, 'POST', `${address}/cancel`, { token })
  expect(late.json()).toMatchObject({ status: 409, code: 'CASE_NOT_OPEN', reason: 'cancelled' })

  const history = (await call(app, 'GET', `${org}/onboardings/${onboardingId}/history?limit=200`, { token })).json()
  const ended = history.items.find((each: Event) => each.type === 'CaseCancelled') as Event & { actor: object }
  expect(ended).toMatchObject({ actor: { kind: 'person', role: 'operator' } })
  const ofCase = history.temporal.runs.find((run: { workflowId: string }) => run.workflowId === `case/${caseId}`)
  const cancelling = ofCase.activities.find((each: Activity) => each.activityId === ended.provenance?.activityId)
  expect(cancelling.events).toContain(ended.id)
  expect(cancelling.eventCount).toBeGreaterThan(3)
})

/** A case for every number of the organisation, authorised by hand. */
async function caseOf(store: Store, { orgId, onboardingId, locationId, numbers, numberIds }: Premises) {
  const order = { onboardingId, locationId, numbers }
  const { orderId } = await accepted(store, 'CreateOrder', orgId, order)
  if (!orderId) throw new Error('no order')
  await accepted(store, 'SubmitOrder', orgId, { orderId, next: 'done' })
  const items = numberIds.map((numberId) => ({ numberId, status: 'authorised' as const }))
  await accepted(store, 'RecordOrderAnswer', orgId, { orderId, items })
  return (await accepted(store, 'OpenCase', orgId, { onboardingId })).caseId
}
