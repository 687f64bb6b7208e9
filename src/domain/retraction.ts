import type { Refusal } from './decision.ts'
import type { Actor } from './fact.ts'
import type { DocumentRef, EventId, Instant } from './values.ts'

/** Why a report was wrong. Whatever a person has to say beyond that goes into the evidence, encrypted. */
export const retractionReasons = ['mistaken', 'wrongObject', 'wrongDate', 'takenBackBySource', 'test', 'other'] as const
export type RetractionReason = (typeof retractionReasons)[number]

/** Appended to the stream of the report that it strikes. Both stay; from now on the report counts for nothing. */
export type RetractionEvent = {
  readonly type: 'ReportRetracted'
  readonly data: { readonly eventId: EventId; readonly reason: RetractionReason; readonly evidence?: DocumentRef }
}

/**
 * What an event is, for every type there is. A `report` is what somebody told of the world outside, and can be struck; of
 * one that made its object known the object stays, and only what was said of it falls. An `act` is ours and stays done, and a
 * `summary` follows from reports: strike those.
 */
export const natures = {
  OrganisationCreated: 'act',
  OrganisationFactAttested: 'report',
  LicenceRequested: 'act',
  LicenceOrdered: 'report',
  LicenceActivated: 'report',
  LicenceLapsed: 'report',
  LicenceEnded: 'report',
  LocationAdded: 'report',
  LocationReported: 'report',
  UserAdded: 'act',
  UserTextingSet: 'report',
  ContactAdded: 'act',
  ContactChanged: 'act',
  ContactRemoved: 'act',
  NumberEntered: 'report',
  NumberInventoryReported: 'report',
  NumberEntryReported: 'report',
  NumberMoved: 'report',
  NumberOwnerReported: 'report',
  NumberLoaFlagged: 'report',
  NumberTrafficReported: 'report',
  NumberSelected: 'act',
  NumberDeselected: 'act',
  NumberOrdered: 'act',
  NumberAuthorised: 'report',
  NumberAuthorisationRefused: 'report',
  NumberAuthorisationRevoked: 'act',
  NumberLoaSigned: 'act',
  NumberLoaVoided: 'act',
  NumberJoinedCase: 'act',
  NumberLeftCase: 'act',
  NumberRegistrationSubmitted: 'act',
  NumberRegistrationWithdrawn: 'act',
  NumberRegistrationRestarted: 'act',
  NumberRegistrationReleased: 'act',
  NumberRegistered: 'report',
  NumberRegistrationRejected: 'report',
  NumberTextingActivated: 'act',
  NumberExempted: 'act',
  NumberExemptionEnded: 'act',
  OrderCreated: 'act',
  OrderChanged: 'act',
  OrderSubmitted: 'act',
  OrderSent: 'act',
  OrderAnswered: 'summary',
  OrderClosed: 'summary',
  OrderWithdrawn: 'act',
  LoaSigned: 'act',
  LoaAccepted: 'report',
  LoaRefused: 'report',
  LoaWithdrawn: 'act',
  LoaSuperseded: 'act',
  CaseOpened: 'act',
  CaseReported: 'report',
  CaseFormSubmitted: 'act',
  CaseFormSent: 'act',
  CaseDecided: 'report',
  CaseStageEntered: 'act',
  CaseReminded: 'act',
  CaseOverdue: 'act',
  CaseEscalated: 'act',
  CaseStepFailed: 'act',
  CaseCancelled: 'act',
  CaseClosed: 'act',
  CampaignReported: 'report',
  BrandReported: 'report',
  ReadingChosen: 'act',
  OnboardingStarted: 'act',
  OnboardingStageEntered: 'act',
  OnboardingReminded: 'act',
  OnboardingOverdue: 'act',
  OnboardingEscalated: 'act',
  OnboardingNumbersActivated: 'act',
  OnboardingStepFailed: 'act',
  OnboardingOutcomeAcknowledged: 'act',
  OnboardingCancelled: 'act',
  OnboardingCompleted: 'act',
  CutoffPublished: 'act',
  CutoffPlanned: 'act',
  CutoffPlanApproved: 'act',
  ImportDeclaredComplete: 'act',
  ExemptionRequested: 'act',
  ExemptionGranted: 'act',
  ExemptionRevocationRequested: 'act',
  ExemptionRevoked: 'act',
  CutoffPostponementRequested: 'act',
  CutoffPostponed: 'act',
  CutoffUndone: 'act',
  CutoffExecuted: 'act',
  CutoffVerified: 'act',
  CutoffClosed: 'act',
  ReportRetracted: 'retraction',
} as const satisfies Readonly<Record<string, 'report' | 'act' | 'summary' | 'retraction'>>

export function isReport(type: string): boolean {
  return natureOf(type) === 'report'
}

function natureOf(type: string): string | undefined {
  return Object.hasOwn(natures, type) ? natures[type as keyof typeof natures] : undefined
}

/** An event as far as retracting has to look at it. */
export type Retractable = {
  readonly id: string
  readonly streamId: string
  readonly type: string
  readonly data: unknown
  readonly actor: Actor
}

/** Support and operators strike any report, others only what they have reported themselves. */
export function refuseRetraction(
  by: Pick<Actor, 'subject' | 'role'>,
  { id, type, actor }: Retractable,
): Refusal | undefined {
  const nature = natureOf(type)
  const seen = `${id} is ${type}`
  if (nature === 'retraction') return { code: 'RETRACTION_IS_FINAL', field: 'eventIds', detail: seen }
  if (nature !== 'report') return { code: 'NOT_A_REPORT', field: 'eventIds', detail: seen }
  if (by.role === 'support' || by.role === 'operator' || by.subject === actor.subject) return undefined
  return { code: 'NOT_YOUR_REPORT', field: 'eventIds', detail: id }
}

type Recorded = { readonly id: string; readonly type: string; readonly data: unknown; readonly recordedAt: Instant }

/**
 * The events of a stream that count: without what was struck, and without the retractions themselves. As known at an
 * instant, what was recorded later is not there yet, a retraction included, whatever it strikes.
 */
export function standing<Event extends Recorded>(events: readonly Event[], known?: Instant): readonly Event[] {
  const learnt = known === undefined ? events : events.filter((each) => each.recordedAt <= known)
  const struck = new Set(learnt.flatMap(struckBy))
  if (struck.size === 0) return learnt
  return learnt.flatMap((each) => {
    if (each.type === 'ReportRetracted') return []
    return struck.has(each.id) ? bare(each) : [each]
  })
}

function struckBy({ type, data }: Recorded): readonly string[] {
  return type === 'ReportRetracted' ? [(data as RetractionEvent['data']).eventId] : []
}

/** An object that was made known stays known, as that and nothing else: orders, cases and people rest on its being there. */
function bare<Event extends Recorded>(event: Event): readonly Event[] {
  if (event.type === 'LocationAdded') return [{ ...event, data: {} }]
  if (event.type !== 'NumberEntered') return []
  const { e164, kind } = event.data as { readonly e164: string; readonly kind: string }
  return [{ ...event, data: { e164, kind } }]
}

type Told = Pick<Retractable, 'streamId' | 'type' | 'data'>

/**
 * Whether an event of the same command says nothing but what follows from a struck report: the count of an order's answers,
 * or what the desk's word on a letter did to the numbers under it.
 */
export function followsFrom({ streamId, type, data }: Told, struck: readonly Told[]): boolean {
  const about = data as { readonly reason?: string }
  switch (type) {
    case 'OrderAnswered':
      return struck.some((each) => isAnswer(each) && orderOf(each) === streamId)
    case 'NumberLoaVoided':
      return about.reason === 'refused' && struck.some(isWordOnLetter)
    case 'NumberLoaSigned':
      return struck.some(isWordOnLetter)
    default:
      return false
  }
}

/** The desk's answer about a number of an order. */
export function isAnswer({ type }: Pick<Told, 'type'>): boolean {
  return type === 'NumberAuthorised' || type === 'NumberAuthorisationRefused'
}

export function orderOf({ data }: Pick<Told, 'data'>): string | undefined {
  return (data as { readonly orderId?: string }).orderId
}

export function isWordOnLetter({ type }: Pick<Told, 'type'>): boolean {
  return type === 'LoaAccepted' || type === 'LoaRefused'
}
