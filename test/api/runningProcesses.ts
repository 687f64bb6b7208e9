import { randomUUID } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import { NativeConnection, Worker } from '@temporalio/worker'
import { expect, inject } from 'vitest'
import { createActivities } from '../../src/activities/index.ts'
import { onboardingWorkflowId, progressQuery } from '../../src/contract/onboarding.ts'
import { searchAttributeTypes } from '../../src/contract/searchAttributes.ts'
import { caseWorkflowId } from '../../src/contract/supportCase.ts'
import { taskQueues } from '../../src/contract/taskQueues.ts'
import type { CaseId, OnboardingId } from '../../src/domain/values.ts'
import { registerSearchAttributes } from '../../src/local/temporalSearchAttributes.ts'
import type { Store } from '../../src/store/execute.ts'
import { markDelivered, undelivered } from '../../src/store/outbox.ts'
import { createDelivery } from '../../src/worker/delivery.ts'
import { workflowCache } from '../../src/worker/workflowCache.ts'
import { openTestStore } from '../support/store.ts'

export type RunningProcesses = {
  readonly store: Store
  readonly temporal: Client
  /** Tells every process what lies in the outbox, and waits until this one has entered its stage. */
  readonly bringUp: (id: OnboardingId) => Promise<void>
  readonly bringUpCase: (id: CaseId) => Promise<void>
  readonly startWorker: () => Promise<void>
  readonly stopWorker: () => Promise<void>
  readonly close: () => Promise<void>
}

/**
 * The run's dev server, in a namespace of its own. The time-skipping server will not do here: a run that is sent an update
 * while no worker listens never moves again on it.
 */
export async function startProcesses(): Promise<RunningProcesses> {
  const address = inject('temporalAddress')
  const namespace = `api-${randomUUID()}`
  const connection = await Connection.connect({ address })
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  })
  await registerSearchAttributes(connection, namespace, searchAttributeTypes)
  const native = await NativeConnection.connect({ address })
  const temporal = new Client({ connection, namespace })
  const { store, close } = await openTestStore()
  const deliver = createDelivery(temporal)
  let running: { readonly worker: Worker; readonly ended: Promise<void> } | undefined
  await startWorker()

  return {
    store,
    temporal,
    bringUp,
    bringUpCase,
    startWorker,
    stopWorker,
    close: async () => {
      await stopWorker()
      await native.close()
      await connection.close()
      await close()
    },
  }

  async function startWorker(): Promise<void> {
    const worker = await Worker.create({
      connection: native,
      namespace,
      taskQueue: taskQueues.onboarding,
      workflowBundle: { codePath: inject('workflowBundlePath') },
      activities: createActivities({ store }),
      stickyQueueScheduleToStartTimeout: '3 seconds',
      ...workflowCache(process.env['CLEARLINE_NO_WORKFLOW_CACHE'] === '1' ? 0 : 100),
    })
    running = { worker, ended: worker.run() }
  }

  async function stopWorker(): Promise<void> {
    const stopping = running
    running = undefined
    stopping?.worker.shutdown()
    await stopping?.ended
  }

  async function bringUp(id: OnboardingId): Promise<void> {
    await bringUpAs(onboardingWorkflowId(id))
  }

  async function bringUpCase(id: CaseId): Promise<void> {
    await bringUpAs(caseWorkflowId(id))
  }

  async function bringUpAs(workflowId: string): Promise<void> {
    for (const delivery of await undelivered(store.pool, { limit: 100 })) {
      await deliver.fact(delivery, delivery.fact)
      await markDelivered(store.pool, delivery, await store.clock.now())
    }
    const handle = temporal.workflow.getHandle(workflowId)
    const hasEntered = async () => (await handle.query(progressQuery)).wait !== undefined
    await expect.poll(hasEntered, { timeout: 60_000 }).toBe(true)
  }
}
