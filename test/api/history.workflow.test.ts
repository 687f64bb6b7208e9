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
