import type { EventAnswer, OnboardingAnswer } from '../cli/answers.ts'
import { type ApiClient, createApiClient, Declined } from '../cli/client.ts'
import { waitFor } from './process.ts'
import type { NamedToken } from './runFile.ts'

/** An API that starts again answers within this; a stage that does not come in it will not come by itself. */
const patienceMs = 120_000
const pollMs = 150

export type Road = {
  readonly orgId: string
  readonly onboardingId: string
  /** Waits until the onboarding stands in one of the stages, or has ended, and answers how it stands then. */
  readonly until: (isThere: (standing: OnboardingAnswer) => boolean, what: string) => Promise<OnboardingAnswer>
  readonly history: () => Promise<readonly EventAnswer[]>
  /** Waits until an event of the type says so. */
  readonly heard: (type: string, says: (data: EventAnswer['data']) => boolean, what: string) => Promise<void>
}

export function patientClient(url: string, { token }: NamedToken): ApiClient {
  return createApiClient({ url, token, patienceMs })
}

export function openRoad(api: ApiClient, orgId: string, onboardingId: string): Road {
  const path = `/v1/organisations/${orgId}/onboardings/${onboardingId}`
  const history = () => api.all<EventAnswer>(`${path}/history`)
  const giveUp = async (what: string): Promise<never> => {
    const { stage } = await api.get<OnboardingAnswer>(path)
    throw new Error(
      `In ${patienceMs / 1000} s it did not come to this: ${what}. The onboarding stands at "${stage}". ` +
        'The logs folder of the state folder tells more: worker.log first, then api.log and simulator.log.',
    )
  }
  return {
    orgId,
    onboardingId,
    history,
    heard: async (type, says, what) => {
      const heard = async () => (await history()).some((event) => event.type === type && says(event.data)) || undefined
      const isThere = await waitFor(heard, { timeoutMs: patienceMs, everyMs: pollMs })
      if (!isThere) await giveUp(what)
    },
    until: async (isThere, what) => {
      const there = await waitFor(
        async () => {
          const standing = await read(api, path)
          return standing !== undefined && isThere(standing) ? standing : undefined
        },
        { timeoutMs: patienceMs, everyMs: pollMs },
      )
      return there ?? giveUp(what)
    },
  }
}

/** Too many requests in a minute: the answer comes in the next one. */
async function read(api: ApiClient, path: string): Promise<OnboardingAnswer | undefined> {
  try {
    return await api.get<OnboardingAnswer>(path)
  } catch (error) {
    if (error instanceof Declined && error.problem.code === 'TOO_MANY_REQUESTS') return undefined
    throw error
  }
}
