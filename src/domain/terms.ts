import { spamReport } from './gates/traffic.ts'
import { isInForce, textsOf } from './policy/inForce.ts'
import type { PolicyPack } from './policy/policy.ts'
import { type RuleId, ruleOf } from './policy/ruleBook/ruleBook.ts'
import { type ServiceClass, serviceClass } from './serviceClass.ts'
import { type Instant, plusDays } from './values.ts'

/** What the rules say of the feature as a whole, beside what they ask of a number. */
export type Terms = {
  readonly serviceClass: ServiceClass | null
  readonly features: readonly FeatureTerm[]
  readonly retention: RetentionTerm | null
  readonly conduct: readonly Told[]
  readonly benefits: readonly Told[]
  readonly switches: readonly Told[]
  readonly notices: readonly Told[]
  /** Where spam is reported, and what is told of it wherever traffic is blocked. */
  readonly spamReport: string | null
}

/** `unsaid`: no age up to this one says anything of it. */
export type FeatureTerm = {
  readonly feature: Feature
  readonly isSupported: 'yes' | 'no' | 'unsaid'
  readonly ruleIds: readonly RuleId[]
}

export type RetentionTerm = {
  readonly days: number
  readonly canBeChanged: boolean
  readonly ruleIds: readonly RuleId[]
}

/** A rule as it is told to people. `conflictsWith`: rules of the same age that say the opposite. */
export type Told = {
  readonly ruleId: RuleId
  readonly words: string
  readonly conflictsWith: readonly RuleId[]
  /** Who or what it names. */
  readonly names: readonly string[]
}

export type Feature =
  | 'eDiscovery'
  | 'eventsInterface'
  | 'mobileSending'
  | 'emoticons'
  | 'mms'
  | 'international'
  | 'unlimitedTexting'
  | 'retentionChange'
  | 'hipaaCompliance'

/** The rule that denies each. Where an age has ended the rule, the feature is there. */
const denials: readonly (readonly [Feature, RuleId])[] = [
  ['eDiscovery', 'L3'],
  ['eventsInterface', 'L4'],
  ['mobileSending', 'L5'],
  ['emoticons', 'L6'],
  ['mms', 'L7'],
  ['international', 'L7'],
  ['unlimitedTexting', 'L8'],
  ['retentionChange', 'L2'],
  ['hipaaCompliance', 'H1'],
]

export function termsOf(pack: PolicyPack): Terms {
  const told = (ids: readonly RuleId[]) => ids.filter((id) => isInForce(pack, id)).map((id) => toldIn(id, pack))
  return {
    serviceClass: serviceClass(pack),
    features: denials.map(([feature, id]) => ({ feature, isSupported: support(id, pack), ruleIds: [id] })),
    retention: retentionTerm(pack),
    conduct: told(['L8', 'L9', 'L10', 'L11', 'S1']),
    benefits: told(['B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7']),
    switches: told(['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7']),
    notices: told(['H1']),
    spamReport: spamReport(pack) ?? null,
  }
}

function support(id: RuleId, pack: PolicyPack): FeatureTerm['isSupported'] {
  return ({ inForce: 'no', ended: 'yes', notYet: 'unsaid' } as const)[pack.rules[id].force]
}

function retentionTerm(pack: PolicyPack): RetentionTerm | null {
  if (!isInForce(pack, 'L1')) return null
  const ruleIds = (['L1', 'L2'] as const).filter((id) => isInForce(pack, id))
  return { days: Number(textsOf(pack, 'L1', 'days')[0]), canBeChanged: !isInForce(pack, 'L2'), ruleIds }
}

/**
 * Until when a message is kept: by the default reading from its own instant, by the other one from the last message of its
 * conversation. Null where no rule says so.
 */
export function keptUntil(
  pack: PolicyPack,
  { sentAt, lastAt = sentAt }: { readonly sentAt: Instant; readonly lastAt?: Instant | undefined },
): Instant | null {
  const term = retentionTerm(pack)
  if (!term) return null
  const from = pack.readings.retention === 'lastMessage' && lastAt > sentAt ? lastAt : sentAt
  return plusDays(from, term.days)
}

function toldIn(id: RuleId, pack: PolicyPack): Told {
  const { words, conflicts = [], differently } = ruleOf(id)
  const { parameters } = pack.rules[id]
  return {
    ruleId: id,
    words: differently[pack.id] ?? words,
    conflictsWith: conflicts.filter(
      (other): other is RuleId => other in pack.rules && isInForce(pack, other as RuleId),
    ),
    names: ['by', 'form', 'definedIn'].flatMap((name) => [parameters[name] ?? []].flat().map(String)),
  }
}
