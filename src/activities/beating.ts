import { heartbeat } from '@temporalio/activity'

const beatMs = 1000

/** Tells the server each second that this worker lives, so that its death is noticed long before the time limit. */
export async function beating<Result>(work: () => Promise<Result>): Promise<Result> {
  const timer = setInterval(() => heartbeat(), beatMs)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
