import * as z from 'zod'
import type { CampaignEvent } from '../domain/campaign.ts'
import { type ContactEvent, contactActs, contactPlaces, languages } from '../domain/contact.ts'
import type { CutoffEvent } from '../domain/cutoff.ts'
import type { DeploymentEvent } from '../domain/deployment.ts'
import type { LicenceEvent } from '../domain/licence.ts'
import type { LoaEvent } from '../domain/loa.ts'
import type { LocationEvent } from '../domain/location.ts'
import type { NumberEvent } from '../domain/number.ts'
import type { OnboardingEvent } from '../domain/onboarding.ts'
import type { OrderEvent } from '../domain/order.ts'
import type { OrganisationEvent } from '../domain/organisation.ts'
import type { RetractionEvent } from '../domain/retraction.ts'
import type { SupportCaseEvent } from '../domain/supportCase.ts'
import type { UserEvent } from '../domain/user.ts'

export type DomainEvent =
  | OrganisationEvent
  | LicenceEvent
  | LocationEvent
  | UserEvent
  | ContactEvent
  | NumberEvent
  | OrderEvent
  | LoaEvent
  | SupportCaseEvent
  | CampaignEvent
  | OnboardingEvent
  | CutoffEvent
  | RetractionEvent
  | DeploymentEvent

const instant = z.iso.datetime({ precision: 3 })
const id = z.uuid()
const eventId = z.string().regex(/^[0-9a-f-]{36}:[1-9]\d*$/)
const code = z.string().min(1).max(100)
const count = z.int().min(0)
const documentRef = z.strictObject({ documentId: id, sha256: z.string().length(64) })
const evidence = z.strictObject({ evidence: documentRef.optional() })
const nothing = z.strictObject({})
const flags = z.array(code)
const locationFacts = z.strictObject({
  country: z.string().length(2).optional(),
  pstnConnection: code.optional(),
  textingOffered: z.enum(['yes', 'no']).optional(),
  presence: z.enum(['present', 'removed']).optional(),
})
const orderRef = z.strictObject({ orderId: id })
const orderCounts = z.strictObject({ authorised: count, refused: count, outstanding: count })
const mark = z.strictObject({
  wait: code,
  mark: z.enum(['reminder', 'due', 'escalation']),
  dueAt: instant,
  owner: code,
  late: z.boolean(),
})
const contactCard = z.strictObject({
  document: documentRef,
  language: z.enum(languages),
  acts: z.array(z.enum(contactActs)),
  place: z.enum(contactPlaces),
})
const ownedBy = { owner: code, userId: id.optional() }

/** The stored format of every event in its latest version. Never rename or retype a field: add a version and an upcaster. */
export const schemas = {
  OrganisationCreated: z.strictObject({ name: documentRef }),
  OrganisationFactAttested: z.strictObject({
    fact: code,
    value: code,
    expiresAt: instant.optional(),
    evidence: documentRef.optional(),
  }),
  LicenceRequested: nothing,
  LicenceOrdered: evidence,
  LicenceActivated: z.strictObject({ evidence: documentRef.optional(), flags }),
  LicenceLapsed: evidence,
  LicenceEnded: evidence,
  LocationAdded: locationFacts,
  LocationReported: locationFacts,
  UserAdded: nothing,
  UserTextingSet: z.strictObject({ setting: z.enum(['inherit', 'overrideOn', 'overrideOff']) }),
  ContactAdded: contactCard,
  ContactChanged: contactCard,
  ContactRemoved: nothing,
  NumberEntered: z.strictObject({
    e164: z.string().regex(/^\+[1-9]\d{1,14}$/),
    kind: code,
    inventory: code.optional(),
    entered: instant.optional(),
    locationId: id.optional(),
    ownedBy: z.strictObject(ownedBy).optional(),
    loa: z.enum(['required', 'notRequired']).optional(),
  }),
  NumberInventoryReported: z.strictObject({ inventory: code, flags }),
  NumberEntryReported: z.strictObject({ entered: instant, flags }),
  NumberMoved: z.strictObject({ locationId: id, flags }),
  NumberOwnerReported: z.strictObject({ ...ownedBy, flags }),
  NumberSelected: orderRef,
  NumberDeselected: orderRef,
  NumberOrdered: orderRef,
  NumberAuthorised: z.strictObject({ orderId: id, flags }),
  NumberAuthorisationRefused: z.strictObject({ orderId: id, reason: code, flags }),
  NumberAuthorisationRevoked: z.strictObject({ orderId: id, reason: code }),
  NumberLoaFlagged: z.strictObject({ loa: z.enum(['required', 'notRequired']), flags }),
  NumberTrafficReported: z.strictObject({
    state: z.enum(['flowing', 'throttled', 'blocked']),
    by: z.enum(['carrier', 'vendor', 'cisco']),
    codes: z.array(code),
    flags,
  }),
  NumberLoaSigned: z.strictObject({ loaId: id, orderId: id }),
  NumberLoaVoided: z.strictObject({ loaId: id, reason: code }),
  NumberJoinedCase: z.strictObject({ caseId: id }),
  NumberLeftCase: z.strictObject({ caseId: id, reason: code }),
  NumberRegistrationSubmitted: z.strictObject({ caseId: id, formVersion: count }),
  NumberRegistrationWithdrawn: z.strictObject({ caseId: id }),
  NumberRegistrationRestarted: z.strictObject({ caseId: id }),
  NumberRegistrationReleased: z.strictObject({ reason: code }),
  NumberRegistered: z.strictObject({ campaignRef: code, flags }),
  NumberRegistrationRejected: z.strictObject({ campaignRef: code, code, flags }),
  NumberTextingActivated: z.strictObject({ campaignRef: code.optional() }),
  NumberExempted: z.strictObject({ exemptionId: id, until: instant }),
  NumberExemptionEnded: z.strictObject({ exemptionId: id }),
  OrderCreated: z.strictObject({ locationId: id, onboardingId: id, selected: count }),
  OrderChanged: z.strictObject({ added: count, removed: count }),
  OrderSubmitted: z.strictObject({ next: z.enum(['more', 'done']) }),
  OrderSent: z.strictObject({ ticket: code }),
  OrderAnswered: orderCounts,
  OrderClosed: orderCounts.extend({ outcome: z.enum(['complete', 'partial', 'failed']) }),
  OrderWithdrawn: nothing,
  LoaSigned: z.strictObject({ orderId: id, document: documentRef, textVersion: code, numbers: count }),
  LoaAccepted: nothing,
  LoaRefused: z.strictObject({ reason: code }),
  LoaWithdrawn: nothing,
  LoaSuperseded: nothing,
  CaseOpened: z.strictObject({
    onboardingId: id,
    numbers: count,
    number: count,
    kind: z.enum(['registration', 'authorisationHelp']).optional(),
  }),
  CaseReported: z.strictObject({ status: code, ticket: code.optional(), reason: code.optional(), flags }),
  CaseFormSubmitted: z.strictObject({ formVersion: count, document: documentRef, contentHash: code }),
  CaseFormSent: z.strictObject({ formVersion: count }),
  CaseDecided: z.strictObject({
    formVersion: count,
    outcome: z.enum(['approved', 'rejected', 'partial']),
    campaignRef: code,
    codes: z.array(code),
    registered: count,
    rejected: count,
    outstanding: count,
  }),
  CaseStageEntered: z.strictObject({ stage: code }),
  CaseReminded: mark,
  CaseOverdue: mark,
  CaseEscalated: mark,
  CaseStepFailed: z.strictObject({ step: z.string(), code }),
  CaseCancelled: nothing,
  CaseClosed: z.strictObject({ registered: count, rejected: count }),
  CampaignReported: z.strictObject({ ref: code, status: code, caseId: id.optional(), codes: z.array(code), flags }),
  BrandReported: z.strictObject({ ref: code, status: code, codes: z.array(code) }),
  OnboardingStarted: nothing,
  OnboardingStageEntered: z.strictObject({ stage: code }),
  OnboardingReminded: mark,
  OnboardingOverdue: mark,
  OnboardingEscalated: mark,
  OnboardingNumbersActivated: z.strictObject({ activated: count, heldBack: count }),
  OnboardingStepFailed: z.strictObject({ step: z.string(), code }),
  OnboardingOutcomeAcknowledged: z.strictObject({ refused: count, rejected: count }),
  OnboardingCancelled: z.strictObject({ reason: code }),
  OnboardingCompleted: z.strictObject({ registered: count, dropped: count }),
  CutoffPublished: z.strictObject({
    cutoffId: code,
    kind: z.enum(['stopDefaultOn', 'stopTrials', 'advise', 'switchOff']),
    ruleId: code,
    statedInstant: instant,
    contentHash: code,
    wasPast: z.boolean(),
  }),
  CutoffPlanned: z.strictObject({
    planNo: count,
    occasion: code,
    hash: code,
    policyVersion: code,
    classes: count,
    numbers: count,
    switchOff: count,
    by: code,
  }),
  CutoffPlanApproved: z.strictObject({ planNo: count, hash: code, by: code, isComplete: z.boolean() }),
  ImportDeclaredComplete: z.strictObject({ by: code }),
  ExemptionRequested: z.strictObject({
    exemptionId: id,
    scope: z.enum(['all', 'class', 'organisation', 'numbers']),
    orgId: id.optional(),
    class: z.string().optional(),
    numbers: count.optional(),
    until: instant,
    reason: code,
    isUndo: z.boolean(),
    by: code,
  }),
  ExemptionGranted: z.strictObject({ exemptionId: id, until: instant, by: code }),
  ExemptionRevocationRequested: z.strictObject({ requestId: id, exemptionId: id, reason: code, by: code }),
  ExemptionRevoked: z.strictObject({ exemptionId: id, by: code }),
  CutoffPostponementRequested: z.strictObject({ requestId: id, until: instant, reason: code, by: code }),
  CutoffPostponed: z.strictObject({ requestId: id, until: instant, by: code }),
  CutoffUndone: z.strictObject({ exemptionId: id, until: instant }),
  CutoffExecuted: z.strictObject({
    planNo: count,
    switchedOff: count,
    registered: count,
    exempt: count,
    unknown: count,
    waiting: count,
  }),
  CutoffVerified: z.strictObject({ planNo: count, waiting: count, differing: count }),
  CutoffClosed: nothing,
  ReadingChosen: z.strictObject({ point: code, option: code }),
  ReportRetracted: z.strictObject({ eventId, reason: code, evidence: documentRef.optional() }),
} as const satisfies Record<DomainEvent['type'], z.ZodType>

export const eventTypes = Object.keys(schemas) as readonly DomainEvent['type'][]

/** Stored data as its type says it is, or an error that names what is wrong with it. */
export function parseEvent(type: string, data: unknown): unknown {
  const schema = Object.hasOwn(schemas, type) ? schemas[type as DomainEvent['type']] : undefined
  if (!schema) throw new Error(`unknown event type ${type}`)
  const parsed = schema.safeParse(data)
  if (!parsed.success) throw new Error(`event ${type} is not in its stored form:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}
