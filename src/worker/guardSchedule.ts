import { type Client, ScheduleAlreadyRunning, type ScheduleOptions, ScheduleOverlapPolicy } from '@temporalio/client'
import { type GuardSweepWorkflow, guardSweepId, guardSweepType } from '../contract/cutoff.ts'
import { taskQueues } from '../contract/taskQueues.ts'

/**
 * Each full hour of UTC, one at a time: a run that takes longer lets one wait, and no more. Hours that Temporal slept
 * through are made up for within a year, one run for all of them.
 */
const schedule = {
  spec: { intervals: [{ every: '1 hour' }] },
  policies: { overlap: ScheduleOverlapPolicy.BUFFER_ONE, catchupWindow: '365 days' },
  action: {
    type: 'startWorkflow',
    workflowType: guardSweepType,
    workflowId: guardSweepId,
    taskQueue: taskQueues.onboarding,
    args: [{ v: 1 }],
    staticSummary: 'What the cutoffs may have missed',
  },
} as const satisfies Omit<ScheduleOptions, 'scheduleId'>

/** Makes the schedule of the guard, or brings it to what this build says. Whether somebody paused it stays as it is. */
export async function ensureGuardSchedule(client: Client): Promise<void> {
  try {
    await client.schedule.create<GuardSweepWorkflow>({ scheduleId: guardSweepId, ...schedule })
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    await client.schedule.getHandle(guardSweepId).update<GuardSweepWorkflow>(({ state }) => ({ ...schedule, state }))
  }
}

/** A run by hand. It never goes beside another one: a bare trigger would, whatever the schedule's own policy says. */
export async function triggerGuard(client: Client): Promise<void> {
  await client.schedule.getHandle(guardSweepId).trigger(ScheduleOverlapPolicy.BUFFER_ONE)
}
