import { larkspurForm } from '../local/exampleForms.ts'
import { exampleSigner } from '../local/exampleWorld.ts'
import { addContact, contactBody, type Player } from './cast.ts'
import type { Outside } from './outside.ts'
import type { Act, ActOf } from './scenario.ts'

type Doers = {
  readonly [Kind in Act['act']]: (player: Player, act: ActOf<Kind>, outside: Outside) => Promise<unknown>
}

/**
 * Carries an act out over the public interface, as the person whose act it is. Throws what the interface declines, and
 * NotDone where it takes the act but refuses a number of it.
 */
export async function carryOut(player: Player, act: Act, outside: Outside): Promise<void> {
  const does = doers[act.act] as (player: Player, act: Act, outside: Outside) => Promise<unknown>
  const { rows = [] } = ((await does(player, act, outside)) ?? {}) as { readonly rows?: readonly AnsweredRow[] }
  const key = player.keys.at(-1)
  if (key !== undefined) player.keyOfAct.set(act.at, key)
  const refused = rows.find(({ status }) => status === 'refused')
  if (refused) throw new NotDone(refused.code ?? 'REFUSED')
}

type AnsweredRow = { readonly status?: string; readonly code?: string }

const doers: Doers = {
  reportFact: ({ at, people }, { fact, value, expiresAt, happenedAt }) =>
    people.admin.post(`${at}/facts`, { fact, value, expiresAt, happenedAt }),
  startOnboarding: async (player) => {
    const { at, people } = player
    const { onboardingId } = await people.admin.post<{ onboardingId: string }>(`${at}/onboardings`, {})
    player.onboardingId = onboardingId
  },
  requestLicence: ({ at, people }) => people.admin.post(`${at}/licence/request`, {}),
  reportLicence: ({ at, people }, { status, happenedAt }) =>
    people.partner.post(`${at}/licence/report`, { status, happenedAt }),
  reportPlace: ({ at, people, places }, { place, facts, happenedAt }) =>
    people.admin.post(`${at}/locations/${places[place]}/report`, { ...facts, happenedAt }),
  setUser: ({ at, people, users }, { number, setting, happenedAt }) =>
    people.admin.post(`${at}/users/${users.get(number)}/texting`, { setting, happenedAt }),
  reportNumber: ({ at, people, places, users }, { number, place, usage, happenedAt, ...said }) => {
    const located = place === undefined ? {} : { locationId: places[place] }
    const used = usage === undefined ? {} : { usage, ...(usage === 'primary' ? { userId: users.get(number) } : {}) }
    const { inventory, enteredAt, loa } = said
    const rows = [{ number, inventory, enteredAt, loa, ...located, ...used }]
    return people.admin.post(`${at}/numbers/import`, { rows, happenedAt })
  },
  addContact: (player, contact) => addContact(player, contact),
  changeContact: (player, contact) => {
    const { id } = contactFor(player, contact.acts[0])
    return player.people.admin.post(`${player.at}/contacts/${id}/change`, contactBody(player, contact))
  },
  removeContact: async (player, { of }) => {
    const { id } = contactFor(player, of)
    await player.people.admin.post(`${player.at}/contacts/${id}/remove`, {})
    player.contacts = player.contacts.filter((each) => each.id !== id)
  },
  order: async (player, { place, numbers, next, sign, draft }) => {
    const { at, people, plan, places, onboardingId } = player
    const there = plan.numbers.filter((each) => each.at === place).map((each) => each.number)
    const wish = {
      onboardingId: made(onboardingId, 'onboarding'),
      locationId: places[place],
      numbers: numbers ?? there,
    }
    const created = await people.admin.post<{ orderId: string | null }>(`${at}/orders`, wish)
    const { orderId } = created
    if (orderId === null) return created
    player.orderId = orderId
    if (sign) await signFor(player)
    if (!draft) await people.admin.post(`${at}/orders/${orderId}/submit`, { next })
    return created
  },
  changeOrder: async ({ at, people, orderId }, { add = [], remove = [] }) => {
    const path = `${at}/orders/${made(orderId, 'order')}`
    const { version } = await people.admin.get<{ version: number }>(path)
    return people.admin.post(`${path}/change`, { add, remove, expectedVersion: version })
  },
  signLetter: signFor,
  submitOrder: ({ at, people, orderId }, { next }) =>
    people.admin.post(`${at}/orders/${made(orderId, 'order')}/submit`, { next }),
  withdrawOrder: ({ at, people, orderId }) => people.admin.post(`${at}/orders/${made(orderId, 'order')}/withdraw`, {}),
  reportOrder: ({ at, people, orderId }, { ticket, happenedAt }) =>
    people.support.post(`${at}/orders/${made(orderId, 'order')}/report`, { ticket, happenedAt }),
  reportLetter: ({ at, people, letterId }, { status, reason, happenedAt }) =>
    people.support.post(`${at}/letters/${made(letterId, 'letter')}/report`, { status, reason, happenedAt }),
  withdrawLetter: ({ at, people, letterId }) =>
    people.admin.post(`${at}/letters/${made(letterId, 'letter')}/withdraw`, {}),
  answerOrder: ({ at, people, orderId, plan }, { status, reason, numbers, happenedAt }) => {
    const answers = (numbers ?? all(plan)).map((number) => ({ number, status, reason }))
    return people.support.post(`${at}/orders/${made(orderId, 'order')}/answers`, { answers, happenedAt })
  },
  answerCase: ({ at, people, caseId, plan }, { status, reason, numbers, happenedAt }) => {
    const answers = (numbers ?? all(plan)).map((number) => ({ number, status, reason }))
    return people.support.post(`${at}/cases/${made(caseId, 'case')}/answers`, { answers, happenedAt })
  },
  openCase: async (player, { numbers, kind }) => {
    const { at, people } = player
    const wish = { onboardingId: made(player.onboardingId, 'onboarding'), numbers, kind }
    const opened = await people.admin.post<{ caseId: string }>(`${at}/cases`, wish)
    player.caseId = opened.caseId
    return opened
  },
  reportCase: ({ at, people, caseId }, { status, reason, happenedAt }) =>
    people.support.post(`${at}/cases/${made(caseId, 'case')}/report`, { status, reason, happenedAt }),
  submitForm: async (player) => {
    const { at, people, caseId } = player
    const path = `${at}/cases/${made(caseId, 'case')}`
    const { formVersion } = await people.admin.get<{ formVersion: number }>(path)
    return people.admin.post(`${path}/forms`, { form: formOf(formVersion + 1) })
  },
  decide: (player, { campaign, brand, codes, numbers = [], happenedAt }) => {
    const { at, people, caseId } = player
    player.campaignRef = byHand
    const items = numbers.map((number) => ({ number, status: 'registered' }))
    const said = { campaign: { ref: byHand, status: campaign }, brand, codes, numbers: items, happenedAt }
    return people.support.post(`${at}/cases/${made(caseId, 'case')}/decisions`, said)
  },
  reportCampaign: async (player, { status, codes, happenedAt }) => {
    const { at, people } = player
    return people.support.post(`${at}/campaigns/${await campaignOf(player)}/report`, { status, codes, happenedAt })
  },
  reportRegistration: async (player, { numbers, status, code, happenedAt }) => {
    const { at, people, plan } = player
    const named = (numbers ?? all(plan)).map((number) => ({ number, status, code }))
    return people.support.post(`${at}/campaigns/${await campaignOf(player)}/registrations`, {
      numbers: named,
      happenedAt,
    })
  },
  reportTraffic: ({ at, people, plan }, { numbers, state, by, codes, happenedAt }) => {
    const named = (numbers ?? all(plan)).map((number) => ({ number }))
    return people.support.post(`${at}/numbers/traffic`, { numbers: named, state, by, codes, happenedAt })
  },
  takeOutOfCase: ({ at, people, caseId }, { numbers }) =>
    people.admin.post(`${at}/cases/${made(caseId, 'case')}/take-out`, { numbers }),
  cancelCase: ({ at, people, caseId }) => people.admin.post(`${at}/cases/${made(caseId, 'case')}/cancel`, {}),
  giveUpCase: ({ at, people, caseId }) => people.admin.post(`${at}/cases/${made(caseId, 'case')}/give-up`, {}),
  acknowledge: ({ at, people, onboardingId }) =>
    people.admin.post(`${at}/onboardings/${made(onboardingId, 'onboarding')}/acknowledge`, {}),
  cancelOnboarding: ({ at, people, onboardingId }) =>
    people.admin.post(`${at}/onboardings/${made(onboardingId, 'onboarding')}/cancel`, {
      reason: 'requestedByCustomer',
    }),
  retract: ({ at, people, keyOfAct }, { told, reason }) =>
    people.support.post(`${at}/retractions`, { commandId: made(keyOfAct.get(told), 'report'), reason }),
  webhook: async (_player, { side, body, copies }, outside) => outside.report({ side, body, copies }),
}

/** Whose act it is, where it is not the admin's. */
export const whose: Readonly<Partial<Record<Act['act'], string>>> = {
  reportLicence: 'partner',
  answerOrder: 'support',
  answerCase: 'support',
  reportOrder: 'support',
  reportLetter: 'support',
  reportRegistration: 'support',
  reportTraffic: 'support',
  retract: 'support',
  reportCase: 'support',
  decide: 'support',
  reportCampaign: 'support',
  webhook: 'outside',
}

const byHand = 'CBYHND1'

function contactFor({ contacts }: Player, act: string | undefined): Player['contacts'][number] {
  const found = contacts.find(({ acts }) => act !== undefined && acts.includes(act))
  if (!found) throw new NotDone('NO_CONTACT_YET')
  return found
}

async function signFor(player: Player): Promise<void> {
  const { at, people, orderId } = player
  const path = `${at}/orders/${made(orderId, 'order')}/letters`
  const { letterId } = await people.admin.post<{ letterId: string }>(path, exampleSigner)
  player.letterId = letterId
}

/** The one that support has decided by hand, else the first that the registry has named. */
async function campaignOf({ at, people, campaignRef }: Player): Promise<string> {
  if (campaignRef !== undefined) return campaignRef
  const { items } = await people.support.get<{ items: readonly { ref: string }[] }>(`${at}/campaigns`)
  return made(items[0]?.ref, 'campaign')
}

function all({ numbers }: Player['plan']): readonly string[] {
  return numbers.map(({ number }) => number)
}

/** Each version says a little more of how people agree: the same form again would be refused. */
function formOf(version: number) {
  const { campaign, ...form } = larkspurForm
  return { ...form, campaign: { ...campaign, messageFlow: `${campaign.messageFlow} Version ${version}.` } }
}

/** Why an act was not done, or not for all of its numbers, although nothing was declined. */
export class NotDone extends Error {
  override readonly name = 'NotDone'
  readonly code: string

  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/** What should have made it may have been declined. */
function made(id: string | null | undefined, what: string): string {
  if (id === undefined || id === null) throw new NotDone(`NO_${what.toUpperCase()}_YET`)
  return id
}
