import type { Act } from './gates/act.ts'
import type { Obstacle } from './gates/obstacle.ts'
import { eligibility } from './gates/organisation.ts'
import { barriers, exemptionOf } from './gates.ts'
import { type AnyAxis, classAxes, type NumberClass } from './numberClass.ts'
import type { Cutoff, Owner, PolicyPack } from './policy/policy.ts'
import type { Instant } from './values.ts'

/** What a cutoff makes of a number. `advised`: it tells, and changes nothing. */
export const planVerdicts = ['switchOff', 'registered', 'exempt', 'unknown', 'notConcerned', 'advised'] as const
export type PlanVerdict = (typeof planVerdicts)[number]

/** One decision for a class; `owner` and `act` say who can change it, or who has the fact that is missing. */
export type PlanDecision = {
  readonly verdict: PlanVerdict
  readonly reason: string
  readonly owner?: Owner
  readonly act?: Act
}

/** What a cutoff asks of a number, beside which it would see no difference. */
const asked = [
  'kind',
  'inventory',
  'authorisation',
  'registration',
  'texting',
  'loa',
  'letter',
  'case',
  'campaign',
  'entered',
  'exempt',
  'subscriptionKind',
  'organisationTurns',
  'licence',
  'licenceTurns',
  'country',
] as const

type Asked = (typeof asked)[number]

/** Whether the registration was effective before the switch-off, whenever it was learnt. */
const registered = {
  kind: 'before',
  name: 'registered',
  table: 'number',
  column: 'registration_at',
  instant: 'unregisteredSwitchedOff',
} as const

/** Few axes, so that what does not matter to a cutoff makes no new class of it. The store writes the SQL key from them. */
export const cutoffAxes: readonly (AnyAxis & { readonly name: Asked | 'registered' })[] = [
  ...classAxes.flatMap((axis) => asked.flatMap((name) => (axis.name === name ? [{ ...axis, name }] : []))),
  registered,
]

/** What all numbers have in common that a cutoff treats alike. */
export type CutoffClass = NumberClass & { readonly registered: string }

/** The class as one text; what a cutoff does not ask is left out of it. */
export function cutoffKey(number: CutoffClass): string {
  return cutoffAxes.map(({ name }) => number[name]).join('|')
}

/** The class of a key; what no cutoff asks reads `unknown`. */
export function parseCutoffKey(key: string): CutoffClass {
  const parts = key.split('|')
  const told = Object.fromEntries(cutoffAxes.map(({ name }, position) => [name, parts[position] ?? 'unknown']))
  const unasked = Object.fromEntries(classAxes.map(({ name }) => [name, 'unknown']))
  return { ...unasked, ...told } as CutoffClass
}

/** The moment that a plan looks at: the instant of its cutoff, or now where that is over. */
export function decidedAt({ instant }: Cutoff, at: Instant): Instant {
  return at < instant ? instant : at
}

/**
 * What a cutoff makes of a class at a moment, which is its instant or later. It is what the gates say there, those alone
 * that the cutoff shuts, so that nothing is switched off that may text, and nothing unknown.
 */
export function planOf(number: CutoffClass, cutoff: Cutoff, pack: PolicyPack, at: Instant): PlanDecision {
  if (number.inventory === 'gone') return { verdict: 'notConcerned', reason: 'NUMBER_GONE' }
  if (number.kind !== 'standard') return { verdict: 'notConcerned', reason: 'KIND_NOT_TEXTABLE' }
  switch (cutoff.kind) {
    case 'advise':
      return advice(number, pack, at)
    case 'stopTrials':
      return trials(number, pack, at)
    case 'stopDefaultOn':
      return newcomers(number, pack, at)
    case 'switchOff':
      return unregistered(number, pack, at)
  }
}

/** D4 tells those who have not begun; it refuses nothing. */
function advice(number: CutoffClass, pack: PolicyPack, at: Instant): PlanDecision {
  const { registration } = number
  const hasBegun = number.case === 'yes' || registration === 'submitted' || registration === 'registered'
  if (hasBegun) return { verdict: 'notConcerned', reason: 'REGISTRATION_BEGUN' }
  const [first] = roadBarriers(number, pack, at)
  return first ? { verdict: 'advised', ...saying(first) } : { verdict: 'registered', reason: 'REGISTERED' }
}

/** P4, D3: a trial is shut out whatever its numbers are; of who has said nothing nobody knows. */
function trials(number: CutoffClass, pack: PolicyPack, at: Instant): PlanDecision {
  if (number.subscriptionKind === 'paid') return { verdict: 'notConcerned', reason: 'PAID_SUBSCRIPTION' }
  if (number.subscriptionKind === 'trial') return ending(number, { verdict: 'switchOff', ...trialStops })
  const others = { customerKind: 'enterprise', callingPlan: 'usCa', dataRegion: 'supported', healthcare: 'no' }
  const missing = eligibility({ ...number, ...others }, pack, at)
  return missing ? { verdict: 'unknown', ...saying(missing) } : { verdict: 'notConcerned', reason: 'PAID_SUBSCRIPTION' }
}

const trialStops = { reason: 'TRIAL_SUBSCRIPTION', owner: 'partner', act: 'convertTrial' } as const

/** D2: new numbers start off, so there is nothing to take from them, but where one was recorded as on. */
function newcomers(number: CutoffClass, pack: PolicyPack, at: Instant): PlanDecision {
  if (number.entered === 'before') return { verdict: 'notConcerned', reason: 'ENTERED_BEFORE' }
  if (number.texting !== 'on' && number.texting !== 'legacyOn')
    return { verdict: 'notConcerned', reason: number.entered === 'after' ? 'STARTED_OFF' : 'NEVER_ON' }
  if (number.entered === 'unknown')
    return { verdict: 'unknown', reason: 'ENTRY_UNKNOWN', owner: 'customerAdmin', act: 'reportEntry' }
  return byRoad(number, pack, at)
}

/** D1, for numbers from before: those that came later have started off by D2. */
function unregistered(number: CutoffClass, pack: PolicyPack, at: Instant): PlanDecision {
  if (number.entered === 'after') return { verdict: 'notConcerned', reason: 'ENTERED_AFTER' }
  return byRoad(number, pack, at)
}

function byRoad(number: CutoffClass, pack: PolicyPack, at: Instant): PlanDecision {
  const all = roadBarriers(number, pack, at)
  if (all.length === 0)
    return { verdict: 'registered', reason: number.registered === 'after' ? 'REGISTERED_LATE' : 'REGISTERED_IN_TIME' }
  const until = exemptionOf(number, pack, at)
  if (until === 'unknown')
    return { verdict: 'unknown', reason: 'ENTRY_UNKNOWN', owner: 'customerAdmin', act: 'reportEntry' }
  if (until !== undefined) return { verdict: 'exempt', reason: 'EXEMPT' }
  const failed = all.find(({ state }) => state === 'failed')
  if (failed) return ending(number, { verdict: 'switchOff', ...saying(failed) })
  const [first] = all
  return first ? { verdict: 'unknown', ...saying(first) } : { verdict: 'registered', reason: 'REGISTERED_IN_TIME' }
}

/** What is recorded as off already needs no second event. */
function ending(number: CutoffClass, decision: PlanDecision): PlanDecision {
  const isOff = number.texting === 'suspended' || number.texting === 'off'
  return isOff ? { verdict: 'notConcerned', reason: 'ALREADY_OFF' } : decision
}

/** The gates that D1 lets numbers from before through until its instant. */
function roadBarriers(number: CutoffClass, pack: PolicyPack, at: Instant) {
  const names = pack.gates.filter(({ isExempted }) => isExempted).map(({ gate }) => gate)
  return barriers(number, pack, at, names)
}

function saying({ reason, owner, act }: Obstacle) {
  return { reason, owner, act }
}
