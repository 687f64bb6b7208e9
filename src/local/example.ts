import type { NumberAnswer, OnboardingAnswer } from '../cli/answers.ts'
import type { ApiClient } from '../cli/client.ts'
import { standingWords } from '../cli/show.ts'
import { reasonWords, spacedNumber } from '../cli/words.ts'
import { openRoad, type Road } from './exampleRoad.ts'
import {
  type ExamplePlace,
  exampleFacts,
  exampleForm,
  exampleLocations,
  exampleName,
  exampleNumbers,
} from './exampleWorld.ts'

/** One thing that somebody does, why, and what came of it. */
export type Act = { readonly who: string; readonly does: string; readonly lines: readonly string[] }

/** The people of the example: each speaks to the public API with a token of their own. */
export type People = { readonly admin: ApiClient; readonly partner: ApiClient }

/** Fixed keys: a start that carries on where a killed one stood repeats requests, and none of them happens twice. */
const key = (name: string) => `example/${name}`

export async function createExampleOrganisation(operator: ApiClient): Promise<string> {
  const body = { name: exampleName }
  const { organisationId } = await operator.post<{ organisationId: string }>('/v1/organisations', body, key('org'))
  return organisationId
}

/** Plays an organisation from no licence to texting. People act here; desk and registry answer from outside. */
export async function playExample(orgId: string, people: People, onAct: (act: Act) => void): Promise<Road> {
  const { admin } = people
  const at = `/v1/organisations/${orgId}`
  const tell = (who: string, does: string, ...lines: readonly string[]) => onAct({ who, does, lines })

  for (const fact of exampleFacts) await admin.post(`${at}/facts`, fact, key(`fact/${fact.fact}`))
  tell('admin', 'states what eligibility rests on', 'enterprise, paid, Calling Plan in US and Canada, supported region')

  const started = await admin.post<{ onboardingId: string }>(`${at}/onboardings`, {}, key('onboarding'))
  const road = openRoad(admin, orgId, started.onboardingId)
  const first = await road.until(({ phase, wait }) => wait !== null || phase !== 'open', 'the onboarding waits')
  const isNew = first.wait?.kind === 'licence'
  tell(
    'admin',
    'starts the onboarding',
    ...(isNew ? [standing(first), 'nothing can be ordered before there is one'] : []),
  )

  await getLicence(people, at, road, tell)
  const locations = await reportPlaces(admin, at, tell)
  await importNumbers(admin, at, locations, tell)
  await order(admin, at, road, locations, tell)
  await watchDesk(road, tell)
  await register(admin, at, road, tell)
  return road
}

export function exampleNumbersOf(api: ApiClient, orgId: string): Promise<readonly NumberAnswer[]> {
  return api.all<NumberAnswer>(`/v1/organisations/${orgId}/numbers`)
}

type Tell = (who: string, does: string, ...lines: readonly string[]) => void
type Places = Readonly<Record<ExamplePlace, string>>

async function getLicence({ admin, partner }: People, at: string, road: Road, tell: Tell): Promise<void> {
  await admin.post(`${at}/licence/request`, {}, key('licence/request'))
  await partner.post(`${at}/licence/report`, { status: 'ordered' }, key('licence/ordered'))
  tell('admin', 'asks for the licence', 'the partner, who alone can buy it, orders it')
  await partner.post(`${at}/licence/report`, { status: 'activated' }, key('licence/activated'))
  const next = await road.until(hasLeft('licence'), 'the onboarding hears of the licence')
  tell('partner', 'reports that the licence is active', standing(next))
}

async function reportPlaces(admin: ApiClient, at: string, tell: Tell): Promise<Places> {
  const add = async (place: ExamplePlace) => {
    const facts = exampleLocations[place]
    const added = await admin.post<{ locationId: string }>(`${at}/locations`, facts, key(`location/${place}`))
    return added.locationId
  }
  const places = { austin: await add('austin'), denver: await add('denver') }
  tell(
    'admin',
    'reports two locations',
    'Austin on Cisco PSTN; Denver behind a local gateway, where texting is not offered',
  )
  return places
}

async function importNumbers(admin: ApiClient, at: string, places: Places, tell: Tell): Promise<void> {
  const rows = await Promise.all(
    exampleNumbers.map(async ({ number, at: place }, index) => {
      const { userId } = await admin.post<{ userId: string }>(`${at}/users`, {}, key(`user/${index + 1}`))
      const enteredAt = '2025-03-03T00:00:00.000Z'
      return { number, inventory: 'inService', enteredAt, locationId: places[place], usage: 'primary', userId }
    }),
  )
  const { accepted } = await admin.post<{ accepted: number }>(`${at}/numbers/import`, { rows }, key('numbers'))
  tell('admin', `imports ${accepted} numbers`, 'each the primary number of a user; one is toll-free, one in Denver')
}

type OrderAnswer = {
  readonly orderId: string
  readonly rows: readonly {
    readonly status: string
    readonly number?: string
    readonly code?: string
    readonly reason?: string
  }[]
}

async function order(
  admin: ApiClient,
  at: string,
  { onboardingId }: Road,
  { austin }: Places,
  tell: Tell,
): Promise<void> {
  const numbers = exampleNumbers.map(({ number }) => number)
  const wish = { onboardingId, locationId: austin, numbers }
  const { orderId, rows } = await admin.post<OrderAnswer>(`${at}/orders`, wish, key('order'))
  const refused = rows.filter(({ status }) => status === 'refused')
  tell(
    'admin',
    `orders authorisation for all ${rows.length}, in Austin`,
    `${rows.length - refused.length} are taken`,
    ...refused.map(({ number = '', code = '' }) => `refused: ${spacedNumber(number)}, ${reasonWords(code)}`),
  )
  await admin.post(`${at}/orders/${orderId}/submit`, { next: 'done' }, key('order/submit'))
  tell('admin', 'submits the order', 'no more will follow: the support case is next, once the desk has answered')
}

async function watchDesk(road: Road, tell: Tell): Promise<void> {
  const authorised = await road.until(hasLeft('authorisation'), 'the support desk answers the order')
  const [ticket] = await detailsOf(road, 'OrderSent', 'ticket')
  tell('support desk', 'authorises the numbers of the order', `ticket ${ticket ?? '–'}`, standing(authorised))
}

/** A case for the authorised numbers, the form that the desk sends for it, and what the registry makes of the form. */
async function register(admin: ApiClient, at: string, road: Road, tell: Tell): Promise<void> {
  const { onboardingId } = road
  const { caseId, rows } = await admin.post<CaseAnswer>(`${at}/cases`, { onboardingId }, key('case'))
  tell('admin', 'opens a support case', `for ${rows.length} authorised numbers, and no others`)
  await road.heard('CaseReported', ({ status }) => status === 'formSent', 'the support desk sends the form')
  const tickets = await detailsOf(road, 'CaseReported', 'ticket')
  tell('support desk', 'confirms the case and sends the form', `ticket ${tickets.find(Boolean) ?? '–'}`)
  await admin.post(`${at}/cases/${caseId}/forms`, { form: exampleForm }, key('form'))
  tell('admin', 'returns the form', 'brand and campaign, encrypted and kept version by version')
  await road.until(hasLeft('registration'), 'the registry answers')
  const registered = (await detailsOf(road, 'NumberRegistered', 'campaignRef')).length
  tell('registry', 'approves the campaign', `and registers ${registered} numbers to it, one by one`)
  const done = await road.until(({ phase }) => phase !== 'open', 'the onboarding ends')
  const [activated] = await detailsOf(road, 'OnboardingNumbersActivated', 'activated')
  tell('Clearline', `switches texting on for ${activated ?? 0} numbers`, `the onboarding is ${done.phase}`)
}

type CaseAnswer = { readonly caseId: string; readonly rows: readonly { readonly status: string }[] }

async function detailsOf({ history }: Road, type: string, field: string): Promise<readonly unknown[]> {
  return (await history()).filter((event) => event.type === type).map(({ data }) => data[field])
}

/** The stages in their order; passing through one quicker than it is asked for counts as having left it. */
const stages = [
  'eligibility',
  'licence',
  'authorisation',
  'case',
  'registration',
  'activation',
  'acknowledgement',
  'ended',
]

function hasLeft(stage: string) {
  return ({ phase, wait }: OnboardingAnswer) =>
    phase !== 'open' || (wait !== null && stages.indexOf(wait.kind) > stages.indexOf(stage))
}

function standing(answer: OnboardingAnswer): string {
  return `now ${standingWords(answer)}`
}
