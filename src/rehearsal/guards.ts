import { type GuardSweepWorkflow, guardSweepId, guardSweepType } from '../contract/cutoff.ts'
import { taskQueues } from '../contract/taskQueues.ts'
import { type Instant, plusDays } from '../domain/values.ts'
import { executedCutoffs } from '../store/cutoff/standing.ts'
import type { Stage } from './play.ts'

export type Guards = {
  /** When it goes round next; never, as long as no cutoff has been carried out. */
  readonly next: () => Promise<Instant | undefined>
  /** Goes round if it is time, and answers whether it did. */
  readonly goesRound: (at: Instant) => Promise<boolean>
}

/** The test server has no schedules: the driver starts each day, at the hour of the start, what a schedule starts elsewhere each hour. */
export function createGuards({ time, product }: Stage, starts: Instant): Guards {
  let days = 0
  let isNeeded = false

  async function next(): Promise<Instant | undefined> {
    isNeeded ||= (await executedCutoffs(product.store.pool)).length > 0
    while (plusDays(starts, days) < time.stands()) days += 1
    return isNeeded ? plusDays(starts, days) : undefined
  }

  return {
    next,
    goesRound: async (at) => {
      if ((await next()) !== at) return false
      days += 1
      await time.client.workflow.start<GuardSweepWorkflow>(guardSweepType, {
        workflowId: guardSweepId,
        taskQueue: taskQueues.onboarding,
        args: [{ v: 1 }],
      })
      return true
    },
  }
}
