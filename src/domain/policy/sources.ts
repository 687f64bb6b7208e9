import type { SourceKind } from '../fact.ts'

/** The kinds of fact that somebody can tell us. Which question of a kind is meant stands in the word: see `authority.ts`. */
export const factKinds = [
  'customerKind',
  'subscriptionKind',
  'callingPlan',
  'dataRegion',
  'textingDefault',
  'healthcare',
  'hipaaNotice',
  'licence',
  'location',
  'setting',
  'inventory',
  'entry',
  'place',
  'usage',
  'loaFlag',
  'traffic',
  'order',
  'authorisation',
  'letter',
  'case',
  'registration',
  'campaign',
  'brand',
  'texting',
  'exemption',
  'onboarding',
  'cutoff',
  'retraction',
] as const

export type FactKind = (typeof factKinds)[number]

/** For each kind of fact its sources, the authoritative one first. Of one instant, the one that stands further ahead is believed. */
export type Sources = Readonly<Record<FactKind, readonly SourceKind[]>>

/** Who sells knows the contract; who runs the organisation attests what no system tells. */
const contract = ['partner', 'admin', 'webex', 'desk', 'registry', 'process'] as const
const wishes = ['admin', 'partner', 'webex', 'desk', 'registry', 'process'] as const
const phoneSystem = ['webex', 'partner', 'admin', 'desk', 'registry', 'process'] as const
const support = ['desk', 'registry', 'webex', 'partner', 'admin', 'process'] as const
const registrar = ['registry', 'desk', 'webex', 'partner', 'admin', 'process'] as const
const ours = ['process', 'admin', 'partner', 'webex', 'desk', 'registry'] as const

export const sources: Sources = {
  customerKind: contract,
  subscriptionKind: contract,
  callingPlan: contract,
  dataRegion: contract,
  textingDefault: wishes,
  healthcare: contract,
  hipaaNotice: wishes,
  licence: phoneSystem,
  location: phoneSystem,
  setting: wishes,
  inventory: phoneSystem,
  entry: phoneSystem,
  place: phoneSystem,
  usage: phoneSystem,
  loaFlag: support,
  traffic: registrar,
  order: support,
  authorisation: support,
  letter: support,
  case: support,
  registration: registrar,
  campaign: registrar,
  brand: registrar,
  texting: ours,
  exemption: ours,
  onboarding: ours,
  cutoff: ours,
  retraction: support,
}
