import { fc } from '@fast-check/vitest'
import type { CampaignEvent } from '../../src/domain/campaign.ts'
import { type ContactEvent, contactActs, contactPlaces, languages } from '../../src/domain/contact.ts'
import { type CutoffEvent, exemptionScopes, leniencies } from '../../src/domain/cutoff.ts'
import type { DeploymentEvent } from '../../src/domain/deployment.ts'
import type { LicenceEvent } from '../../src/domain/licence.ts'
import type { LoaEvent } from '../../src/domain/loa.ts'
import type { LocationEvent, LocationFacts } from '../../src/domain/location.ts'
import {
  type NumberEntry,
  type NumberEvent,
  type NumberFlag,
  trafficParties,
  trafficStates,
} from '../../src/domain/number.ts'
import type { MarkReached, OnboardingEvent } from '../../src/domain/onboarding.ts'
import type { OrderEvent } from '../../src/domain/order.ts'
import { type OrganisationEvent, type OrganisationFact, organisationFacts } from '../../src/domain/organisation.ts'
import { readingNames, readings } from '../../src/domain/policy/ruleBook/readings.ts'
import { type RetractionEvent, retractionReasons } from '../../src/domain/retraction.ts'
import type { CaseMark, RegistrationDecision, SupportCaseEvent } from '../../src/domain/supportCase.ts'
import type { UserEvent } from '../../src/domain/user.ts'
import { brand, type E164, type EventId, type OrganisationId, type UserId } from '../../src/domain/values.ts'
import { instants, streamFrom, union } from './arbitraries.ts'
import {
  caseA,
  caseB,
  elsewhere,
  exemptionA,
  exemptionB,
  here,
  letterA,
  letterB,
  orderA,
  orderB,
  proof,
  theRoad,
} from './deciders.ts'

const nothing = fc.constant({})
const few = fc.integer({ min: 0, max: 3 })
const evidence = fc.record({ evidence: fc.constant(proof) }, { requiredKeys: [] })
export const orderIds = fc.constantFrom(orderA, orderB)
export const letterIds = fc.constantFrom(letterA, letterB)
export const caseIds = fc.constantFrom(caseA, caseB)
export const loaFlags = fc.constantFrom('required', 'notRequired')
export const traffic = fc.record({
  state: fc.constantFrom(...trafficStates),
  by: fc.constantFrom(...trafficParties),
  codes: fc.constantFrom([], ['SPAM_SUSPECTED']),
})
export const loaVoids = fc.constantFrom('refused', 'withdrawn', 'superseded', 'takenOut')
export const caseExits = fc.constantFrom(
  'caseCancelled',
  'caseClosedUnresolved',
  'caseResolved',
  'authorisationRevoked',
  'takenOut',
)
export const locationIds = fc.constantFrom(here, elsewhere)
export const campaigns = fc.constantFrom('CABC123', 'CDEF456')
export const inventories = fc.constantFrom('pending', 'inService', 'inactive', 'gone')
export const settings = fc.constantFrom('inherit', 'overrideOn', 'overrideOff')
export const stages = fc.constantFrom(
  'eligibility',
  'licence',
  'authorisation',
  'case',
  'registration',
  'activation',
  'acknowledgement',
)
export const caseStages = fc.constantFrom(
  'opening',
  'formSending',
  'formReturn',
  'review',
  'correction',
  'customer',
  'licenceHold',
  'eligibilityHold',
)
export const caseStatuses = fc.constantFrom(
  'opened',
  'formSent',
  'formReceived',
  'inReview',
  'waitingOnCustomer',
  'resolved',
  'closedUnresolved',
  'reopened',
)
export const campaignStatuses = fc.constantFrom('pending', 'approved', 'rejected', 'suspended', 'ended')
export const brandStatuses = fc.constantFrom('verified', 'unverified')
export const codes = fc.subarray(['TAX_ID_MISMATCH', 'SAMPLES_UNCLEAR'])
export const formVersions = fc.integer({ min: 1, max: 3 })
export const contentHashes = fc.constantFrom('ab'.repeat(32), 'cd'.repeat(32))
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

export const caseMarks: fc.Arbitrary<CaseMark> = fc.record({
  wait: caseStages,
  mark: fc.constantFrom('reminder', 'due', 'escalation'),
  dueAt: instants,
  owner: fc.constantFrom('customerAdmin', 'desk'),
  late: fc.boolean(),
})
export const decisions: fc.Arbitrary<RegistrationDecision> = fc.record({
  outcome: fc.constantFrom('approved', 'rejected', 'partial'),
  campaignRef: campaigns,
  codes,
  registered: few,
  rejected: few,
  outstanding: few,
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

export const contactCards = fc.record({
  document: fc.constant(proof),
  language: fc.constantFrom(...languages),
  acts: fc.uniqueArray(fc.constantFrom(...contactActs), { minLength: 1 }),
  place: fc.constantFrom(...contactPlaces),
})
export const contactEvents = union<ContactEvent>({
  ContactAdded: contactCards,
  ContactChanged: contactCards,
  ContactRemoved: nothing,
})
export const userEvents = union<UserEvent>({ UserAdded: nothing, UserTextingSet: fc.record({ setting: settings }) })

export const orderEvents = union<OrderEvent>({
  OrderCreated: fc.record({ locationId: locationIds, onboardingId: fc.constant(theRoad), selected: few }),
  OrderChanged: fc.record({ added: few, removed: few }),
  OrderSubmitted: fc.record({ next: fc.constantFrom('more', 'done') }),
  OrderSent: fc.record({ ticket: fc.constantFrom('PTS-1', 'PTS-2') }),
  OrderAnswered: orderCounts,
  OrderClosed: fc
    .tuple(orderCounts, fc.constantFrom('complete', 'partial', 'failed'))
    .map(([counts, outcome]) => ({ ...counts, outcome })),
  OrderWithdrawn: nothing,
})

export const loaEvents = union<LoaEvent>({
  LoaSigned: fc.record({
    orderId: orderIds,
    document: fc.constant(proof),
    textVersion: fc.constant('1'),
    numbers: few,
  }),
  LoaAccepted: nothing,
  LoaRefused: fc.record({ reason: fc.constant('NAME_MISMATCH') }),
  LoaWithdrawn: nothing,
  LoaSuperseded: nothing,
})

export const caseEvents = union<SupportCaseEvent>({
  CaseOpened: fc.record({ onboardingId: fc.constant(theRoad), numbers: few, number: fc.constantFrom(1, 2) }),
  CaseReported: fc.record(
    {
      status: caseStatuses,
      ticket: fc.constantFrom('PTS-1', 'PTS-2'),
      reason: fc.constant('FORM_UNREADABLE'),
      flags: fc.subarray([
        'FORM_RECEIVED_BEFORE_SENT' as const,
        'REVIEW_BEFORE_FORM' as const,
        'AFTER_THE_END' as const,
        'SECOND_TICKET' as const,
      ]),
    },
    { requiredKeys: ['status', 'flags'] },
  ),
  CaseFormSubmitted: fc.record({ formVersion: formVersions, document: fc.constant(proof), contentHash: contentHashes }),
  CaseFormSent: fc.record({ formVersion: formVersions }),
  CaseDecided: fc.tuple(decisions, formVersions).map(([decision, formVersion]) => ({ ...decision, formVersion })),
  CaseStageEntered: fc.record({ stage: caseStages }),
  CaseReminded: caseMarks,
  CaseOverdue: caseMarks,
  CaseEscalated: caseMarks,
  CaseStepFailed: fc.record({ step: fc.constant('form/1'), code: fc.constant('DESK_REFUSED') }),
  CaseCancelled: nothing,
  CaseClosed: fc.record({ registered: few, rejected: few }),
})

export const campaignEvents = union<CampaignEvent>({
  CampaignReported: fc.record(
    {
      ref: fc.constant('CABC123'),
      status: campaignStatuses,
      caseId: caseIds,
      codes,
      flags: fc.subarray(['APPROVED_WITHOUT_VERIFIED_BRAND' as const]),
    },
    { requiredKeys: ['ref', 'status', 'codes', 'flags'] },
  ),
  BrandReported: fc.record({ ref: fc.constant('CABC123'), status: brandStatuses, codes }),
})

export const onboardingEvents = union<OnboardingEvent>({
  OnboardingStarted: nothing,
  OnboardingStageEntered: fc.record({ stage: stages }),
  OnboardingReminded: marks,
  OnboardingOverdue: marks,
  OnboardingEscalated: marks,
  OnboardingNumbersActivated: fc.record({ activated: few, heldBack: few }),
  OnboardingStepFailed: fc.record({ step: fc.constant('order/1'), code: fc.constant('DESK_REFUSED') }),
  OnboardingOutcomeAcknowledged: fc.record({ refused: few, rejected: few }),
  OnboardingCancelled: fc.record({ reason: fc.constantFrom('requestedByCustomer', 'other') }),
  OnboardingCompleted: fc.record({ registered: few, dropped: few }),
})

const subjects = fc.constantFrom('op-1', 'op-2', 'op-3')
const leniency = fc.constantFrom(...leniencies)
const exemptionIds = fc.constantFrom(exemptionA, exemptionB)
const planNos = fc.integer({ min: 1, max: 3 })
const planHashes = fc.constantFrom('ab'.repeat(32), 'cd'.repeat(32))

export const cutoffEvents = union<CutoffEvent>({
  CutoffPublished: fc.record({
    cutoffId: fc.constant('unregisteredSwitchedOff' as const),
    kind: fc.constant('switchOff' as const),
    ruleId: fc.constant('D1'),
    statedInstant: instants,
    contentHash: planHashes,
    wasPast: fc.boolean(),
  }),
  CutoffPlanned: fc.record({
    planNo: planNos,
    occasion: fc.constant('byHand'),
    hash: planHashes,
    policyVersion: fc.constant('003:ab'),
    classes: few,
    numbers: few,
    switchOff: few,
    by: subjects,
  }),
  CutoffPlanApproved: fc.record({ planNo: planNos, hash: planHashes, by: subjects, isComplete: fc.boolean() }),
  ImportDeclaredComplete: fc.record({ by: subjects }),
  ExemptionRequested: fc.record(
    {
      exemptionId: exemptionIds,
      scope: fc.constantFrom(...exemptionScopes),
      orgId: fc.constant(brand<OrganisationId>('0195a000-0000-7000-8000-00000000004a')),
      class: fc.constant('standard|inService'),
      numbers: few,
      until: instants,
      reason: leniency,
      isUndo: fc.boolean(),
      by: subjects,
    },
    { requiredKeys: ['exemptionId', 'scope', 'until', 'reason', 'isUndo', 'by'] },
  ),
  ExemptionGranted: fc.record({ exemptionId: exemptionIds, until: instants, by: subjects }),
  ExemptionRevocationRequested: fc.record({
    requestId: fc.uuid(),
    exemptionId: exemptionIds,
    reason: leniency,
    by: subjects,
  }),
  ExemptionRevoked: fc.record({ exemptionId: exemptionIds, by: subjects }),
  CutoffPostponementRequested: fc.record({ requestId: fc.uuid(), until: instants, reason: leniency, by: subjects }),
  CutoffPostponed: fc.record({ requestId: fc.uuid(), until: instants, by: subjects }),
  CutoffUndone: fc.record({ exemptionId: exemptionIds, until: instants }),
  CutoffExecuted: fc.record({
    planNo: planNos,
    switchedOff: few,
    registered: few,
    exempt: few,
    unknown: few,
    waiting: few,
  }),
  CutoffVerified: fc.record({ planNo: planNos, waiting: few, differing: few }),
  CutoffClosed: nothing,
})

export const retractionEvents = union<RetractionEvent>({
  ReportRetracted: fc.record(
    {
      eventId: fc.constant(brand<EventId>('0195a000-0000-7000-8000-000000000001:1')),
      reason: fc.constantFrom(...retractionReasons),
      evidence: fc.constant(proof),
    },
    { requiredKeys: ['eventId', 'reason'] },
  ),
})

export const deploymentEvents = union<DeploymentEvent>({
  ReadingChosen: fc.record({
    point: fc.constantFrom(...readingNames),
    option: fc.constantFrom(...Object.keys(readings.zone.options)),
  }),
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
    loa: loaFlags,
  },
  { requiredKeys: ['e164', 'kind'] },
)

export const enteringEvents = union<Entering>({ NumberEntered: entries })

const flags = fc.subarray<NumberFlag>([
  'EARLIER_THAN_KNOWN',
  'NOT_IN_THIS_ORDER',
  'LOA_NOT_SIGNED',
  'NOT_AUTHORISED',
  'NOT_IN_A_CASE',
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
  NumberAuthorisationRevoked: fc.record({ orderId: orderIds, reason: fc.constant('LOA_WITHDRAWN') }),
  NumberLoaFlagged: fc.record({ loa: loaFlags, flags }),
  NumberTrafficReported: fc.tuple(traffic, fc.record({ flags })).map(([said, flagged]) => ({ ...said, ...flagged })),
  NumberLoaSigned: fc.record({ loaId: letterIds, orderId: orderIds }),
  NumberLoaVoided: fc.record({ loaId: letterIds, reason: loaVoids }),
  NumberJoinedCase: fc.record({ caseId: caseIds }),
  NumberLeftCase: fc.record({ caseId: caseIds, reason: caseExits }),
  NumberRegistrationSubmitted: fc.record({ caseId: caseIds, formVersion: formVersions }),
  NumberRegistrationWithdrawn: fc.record({ caseId: caseIds }),
  NumberRegistrationRestarted: fc.record({ caseId: caseIds }),
  NumberRegistrationReleased: fc.record({ reason: fc.constantFrom('NUMBER_MOVED', 'OTHER') }),
  NumberRegistered: fc.record({ campaignRef: campaigns, flags }),
  NumberRegistrationRejected: fc.record({ campaignRef: campaigns, code: fc.constant('BRAND_UNVERIFIED'), flags }),
  NumberTextingActivated: fc.record({ campaignRef: campaigns }, { requiredKeys: [] }),
  NumberExempted: fc.record({ exemptionId: fc.constantFrom(exemptionA, exemptionB), until: instants }),
  NumberExemptionEnded: fc.record({ exemptionId: fc.constantFrom(exemptionA, exemptionB) }),
})

/** A number's first event says which number it is, and comes once. */
export const numberStream = streamFrom<NumberEvent>(enteringEvents, numberEvents)
