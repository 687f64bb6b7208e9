import { larkspurForm } from '../local/exampleForms.ts'
import { exampleSigner } from '../local/exampleWorld.ts'
import type { Player } from './cast.ts'
import type { Outside } from './outside.ts'
import type { Act, ActOf } from './scenario.ts'

type Doers = {
  readonly [Kind in Act['act']]: (player: Player, act: ActOf<Kind>, outside: Outside) => Promise<unknown>
}

/** Carries an act out over the public interface, as the person whose act it is. Throws what the interface declines. */
export async function carryOut(player: Player, act: Act, outside: Outside): Promise<void> {
  const does = doers[act.act] as (player: Player, act: Act, outside: Outside) => Promise<unknown>
  await does(player, act, outside)
}

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
  order: async (player, { place, numbers, next, sign }) => {
    const { at, people, plan, places, onboardingId } = player
    const there = plan.numbers.filter((each) => each.at === place).map((each) => each.number)
    const wish = { onboardingId, locationId: places[place], numbers: numbers ?? there }
    const { orderId } = await people.admin.post<{ orderId: string }>(`${at}/orders`, wish)
    player.orderId = orderId
    if (sign) await people.admin.post(`${at}/orders/${orderId}/letters`, exampleSigner)
    await people.admin.post(`${at}/orders/${orderId}/submit`, { next })
  },
  answerOrder: ({ at, people, orderId, plan }, { status, reason, numbers, happenedAt }) => {
    const answers = (numbers ?? all(plan)).map((number) => ({ number, status, reason }))
    return people.support.post(`${at}/orders/${made(orderId, 'order')}/answers`, { answers, happenedAt })
  },
  openCase: async (player, { numbers }) => {
    const { at, people, onboardingId } = player
    const { caseId } = await people.admin.post<{ caseId: string }>(`${at}/cases`, { onboardingId, numbers })
    player.caseId = caseId
  },
  reportCase: ({ at, people, caseId }, { status, reason, happenedAt }) =>
    people.support.post(`${at}/cases/${made(caseId, 'case')}/report`, { status, reason, happenedAt }),
  submitForm: async (player) => {
    const { at, people, caseId } = player
    const path = `${at}/cases/${made(caseId, 'case')}`
    const { formVersion } = await people.admin.get<{ formVersion: number }>(path)
    return people.admin.post(`${path}/forms`, { form: formOf(formVersion + 1) })
  },
  decide: ({ at, people, caseId }, { campaign, brand, codes, numbers = [], happenedAt }) => {
    const items = numbers.map((number) => ({ number, status: 'registered' }))
    const said = { campaign: { ref: byHand, status: campaign }, brand, codes, numbers: items, happenedAt }
    return people.support.post(`${at}/cases/${made(caseId, 'case')}/decisions`, said)
  },
  reportCampaign: async ({ at, people }, { status, codes, happenedAt }) => {
    const { items } = await people.support.get<{ items: readonly { campaign: string | null }[] }>(`${at}/numbers`)
    const ref = items.find(({ campaign }) => campaign !== null)?.campaign
    return people.support.post(`${at}/campaigns/${made(ref, 'campaign')}/report`, { status, codes, happenedAt })
  },
  giveUpCase: ({ at, people, caseId }) => people.admin.post(`${at}/cases/${made(caseId, 'case')}/give-up`, {}),
  acknowledge: ({ at, people, onboardingId }) =>
    people.admin.post(`${at}/onboardings/${made(onboardingId, 'onboarding')}/acknowledge`, {}),
  cancelOnboarding: ({ at, people, onboardingId }) =>
    people.admin.post(`${at}/onboardings/${made(onboardingId, 'onboarding')}/cancel`, {
      reason: 'requestedByCustomer',
    }),
  webhook: async (_player, { side, body, copies }, outside) => outside.report({ side, body, copies }),
}

/** Whose act it is, where it is not the admin's. */
export const whose: Readonly<Partial<Record<Act['act'], string>>> = {
  reportLicence: 'partner',
  answerOrder: 'support',
  reportCase: 'support',
  decide: 'support',
  reportCampaign: 'support',
  webhook: 'outside',
}

const byHand = 'CBYHND1'

function all({ numbers }: Player['plan']): readonly string[] {
  return numbers.map(({ number }) => number)
}

/** Each version says a little more of how people agree: the same form again would be refused. */
function formOf(version: number) {
  const { campaign, ...form } = larkspurForm
  return { ...form, campaign: { ...campaign, messageFlow: `${campaign.messageFlow} Version ${version}.` } }
}

function made(id: string | null | undefined, what: string): string {
  if (id === undefined || id === null) throw new Error(`the organisation has no ${what} yet`)
  return id
}
