import type { CampaignEvent } from './campaign.ts'
import type { LicenceEvent } from './licence.ts'
import type { LoaEvent } from './loa.ts'
import type { LocationEvent, LocationFacts } from './location.ts'
import type { NumberEvent, OwnedBy } from './number.ts'
import type { OrganisationEvent } from './organisation.ts'
import type { FactKind } from './policy/sources.ts'
import type { SupportCaseEvent } from './supportCase.ts'

/** What a report says about one question. `about` tells questions of one kind apart: which order, which fact of a location. */
export type Said = { readonly kind: FactKind; readonly about?: string; readonly value: string }

type AnyEvent =
  | OrganisationEvent
  | LicenceEvent
  | LocationEvent
  | NumberEvent
  | LoaEvent
  | SupportCaseEvent
  | CampaignEvent

type ToldType =
  | 'OrganisationFactAttested'
  | 'LicenceActivated'
  | 'LicenceLapsed'
  | 'LicenceEnded'
  | 'LocationAdded'
  | 'LocationReported'
  | 'NumberEntered'
  | 'NumberInventoryReported'
  | 'NumberEntryReported'
  | 'NumberMoved'
  | 'NumberOwnerReported'
  | 'NumberLoaFlagged'
  | 'NumberTrafficReported'
  | 'NumberAuthorised'
  | 'NumberAuthorisationRefused'
  | 'NumberRegistered'
  | 'NumberRegistrationRejected'
  | 'LoaAccepted'
  | 'LoaRefused'
  | 'CaseReported'
  | 'CampaignReported'
  | 'BrandReported'

type Teller<Type extends ToldType> = {
  readonly kinds: readonly FactKind[]
  readonly said: (data: Extract<AnyEvent, { readonly type: Type }>['data']) => readonly Said[]
}

const one = (kind: FactKind, value: string, about?: string): readonly Said[] => [
  { kind, value, ...(about === undefined ? {} : { about }) },
]

/**
 * The events by which somebody outside tells what is so, and what each says. Wishes of our own are not among them; nor are the
 * switches of people, of which the later one is a change of mind and contradicts nobody.
 */
const sayings: { readonly [Type in ToldType]: Teller<Type> } = {
  OrganisationFactAttested: {
    kinds: ['customerKind', 'subscriptionKind', 'callingPlan', 'dataRegion', 'healthcare'],
    said: ({ fact, value }) => (fact === 'textingDefault' || fact === 'hipaaNotice' ? [] : one(fact, value)),
  },
  LicenceActivated: { kinds: ['licence'], said: () => one('licence', 'active') },
  LicenceLapsed: { kinds: ['licence'], said: () => one('licence', 'lapsed') },
  LicenceEnded: { kinds: ['licence'], said: () => one('licence', 'ended') },
  LocationAdded: { kinds: ['location'], said: ofLocation },
  LocationReported: { kinds: ['location'], said: ofLocation },
  NumberEntered: {
    kinds: ['inventory', 'entry', 'place', 'usage', 'loaFlag'],
    said: ({ inventory, entered, locationId, ownedBy, loa }) => [
      ...(inventory ? one('inventory', inventory) : []),
      ...(entered ? one('entry', entered) : []),
      ...(locationId ? one('place', locationId) : []),
      ...(ownedBy ? one('usage', usageOf(ownedBy)) : []),
      ...(loa ? one('loaFlag', loa) : []),
    ],
  },
  NumberInventoryReported: { kinds: ['inventory'], said: ({ inventory }) => one('inventory', inventory) },
  NumberEntryReported: { kinds: ['entry'], said: ({ entered }) => one('entry', entered) },
  NumberMoved: { kinds: ['place'], said: ({ locationId }) => one('place', locationId) },
  NumberOwnerReported: { kinds: ['usage'], said: (owned) => one('usage', usageOf(owned)) },
  NumberLoaFlagged: { kinds: ['loaFlag'], said: ({ loa }) => one('loaFlag', loa) },
  NumberTrafficReported: {
    kinds: ['traffic'],
    said: ({ state, by }) => one('traffic', state === 'flowing' ? state : `${state} ${by}`),
  },
  NumberAuthorised: {
    kinds: ['authorisation'],
    said: ({ orderId }) => one('authorisation', 'authorised', orderId),
  },
  NumberAuthorisationRefused: {
    kinds: ['authorisation'],
    said: ({ orderId }) => one('authorisation', 'refused', orderId),
  },
  NumberRegistered: {
    kinds: ['registration'],
    said: ({ campaignRef }) => one('registration', `registered ${campaignRef}`),
  },
  NumberRegistrationRejected: {
    kinds: ['registration'],
    said: ({ campaignRef }) => one('registration', `rejected ${campaignRef}`),
  },
  LoaAccepted: { kinds: ['letter'], said: () => one('letter', 'accepted') },
  LoaRefused: { kinds: ['letter'], said: () => one('letter', 'refused') },
  CaseReported: { kinds: ['case'], said: ({ status }) => one('case', status) },
  CampaignReported: { kinds: ['campaign'], said: ({ status }) => one('campaign', status) },
  BrandReported: { kinds: ['brand'], said: ({ status }) => one('brand', status) },
}

/** Each type of event that tells something, beside each kind of fact that it may tell. */
export const tellingTypes: readonly { readonly type: string; readonly kind: FactKind }[] = Object.entries(
  sayings,
).flatMap(([type, { kinds }]) => kinds.map((kind) => ({ type, kind })))

/** The types of event that tell something. */
export const tellers: readonly string[] = Object.keys(sayings)

/** What an event says; nothing where it tells of no fact. */
export function saidIn({ type, data }: { readonly type: string; readonly data: unknown }): readonly Said[] {
  const teller = Object.hasOwn(sayings, type) ? sayings[type as ToldType] : undefined
  // The table pairs each type with the form of its data, which was checked when the event was read.
  return teller ? (teller.said as (data: unknown) => readonly Said[])(data) : []
}

function ofLocation({ country, pstnConnection, textingOffered, presence }: LocationFacts): readonly Said[] {
  return Object.entries({ country, pstnConnection, textingOffered, presence }).flatMap(([about, value]) =>
    value === undefined ? [] : one('location', value, about),
  )
}

function usageOf({ owner, userId }: OwnedBy): string {
  return userId ? `${owner} ${userId}` : owner
}
