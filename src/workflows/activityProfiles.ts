import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow'

/**
 * How long one attempt may take and how it is repeated, by what the activity does. None gives up by itself: a wait is
 * bounded by its marks, which speak while the repeats go on, and a final no comes as a failure that is not retried.
 */
export const profiles = {
  /** One short transaction. Longer than the longest statement, so that the database gives up first and says why. */
  database: {
    startToCloseTimeout: '10 seconds',
    retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
  },
  /** Many transactions. A beat each second tells the server within ten when its worker has died. */
  longDatabase: {
    startToCloseTimeout: '30 minutes',
    heartbeatTimeout: '10 seconds',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
  },
  /** Calls to somebody else's system, which may be down for days; a delay that it names itself comes first. */
  provider: {
    startToCloseTimeout: '10 minutes',
    heartbeatTimeout: '10 seconds',
    retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '10 minutes' },
  },
} as const satisfies Record<string, ActivityOptions>

/** The one attempt that is made inside the workflow task; well below the time that such a task may take. */
export const atOnce = {
  scheduleToCloseTimeout: '3 seconds',
  retry: { maximumAttempts: 1 },
} as const satisfies LocalActivityOptions
