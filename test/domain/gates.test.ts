import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { missingOrganisationFacts } from '../../src/domain/gates/organisation.ts'
import { authorisationObstacles, eligibilityOf, obstacles } from '../../src/domain/gates.ts'
import type { NumberClass } from '../../src/domain/numberClass.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { instant, millis } from '../../src/domain/values.ts'
import { day } from '../support/given.ts'
import { classes, passing } from './classes.ts'

const at = day(0)
const met = (but: Partial<NumberClass>, when = at) => obstacles(passing(but), pack003, when)

describe('each gate says why it is shut, who can open it, and how:', () => {
  test.each<[Partial<NumberClass>, string]>([
    [{ customerKind: 'online' }, 'eligibility failed ONLINE_ORGANISATION nobody noAct P2 P3'],
    [{ subscriptionKind: 'trial' }, 'eligibility failed TRIAL_SUBSCRIPTION partner convertTrial P4 D3'],
    [{ callingPlan: 'none' }, 'eligibility failed NO_CISCO_CALLING_PLAN partner buyCallingPlan P1 P12'],
    [{ callingPlan: 'elsewhere' }, 'eligibility failed COUNTRY_NOT_US_CA nobody noAct P1 P12'],
    [{ dataRegion: 'unsupported' }, 'eligibility failed DATA_REGION_UNSUPPORTED cisco migrateDataRegion P1'],
    [{ customerKind: 'unknown' }, 'eligibility unknown ORGANISATION_FACT_MISSING customerAdmin attestFacts P2 P3'],
    [{ subscriptionKind: 'unknown' }, 'eligibility unknown ORGANISATION_FACT_MISSING customerAdmin attestFacts P4 D3'],
    [{ callingPlan: 'unknown' }, 'eligibility unknown ORGANISATION_FACT_MISSING customerAdmin attestFacts P1 P12'],
    [{ organisationTurns: 'reached' }, 'eligibility unknown ORGANISATION_FACT_MISSING customerAdmin attestFacts P1 P2'],
    [{ licence: 'none' }, 'licence failed NO_LICENCE customerAdmin requestLicence P8 R1 P9'],
    [{ licence: 'requested' }, 'licence failed LICENCE_REQUESTED partner orderLicence P8 R1 P9'],
    [{ licence: 'ordered' }, 'licence failed LICENCE_ORDERED partner activateLicence P8 R1 P9'],
    [{ licence: 'lapsed' }, 'licence failed LICENCE_LAPSED partner renewLicence P8 P10'],
    [{ licence: 'ended' }, 'licence failed LICENCE_LAPSED partner renewLicence P8 P10'],
    [{ licence: 'unknown' }, 'licence unknown LICENCE_FACT_MISSING partner reportLicence P8 P10 R1'],
    [{ licenceTurns: 'reached' }, 'licence unknown LICENCE_FACT_MISSING partner reportLicence P8 P10 R1'],
    [{ presence: 'removed' }, 'location failed LOCATION_REMOVED customerAdmin moveNumber P5'],
    [{ country: 'MX' }, 'location failed LOCATION_COUNTRY nobody noAct P1 P5'],
    [{ pstnConnection: 'unset' }, 'location failed NOT_CISCO_PSTN customerAdmin moveToCiscoPstnLocation P7'],
    [{ textingOffered: 'no' }, 'location failed TEXTING_NOT_OFFERED cisco askCisco P7 T4'],
    [{ country: 'unknown' }, 'location unknown LOCATION_FACT_MISSING customerAdmin reportLocation P5 P7 T4'],
    [{ owner: 'alternate' }, 'primary failed NOT_A_PRIMARY_NUMBER customerAdmin assignAsPrimary P5'],
    [{ owner: 'unknown' }, 'primary unknown OWNER_UNKNOWN customerAdmin reportOwner P5'],
    [{ kind: 'tollFree' }, 'kind failed TOLL_FREE_NOT_10DLC nobody noAct P5 P11'],
    [{ kind: 'elin' }, 'kind failed KIND_NOT_TEXTABLE nobody noAct P5 P11'],
    [{ inventory: 'pending' }, 'inventory failed NOT_IN_SERVICE customerAdmin activateNumber P5'],
    [{ inventory: 'unknown' }, 'inventory unknown INVENTORY_UNKNOWN customerAdmin reportInventory P5'],
    [{ authorisation: 'none' }, 'authorisation failed NOT_AUTHORISED customerAdmin orderAuthorisation R2 Z4'],
    [{ authorisation: 'selected' }, 'authorisation failed ORDER_NOT_SUBMITTED customerAdmin submitOrder R2 Z4'],
    [{ authorisation: 'ordered' }, 'authorisation failed AUTHORISATION_PENDING desk answerOrder R2 Z4'],
    [{ authorisation: 'refused' }, 'authorisation failed AUTHORISATION_REFUSED customerAdmin orderAgain R2 Z4'],
    [{ authorisation: 'revoked' }, 'authorisation failed AUTHORISATION_REVOKED customerAdmin orderAgain R2 Z4'],
    [{ authorisation: 'selected', loa: 'required' }, 'authorisation failed LOA_NOT_SIGNED loaSigner signLoa Z8'],
    [
      { authorisation: 'selected', loa: 'required', letter: 'yes' },
      'authorisation failed ORDER_NOT_SUBMITTED customerAdmin submitOrder R2 Z4',
    ],
    [
      { authorisation: 'selected', loa: 'unknown' },
      'authorisation failed ORDER_NOT_SUBMITTED customerAdmin submitOrder R2 Z4',
    ],
    [{ authorisation: 'unknown' }, 'authorisation unknown AUTHORISATION_UNKNOWN customerAdmin orderAuthorisation R2'],
    [{ registration: 'none' }, 'registration failed NOT_REGISTERED customerAdmin openCase P11 Z2 Z3 D2'],
    [{ registration: 'released' }, 'registration failed NOT_REGISTERED customerAdmin openCase P11 Z2 Z3 D2'],
    [{ registration: 'none', case: 'yes' }, 'registration failed IN_CASE customerAdmin submitForm P11 Z2 Z3 D2'],
    [{ registration: 'unknown', case: 'yes' }, 'registration failed IN_CASE customerAdmin submitForm P11 Z2 Z3 D2'],
    [
      { registration: 'submitted' },
      'registration failed REGISTRATION_PENDING registry decideRegistration P11 Z2 Z3 D2',
    ],
    [{ registration: 'rejected' }, 'registration failed REGISTRATION_REJECTED customerAdmin openCase P11 Z2 Z3 D2'],
    [
      { registration: 'rejected', case: 'yes' },
      'registration failed REGISTRATION_REJECTED customerAdmin correctForm P11 Z2 Z3 D2',
    ],
    [{ registration: 'unknown' }, 'registration unknown REGISTRATION_UNKNOWN customerAdmin openCase P11 Z3 D2'],
    [{ campaign: 'pending' }, 'registration failed CAMPAIGN_PENDING registry decideCampaign Z2'],
    [{ campaign: 'rejected' }, 'registration failed CAMPAIGN_REJECTED customerAdmin correctForm Z2'],
    [{ campaign: 'suspended' }, 'registration failed CAMPAIGN_SUSPENDED registry liftSuspension Z2'],
    [{ campaign: 'ended' }, 'registration failed CAMPAIGN_ENDED customerAdmin openCase Z2'],
    [{ campaign: 'unknown' }, 'registration unknown CAMPAIGN_STATUS_UNKNOWN registry reportCampaign Z2'],
    [{ traffic: 'blocked', trafficParty: 'carrier' }, 'traffic failed BLOCKED_BY_CARRIER carrier liftBlock L9 S1'],
    [{ textingDefault: 'off' }, 'setting failed SWITCHED_OFF_FOR_ORGANISATION customerAdmin switchOnOrganisation T1'],
    [{ textingDefault: 'unknown' }, 'setting unknown TEXTING_DEFAULT_UNKNOWN customerAdmin attestFacts T1'],
    [{ setting: 'overrideOff' }, 'setting failed SWITCHED_OFF_FOR_USER customerAdmin switchOnUser T2 T6'],
  ])('%o', (but, said) => {
    const lines = met(but).map(({ gate, state, reason, owner, act, ruleIds }) =>
      [gate, state, reason, owner, act, ...ruleIds].join(' '),
    )
    expect(lines).toEqual([said])
  })
})

describe('the gates', () => {
  const shut = {
    customerKind: 'online',
    licence: 'none',
    country: 'MX',
    owner: 'none',
    kind: 'mobile',
    inventory: 'gone',
    authorisation: 'none',
    registration: 'none',
    traffic: 'blocked',
    setting: 'overrideOff',
  } as const
  const order = [
    'eligibility',
    'licence',
    'location',
    'primary',
    'kind',
    'inventory',
    'authorisation',
    'registration',
    'traffic',
    'setting',
  ]

  test('are named in one order, every shut one of them', () => {
    expect(met(shut).map((each) => each.gate)).toEqual(order)
    expect(met({}).map((each) => each.gate)).toEqual([])
  })

  test('that keep a number from being authorised are those that come before its own road', () => {
    const early = authorisationObstacles(passing(shut), pack003, at).map((each) => each.gate)
    expect(early).toEqual(['eligibility', 'licence', 'location', 'kind', 'inventory'])
  })

  property.prop([classes], { numRuns: 1000 })(
    'name each obstacle once, in order, with a rule, an owner and an act',
    (number) => {
      const all = obstacles(number, pack003, at)
      const gates = all.map((each) => each.gate)
      expect(gates).toEqual(order.filter((gate) => gates.some((each) => each === gate)))
      for (const { ruleIds, owner, act, reason } of all) {
        expect(ruleIds.length).toBeGreaterThan(0)
        expect([owner, act, reason]).not.toContain('')
        expect(owner === 'nobody').toBe(act === 'noAct')
      }
    },
  )
})

describe('a letter and a campaign', () => {
  const settled = ['ordered', 'authorised', 'refused', 'revoked', 'none', 'unknown'] as const

  property.prop([classes, fc.constantFrom(...settled)], { numRuns: 1000 })(
    'of authorisation: a missing letter speaks only before the order is submitted',
    (number, authorisation) => {
      const seen = (loa: string, letter: string) => obstacles({ ...number, authorisation, loa, letter }, pack003, at)
      expect(seen('required', 'no')).toEqual(seen('notRequired', 'yes'))
    },
  )

  property.prop([classes, fc.constantFrom('none', 'submitted', 'rejected', 'released', 'unknown')], { numRuns: 1000 })(
    'of registration: a campaign speaks only of numbers that are registered',
    (number, registration) => {
      const seen = (campaign: string) => obstacles({ ...number, registration, campaign }, pack003, at)
      expect(seen('suspended')).toEqual(seen('approved'))
    },
  )

  property.prop([classes, fc.constantFrom('pending', 'rejected', 'suspended', 'ended', 'unknown')], { numRuns: 1000 })(
    'no registered number texts on a campaign that is not approved',
    (number, campaign) => {
      const gates = obstacles({ ...number, registration: 'registered', campaign }, pack003, at).map((each) => each.gate)
      expect(gates).toContain('registration')
    },
  )
})

describe('the verdict on an organisation alone', () => {
  const verdict = (but: Partial<NumberClass>) => eligibilityOf(passing(but), pack003, at)

  test('is eligible, ineligible, or unknown while a fact is missing', () => {
    expect(verdict({})).toBe('eligible')
    expect(verdict({ customerKind: 'online' })).toBe('ineligible')
    expect(verdict({ subscriptionKind: 'trial' })).toBe('ineligible')
    expect(verdict({ callingPlan: 'elsewhere' })).toBe('ineligible')
    expect(verdict({ dataRegion: 'unsupported' })).toBe('ineligible')
    expect(verdict({ callingPlan: 'unknown' })).toBe('unknown')
    expect(verdict({ organisationTurns: 'reached' })).toBe('unknown')
  })

  property.prop([classes], { numRuns: 1000 })('is what the first gate says, whatever the number is like', (number) => {
    const first = obstacles(number, pack003, at).find((each) => each.gate === 'eligibility')
    const said = { failed: 'ineligible', unknown: 'unknown', ahead: 'eligible' } as const
    expect(eligibilityOf(number, pack003, at)).toBe(first ? said[first.state] : 'eligible')
  })
})

describe('a trial subscription', () => {
  const { trialsStopQualifying } = pack003.instants
  const justBefore = instant(millis(trialsStopQualifying) - 1)

  test('qualifies until the last millisecond before its cutoff, and from the cutoff on no more', () => {
    expect(met({ subscriptionKind: 'trial' }, justBefore)).toMatchObject([
      { gate: 'eligibility', state: 'ahead', from: trialsStopQualifying, reason: 'TRIAL_SUBSCRIPTION' },
    ])
    expect(eligibilityOf(passing({ subscriptionKind: 'trial' }), pack003, justBefore)).toBe('eligible')
    expect(met({ subscriptionKind: 'unknown' }, justBefore)).toEqual([])
    expect(met({ subscriptionKind: 'trial' }, trialsStopQualifying).map((each) => each.reason)).toEqual([
      'TRIAL_SUBSCRIPTION',
    ])
    expect(met({ subscriptionKind: 'paid' }, trialsStopQualifying)).toEqual([])
  })
})

describe('what an organisation has to say', () => {
  test('is named, the first that is missing', () => {
    const missing = (but: Partial<NumberClass>) => missingOrganisationFacts(passing(but), pack003, at)[0]
    expect(missing({})).toBeUndefined()
    expect(missing({ callingPlan: 'unknown', subscriptionKind: 'unknown' })).toBe('subscriptionKind')
    expect(missing({ organisationTurns: 'reached' })).toBe('expired')
    expect(missing({ organisationTurns: 'ahead' })).toBeUndefined()
  })

  test('does not count while something said shows that it cannot qualify', () => {
    expect(met({ customerKind: 'online', callingPlan: 'unknown' }).map((each) => each.reason)).toEqual([
      'ONLINE_ORGANISATION',
    ])
  })
})
