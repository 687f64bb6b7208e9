import type { CaseAnswer, EventAnswer, OnboardingAnswer, OrderAnswer } from '../cli/answers.ts'
import { type ApiClient, createApiClient, Declined } from '../cli/client.ts'
import { waitFor } from './process.ts'
import type { NamedToken } from './runFile.ts'

/** An API that starts again answers within this; a stage that does not come in it will not come by itself. */
const patienceMs = 120_000
const pollMs = 150

export type Road = {
  readonly onboardingId: string
  readonly onboarding: Until<OnboardingAnswer>
  readonly order: (orderId: string) => Until<OrderAnswer>
  readonly supportCase: (caseId: string) => Until<CaseAnswer>
  /** The stages that a case has entered so far, in order: unlike its stage, they only grow. */
  readonly caseStages: (caseId: string) => Until<readonly string[]>
}

/** Waits until what is read is there, and answers it as it was read then. `what` says what was waited for in vain. */
export type Until<Answer> = (isThere: (seen: Answer) => boolean, what: string) => Promise<Answer>

export function patientClient(url: string, { token }: NamedToken): ApiClient {
  return createApiClient({ url, token, patienceMs })
}

export function openRoad(api: ApiClient, at: string, onboardingId: string): Road {
  const path = `${at}/onboardings/${onboardingId}`
  const giveUp = async (what: string): Promise<never> => {
    const { stage, cases } = await api.get<OnboardingAnswer>(path)
    const places = [`The onboarding stands at "${stage}"`, ...cases.map((each) => `its case at "${each.stage}"`)]
    throw new Error(
      `In ${patienceMs / 1000} s it did not come to this: ${what}. ${places.join(', ')}. ` +
        'The logs folder of the state folder tells more: worker.log first, then api.log and simulator.log.',
    )
  }
  const until =
    <Answer>(read: () => Promise<Answer>): Until<Answer> =>
    async (isThere, what) => {
      const look = async () => {
        const seen = await unlessTooMany(read)
        return seen !== undefined && isThere(seen) ? seen : undefined
      }
      return (await waitFor(look, { timeoutMs: patienceMs, everyMs: pollMs })) ?? giveUp(what)
    }
  return {
    onboardingId,
    onboarding: until(() => api.get<OnboardingAnswer>(path)),
    order: (orderId) => until(() => api.get<OrderAnswer>(`${at}/orders/${orderId}`)),
    supportCase: (caseId) => until(() => api.get<CaseAnswer>(`${at}/cases/${caseId}`)),
    caseStages: (caseId) =>
      until(async () => {
        const events = await api.all<EventAnswer>(`${at}/cases/${caseId}/history`)
        return events.flatMap(({ type, data }) => (type === 'CaseStageEntered' ? [String(data['stage'])] : []))
      }),
  }
}

/** Too many requests in a minute: the answer comes in the next one. */
async function unlessTooMany<Answer>(read: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof Declined && error.problem.code === 'TOO_MANY_REQUESTS') return undefined
    throw error
  }
}
