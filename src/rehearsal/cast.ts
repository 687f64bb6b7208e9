import { randomUUID } from 'node:crypto'
import { type ApiClient, createApiClient } from '../cli/client.ts'
import { brand, type Instant, type OrganisationId } from '../domain/values.ts'
import { exampleFacts } from '../local/exampleWorld.ts'
import type { Product } from './product.ts'
import type { Scenario, ScenarioContact, ScenarioOrganisation } from './scenario.ts'

/** An organisation of the scenario with its people, and what its acts have made so far. */
export type Player = {
  readonly name: string
  readonly orgId: OrganisationId
  readonly at: string
  readonly plan: ScenarioOrganisation
  readonly people: Readonly<Record<'admin' | 'partner' | 'support', ApiClient>>
  readonly places: Readonly<Record<string, string>>
  readonly users: ReadonlyMap<string, string>
  /** Whom it wants to be written to, the newest first. */
  contacts: readonly { readonly id: string; readonly acts: readonly string[] }[]
  /** The newest of each. */
  onboardingId?: string
  orderId?: string
  letterId?: string
  caseId?: string
  campaignRef?: string
  /** The keys of all its requests, in their order, and that of each act's last one by the act's instant. */
  readonly keys: string[]
  readonly keyOfAct: Map<Instant, string>
}

/** Makes every organisation as the scenario says it was at the start. */
export async function castPlayers({ organisations, starts }: Scenario, product: Product): Promise<readonly Player[]> {
  const operator = createApiClient({ url: product.apiUrl, token: product.operatorToken })
  const players: Player[] = []
  for (const [name, plan] of Object.entries(organisations)) {
    const { organisationId } = await operator.post<{ organisationId: string }>('/v1/organisations', { name })
    const at = `/v1/organisations/${organisationId}`
    const keys: string[] = []
    const as = async (role: string) => {
      const grant = { subject: `${role}-${name}`, role, organisations: [organisationId] }
      const { token } = await operator.post<{ token: string }>('/v1/tokens', grant)
      return noting(keys, createApiClient({ url: product.apiUrl, token }))
    }
    const people = { admin: await as('admin'), partner: await as('partner'), support: await as('support') }
    await stateFacts(people.admin, at, plan)
    const places = await addPlaces(people.admin, at, plan)
    const users = await addNumbers({ admin: people.admin, at, plan, places, enteredAt: starts })
    const made = { at, plan, people, places, users, contacts: [], keys, keyOfAct: new Map() }
    const player: Player = { name, orgId: brand<OrganisationId>(organisationId), ...made }
    for (const contact of plan.contacts ?? usualContacts) await addContact(player, contact)
    players.push(player)
  }
  return players
}

const usualContacts: readonly ScenarioContact[] = [
  { acts: ['customerAdmin', 'loaSigner'], language: 'en', deputy: false, outOfReach: false },
  { acts: ['partner'], language: 'en', deputy: false, outOfReach: false },
]

export async function addContact(player: Player, contact: ScenarioContact): Promise<void> {
  const { at, people, contacts } = player
  const body = contactBody(player, contact)
  const { contactId } = await people.admin.post<{ contactId: string }>(`${at}/contacts`, body)
  player.contacts = [{ id: contactId, acts: contact.acts }, ...contacts]
}

export function contactBody({ name }: Player, { acts, language, deputy, outOfReach }: ScenarioContact) {
  const place = deputy ? 'deputy' : 'first'
  const address = `${acts.join('-')}.${place}@${name}.${outOfReach ? 'invalid' : 'example'}`
  return { name: `${acts[0]} of ${name}`, address: address.toLowerCase(), acts, language, place }
}

/** A request is named by its key where what it reported is retracted. */
function noting(keys: string[], client: ApiClient): ApiClient {
  return {
    ...client,
    post: (path, body, key = randomUUID()) => {
      keys.push(key)
      return client.post(path, body, key)
    },
  }
}

/** Eligible unless the scenario says otherwise. */
async function stateFacts(admin: ApiClient, at: string, { facts = {} }: ScenarioOrganisation): Promise<void> {
  const all = { ...Object.fromEntries(exampleFacts.map(({ fact, value }) => [fact, value])), ...facts }
  for (const [fact, value] of Object.entries(all)) await admin.post(`${at}/facts`, { fact, value })
}

const readyPlace = { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' } as const

async function addPlaces(admin: ApiClient, at: string, { places }: ScenarioOrganisation) {
  const added: [string, string][] = []
  for (const [name, facts] of Object.entries(places)) {
    const place = { ...readyPlace, ...facts }
    const { locationId } = await admin.post<{ locationId: string }>(`${at}/locations`, place)
    added.push([name, locationId])
  }
  return Object.fromEntries(added)
}

type Adding = Pick<Player, 'at' | 'plan' | 'places'> & { readonly admin: ApiClient; readonly enteredAt: string }

/** Each the primary number of a user of its own, in service since the start. */
async function addNumbers({ admin, at, plan, places, enteredAt }: Adding): Promise<ReadonlyMap<string, string>> {
  const users = new Map<string, string>()
  for (const { number } of plan.numbers)
    users.set(number, (await admin.post<{ userId: string }>(`${at}/users`, {})).userId)
  const rows = plan.numbers.map(({ at: place, ...each }) => ({
    ...each,
    inventory: 'inService',
    enteredAt,
    locationId: places[place],
    usage: 'primary',
    userId: users.get(each.number),
  }))
  await admin.post(`${at}/numbers/import`, { rows })
  return users
}

/** The script with the organisations' ids in place of their names. Undefined names nobody: it is left for the caller to refuse. */
export function scriptFor(outside: unknown, players: readonly Player[]): unknown {
  const ids = new Map(players.map(({ name, orgId }) => [name, orgId]))
  return JSON.parse(
    JSON.stringify(outside, (key, value: unknown) =>
      key === 'organisation' && typeof value === 'string' ? (ids.get(value) ?? value) : value,
    ),
  )
}
