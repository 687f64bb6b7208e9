import { setTimeout as sleep } from 'node:timers/promises'
import { ApplicationFailure, activityInfo, CancelledFailure } from '@temporalio/activity'
import type { Client } from '@temporalio/client'
import { msToNumber, optionalTsToMs } from '@temporalio/common/lib/time.js'
import type { Activities } from '../activities/index.ts'
import { type Instant, instant, millis } from '../domain/values.ts'
import type { VirtualTime } from './virtualTime.ts'

/** The next attempt of an activity that failed: when by the scenario's time, and when the server, which ran on a little, lets it begin. */
export type NextAttempt = { readonly at: Instant; readonly serverAt: Instant }

export type Attempts = {
  /** Those whose code runs at this moment. */
  readonly running: () => number
  /** The earliest of those that wait for an instant to come. */
  readonly next: () => NextAttempt | undefined
  /** Whether an activity is between two attempts, the next of which lies in the future. */
  readonly isBetween: (runId: string, activityId: string) => boolean
  readonly watched: (activities: Activities) => object
  /** Lets go of those that are held back. */
  readonly end: () => void
}

const pollMs = 20

/**
 * Watches over the attempts of activities. A repeat begins at an exact instant, that of the failure and the delay, like
 * everything else that time brings: the server would begin it somewhat earlier or later, as the machine was slow.
 */
export function createAttempts(time: Pick<VirtualTime, 'client' | 'stands' | 'serverNow'>): Attempts {
  let running = 0
  let isEnding = false
  const waiting = new Map<string, NextAttempt>()
  const lying = () => [...waiting.values()].filter(({ at }) => at > time.stands())

  async function comes(key: string): Promise<void> {
    const next = waiting.get(key)
    while (next !== undefined && next.at > time.stands() && !isEnding) await sleep(pollMs)
    waiting.delete(key)
  }

  async function watch(activity: (input: never) => Promise<unknown>, input: never): Promise<unknown> {
    const { activityId, workflowExecution } = activityInfo()
    const key = keyOf(workflowExecution?.runId ?? '', activityId)
    await comes(key)
    running += 1
    try {
      return await activity(input)
    } catch (error) {
      const delayMs = await delayAfter(error, time.client)
      if (delayMs !== undefined) {
        const at = later(time.stands(), delayMs)
        waiting.set(key, { at, serverAt: later(await time.serverNow(), delayMs) })
      }
      throw error
    } finally {
      running -= 1
    }
  }

  return {
    running: () => running,
    next: () => lying().sort((a, b) => (a.at < b.at ? -1 : 1))[0],
    isBetween: (runId, activityId) => {
      const next = waiting.get(keyOf(runId, activityId))
      return next !== undefined && next.at > time.stands()
    },
    watched: (activities) => {
      const entries = Object.entries<(input: never) => Promise<unknown>>(activities)
      return Object.fromEntries(entries.map(([name, activity]) => [name, (input: never) => watch(activity, input)]))
    },
    end: () => {
      isEnding = true
    },
  }
}

function keyOf(runId: string, activityId: string): string {
  return `${runId} ${activityId}`
}

function later(at: Instant, ms: number): Instant {
  return instant(millis(at) + ms)
}

/** How long Temporal waits before the next attempt; undefined where there will be none. */
async function delayAfter(error: unknown, client: Client): Promise<number | undefined> {
  if (error instanceof CancelledFailure) return undefined
  if (error instanceof ApplicationFailure && error.nonRetryable === true) return undefined
  const { attempt } = activityInfo()
  const policy = await policyOf(client)
  if (policy === undefined) return undefined
  const named = error instanceof ApplicationFailure ? error.nextRetryDelay : undefined
  if (named !== undefined && named !== null) return msToNumber(named)
  const firstMs = optionalTsToMs(policy.initialInterval) ?? 1_000
  const longestMs = optionalTsToMs(policy.maximumInterval) ?? firstMs * 100
  return Math.min(firstMs * (policy.backoffCoefficient ?? 2) ** (attempt - 1), longestMs)
}

/** The test server does not tell an activity its policy; the history of its workflow has it. A local one has none. */
async function policyOf(client: Client) {
  const { activityId, workflowExecution } = activityInfo()
  if (workflowExecution === undefined) return undefined
  const { workflowId, runId } = workflowExecution
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory()
  const asked = (events ?? []).map((event) => event.activityTaskScheduledEventAttributes)
  return asked.find((each) => each?.activityId === activityId)?.retryPolicy ?? undefined
}
