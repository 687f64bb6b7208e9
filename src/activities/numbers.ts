import type { NumberId } from '../domain/values.ts'
import { beating } from './beating.ts'
import { fromOnboarding } from './envelopes.ts'
import type { Outside } from './outside.ts'
import { done, type OnboardingStep, refused, type StepResult } from './results.ts'

export type ActivateNumbers = OnboardingStep & { readonly upTo: number }

export function numberActivities({ store }: Outside) {
  return {
    activateNumbers: (input: ActivateNumbers): Promise<StepResult> => beating(() => activateAll(input)),
  }

  /** Chunk by chunk, each a transaction of its own: a repeat finds the finished ones done and goes on behind them. */
  async function activateAll({ upTo, ...step }: ActivateNumbers): Promise<StepResult> {
    const { onboardingId } = step
    let after: NumberId | undefined
    do {
      const chunk = { ...step, step: `${step.step}/${after ?? 'first'}` }
      const data = { onboardingId, upTo, ...(after ? { after } : {}) }
      const outcome = await store.execute({ type: 'ActivateNumbers', data, ...fromOnboarding(chunk) })
      if (!outcome.ok) return refused(outcome.refusal)
      after = outcome.result.next
    } while (after)
    return done
  }
}
