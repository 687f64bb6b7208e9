import type { NumberClass } from '../numberClass.ts'
import { isInForce } from '../policy/inForce.ts'
import type { Owner, PolicyPack } from '../policy/policy.ts'
import type { RuleId } from '../policy/ruleBook/ruleBook.ts'
import type { Instant } from '../values.ts'
import type { Act } from './act.ts'
import { type Barrier, barrier, type Obstacle } from './obstacle.ts'

export function eligibility(number: NumberClass, pack: PolicyPack, at: Instant): Obstacle | undefined {
  const failed = (reason: string, by: readonly RuleId[], owner: Owner, act: Act) =>
    barrier(pack, 'eligibility', { reason, by, owner, act })
  const shut =
    (number.customerKind === 'online' && failed('ONLINE_ORGANISATION', ['P2', 'P3'], 'nobody', 'noAct')) ||
    (isTrial(number, pack) && trial(pack, at)) ||
    (number.callingPlan === 'none' && failed('NO_CISCO_CALLING_PLAN', ['P1', 'P12'], 'partner', 'buyCallingPlan')) ||
    (number.callingPlan === 'elsewhere' && failed('COUNTRY_NOT_US_CA', ['P1', 'P12'], 'nobody', 'noAct')) ||
    (number.healthcare === 'yes' && healthcare(pack)) ||
    (number.dataRegion === 'unsupported' && failed('DATA_REGION_UNSUPPORTED', ['P1'], 'cisco', 'migrateDataRegion'))
  if (shut && shut.state !== 'ahead') return shut
  const [missing] = missingOrganisationFacts(number, pack, at)
  return (missing && factMissing(missing, pack)) || shut || undefined
}

/** Beside a paid subscription a trial counts by the other reading only. */
function isTrial({ subscriptionKind }: NumberClass, { readings }: PolicyPack): boolean {
  return (
    subscriptionKind === 'trial' || (subscriptionKind === 'paidWithTrial' && readings.trialBesidePaid === 'trialCounts')
  )
}

/** P4, D3: a dated rule acts by its own date, whatever the publication of the other. Until then a trial will stop. */
function trial(pack: PolicyPack, at: Instant): Obstacle | undefined {
  const said = { reason: 'TRIAL_SUBSCRIPTION', by: ['P4', 'D3'], owner: 'partner', act: 'convertTrial' } as const
  const shut = barrier(pack, 'eligibility', said)
  const from = trialsStopAt(pack)
  return shut && from && at < from ? { ...shut, state: 'ahead', from } : shut
}

function trialsStopAt(pack: PolicyPack): Instant | null {
  return pack.rules[isInForce(pack, 'D3') ? 'D3' : 'P4'].effectiveFrom
}

/** H1 denies a compliance and not the feature; only by the other reading it shuts anybody out. */
function healthcare(pack: PolicyPack): Barrier | undefined {
  if (pack.readings.healthcare !== 'isRefused') return undefined
  return barrier(pack, 'eligibility', { reason: 'HEALTHCARE_REFUSED', by: ['H1'], owner: 'nobody', act: 'noAct' })
}

type Missing = 'expired' | 'customerKind' | 'subscriptionKind' | 'callingPlan'

const missingRules: Readonly<Record<Missing, readonly RuleId[]>> = {
  expired: ['P1', 'P2'],
  customerKind: ['P2', 'P3'],
  subscriptionKind: ['P4', 'D3'],
  callingPlan: ['P1', 'P12'],
}

/** The organisation facts that eligibility waits for, in order; where what was said has run out, that is what is missing. */
export function missingOrganisationFacts(number: NumberClass, pack: PolicyPack, at: Instant): readonly Missing[] {
  const from = trialsStopAt(pack)
  const needed = ['customerKind', 'subscriptionKind', 'callingPlan'] as const
  const unsaid = needed.filter((fact) => {
    if (number[fact] !== 'unknown' || !missingRules[fact].some((id) => isInForce(pack, id))) return false
    // Before trials stop, paid or trial is all the same.
    return fact !== 'subscriptionKind' || from === null || at >= from
  })
  return number.organisationTurns === 'reached' ? ['expired', ...unsaid] : unsaid
}

function factMissing(fact: Missing, pack: PolicyPack): Barrier | undefined {
  const said = { reason: 'ORGANISATION_FACT_MISSING', owner: 'customerAdmin', act: 'attestFacts' } as const
  return barrier(pack, 'eligibility', { ...said, state: 'unknown', by: missingRules[fact] })
}

/** P9 says who sells it; without that rule it is for the customer to find somebody. */
export function licence(number: NumberClass, pack: PolicyPack): Barrier | undefined {
  const seller: Owner = isInForce(pack, 'P9') ? 'partner' : 'customerAdmin'
  const failed = (reason: string, owner: Owner, act: Act) =>
    barrier(pack, 'licence', { reason, by: ['P8', 'R1'], also: ['P9'], owner, act })
  const missing = { state: 'unknown', reason: 'LICENCE_FACT_MISSING', owner: seller, act: 'reportLicence' } as const
  if (number.licenceTurns === 'reached') return barrier(pack, 'licence', { ...missing, by: ['P8', 'P10', 'R1'] })
  switch (number.licence) {
    case 'active':
      return undefined
    case 'requested':
      return failed('LICENCE_REQUESTED', seller, 'orderLicence')
    case 'ordered':
      return failed('LICENCE_ORDERED', seller, 'activateLicence')
    case 'lapsed':
    case 'ended': {
      const lapsed = { reason: 'LICENCE_LAPSED', owner: seller, act: 'renewLicence' } as const
      return barrier(pack, 'licence', { ...lapsed, by: ['P8', 'P10'] })
    }
    case 'none':
      return failed('NO_LICENCE', 'customerAdmin', 'requestLicence')
    default:
      return barrier(pack, 'licence', { ...missing, by: ['P8', 'P10', 'R1'] })
  }
}
