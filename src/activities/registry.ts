import { registrationToSend } from '../store/submissions.ts'
import { fromProcess } from './fromProcess.ts'
import type { Outside } from './outside.ts'
import { asking } from './provider.ts'
import { byHand, done, type ProcessStep, refused, type StepResult } from './results.ts'

/** The rest of a large onboarding follows in requests of its own: what stays authorised asks for the next one. */
const numbersPerRequest = 1000

export function registryActivities({ store, registry }: Outside) {
  return {
    async sendRegistration(step: ProcessStep): Promise<StepResult> {
      if (!registry) return byHand
      const { orgId, onboardingId } = step
      const reference = referenceOf(step)
      const items = await registrationToSend(store.pool, { orgId, onboardingId, reference, limit: numbersPerRequest })
      if (items.length === 0) return done // nothing is left of what asked for it
      await asking(() => registry.submitRegistration({ reference, organisationReference: orgId, items }))
      const outcome = await store.execute({
        type: 'RecordRegistrationSent',
        data: { onboardingId, reference },
        ...fromProcess(step),
      })
      return outcome.ok ? done : refused(outcome.refusal)
    },
  }
}

/** Unique at the registry, and the same for every attempt of one step. */
function referenceOf({ onboardingId, step }: ProcessStep): string {
  return `${onboardingId}:${step.replaceAll('/', ':')}`
}
