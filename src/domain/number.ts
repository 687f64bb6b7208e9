import { unreachable } from './decision.ts'
import { believedBy, type Meta, outranks } from './fact.ts'
import type { E164, Instant, LocationId, OrderId, UserId } from './values.ts'

export type NumberKind = 'standard' | 'tollFree' | 'service' | 'elin' | 'mobile'
export type Inventory = 'pending' | 'inService' | 'inactive' | 'gone'
export type Authorisation = 'none' | 'selected' | 'ordered' | 'authorised' | 'refused' | 'revoked'
export type Registration = 'none' | 'submitted' | 'registered' | 'rejected' | 'released'
export type Texting = 'off' | 'legacyOn' | 'on' | 'suspended'
export type NumberOwner = 'none' | 'primary' | 'alternate' | 'workspace' | 'virtualLine' | 'huntGroup'

/** What a source may say of a number's place in the world; every part is a fact of its own. */
export type Placement = {
  readonly inventory?: Inventory
  readonly entered?: Instant
  readonly locationId?: LocationId
  readonly owner?: { readonly owner: NumberOwner; readonly userId?: UserId }
}

export type NumberEvent =
  | { readonly type: 'NumberEntered'; readonly data: Placement & { readonly e164: E164; readonly kind: NumberKind } }
  | { readonly type: 'NumberReported'; readonly data: Placement }
  | { readonly type: 'NumberSelected'; readonly data: { readonly orderId: OrderId } }
  | { readonly type: 'NumberOrdered'; readonly data: { readonly orderId: OrderId } }
  | { readonly type: 'NumberAuthorised'; readonly data: { readonly orderId: OrderId } }
  | {
      readonly type: 'NumberAuthorisationRefused'
      readonly data: { readonly orderId: OrderId; readonly reason: string }
    }
  | { readonly type: 'NumberRegistrationSubmitted'; readonly data: { readonly reference: string } }
  | {
      readonly type: 'NumberRegistered'
      readonly data: { readonly campaignRef: string; readonly flags: readonly string[] }
    }
  | {
      readonly type: 'NumberRegistrationRejected'
      readonly data: { readonly campaignRef: string; readonly code: string; readonly flags: readonly string[] }
    }
  | { readonly type: 'NumberTextingActivated'; readonly data: Record<string, never> }

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
  readonly authorisation: Axis<Authorisation> & { readonly orderId?: OrderId }
  readonly registration: Axis<Registration> & { readonly campaignRef?: string }
  readonly texting: Axis<Texting>
}

export type AxisName = Exclude<keyof NumberState, 'e164' | 'kind'>

const unknown = { value: 'unknown' } as const

export const noNumber: NumberState = {
  kind: 'unknown',
  inventory: unknown,
  entered: unknown,
  location: unknown,
  owner: unknown,
  authorisation: unknown,
  registration: unknown,
  texting: unknown,
}

export function evolve(state: NumberState, event: NumberEvent, meta: Meta): NumberState {
  switch (event.type) {
    case 'NumberEntered':
      return place({ ...state, e164: event.data.e164, kind: event.data.kind }, event.data, meta)
    case 'NumberReported':
      return place(state, event.data, meta)
    case 'NumberSelected':
      return settle(state, 'authorisation', { value: 'selected', orderId: event.data.orderId }, meta)
    case 'NumberOrdered':
      return settle(state, 'authorisation', { value: 'ordered', orderId: event.data.orderId }, meta)
    case 'NumberAuthorised':
      return settle(state, 'authorisation', { value: 'authorised', orderId: event.data.orderId }, meta)
    case 'NumberAuthorisationRefused':
      return settle(state, 'authorisation', { value: 'refused', orderId: event.data.orderId }, meta)
    case 'NumberRegistrationSubmitted':
      return settle(state, 'registration', { value: 'submitted' }, meta)
    case 'NumberRegistered':
      return settle(state, 'registration', { value: 'registered', campaignRef: event.data.campaignRef }, meta)
    case 'NumberRegistrationRejected':
      return settle(state, 'registration', { value: 'rejected', campaignRef: event.data.campaignRef }, meta)
    case 'NumberTextingActivated':
      return settle(state, 'texting', { value: 'on' }, meta)
    default:
      return unreachable(event)
  }
}

function place(state: NumberState, { inventory, entered, locationId, owner }: Placement, meta: Meta): NumberState {
  const steps: readonly ((each: NumberState) => NumberState)[] = [
    (each) => (inventory ? settle(each, 'inventory', { value: inventory }, meta) : each),
    (each) => (entered ? settle(each, 'entered', { value: entered }, meta) : each),
    (each) => (locationId ? settle(each, 'location', { value: locationId }, meta) : each),
    (each) => (owner ? settle(each, 'owner', ownerAxis(owner), meta) : each),
  ]
  return steps.reduce((each, step) => step(each), state)
}

export function ownerAxis({ owner, userId }: { readonly owner: NumberOwner; readonly userId?: UserId }) {
  return { value: owner, ...(userId ? { userId } : {}) }
}

/** Writes an axis unless a stronger report stands there; at a full tie the smaller text wins, so order never matters. */
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

/** How a report stands to what the axis holds: `same` has the same instant and the same source. */
export function arrival(axis: Axis<string>, report: { readonly happenedAt: Instant; readonly by: string }): Arrival {
  if (axis.happenedAt === undefined || axis.by === undefined) return 'newer'
  if (axis.happenedAt === report.happenedAt && axis.by === report.by) return 'same'
  return outranks(report, { happenedAt: axis.happenedAt, by: axis.by }) ? 'newer' : 'older'
}
