import type { Registry } from '../providers/registry.ts'
import { registrationToSend, type SubmittedNumber } from '../store/submissions.ts'
import { beating } from './beating.ts'
import { fromProcess } from './fromProcess.ts'
import type { Outside } from './outside.ts'
import { asking } from './provider.ts'
import { byHand, done, type ProcessStep, refused, type StepResult } from './results.ts'

const numbersPerRequest = 1000

export function registryActivities({ store, registry }: Outside) {
  return {
    sendRegistration: async (step: ProcessStep): Promise<StepResult> =>
      registry ? beating(() => sendAll(registry, step)) : byHand,
  }

  async function sendAll(to: Registry, step: ProcessStep): Promise<StepResult> {
    const { orgId, onboardingId } = step
    const numbers = await registrationToSend(store.pool, { orgId, onboardingId, reference: referenceOf(step) })
    const chunks = inChunks(numbers, numbersPerRequest)
    for (const [index, items] of chunks.entries()) {
      const chunk = { ...step, step: `${step.step}/${index}` }
      const sent = await sendChunk(to, chunk, { items, last: index === chunks.length - 1 })
      if (sent.outcome !== 'done') return sent
    }
    return done
  }

  async function sendChunk(
    to: Registry,
    step: ProcessStep,
    { items, last }: { readonly items: readonly SubmittedNumber[]; readonly last: boolean },
  ): Promise<StepResult> {
    const { orgId, onboardingId } = step
    const reference = referenceOf(step)
    await asking(() => to.submitRegistration({ reference, organisationReference: orgId, items }))
    const numberIds = items.map((item) => item.reference)
    const data = { onboardingId, reference, numberIds, last }
    const outcome = await store.execute({ type: 'RecordRegistrationSent', data, ...fromProcess(step) })
    return outcome.ok ? done : refused(outcome.refusal)
  }
}

/** Unique at the registry, and the same for every attempt at one step. */
function referenceOf({ onboardingId, step }: ProcessStep): string {
  return `${onboardingId}:${step.replaceAll('/', ':')}`
}

function inChunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
