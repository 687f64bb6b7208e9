import { fc } from '@fast-check/vitest'
import type { LicenceEvent } from '../../src/domain/licence.ts'
import type { LocationEvent, LocationFacts } from '../../src/domain/location.ts'
import type { NumberEntry, NumberEvent, NumberFlag } from '../../src/domain/number.ts'
import type { MarkReached, OnboardingEvent } from '../../src/domain/onboarding.ts'
import type { OrderEvent } from '../../src/domain/order.ts'
import { type OrganisationEvent, type OrganisationFact, organisationFacts } from '../../src/domain/organisation.ts'
import type { UserEvent } from '../../src/domain/user.ts'
import { brand, type E164, type UserId } from '../../src/domain/values.ts'
import { instants, streamFrom, union } from './arbitraries.ts'
import { elsewhere, here, orderA, orderB, proof, theRoad } from './deciders.ts'

const nothing = fc.constant({})
const few = fc.integer({ min: 0, max: 3 })
const evidence = fc.record({ evidence: fc.constant(proof) }, { requiredKeys: [] })
export const orderIds = fc.constantFrom(orderA, orderB)
export const locationIds = fc.constantFrom(here, elsewhere)
export const campaigns = fc.constantFrom('CABC123', 'CDEF456')
export const inventories = fc.constantFrom('pending', 'inService', 'inactive', 'gone')
export const settings = fc.constantFrom('inherit', 'overrideOn', 'overrideOff')
export const stages = fc.constantFrom('licence', 'authorisation', 'registration', 'activation', 'acknowledgement')
export const owners = fc.record(
  {
    owner: fc.constantFrom('none', 'primary', 'alternate'),
    userId: fc.constantFrom(
      brand<UserId>('0195a000-0000-7000-8000-000000000005'),
      brand<UserId>('0195a000-0000-7000-8000-000000000006'),
    ),
  },
  { requiredKeys: ['owner'] },
)
export const locationFacts: fc.Arbitrary<LocationFacts> = fc.record(
  {
    country: fc.constantFrom('US', 'CA', 'MX'),
    pstnConnection: fc.constantFrom('ciscoPstn', 'localGateway', 'unset'),
    textingOffered: fc.constantFrom('yes', 'no'),
    presence: fc.constantFrom('present', 'removed'),
  },
  { requiredKeys: [] },
)
export const attestations: fc.Arbitrary<OrganisationFact> = fc.constantFrom(
  ...Object.entries(organisationFacts).flatMap(([fact, values]) =>
    values.map((value) => ({ fact, value }) as OrganisationFact),
  ),
)
export const orderCounts = fc.record({ authorised: few, refused: few, outstanding: few })
export const marks: fc.Arbitrary<MarkReached> = fc.record({
  wait: stages,
  mark: fc.constantFrom('reminder', 'due', 'escalation'),
  dueAt: instants,
  owner: fc.constantFrom('partner', 'desk'),
  late: fc.boolean(),
})

export const organisationEvents = union<OrganisationEvent>({
  OrganisationCreated: fc.record({ name: fc.constant(proof) }),
  OrganisationFactAttested: fc
    .tuple(attestations, fc.record({ expiresAt: instants, evidence: fc.constant(proof) }, { requiredKeys: [] }))
    .map(([fact, more]) => ({ ...fact, ...more })),
})

export const licenceEvents = union<LicenceEvent>({
  LicenceRequested: nothing,
  LicenceOrdered: evidence,
  LicenceActivated: fc
    .tuple(evidence, fc.subarray(['ACTIVATED_WITHOUT_ORDER' as const]))
    .map(([proof, flags]) => ({ ...proof, flags })),
  LicenceLapsed: evidence,
  LicenceEnded: evidence,
})

export const locationEvents = union<LocationEvent>({ LocationAdded: locationFacts, LocationReported: locationFacts })

export const userEvents = union<UserEvent>({ UserAdded: nothing, UserTextingSet: fc.record({ setting: settings }) })

export const orderEvents = union<OrderEvent>({
  OrderCreated: fc.record({ locationId: locationIds, onboardingId: fc.constant(theRoad), selected: few }),
  OrderSubmitted: fc.record({ next: fc.constantFrom('more', 'done') }),
  OrderSent: fc.record({ ticket: fc.constantFrom('PTS-1', 'PTS-2') }),
  OrderAnswered: orderCounts,
  OrderClosed: fc
    .tuple(orderCounts, fc.constantFrom('complete', 'partial', 'failed'))
    .map(([counts, outcome]) => ({ ...counts, outcome })),
  OrderWithdrawn: nothing,
})

export const onboardingEvents = union<OnboardingEvent>({
  OnboardingStarted: nothing,
  OnboardingStageEntered: fc.record({ stage: stages }),
  OnboardingReminded: marks,
  OnboardingOverdue: marks,
  OnboardingEscalated: marks,
  OnboardingRegistrationSent: fc.record({ reference: fc.constant('reg-1'), numbers: few }),
  OnboardingNumbersActivated: fc.record({ activated: few, heldBack: few }),
  OnboardingStepFailed: fc.record({ step: fc.constant('order/1'), code: fc.constant('DESK_REFUSED') }),
  OnboardingOutcomeAcknowledged: fc.record({ refused: few, rejected: few }),
  OnboardingCancelled: fc.record({ reason: fc.constantFrom('requestedByCustomer', 'other') }),
  OnboardingCompleted: fc.record({ registered: few, dropped: few }),
})

type Entering = Extract<NumberEvent, { readonly type: 'NumberEntered' }>

const entries: fc.Arbitrary<NumberEntry> = fc.record(
  {
    e164: fc.constant(brand<E164>('+14155550123')),
    kind: fc.constantFrom('standard', 'tollFree'),
    inventory: inventories,
    entered: instants,
    locationId: locationIds,
    ownedBy: owners,
  },
  { requiredKeys: ['e164', 'kind'] },
)

export const enteringEvents = union<Entering>({ NumberEntered: entries })

const flags = fc.subarray<NumberFlag>([
  'EARLIER_THAN_KNOWN',
  'NOT_IN_THIS_ORDER',
  'NOT_AUTHORISED',
  'NOT_SUBMITTED',
  'NUMBER_GONE',
])

export const numberEvents = union<Exclude<NumberEvent, Entering>>({
  NumberInventoryReported: fc.record({ inventory: inventories, flags }),
  NumberEntryReported: fc.record({ entered: instants, flags }),
  NumberMoved: fc.record({ locationId: locationIds, flags }),
  NumberOwnerReported: fc.tuple(owners, flags).map(([ownedBy, flags]) => ({ ...ownedBy, flags })),
  NumberSelected: fc.record({ orderId: orderIds }),
  NumberDeselected: fc.record({ orderId: orderIds }),
  NumberOrdered: fc.record({ orderId: orderIds }),
  NumberAuthorised: fc.record({ orderId: orderIds, flags }),
  NumberAuthorisationRefused: fc.record({ orderId: orderIds, reason: fc.constant('NAME_MISMATCH'), flags }),
  NumberRegistrationSubmitted: fc.record({ reference: fc.constant('reg-1') }),
  NumberRegistered: fc.record({ campaignRef: campaigns, flags }),
  NumberRegistrationRejected: fc.record({ campaignRef: campaigns, code: fc.constant('BRAND_UNVERIFIED'), flags }),
  NumberTextingActivated: fc.record({ campaignRef: campaigns }, { requiredKeys: [] }),
})

/** A number's first event says which number it is, and comes once. */
export const numberStream = streamFrom<NumberEvent>(enteringEvents, numberEvents)
