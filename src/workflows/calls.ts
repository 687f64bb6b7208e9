import { isCancellation, proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import type { Activities } from '../activities/index.ts'
import { atOnce, profiles } from './activityProfiles.ts'

export const database = proxyActivities<Activities>(profiles.database)
export const longDatabase = proxyActivities<Activities>(profiles.longDatabase)
export const provider = proxyActivities<Activities>(profiles.provider)
const withinTheTask = proxyLocalActivities<Activities>(atOnce)

/**
 * One short transaction: made within the workflow task, which costs the history one event instead of six, and if that does
 * not come off, as an activity like any other. It may run twice, so it has to be a command with an id.
 */
export async function briefly<Result>(
  call: (where: typeof database | typeof withinTheTask) => Promise<Result>,
): Promise<Result> {
  try {
    return await call(withinTheTask)
  } catch (error) {
    if (isCancellation(error)) throw error
    return call(database)
  }
}
