import type { Act, MessageAct } from './gates/act.ts'
import type { Obstacle } from './gates/obstacle.ts'
import { obstacles } from './gates.ts'
import type { NumberClass } from './numberClass.ts'
import type { Owner, PolicyPack } from './policy/policy.ts'
import type { RuleId } from './policy/ruleBook/ruleBook.ts'
import type { Instant } from './values.ts'

export type UnblockingAct = {
  readonly act: Act
  readonly owner: Owner
  readonly gate: string
  readonly ruleIds: readonly RuleId[]
}

/** The acts that turn the verdict, in order; or the obstacle that no act removes. Without obstacles there is nothing to do. */
export type Unblocking =
  | { readonly isPossible: true; readonly acts: readonly UnblockingAct[] }
  | { readonly isPossible: false; readonly because: Obstacle }

/**
 * The shortest way to texting: each act is supposed to succeed, and what shuts the number then is asked again. None is left
 * out and none is invented: without any one of them a gate stays shut.
 */
export function unblock(number: NumberClass, pack: PolicyPack, at: Instant): Unblocking {
  const acts: UnblockingAct[] = []
  let [now, all] = [number, obstacles(number, pack, at)]
  while (all.length > 0) {
    const helpless = all.find(({ act }) => effectOf(act) === undefined)
    if (helpless) return { isPossible: false, because: helpless }
    const [first] = all
    const effect = first && effectOf(first.act)
    if (!effect) break
    acts.push({ act: first.act, owner: first.owner, gate: first.gate, ruleIds: first.ruleIds })
    now = { ...now, ...effect(now) }
    all = obstacles(now, pack, at)
  }
  return { isPossible: true, acts }
}

function effectOf(act: Act): Effect | undefined {
  const all: Readonly<Partial<Record<Act, Effect>>> = effects
  return all[act]
}

type Effect = (number: NumberClass) => Partial<NumberClass>

const active: Effect = () => ({ licence: 'active', licenceTurns: 'unknown' })
const ready: Effect = () => ({ country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' })
const approved: Effect = () => ({ campaign: 'approved' })
const submitted: Effect = () => ({ case: 'yes', registration: 'submitted' })

/** What each act comes to when it succeeds. */
const effects: Readonly<Record<Exclude<Act, 'noAct' | MessageAct>, Effect>> = {
  attestFacts: attested,
  convertTrial: () => ({ subscriptionKind: 'paid' }),
  buyCallingPlan: () => ({ callingPlan: 'usCa' }),
  migrateDataRegion: () => ({ dataRegion: 'supported' }),
  requestLicence: () => ({ licence: 'requested' }),
  orderLicence: () => ({ licence: 'ordered' }),
  activateLicence: active,
  renewLicence: active,
  reportLicence: active,
  moveToCiscoPstnLocation: ready,
  moveNumber: ready,
  askCisco: ready,
  reportLocation: ready,
  assignAsPrimary: () => ({ owner: 'primary' }),
  reportOwner: () => ({ owner: 'primary' }),
  activateNumber: () => ({ inventory: 'inService' }),
  reportInventory: () => ({ inventory: 'inService' }),
  // It may turn out to be a number from before, and then it is let through: the longer way is the one to plan with.
  reportEntry: () => ({ entered: 'after' }),
  orderAuthorisation: () => ({ authorisation: 'selected' }),
  orderAgain: () => ({ authorisation: 'selected' }),
  signLoa: () => ({ letter: 'yes' }),
  submitOrder: () => ({ authorisation: 'ordered' }),
  answerOrder: () => ({ authorisation: 'authorised' }),
  // What stood in an earlier case, or on a campaign that has ended, begins anew.
  openCase: () => ({ case: 'yes', registration: 'none' }),
  submitForm: submitted,
  correctForm: submitted,
  decideRegistration: () => ({ registration: 'registered', campaign: 'approved', case: 'no' }),
  decideCampaign: approved,
  liftSuspension: approved,
  reportCampaign: approved,
  liftBlock: () => ({ traffic: 'flowing' }),
  switchOnUser: () => ({ setting: 'overrideOn' }),
  switchOnOrganisation: () => ({ textingDefault: 'on' }),
}

/** Whatever is missing is stated, as it has to be. */
function attested(number: NumberClass): Partial<NumberClass> {
  const good = {
    customerKind: 'enterprise',
    subscriptionKind: 'paid',
    callingPlan: 'usCa',
    textingDefault: 'on',
  } as const
  const missing = Object.entries(good).filter(([fact]) => number[fact as keyof typeof good] === 'unknown')
  return { ...Object.fromEntries(missing), organisationTurns: 'ahead' }
}
