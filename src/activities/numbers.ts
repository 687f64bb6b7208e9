import { heartbeat } from '@temporalio/activity'
import { fromProcess } from './fromProcess.ts'
import type { Outside } from './outside.ts'
import { done, type ProcessStep, refused, type StepResult } from './results.ts'

export type ActivateNumbers = ProcessStep & { readonly upTo: number }

const beatMs = 1000

export function numberActivities({ store }: Outside) {
  return {
    async activateNumbers({ upTo, ...step }: ActivateNumbers): Promise<StepResult> {
      const { onboardingId } = step
      const outcome = await beating(() =>
        store.execute({ type: 'ActivateNumbers', data: { onboardingId, upTo }, ...fromProcess(step) }),
      )
      return outcome.ok ? done : refused(outcome.refusal)
    },
  }
}

/** Tells the server that this worker lives for as long as the work takes. */
async function beating<Result>(work: () => Promise<Result>): Promise<Result> {
  const timer = setInterval(heartbeat, beatMs)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
