import type { NumberClass } from '../numberClass.ts'
import { isInForce } from '../policy/inForce.ts'
import type { Owner, PolicyPack } from '../policy/policy.ts'
import type { RuleId } from '../policy/ruleBook/ruleBook.ts'
import type { Instant } from '../values.ts'
import type { Act } from './act.ts'
import { type Barrier, barrier } from './obstacle.ts'

/** Z8: the carrier's flag is the only ground; where it has said nothing, the desk will say if a letter is missing. */
export function needsLetter(number: NumberClass, pack: PolicyPack): boolean {
  return isInForce(pack, 'Z8') && number.loa === 'required' && number.letter === 'no'
}

export function authorisation(number: NumberClass, pack: PolicyPack): Barrier | undefined {
  if (!isInForce(pack, 'R2')) return undefined
  const failed = (reason: string, owner: Owner, act: Act) =>
    barrier(pack, 'authorisation', { reason, by: ['R2'], also: ['Z4'], owner, act })
  switch (number.authorisation) {
    case 'authorised':
      return undefined
    case 'selected':
      if (needsLetter(number, pack)) {
        const said = { reason: 'LOA_NOT_SIGNED', owner: 'loaSigner', act: 'signLoa' } as const
        return barrier(pack, 'authorisation', { ...said, by: ['Z8'] })
      }
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
      return barrier(pack, 'authorisation', {
        state: 'unknown',
        reason: 'AUTHORISATION_UNKNOWN',
        by: ['R2'],
        owner: 'customerAdmin',
        act: 'orderAuthorisation',
      })
  }
}

export function registration(number: NumberClass, pack: PolicyPack): Barrier | undefined {
  if (pack.readings.canada === 'areExempt' && number.country === 'CA') return undefined
  const dated = datedRules(number, pack)
  const failed = (reason: string, owner: Owner, act: Act) =>
    barrier(pack, 'registration', { reason, by: ['P11', 'Z2', 'Z3', ...dated], owner, act })
  switch (number.registration) {
    case 'registered':
      return campaign(number, pack)
    case 'submitted':
      return failed('REGISTRATION_PENDING', 'registry', 'decideRegistration')
    case 'rejected':
      return failed('REGISTRATION_REJECTED', 'customerAdmin', number.case === 'yes' ? 'correctForm' : 'openCase')
    case 'released':
    case 'none':
      if (number.case === 'no' && !goesByCase(number, pack))
        return failed('REGISTRATION_PENDING', 'registry', 'decideRegistration')
      if (number.case === 'no') return failed('NOT_REGISTERED', 'customerAdmin', 'openCase')
      return failed('IN_CASE', 'customerAdmin', 'submitForm')
    default:
      if (number.case === 'yes') return failed('IN_CASE', 'customerAdmin', 'submitForm')
      return barrier(pack, 'registration', {
        state: 'unknown',
        reason: 'REGISTRATION_UNKNOWN',
        by: ['P11', 'Z3', ...dated],
        ...(goesByCase(number, pack)
          ? { owner: 'customerAdmin', act: 'openCase' }
          : { owner: 'registry', act: 'decideRegistration' }),
      })
  }
}

/** R3, Z6: by the other reading a number from before is registered without a case; of unknown age it needs one. */
export function goesByCase({ entered }: NumberClass, { readings }: PolicyPack): boolean {
  return readings.casesFor === 'everyNumber' || entered !== 'before'
}

/** The same for a query: numbers in service before this instant go without a case. */
export function caselessBefore({ readings, instants }: PolicyPack): Instant | null {
  return readings.casesFor === 'everyNumber' ? null : instants.newNumbersStartOff
}

/**
 * D1 asks a registration of numbers from before, D2 of new ones: by their own dates, also under an age that knows no
 * registration. Of a number of which nobody knows since when it is here, it is the one or the other.
 */
function datedRules({ entered }: NumberClass, pack: PolicyPack): readonly RuleId[] {
  if (entered === 'before') return ['D1']
  if (entered === 'after') return pack.readings.laterOrganisations === 'likeOthers' ? ['D2', 'D1'] : ['D2']
  return isInForce(pack, 'P11') ? [] : ['D1', 'D2']
}

/** Z2: registered means on a campaign that stands; what nobody has said of the campaign counts as nothing. */
function campaign(number: NumberClass, pack: PolicyPack): Barrier | undefined {
  const failed = (reason: string, owner: Owner, act: Act) =>
    barrier(pack, 'registration', { reason, by: ['Z2'], owner, act })
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
      return barrier(pack, 'registration', {
        state: 'unknown',
        reason: 'CAMPAIGN_STATUS_UNKNOWN',
        by: ['Z2'],
        owner: 'registry',
        act: 'reportCampaign',
      })
  }
}
