import { unreachable } from './decision.ts'
import { believedBy, type Meta, outranks } from './fact.ts'
import type { CaseId, E164, ExemptionId, Instant, LoaId, LocationId, OrderId, UserId } from './values.ts'

export type NumberKind = 'standard' | 'tollFree' | 'service' | 'elin' | 'mobile'
export type Inventory = 'pending' | 'inService' | 'inactive' | 'gone'
export type Authorisation = 'none' | 'selected' | 'ordered' | 'authorised' | 'refused' | 'revoked'
export type Registration = 'none' | 'submitted' | 'registered' | 'rejected' | 'released'
export type Texting = 'off' | 'legacyOn' | 'on' | 'suspended'
/** Set by the carrier for reasons of its own: a flag to be told, never to be derived (Z8). */
export type LoaFlag = 'required' | 'notRequired'
/** What others let through of a number's messages (L9). Nobody announces that all is well, so that is what holds unless told. */
export const trafficStates = ['flowing', 'throttled', 'blocked'] as const
export type Traffic = (typeof trafficStates)[number]
/** Who stops or slows it down. */
export const trafficParties = ['carrier', 'vendor', 'cisco'] as const
export type TrafficParty = (typeof trafficParties)[number]
export type NumberOwner = 'none' | 'primary' | 'alternate' | 'workspace' | 'virtualLine' | 'huntGroup'

/** What a source says of a number when it is first seen; whatever it leaves out stays unknown. */
export type NumberEntry = {
  readonly e164: E164
  readonly kind: NumberKind
  readonly inventory?: Inventory
  readonly entered?: Instant
  readonly locationId?: LocationId
  readonly ownedBy?: OwnedBy
  readonly loa?: LoaFlag
}

export type OwnedBy = { readonly owner: NumberOwner; readonly userId?: UserId }

/** What contradicts a report that is kept all the same: shown to whoever opens the number's history. */
export type NumberFlag =
  | 'EARLIER_THAN_KNOWN'
  | 'NOT_IN_THIS_ORDER'
  | 'LOA_NOT_SIGNED'
  | 'NOT_AUTHORISED'
  | 'NOT_IN_A_CASE'
  | 'NOT_SUBMITTED'
  | 'NUMBER_GONE'

/** Why a signed letter no longer covers a number. */
export type LoaVoid = 'refused' | 'withdrawn' | 'superseded' | 'takenOut' | 'expired'

/** Why a number is in a case no longer. */
export type CaseExit = 'caseCancelled' | 'caseClosedUnresolved' | 'caseResolved' | 'authorisationRevoked' | 'takenOut'

type Flagged = { readonly flags: readonly NumberFlag[] }

/** Each event settles one axis, but the first, which may settle several. */
export type NumberEvent =
  | { readonly type: 'NumberEntered'; readonly data: NumberEntry }
  | { readonly type: 'NumberInventoryReported'; readonly data: { readonly inventory: Inventory } & Flagged }
  | { readonly type: 'NumberEntryReported'; readonly data: { readonly entered: Instant } & Flagged }
  | { readonly type: 'NumberMoved'; readonly data: { readonly locationId: LocationId } & Flagged }
  | { readonly type: 'NumberOwnerReported'; readonly data: OwnedBy & Flagged }
  | { readonly type: 'NumberLoaFlagged'; readonly data: { readonly loa: LoaFlag } & Flagged }
  | {
      readonly type: 'NumberTrafficReported'
      readonly data: { readonly state: Traffic; readonly by: TrafficParty; readonly codes: readonly string[] } & Flagged
    }
  | { readonly type: 'NumberSelected'; readonly data: { readonly orderId: OrderId } }
  | { readonly type: 'NumberDeselected'; readonly data: { readonly orderId: OrderId } }
  | { readonly type: 'NumberOrdered'; readonly data: { readonly orderId: OrderId } }
  | { readonly type: 'NumberAuthorised'; readonly data: { readonly orderId: OrderId } & Flagged }
  | {
      readonly type: 'NumberAuthorisationRefused'
      readonly data: { readonly orderId: OrderId; readonly reason: string } & Flagged
    }
  | {
      readonly type: 'NumberAuthorisationRevoked'
      readonly data: { readonly orderId: OrderId; readonly reason: string }
    }
  | { readonly type: 'NumberLoaSigned'; readonly data: { readonly loaId: LoaId; readonly orderId: OrderId } }
  | { readonly type: 'NumberLoaVoided'; readonly data: { readonly loaId: LoaId; readonly reason: LoaVoid } }
  | { readonly type: 'NumberJoinedCase'; readonly data: { readonly caseId: CaseId } }
  | { readonly type: 'NumberLeftCase'; readonly data: { readonly caseId: CaseId; readonly reason: CaseExit } }
  | {
      readonly type: 'NumberRegistrationSubmitted'
      readonly data: { readonly caseId: CaseId; readonly formVersion: number }
    }
  | { readonly type: 'NumberRegistrationWithdrawn'; readonly data: { readonly caseId: CaseId } }
  | { readonly type: 'NumberRegistrationRestarted'; readonly data: { readonly caseId: CaseId } }
  | { readonly type: 'NumberRegistrationReleased'; readonly data: { readonly reason: string } }
  | { readonly type: 'NumberRegistered'; readonly data: { readonly campaignRef: string } & Flagged }
  | {
      readonly type: 'NumberRegistrationRejected'
      readonly data: { readonly campaignRef: string; readonly code: string } & Flagged
    }
  | { readonly type: 'NumberTextingActivated'; readonly data: { readonly campaignRef?: string } }
  | {
      readonly type: 'NumberExempted'
      readonly data: { readonly exemptionId: ExemptionId; readonly until: Instant }
    }
  | { readonly type: 'NumberExemptionEnded'; readonly data: { readonly exemptionId: ExemptionId } }

/** One axis of a number: `unknown` until a fact says otherwise. The stamp tells which report is believed. */
export type Axis<Value> = { readonly value: Value | 'unknown'; readonly happenedAt?: Instant; readonly by?: string }

/** Independent axes, never one merged status. The texting axis holds the last materialisation; no gate reads it. */
export type NumberState = {
  readonly e164?: E164
  readonly kind: NumberKind | 'unknown'
  readonly inventory: Axis<Inventory>
  readonly entered: Axis<Instant>
  readonly location: Axis<LocationId>
  readonly owner: Axis<NumberOwner> & { readonly userId?: UserId }
  readonly loa: Axis<LoaFlag>
  /** The letter that covers the number, and the case that it is in: memberships, facts of their own. */
  readonly letter: Axis<LoaId | 'none'>
  readonly case: Axis<CaseId | 'none'>
  readonly authorisation: Axis<Authorisation> & { readonly orderId?: OrderId }
  readonly registration: Axis<Registration> & { readonly campaignRef?: string }
  readonly texting: Axis<Texting>
  readonly traffic: Axis<Traffic> & { readonly party?: TrafficParty }
  /** Until when it is let through a cutoff; how long its organisation is, stands with that. */
  readonly exempt: Axis<Instant | 'none'>
}

export type AxisName = Exclude<keyof NumberState, 'e164' | 'kind'>

const unknown = { value: 'unknown' } as const

export const noNumber: NumberState = {
  kind: 'unknown',
  inventory: unknown,
  entered: unknown,
  location: unknown,
  owner: unknown,
  loa: unknown,
  letter: unknown,
  case: unknown,
  authorisation: unknown,
  registration: unknown,
  texting: unknown,
  traffic: { value: 'flowing' },
  exempt: unknown,
}

export function evolve(state: NumberState, event: NumberEvent, meta: Meta): NumberState {
  switch (event.type) {
    case 'NumberEntered':
      return enter(state, event.data, meta)
    case 'NumberInventoryReported':
      return settle(state, 'inventory', { value: event.data.inventory }, meta)
    case 'NumberEntryReported':
      return settle(state, 'entered', { value: event.data.entered }, meta)
    case 'NumberMoved':
      return settle(state, 'location', { value: event.data.locationId }, meta)
    case 'NumberOwnerReported':
      return settle(state, 'owner', ownerAxis(event.data), meta)
    case 'NumberSelected':
      return settle(state, 'authorisation', { value: 'selected', orderId: event.data.orderId }, meta)
    case 'NumberDeselected':
      return settle(state, 'authorisation', { value: 'none' }, meta)
    case 'NumberOrdered':
      return settle(state, 'authorisation', { value: 'ordered', orderId: event.data.orderId }, meta)
    case 'NumberAuthorised':
      return settle(state, 'authorisation', { value: 'authorised', orderId: event.data.orderId }, meta)
    case 'NumberAuthorisationRefused':
      return settle(state, 'authorisation', { value: 'refused', orderId: event.data.orderId }, meta)
    case 'NumberAuthorisationRevoked':
      return settle(state, 'authorisation', { value: 'revoked', orderId: event.data.orderId }, meta)
    case 'NumberLoaFlagged':
      return settle(state, 'loa', { value: event.data.loa }, meta)
    case 'NumberTrafficReported':
      return settle(state, 'traffic', { value: event.data.state, party: event.data.by }, meta)
    case 'NumberLoaSigned':
      return settle(state, 'letter', { value: event.data.loaId }, meta)
    case 'NumberLoaVoided':
      return settle(state, 'letter', { value: 'none' }, meta)
    case 'NumberJoinedCase':
      return settle(state, 'case', { value: event.data.caseId }, meta)
    case 'NumberLeftCase':
      return settle(state, 'case', { value: 'none' }, meta)
    case 'NumberRegistrationWithdrawn':
    case 'NumberRegistrationRestarted':
      return settle(state, 'registration', { value: 'none' }, meta)
    case 'NumberRegistrationReleased':
      return settle(state, 'registration', { value: 'released' }, meta)
    case 'NumberRegistrationSubmitted':
      return settle(state, 'registration', { value: 'submitted' }, meta)
    case 'NumberRegistered':
      return settle(state, 'registration', { value: 'registered', campaignRef: event.data.campaignRef }, meta)
    case 'NumberRegistrationRejected':
      return settle(state, 'registration', { value: 'rejected', campaignRef: event.data.campaignRef }, meta)
    case 'NumberTextingActivated':
      return settle(state, 'texting', { value: 'on' }, meta)
    case 'NumberExempted':
      return settle(state, 'exempt', { value: event.data.until }, meta)
    case 'NumberExemptionEnded':
      return settle(state, 'exempt', { value: 'none' }, meta)
    default:
      return unreachable(event)
  }
}

function enter(state: NumberState, entry: NumberEntry, meta: Meta): NumberState {
  const { e164, kind, inventory, entered, locationId, ownedBy, loa } = entry
  let next: NumberState = { ...state, e164, kind }
  if (inventory) next = settle(next, 'inventory', { value: inventory }, meta)
  if (entered) next = settle(next, 'entered', { value: entered }, meta)
  if (locationId) next = settle(next, 'location', { value: locationId }, meta)
  if (loa) next = settle(next, 'loa', { value: loa }, meta)
  if (ownedBy) next = settle(next, 'owner', ownerAxis(ownedBy), meta)
  return next
}

function ownerAxis({ owner, userId }: OwnedBy) {
  return { value: owner, ...(userId ? { userId } : {}) }
}

/** Writes an axis unless a stronger report stands there, so the order of arrival never matters. */
function settle<Name extends AxisName>(
  state: NumberState,
  name: Name,
  said: NumberState[Name],
  meta: Meta,
): NumberState {
  const report = { ...said, happenedAt: meta.happenedAt, by: believedBy(meta.source) }
  return arrival(state[name], report) === 'newer' ? { ...state, [name]: report } : state
}

export type Arrival = 'newer' | 'same' | 'older'

/** What an axis holds beside its value: the order, the user, the campaign or the party that belongs to it. */
type Report = {
  readonly value: string
  readonly happenedAt: Instant
  readonly by: string
  readonly userId?: string
  readonly orderId?: string
  readonly campaignRef?: string
  readonly party?: string
}

/**
 * How a report stands to what the axis holds. `same` is a repeat: same instant, same source, same word. One source that
 * says two things of one instant is settled by the smaller text: arbitrary, but the same for every order of arrival.
 */
export function arrival(axis: Partial<Report>, report: Report): Arrival {
  const { happenedAt, by } = axis
  if (happenedAt === undefined || by === undefined) return 'newer'
  if (happenedAt !== report.happenedAt || by !== report.by) {
    return outranks(report, { happenedAt, by }) ? 'newer' : 'older'
  }
  const [held, said] = [wordOf(axis), wordOf(report)]
  if (held === said) return 'same'
  return said < held ? 'newer' : 'older'
}

function wordOf({ value, userId, orderId, campaignRef, party }: Partial<Report>): string {
  return `${value} ${userId ?? orderId ?? campaignRef ?? party ?? ''}`
}
