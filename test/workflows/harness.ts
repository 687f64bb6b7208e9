import { randomUUID } from 'node:crypto'
import {
  Client,
  type WorkflowExecutionDescription,
  type WorkflowHandle,
  WorkflowNotFoundError,
} from '@temporalio/client'
import { TestWorkflowEnvironment } from '@temporalio/testing'
import { Runtime, Worker, type WorkerOptions } from '@temporalio/worker'
import { inject } from 'vitest'
import { type Activities, createActivities } from '../../src/activities/index.ts'
import type { Clock } from '../../src/clock.ts'
import { type OnboardingProgress, onboardingWorkflowId, progressQuery } from '../../src/contract/onboarding.ts'
import { searchAttributeTypes } from '../../src/contract/searchAttributes.ts'
import { type CaseProgress, caseProgressQuery, caseWorkflowId } from '../../src/contract/supportCase.ts'
import { taskQueues } from '../../src/contract/taskQueues.ts'
import {
  type CaseId,
  type Instant,
  instant,
  millis,
  type OnboardingId,
  type OrganisationId,
} from '../../src/domain/values.ts'
import { registerSearchAttributes } from '../../src/local/temporalSearchAttributes.ts'
import { publishCutoffs } from '../../src/store/cutoff/publishing.ts'
import { createDocuments } from '../../src/store/documents.ts'
import { createStore, type Store } from '../../src/store/execute.ts'
import { type Delivery, markDelivered, type OpenProcess, undelivered } from '../../src/store/outbox.ts'
import { createPool } from '../../src/store/pool.ts'
import { createDelivery, type Deliver, wakeBy, workflowIdOf } from '../../src/worker/delivery.ts'
import { workflowCache } from '../../src/worker/workflowCache.ts'
import { createTestDatabase } from '../support/database.ts'
import { type OutsideWorld, outsideWorld } from './outsideWorld.ts'

export type Harness = {
  readonly store: Store
  readonly client: Client
  readonly deliver: Deliver
  readonly outside: OutsideWorld
  readonly now: () => Promise<Instant>
  /** Somebody sets the database's clock: Temporal's stays where it is. */
  readonly setClock: (byMs: number) => void
  /** Delivers what lies in the outbox, waits until nothing is under way, and again, until both are so. */
  /** Publishes the calendar, as a worker that starts does. */
  readonly publish: () => Promise<void>
  readonly settle: () => Promise<void>
  /** Lets virtual time pass to an instant; nothing may be under way, or it would pass at the pace of the wall. */
  readonly sleepUntil: (at: Instant) => Promise<void>
  /** Takes over from the relay: what lies in the outbox, marked as delivered. `nextInOutbox` waits for some first. */
  readonly takeOutbox: () => Promise<readonly Delivery[]>
  readonly nextInOutbox: () => Promise<readonly Delivery[]>
  readonly progress: (id: OnboardingId) => Promise<OnboardingProgress>
  readonly caseProgress: (id: CaseId) => Promise<CaseProgress>
  readonly describe: (workflowId: string) => Promise<WorkflowExecutionDescription>
  /** Keeps every command of an organisation waiting at its lock, until the answer is called. */
  readonly holdCommands: (orgId: OrganisationId) => Promise<() => Promise<void>>
  readonly untilUnderWay: (workflowId: string, activity: keyof Activities) => Promise<void>
  readonly stopWorker: () => Promise<void>
  readonly startWorker: () => Promise<void>
  readonly close: () => Promise<void>
}

export type HarnessOptions = {
  readonly historyBudget?: number
  /** Without bridges every step outside is done by hand. */
  readonly bridges?: boolean
  /**
   * The time-skipping server never takes a task back from a worker that has gone with the workflow in its memory: where
   * workers come and go, none may keep any.
   */
  readonly cachedWorkflows?: 0
  /** When the database's clock says it is at the start; Temporal's is not told, and stays where it is. */
  readonly startsAt?: Instant
}

/** The real store on a real database, the real worker, and Temporal's server whose time can be skipped. One per file. */
export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const { historyBudget, bridges = true, cachedWorkflows = 100, startsAt } = options
  Runtime.install({ telemetryOptions: { logging: { filter: 'ERROR', forward: {} } }, logger: quiet })
  const path = inject('temporalTestServerPath')
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  })
  const namespace = env.namespace ?? 'default'
  await registerSearchAttributes(env.connection, namespace, searchAttributeTypes)
  const client = new Client({ connection: env.connection, namespace, identity: 'test' })
  let aheadMs = startsAt === undefined ? 0 : millis(startsAt) - (await env.currentTimeMs())
  const nowMs = async () => (await env.currentTimeMs()) + aheadMs
  const clock: Clock = { now: async () => instant(await nowMs()) }
  const database = await createTestDatabase()
  const pool = createPool({ url: database.appUrl, max: 10, name: 'test' })
  pool.on('error', nothing) // the database is dropped under an idle connection
  const store = createStore({ pool, clock, documents: createDocuments(Buffer.alloc(32, 7).toString('base64')) })
  const outside = outsideWorld()
  const deliver = createDelivery(client, historyBudget)
  const attempts = { running: 0 }
  const workerOptions: WorkerOptions = {
    connection: env.nativeConnection,
    namespace,
    taskQueue: taskQueues.onboarding,
    workflowBundle: { codePath: inject('workflowBundlePath') },
    activities: counted(
      createActivities({ store, wakeCutoff: wakeBy(deliver), ...(bridges ? { desk: outside.desk } : {}) }),
      attempts,
    ),
    ...workflowCache(process.env['CLEARLINE_NO_WORKFLOW_CACHE'] === '1' ? 0 : cachedWorkflows),
  }
  let running: { readonly worker: Worker; readonly ended: Promise<void> } | undefined
  await startWorker()

  return {
    store,
    client,
    deliver,
    outside,
    now: () => clock.now(),
    setClock: (byMs) => {
      aheadMs += byMs
    },
    publish: async () => {
      await publishCutoffs(store)
      await settle()
    },
    settle,
    sleepUntil: async (at) => {
      const ahead = millis(at) - (await nowMs())
      if (ahead > 0) await env.sleep(ahead)
    },
    takeOutbox,
    nextInOutbox: async () => {
      await eventually(async () => (await undelivered(pool, { limit: 1 })).length > 0)
      return takeOutbox()
    },
    progress: (id) => client.workflow.getHandle(onboardingWorkflowId(id)).query(progressQuery),
    caseProgress: (id) => client.workflow.getHandle(caseWorkflowId(id)).query(caseProgressQuery),
    describe: (workflowId) => client.workflow.getHandle(workflowId).describe(),
    holdCommands: async (orgId) => {
      const holder = await pool.connect()
      await holder.query('begin')
      await holder.query('select 1 from organisation where id = $1 for update', [orgId])
      return async () => {
        await holder.query('rollback')
        holder.release()
      }
    },
    untilUnderWay: (workflowId, activity) =>
      eventually(async () => {
        const { raw } = await client.workflow.getHandle(workflowId).describe()
        return (raw.pendingActivities ?? []).some((each) => each.activityType?.name === activity)
      }),
    stopWorker,
    startWorker,
    close: async () => {
      await stopWorker()
      await env.teardown()
      await pool.end()
      await database.drop()
    },
  }

  async function startWorker(): Promise<void> {
    const worker = await Worker.create({ ...workerOptions, identity: `worker-${randomUUID()}` })
    running = { worker, ended: worker.run() }
  }

  async function stopWorker(): Promise<void> {
    const stopping = running
    running = undefined
    stopping?.worker.shutdown()
    await stopping?.ended
  }

  async function settle(): Promise<void> {
    for (let quietRounds = 0; quietRounds < 2; ) {
      const delivered = await deliverOutbox()
      await eventually(async () => !(await isAnythingUnderWay()))
      quietRounds = delivered === 0 ? quietRounds + 1 : 0
    }
  }

  async function takeOutbox(): Promise<readonly Delivery[]> {
    const deliveries = await undelivered(pool, { limit: 100 })
    for (const delivery of deliveries) await markDelivered(pool, delivery, await clock.now())
    return deliveries
  }

  async function deliverOutbox(): Promise<number> {
    const deliveries = await takeOutbox()
    for (const delivery of deliveries) await deliver.fact(delivery, delivery.fact)
    return deliveries.length
  }

  async function isAnythingUnderWay(): Promise<boolean> {
    const { rows } = await pool.query<Omit<OpenProcess, 'orgId'>>('select id, kind from process')
    for (const { id, kind } of rows) if (await isBusy(workflowIdOf({ kind, processId: id }))) return true
    return false
  }

  async function isBusy(workflowId: string): Promise<boolean> {
    const handle = client.workflow.getHandle(workflowId)
    try {
      const { raw, status } = await handle.describe()
      if (status.name !== 'RUNNING') return false
      // Between two attempts nothing is under way: the next one is a matter of time.
      const isFirstAttempt = (raw.pendingActivities ?? []).some((each) => (each.attempt ?? 1) < 2)
      return isFirstAttempt || attempts.running > 0 || hasOpenTask(await handle.fetchHistory())
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false
      throw error
    }
  }
}

/** The time-skipping server's description never shows a pending workflow task; its history does. */
function hasOpenTask({ events }: Awaited<ReturnType<WorkflowHandle['fetchHistory']>>): boolean {
  const last = (events ?? []).findLast((event) => taskEvents.includes(event.eventType ?? 0))
  return last !== undefined && last.eventType !== taskCompleted
}

// Numbers of the API's enumeration: scheduled, started, completed, timed out, failed.
const taskEvents = [5, 6, 7, 8, 9]
const taskCompleted = 7
/** The time-skipping server calls an activity started while it waits for its next attempt, so the attempts are counted here. */
function counted(activities: Activities, attempts: { running: number }) {
  const entries = Object.entries<(input: never) => Promise<unknown>>(activities)
  const counting = entries.map(([name, activity]) => [
    name,
    async (input: never) => {
      attempts.running += 1
      try {
        return await activity(input)
      } finally {
        attempts.running -= 1
      }
    },
  ])
  return Object.fromEntries(counting) as object
}

/** Polls until it holds. The limit is there for what hangs, not for what is slow. */
export async function eventually(holds: () => Promise<boolean>, limitMs = 20_000): Promise<void> {
  const limit = Date.now() + limitMs
  while (!(await holds())) {
    if (Date.now() > limit) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const quiet = { log: () => undefined, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing }

function nothing(): void {
  // Expected failures of providers would fill the test's output.
}
