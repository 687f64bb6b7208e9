import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker'
import type { Activities } from '../activities/index.ts'
import { searchAttributeTypes } from '../contract/searchAttributes.ts'
import { taskQueues } from '../contract/taskQueues.ts'
import { registerSearchAttributes } from '../local/temporalSearchAttributes.ts'
import type { Logger } from '../log.ts'
import { type TemporalSettings, temporalConnection } from '../temporal.ts'
import { bundleWorkflows, workflowBundlePath } from './bundle.ts'
import { reasonOf } from './leadership.ts'
import { workflowCache } from './workflowCache.ts'

export type TemporalWorkerOptions = {
  readonly temporal: TemporalSettings
  readonly activities: Activities
  readonly maxActivities: number
  readonly cachedWorkflows: number
  readonly buildId: string
  readonly useVersioning: boolean
  /** What has to be there on the server beside the worker, made anew or found, at each start of it. */
  readonly prepare: () => Promise<void>
  readonly log: Logger
}

export type TemporalWorker = {
  readonly isPolling: () => boolean
  readonly firstPoll: Promise<void>
  /** Finishes what is under way, within the grace time, and takes nothing new. */
  readonly drain: () => Promise<void>
}

const firstPauseMs = 500
const longestPauseMs = 10_000

/** Polls for as long as the process lives: while Temporal is away, at the start or later, it keeps trying. */
export function startTemporalWorker(options: TemporalWorkerOptions): TemporalWorker {
  const { log } = options
  const stopping = new AbortController()
  let worker: Worker | undefined
  let tellFirstPoll = () => {}
  const firstPoll = new Promise<void>((resolve) => {
    tellFirstPoll = resolve
  })
  const ended = runForEver()
  return {
    isPolling: () => worker?.getState() === 'RUNNING',
    firstPoll,
    drain: async () => {
      stopping.abort()
      tellFirstPoll()
      if (worker?.getState() === 'RUNNING') worker.shutdown()
      await ended
    },
  }

  async function runForEver(): Promise<void> {
    let pauseMs = firstPauseMs
    while (!stopping.signal.aborted) {
      try {
        await runOnce()
        pauseMs = firstPauseMs
      } catch (error) {
        log.warn({ reason: reasonOf(error), pauseMs }, 'the Temporal worker does not run and is started again')
        await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
        pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      }
    }
  }

  async function runOnce(): Promise<void> {
    const connection = await NativeConnection.connect(options.temporal.connection)
    try {
      await ensureSearchAttributes(options)
      await prepared(options)
      worker = await Worker.create(await workerOptions(connection, options))
      const running = worker.run()
      if (stopping.signal.aborted) worker.shutdown()
      tellFirstPoll()
      log.info({ taskQueue: taskQueues.onboarding, namespace: options.temporal.namespace }, 'polling')
      await running
    } finally {
      worker = undefined
      await connection.close()
    }
  }
}

async function workerOptions(connection: NativeConnection, options: TemporalWorkerOptions): Promise<WorkerOptions> {
  const isBuilt = existsSync(workflowBundlePath)
  const version = { deploymentName: 'clearline', buildId: options.buildId }
  return {
    connection,
    namespace: options.temporal.namespace,
    taskQueue: taskQueues.onboarding,
    activities: options.activities,
    workflowBundle: isBuilt ? { codePath: workflowBundlePath } : { code: await bundleWorkflows() },
    ...workflowCache(options.cachedWorkflows),
    maxConcurrentActivityTaskExecutions: options.maxActivities,
    maxConcurrentLocalActivityExecutions: options.maxActivities,
    // The first answer after a kill comes this much later, not ten seconds.
    stickyQueueScheduleToStartTimeout: '3 seconds',
    // Beats come each second; a longer throttle would let a dead worker be noticed late.
    maxHeartbeatThrottleInterval: '2 seconds',
    shutdownGraceTime: '8 seconds',
    shutdownForceTime: '12 seconds',
    workerDeploymentOptions: options.useVersioning
      ? { version, useWorkerVersioning: true, defaultVersioningBehavior: 'AUTO_UPGRADE' }
      : { version, useWorkerVersioning: false },
  }
}

/** Work that is there goes on without it. */
async function prepared({ prepare, log }: TemporalWorkerOptions): Promise<void> {
  try {
    await prepare()
  } catch (error) {
    log.warn({ reason: reasonOf(error) }, 'the schedule of the guard could not be made: see the runbook')
  }
}

/** Temporal Cloud has them made by its own tools and refuses this; a missing one shows at the first start. */
async function ensureSearchAttributes({ temporal, log }: TemporalWorkerOptions): Promise<void> {
  const connection = temporalConnection(temporal)
  try {
    await registerSearchAttributes(connection, temporal.namespace, searchAttributeTypes)
  } catch (error) {
    log.warn({ reason: reasonOf(error) }, 'search attributes could not be made: see the runbook')
  } finally {
    await connection.close()
  }
}
