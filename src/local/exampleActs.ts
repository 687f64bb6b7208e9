import type { CaseAnswer, OnboardingAnswer, RowAnswer } from '../cli/answers.ts'
import { type ApiClient, Declined } from '../cli/client.ts'
import { standingWords } from '../cli/show.ts'
import { reasonWords, spacedNumber } from '../cli/words.ts'
import type { ExampleForm } from './exampleForms.ts'
import { openRoad, type Road } from './exampleRoad.ts'
import { type ExampleOrganisation, exampleContacts, exampleFacts, exampleSigner } from './exampleWorld.ts'

/** The people of an organisation: each speaks to the public API with a token of their own. */
export type People = { readonly admin: ApiClient; readonly partner: ApiClient; readonly support: ApiClient }

/** Who does what, and what came of it. */
export type Tell = (who: string, does: string, ...lines: readonly string[]) => void

export type Scene = {
  readonly organisation: ExampleOrganisation
  /** The path of the organisation. */
  readonly at: string
  readonly people: People
  readonly tell: Tell
}

/**
 * Fixed keys: a start that carries on where a killed one stood repeats requests, and none of them happens twice. Keys stand in
 * every event, so they hold no names.
 */
export const key = (name: string) => `example/${name}`

export async function startOnboarding({ organisation, at, people: { admin }, tell }: Scene): Promise<Road> {
  const { short } = organisation
  for (const contact of exampleContacts(short))
    await admin.post(`${at}/contacts`, contact, key(`contact/${contact.acts[0]}`))
  tell('admin', 'names who is to be written to', 'the admin and the partner; each is told so by mail')
  for (const fact of exampleFacts) await admin.post(`${at}/facts`, fact, key(`fact/${fact.fact}`))
  tell('admin', 'states what eligibility rests on', 'enterprise, paid, Calling Plan in US and Canada, supported region')
  const { onboardingId } = await admin.post<{ onboardingId: string }>(`${at}/onboardings`, {}, key('onboarding'))
  const road = openRoad(admin, at, onboardingId)
  const first = await road.onboarding(({ phase, wait }) => phase !== 'open' || wait !== null, 'the onboarding waits')
  tell('admin', 'starts the onboarding', standing(first))
  return road
}

export async function getLicence({ at, people: { admin, partner }, tell }: Scene, road: Road): Promise<void> {
  await admin.post(`${at}/licence/request`, {}, key('licence/request'))
  await partner.post(`${at}/licence/report`, { status: 'ordered' }, key('licence/ordered'))
  tell('admin', 'asks for the licence', 'the partner, who alone can buy it, orders it')
  await partner.post(`${at}/licence/report`, { status: 'activated' }, key('licence/activated'))
  // One that is on hold again has left the licence behind it once.
  const isPast = (seen: OnboardingAnswer) => hasLeft('licence')(seen) || Object.values(seen.standing).some(Boolean)
  tell(
    'partner',
    'reports that the licence is active',
    standing(await road.onboarding(isPast, 'the licence is heard of')),
  )
}

export type Places = Readonly<Record<string, string>>

export async function reportPlaces(
  { at, organisation, people: { admin }, tell }: Scene,
  ...lines: readonly string[]
): Promise<Places> {
  const added: [string, string][] = []
  for (const [place, facts] of Object.entries(organisation.places)) {
    const { locationId } = await admin.post<{ locationId: string }>(`${at}/locations`, facts, key(`location/${place}`))
    added.push([place, locationId])
  }
  tell('admin', `reports ${added.length === 1 ? 'its location' : `${added.length} locations`}`, ...lines)
  return Object.fromEntries(added)
}

export async function importNumbers(
  { at, organisation, people: { admin }, tell }: Scene,
  places: Places,
  ...lines: readonly string[]
): Promise<void> {
  const rows = await Promise.all(
    organisation.numbers.map(async ({ at: place, ...number }, index) => {
      const { userId } = await admin.post<{ userId: string }>(`${at}/users`, {}, key(`user/${index + 1}`))
      const enteredAt = '2025-03-03T00:00:00.000Z'
      return { ...number, inventory: 'inService', enteredAt, locationId: places[place], usage: 'primary', userId }
    }),
  )
  const { accepted } = await admin.post<{ accepted: number }>(`${at}/numbers/import`, { rows }, key('numbers'))
  tell('admin', `imports ${accepted} numbers`, 'each the primary number of a user', ...lines)
}

export type Round = {
  readonly name: string
  readonly location: string | undefined
  readonly place: string
  readonly numbers: readonly string[]
  readonly next: 'more' | 'done'
}

type OrderedAnswer = { readonly orderId: string; readonly rows: readonly RowAnswer[] }

/** A round of authorisation, from the draft to the desk's answer. */
export async function authorise(scene: Scene, road: Road, round: Round): Promise<void> {
  const { at, people, tell } = scene
  const { name, location, place, numbers, next } = round
  const wish = { onboardingId: road.onboardingId, locationId: location, numbers }
  const { orderId, rows } = await people.admin.post<OrderedAnswer>(`${at}/orders`, wish, key(name))
  const refused = rows.filter(({ status }) => status === 'refused')
  const taken = `drafts an order for ${rows.length - refused.length} numbers in ${place}`
  tell(
    'admin',
    taken,
    ...refused.map(({ number = '', code = '' }) => `refused: ${spacedNumber(number)}, ${reasonWords(code)}`),
  )
  const submit = () => people.admin.post(`${at}/orders/${orderId}/submit`, { next }, key(`${name}/submit`))
  const missing = await declined(submit)
  if (missing) {
    tell(
      'admin',
      'submits the order, in vain',
      `${missing.problem.title} (${missing.problem.reason ?? missing.problem.code})`,
    )
    await sign(scene, orderId, name)
    await submit()
  }
  tell('admin', 'submits the order', next === 'more' ? 'and will authorise more' : 'and is done: no more will follow')
  const answered = await road.order(orderId)(
    ({ phase }) => outcomes.includes(phase),
    'the support desk answers the order',
  )
  tell('support desk', `authorises the numbers in ${place}`, `ticket ${answered.ticket ?? '–'}`)
}

const outcomes: readonly string[] = ['complete', 'partial', 'failed']

async function sign({ at, people: { admin }, tell }: Scene, orderId: string, name: string): Promise<void> {
  const path = `${at}/orders/${orderId}/letters`
  const { numbers } = await admin.post<{ numbers: number }>(path, exampleSigner, key(`${name}/letter`))
  tell(
    'owner',
    `signs a letter of authorisation for ${numbers} numbers`,
    'it is kept encrypted and goes out with the order',
  )
}

export type Opened = { readonly caseId: string; readonly numbers: number }

export async function openCase({ at, people: { admin }, tell }: Scene, road: Road): Promise<Opened> {
  const wish = { onboardingId: road.onboardingId }
  const opened = await admin.post<{ caseId: string; rows: readonly RowAnswer[] }>(`${at}/cases`, wish, key('case'))
  const { caseId } = opened
  const numbers = opened.rows.length
  tell('admin', `opens a support case for ${numbers} numbers`)
  const hasForm = ({ phase, stage, status }: CaseAnswer) =>
    phase === 'closed' || !(['unconfirmed', 'opened'].includes(status) || ['opening', 'formSending'].includes(stage))
  const { ticket } = await road.supportCase(caseId)(hasForm, 'the support desk sends the form')
  tell('support desk', 'has the case and sends the form', `ticket ${ticket ?? '–'}`)
  return { caseId, numbers }
}

export async function returnForm(
  { at, people: { admin } }: Scene,
  { caseId }: Opened,
  attempt: number,
  form: ExampleForm,
): Promise<number> {
  const path = `${at}/cases/${caseId}/forms`
  const { formVersion } = await admin.post<{ formVersion: number }>(path, { form }, key(`form/${attempt}`))
  return formVersion
}

/** The stages in their order; passing through one quicker than it is asked for counts as having left it. */
const stages = [
  'eligibility',
  'licence',
  'authorisation',
  'answer',
  'case',
  'registration',
  'activation',
  'acknowledgement',
  'ended',
]

export function hasLeft(stage: string) {
  return ({ phase, wait }: OnboardingAnswer) =>
    phase !== 'open' || (wait !== null && stages.indexOf(wait.kind) > stages.indexOf(stage))
}

export function standing(answer: OnboardingAnswer): string {
  return `now ${standingWords(answer)}`
}

/** What the API declined, or nothing where it did not. */
async function declined(act: () => Promise<unknown>): Promise<Declined | undefined> {
  try {
    await act()
    return undefined
  } catch (error) {
    if (error instanceof Declined) return error
    throw error
  }
}
