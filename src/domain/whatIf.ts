import { explainClass, type Verdict } from './explain.ts'
import type { Sending } from './gates/sending.ts'
import { trafficParties, trafficStates } from './number.ts'
import type { NumberClass } from './numberClass.ts'
import { organisationFacts } from './organisation.ts'
import type { PolicyPack } from './policy/policy.ts'
import type { Instant } from './values.ts'

/** What may be supposed of an organisation, a location, a user or a number, with the values that it can have. */
export const supposable = {
  ...organisationFacts,
  licence: ['none', 'requested', 'ordered', 'active', 'lapsed', 'ended'],
  pstnConnection: ['ciscoPstn', 'localGateway', 'nonIntegratedCcp', 'integratedCcp', 'unset'],
  textingOffered: ['yes', 'no'],
  presence: ['present', 'removed'],
  setting: ['inherit', 'overrideOn', 'overrideOff'],
  inventory: ['pending', 'inService', 'inactive', 'gone'],
  owner: ['none', 'primary', 'alternate', 'workspace', 'virtualLine', 'huntGroup'],
  authorisation: ['none', 'selected', 'ordered', 'authorised', 'refused', 'revoked'],
  registration: ['none', 'submitted', 'registered', 'rejected', 'released'],
  campaign: ['pending', 'approved', 'rejected', 'suspended', 'ended'],
  case: ['yes', 'no'],
  traffic: trafficStates,
  trafficParty: trafficParties,
} as const satisfies Partial<Record<keyof NumberClass, readonly string[]>>

export type Supposable = keyof typeof supposable
export type Supposition = { readonly axis: Supposable; readonly value: string }

/** `licence:ended`, parsed; nothing where it names no axis, or a value that the axis cannot have. */
export function suppositionOf(text: string): Supposition | undefined {
  const [name, value = '', ...rest] = text.split(':')
  const found = Object.entries(supposable).find(([axis]) => axis === name)
  if (!found || rest.length > 0 || !found[1].some((each) => each === value)) return undefined
  return { axis: found[0] as Supposable, value }
}

/** The same number if this were so. What is supposed does not run out. */
export function supposing(number: NumberClass, suppositions: readonly Supposition[]): NumberClass {
  const changed: Record<string, string> = Object.fromEntries(suppositions.map(({ axis, value }) => [axis, value]))
  const isOfLicence = 'licence' in changed
  return { ...number, ...changed, ...(isOfLicence ? { licenceTurns: 'unknown' } : {}) }
}

export type Side = { readonly pack: PolicyPack; readonly at: Instant; readonly number: NumberClass }
export type Answer = { readonly verdict: Verdict; readonly mayText: boolean; readonly reason: string }
/** Numbers that are alike in both answers. */
export type Changed = { readonly count: number; readonly before: Answer; readonly after: Answer }

/** Two answers to the question for each class of numbers, those that are alike added up, the most numbers first. */
export function compared(
  classes: readonly { readonly count: number; readonly before: Side; readonly after: Side }[],
  sending: Sending = {},
): readonly Changed[] {
  const groups = new Map<string, Changed>()
  for (const { count, before, after } of classes) {
    const pair = { before: answer(before, sending), after: answer(after, sending) }
    const key = JSON.stringify(pair)
    groups.set(key, { ...pair, count: count + (groups.get(key)?.count ?? 0) })
  }
  return [...groups.values()].sort((a, b) => b.count - a.count)
}

function answer({ pack, at, number }: Side, sending: Sending): Answer {
  const { verdict, mayText, reason } = explainClass(number, pack, at, sending)
  return { verdict, mayText, reason }
}
