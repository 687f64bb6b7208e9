import { readiness } from './location.ts'
import type { NumberClass } from './numberClass.ts'
import type { Owner, PolicyPack } from './policy/policy.ts'
import type { Eligibility } from './process/onboarding.ts'
import type { Instant } from './values.ts'

export type GateName =
  | 'eligibility'
  | 'licence'
  | 'location'
  | 'primary'
  | 'kind'
  | 'inventory'
  | 'authorisation'
  | 'registration'
  | 'setting'

/** A gate that does not let a number through: `failed` is known to be shut, `unknown` waits for a fact. */
export type Obstacle = {
  readonly gate: GateName
  readonly state: 'failed' | 'unknown'
  readonly reason: string
  readonly ruleIds: readonly string[]
  readonly owner: Owner
  readonly act: string
}

type Gate = (number: NumberClass, pack: PolicyPack, at: Instant) => Obstacle | undefined

/** Every obstacle in the order in which the gates are shown; none means that the number may text. */
export function obstacles(number: NumberClass, pack: PolicyPack, at: Instant): readonly Obstacle[] {
  return gates.flatMap((gate) => gate(number, pack, at) ?? [])
}

/** The obstacles that keep a number from being authorised: those of its organisation, licence, location and kind. */
export function authorisationObstacles(number: NumberClass, pack: PolicyPack, at: Instant): readonly Obstacle[] {
  return [eligibility, licence, location, kind, inventory].flatMap((gate) => gate(number, pack, at) ?? [])
}

export function eligibility(number: NumberClass, pack: PolicyPack, at: Instant): Obstacle | undefined {
  const failed = (reason: string, ruleIds: readonly string[], owner: Owner, act: string) =>
    obstacle('eligibility', 'failed', reason, ruleIds, owner, act)
  if (number.customerKind === 'online') return failed('ONLINE_ORGANISATION', ['P2', 'P3'], 'nobody', 'noAct')
  if (number.subscriptionKind === 'trial' && at >= pack.instants.trialsStopQualifying)
    return failed('TRIAL_SUBSCRIPTION', ['P4', 'D3'], 'partner', 'convertTrial')
  if (number.callingPlan === 'none') return failed('NO_CISCO_CALLING_PLAN', ['P1', 'P12'], 'partner', 'buyCallingPlan')
  if (number.callingPlan === 'elsewhere') return failed('COUNTRY_NOT_US_CA', ['P1', 'P12'], 'nobody', 'noAct')
  if (number.dataRegion === 'unsupported')
    return failed('DATA_REGION_UNSUPPORTED', ['P1'], 'cisco', 'migrateDataRegion')
  if (missingOrganisationFact(number))
    return obstacle('eligibility', 'unknown', 'ORGANISATION_FACT_MISSING', ['P1', 'P2'], 'customerAdmin', 'attestFacts')
  return undefined
}

/** The verdict on the organisation alone: what processes wait for and hold on. */
export function eligibilityOf(number: NumberClass, pack: PolicyPack, at: Instant): Eligibility {
  const shut = eligibility(number, pack, at)
  if (!shut) return 'eligible'
  return shut.state === 'unknown' ? 'unknown' : 'ineligible'
}

/** The first organisation fact that eligibility waits for; facts whose time has run out count as missing. */
export function missingOrganisationFact(number: NumberClass): string | undefined {
  if (number.organisationTurns === 'reached') return 'expired'
  const needed = ['customerKind', 'subscriptionKind', 'callingPlan'] as const
  return needed.find((fact) => number[fact] === 'unknown')
}

function licence(number: NumberClass): Obstacle | undefined {
  if (number.licenceTurns === 'reached')
    return obstacle('licence', 'unknown', 'LICENCE_FACT_MISSING', ['P8'], 'partner', 'reportLicence')
  switch (number.licence) {
    case 'active':
      return undefined
    case 'requested':
      return obstacle('licence', 'failed', 'LICENCE_REQUESTED', ['P8', 'P9', 'R1'], 'partner', 'orderLicence')
    case 'ordered':
      return obstacle('licence', 'failed', 'LICENCE_ORDERED', ['P8', 'P9', 'R1'], 'partner', 'activateLicence')
    case 'lapsed':
    case 'ended':
      return obstacle('licence', 'failed', 'LICENCE_LAPSED', ['P8', 'P10'], 'partner', 'renewLicence')
    case 'none':
      return obstacle('licence', 'failed', 'NO_LICENCE', ['P8', 'P9', 'R1'], 'customerAdmin', 'requestLicence')
    default:
      return obstacle('licence', 'unknown', 'LICENCE_FACT_MISSING', ['P8'], 'partner', 'reportLicence')
  }
}

function location(number: NumberClass, pack: PolicyPack): Obstacle | undefined {
  const { country, pstnConnection, textingOffered, presence } = number
  const answer = readiness({ country, pstnConnection, textingOffered, presence }, pack)
  switch (answer) {
    case 'ready':
      return undefined
    case 'country':
      return obstacle('location', 'failed', 'LOCATION_COUNTRY', ['P1', 'P5'], 'nobody', 'noAct')
    case 'notCiscoPstn':
      return obstacle('location', 'failed', 'NOT_CISCO_PSTN', ['P7'], 'customerAdmin', 'moveToCiscoPstnLocation')
    case 'textingNotOffered':
      return obstacle('location', 'failed', 'TEXTING_NOT_OFFERED', ['P7'], 'cisco', 'askCisco')
    case 'removed':
      return obstacle('location', 'failed', 'LOCATION_REMOVED', ['P5'], 'customerAdmin', 'moveNumber')
    case 'unknown':
      return obstacle('location', 'unknown', 'LOCATION_FACT_MISSING', ['P5', 'P7'], 'customerAdmin', 'reportLocation')
  }
}

function primary(number: NumberClass): Obstacle | undefined {
  if (number.owner === 'primary') return undefined
  if (number.owner === 'unknown')
    return obstacle('primary', 'unknown', 'OWNER_UNKNOWN', ['P5'], 'customerAdmin', 'reportOwner')
  return obstacle('primary', 'failed', 'NOT_A_PRIMARY_NUMBER', ['P5'], 'customerAdmin', 'assignAsPrimary')
}

function kind(number: NumberClass): Obstacle | undefined {
  if (number.kind === 'standard') return undefined
  if (number.kind === 'tollFree')
    return obstacle('kind', 'failed', 'TOLL_FREE_NOT_10DLC', ['P5', 'P11'], 'nobody', 'noAct')
  return obstacle('kind', 'failed', 'KIND_NOT_TEXTABLE', ['P5', 'P11'], 'nobody', 'noAct')
}

function inventory(number: NumberClass): Obstacle | undefined {
  if (number.inventory === 'inService') return undefined
  if (number.inventory === 'unknown')
    return obstacle('inventory', 'unknown', 'INVENTORY_UNKNOWN', ['P5'], 'customerAdmin', 'reportInventory')
  return obstacle('inventory', 'failed', 'NOT_IN_SERVICE', ['P5'], 'customerAdmin', 'activateNumber')
}

function authorisation(number: NumberClass): Obstacle | undefined {
  const failed = (reason: string, owner: Owner, act: string) =>
    obstacle('authorisation', 'failed', reason, ['R2', 'Z4'], owner, act)
  switch (number.authorisation) {
    case 'authorised':
      return undefined
    case 'selected':
      if (number.loa === 'required' && number.letter === 'no')
        return obstacle('authorisation', 'failed', 'LOA_NOT_SIGNED', ['Z8'], 'loaSigner', 'signLoa')
      return failed('ORDER_NOT_SUBMITTED', 'customerAdmin', 'submitOrder')
    case 'ordered':
      return failed('AUTHORISATION_PENDING', 'desk', 'answerOrder')
    case 'refused':
      return failed('AUTHORISATION_REFUSED', 'customerAdmin', 'orderAgain')
    case 'revoked':
      return failed('AUTHORISATION_REVOKED', 'customerAdmin', 'orderAgain')
    case 'none':
      return failed('NOT_AUTHORISED', 'customerAdmin', 'orderAuthorisation')
    default:
      return obstacle(
        'authorisation',
        'unknown',
        'AUTHORISATION_UNKNOWN',
        ['R2'],
        'customerAdmin',
        'orderAuthorisation',
      )
  }
}

function registration(number: NumberClass): Obstacle | undefined {
  const failed = (reason: string, owner: Owner, act: string) =>
    obstacle('registration', 'failed', reason, ['P11', 'Z2', 'Z3'], owner, act)
  switch (number.registration) {
    case 'registered':
      return campaign(number)
    case 'submitted':
      return failed('REGISTRATION_PENDING', 'registry', 'decideRegistration')
    case 'rejected':
      return failed('REGISTRATION_REJECTED', 'customerAdmin', number.case === 'yes' ? 'correctForm' : 'openCase')
    case 'released':
    case 'none':
      if (number.case === 'no') return failed('NOT_REGISTERED', 'customerAdmin', 'openCase')
      return failed('IN_CASE', 'customerAdmin', 'submitForm')
    default:
      if (number.case === 'yes') return failed('IN_CASE', 'customerAdmin', 'submitForm')
      return obstacle('registration', 'unknown', 'REGISTRATION_UNKNOWN', ['P11', 'Z3'], 'customerAdmin', 'openCase')
  }
}

/** Z2: registered means on a campaign that stands; what nobody has said of the campaign counts as nothing. */
function campaign(number: NumberClass): Obstacle | undefined {
  const failed = (reason: string, owner: Owner, act: string) =>
    obstacle('registration', 'failed', reason, ['Z2'], owner, act)
  switch (number.campaign) {
    case 'approved':
      return undefined
    case 'suspended':
      return failed('CAMPAIGN_SUSPENDED', 'registry', 'liftSuspension')
    case 'rejected':
      return failed('CAMPAIGN_REJECTED', 'customerAdmin', 'correctForm')
    case 'ended':
      return failed('CAMPAIGN_ENDED', 'customerAdmin', 'openCase')
    case 'pending':
      return failed('CAMPAIGN_PENDING', 'registry', 'decideCampaign')
    default:
      return obstacle('registration', 'unknown', 'CAMPAIGN_STATUS_UNKNOWN', ['Z2'], 'registry', 'reportCampaign')
  }
}

/** T2: a user's override beats the organisation's default; neither beats a gate. */
function setting(number: NumberClass): Obstacle | undefined {
  const wanted = { overrideOn: 'on', overrideOff: 'off' }[number.setting] ?? number.textingDefault
  if (wanted === 'on') return undefined
  if (wanted === 'unknown')
    return obstacle('setting', 'unknown', 'TEXTING_DEFAULT_UNKNOWN', ['T1'], 'customerAdmin', 'attestFacts')
  if (number.setting === 'overrideOff')
    return obstacle('setting', 'failed', 'SWITCHED_OFF_FOR_USER', ['T2', 'T6'], 'customerAdmin', 'switchOnUser')
  return obstacle('setting', 'failed', 'SWITCHED_OFF_FOR_ORGANISATION', ['T1'], 'customerAdmin', 'switchOnOrganisation')
}

const gates: readonly Gate[] = [
  eligibility,
  licence,
  location,
  primary,
  kind,
  inventory,
  authorisation,
  registration,
  setting,
]

function obstacle(
  gate: GateName,
  state: Obstacle['state'],
  reason: string,
  ruleIds: readonly string[],
  owner: Owner,
  act: string,
): Obstacle {
  return { gate, state, reason, ruleIds, owner, act }
}
