import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@temporalio/client'
import { NativeConnection, Worker } from '@temporalio/worker'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { createActivities } from '../../src/activities/index.ts'
import { cutoffWorkflowId, type GuardSweepWorkflow, guardSweepId, guardSweepType } from '../../src/contract/cutoff.ts'
import { searchAttributeTypes } from '../../src/contract/searchAttributes.ts'
import { taskQueues } from '../../src/contract/taskQueues.ts'
import { deployment, instant, millis, plusDays } from '../../src/domain/values.ts'
import { openStateFolder } from '../../src/local/stateFolder.ts'
import { type LocalTemporal, startTemporalDevServer } from '../../src/local/temporal.ts'
import { connectTemporal } from '../../src/local/temporalConnection.ts'
import { publishCutoffs } from '../../src/store/cutoff/publishing.ts'
import { createDelivery, wakeBy } from '../../src/worker/delivery.ts'
import { ensureGuardSchedule, triggerGuard } from '../../src/worker/guardSchedule.ts'
import { accepted, openTestStore, type TestStore } from '../support/store.ts'
import {
  approved,
  eventsOf,
  exempted,
  legacyOrganisation,
  operator,
  switchOff,
  texting,
  theInstant,
} from './cutoffWorld.ts'
import { eventually, type Harness, startHarness } from './harness.ts'

describe('the guard, started by whoever has no schedules', () => {
  let harness: Harness
  beforeEach(async () => {
    harness = await startHarness({ startsAt: instant('2024-12-01T16:00:00Z') })
  })
  afterEach(() => harness.close())

  async function guard() {
    const { workflow } = harness.client
    const handle = await workflow.start<GuardSweepWorkflow>(guardSweepType, {
      workflowId: guardSweepId,
      taskQueue: taskQueues.onboarding,
      args: [{ v: 1 }],
    })
    return handle.result()
  }

  async function carriedOut(): Promise<void> {
    await harness.publish()
    await approved(harness)
    await harness.settle()
    await harness.sleepUntil(instant(millis(theInstant) + 1_000))
    await harness.settle()
  }

  test('switches off what was let through until now, once', async () => {
    const one = await legacyOrganisation(harness.store, 2)
    const other = await legacyOrganisation(harness.store, 1)
    const until = plusDays(theInstant, 3)
    await harness.publish()
    await exempted(harness, { whom: { scope: 'organisation', orgId: one.orgId }, until })
    await carriedOut()
    expect(await texting(harness, one.orgId)).toEqual({ unknown: 2 })
    expect(await texting(harness, other.orgId)).toEqual({ suspended: 1 })
    expect(await guard()).toEqual({ woken: 0, switchedOff: 0, reinstated: 0 })
    await harness.sleepUntil(until)
    expect(await guard()).toEqual({ woken: 0, switchedOff: 2, reinstated: 0 })
    expect(await guard()).toEqual({ woken: 0, switchedOff: 0, reinstated: 0 })
    expect(await eventsOf(harness, 'NumberSwitchedOff')).toHaveLength(3)
  })

  test('starts a cutoff whose process somebody has ended before its time, and that does what it missed', async () => {
    const { orgId } = await legacyOrganisation(harness.store, 1)
    await harness.publish()
    await approved(harness)
    await harness.settle()
    await harness.client.workflow.getHandle(cutoffWorkflowId(switchOff)).terminate()
    await harness.sleepUntil(instant(millis(theInstant) + 1_000))
    expect(await texting(harness, orgId)).toEqual({ unknown: 1 })
    expect((await guard()).woken).toBeGreaterThan(0)
    await harness.settle()
    expect(await texting(harness, orgId)).toEqual({ suspended: 1 })
  })
})

describe('the schedule of the guard, on a server that has schedules', () => {
  let folder: string
  let temporal: LocalTemporal
  let client: Client
  let given: TestStore
  let stopWorker: () => Promise<void>

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'clearline-guard-'))
    const state = openStateFolder(folder)
    const path = inject('temporalCliPath')
    temporal = await startTemporalDevServer({
      path,
      state,
      namespace: 'clearline',
      searchAttributes: searchAttributeTypes,
    })
    client = new Client({ connection: await connectTemporal(temporal.address), namespace: 'clearline' })
    given = await openTestStore()
    const connection = await NativeConnection.connect({ address: temporal.address })
    const worker = await Worker.create({
      connection,
      namespace: 'clearline',
      taskQueue: taskQueues.onboarding,
      workflowBundle: { codePath: inject('workflowBundlePath') },
      activities: createActivities({ store: given.store, wakeCutoff: wakeBy(createDelivery(client)) }),
    })
    const running = worker.run()
    stopWorker = async () => {
      worker.shutdown()
      await running
      await connection.close()
    }
  })
  afterAll(async () => {
    await stopWorker()
    await client.connection.close()
    await temporal.stop()
    await given.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('comes each hour of UTC, one run at a time, makes up for a year, and is made once however often a worker starts', async () => {
    await ensureGuardSchedule(client)
    await ensureGuardSchedule(client)
    const { spec, policies, action } = await client.schedule.getHandle(guardSweepId).describe()
    expect(spec.intervals).toMatchObject([{ every: 3_600_000 }])
    expect(policies).toMatchObject({ overlap: 'BUFFER_ONE', catchupWindow: 365 * 86_400_000 })
    expect(action).toMatchObject({ workflowType: guardSweepType, taskQueue: taskQueues.onboarding })
  })

  test('does what was missed: a cutoff that nobody started runs, and is carried out', async () => {
    const { store } = given
    const { orgId } = await legacyOrganisation(store, 2)
    // Nothing tells the process: there is no relay here, so its facts stay in the outbox.
    await publishCutoffs(store)
    await accepted(store, 'DeclareImportComplete', deployment, { cutoffId: switchOff }, operator('ada'))
    await accepted(store, 'PlanCutoff', deployment, { cutoffId: switchOff, occasion: 'byHand' }, operator('eva'))
    await approved({ store })
    await ensureGuardSchedule(client)
    await triggerGuard(client)
    await eventually(async () => (await texting({ store }, orgId))['suspended'] === 2, 60_000)
    expect((await client.workflow.getHandle(cutoffWorkflowId(switchOff)).describe()).status.name).toBe('RUNNING')
    expect(await eventsOf({ store }, 'NumberSwitchedOff')).toHaveLength(2)
  })
})
