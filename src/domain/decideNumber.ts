import { type Refusal, unreachable } from './decision.ts'
import type { Barrier } from './gates/obstacle.ts'
import { goesByCase, needsLetter } from './gates/road.ts'
import { authorisationObstacles, barriers } from './gates.ts'
import type {
  Arrival,
  AxisName,
  CaseExit,
  Inventory,
  LoaFlag,
  LoaVoid,
  NumberEvent,
  NumberFlag,
  OwnedBy,
  Traffic,
  TrafficParty,
} from './number.ts'
import type { NumberClass } from './numberClass.ts'
import { isInForce } from './policy/inForce.ts'
import type { PolicyPack } from './policy/policy.ts'
import type { RuleId } from './policy/ruleBook/ruleBook.ts'
import type { RefusalCode } from './refusals.ts'
import type { CaseId, ExemptionId, Instant, LoaId, LocationId, OrderId } from './values.ts'

/** What may be asked of, or reported about, a set of numbers. The same decision serves one number and a million. */
export type NumberCommand =
  | { readonly type: 'ReportInventory'; readonly inventory: Inventory }
  | { readonly type: 'ReportEntry'; readonly entered: Instant }
  | { readonly type: 'ReportLocationOfNumber'; readonly locationId: LocationId }
  | { readonly type: 'ReportOwner'; readonly ownedBy: OwnedBy }
  | { readonly type: 'SelectNumber'; readonly orderId: OrderId; readonly locationId: LocationId }
  | { readonly type: 'DeselectNumber'; readonly orderId: OrderId }
  | { readonly type: 'OrderNumber'; readonly orderId: OrderId }
  /** R3: by a support case, which stands in for the order that the picker does not take; its id is the `orderId`. */
  | { readonly type: 'AskAuthorisation'; readonly orderId: OrderId }
  | { readonly type: 'StopAsking'; readonly orderId: OrderId }
  | { readonly type: 'RecordAuthorisation'; readonly orderId: OrderId }
  | { readonly type: 'RecordAuthorisationRefusal'; readonly orderId: OrderId; readonly reason: string }
  | { readonly type: 'RevokeAuthorisation'; readonly orderId: OrderId; readonly reason: string }
  | { readonly type: 'ReportLoaFlag'; readonly loa: LoaFlag }
  | {
      readonly type: 'ReportTraffic'
      readonly state: Traffic
      readonly by: TrafficParty
      readonly codes: readonly string[]
    }
  | { readonly type: 'CoverByLetter'; readonly orderId: OrderId; readonly loaId: LoaId }
  /** A letter that was sent back is accepted after all. The caller names the numbers that it covered until then. */
  | { readonly type: 'CoverAgain'; readonly orderId: OrderId; readonly loaId: LoaId }
  | { readonly type: 'VoidLetter'; readonly loaId: LoaId; readonly reason: LoaVoid }
  | { readonly type: 'JoinCase'; readonly caseId: CaseId }
  | { readonly type: 'LeaveCase'; readonly caseId: CaseId; readonly reason: CaseExit }
  | { readonly type: 'SubmitRegistration'; readonly caseId: CaseId; readonly formVersion: number }
  | { readonly type: 'WithdrawRegistration'; readonly caseId: CaseId }
  | { readonly type: 'RestartRegistration'; readonly caseId: CaseId }
  | { readonly type: 'ReleaseRegistration'; readonly reason: string }
  | { readonly type: 'RecordRegistration'; readonly campaignRef: string }
  | { readonly type: 'RecordRegistrationRejection'; readonly campaignRef: string; readonly code: string }
  | { readonly type: 'ActivateTexting' }
  | { readonly type: 'ExemptNumber'; readonly exemptionId: ExemptionId; readonly until: Instant }
  | { readonly type: 'EndNumberExemption'; readonly exemptionId: ExemptionId }

/** How a row stands to the command at hand; the store computes it beside the class. */
export type Standing = {
  readonly arrival: Arrival
  readonly location: 'here' | 'elsewhere' | 'unknown'
  readonly order: 'this' | 'other' | 'none'
  readonly letter: 'this' | 'other' | 'none'
  readonly case: 'this' | 'other' | 'none'
}

/** Columns that an event copies from each row, because they differ inside a class. */
export type CarriedColumn = 'campaignRef'

/** One decision for all numbers of a class. No event means that there is nothing new to say about them. */
export type ClassDecision =
  | {
      readonly ok: true
      readonly event?: NumberEvent
      readonly carry: readonly CarriedColumn[]
      readonly ruleIds: readonly string[]
    }
  | { readonly ok: false; readonly refusal: Refusal; readonly ruleIds: readonly string[] }

type Asked = { readonly pack: PolicyPack; readonly at: Instant }

/** A decision names those rules of its ground that the pack has in force. */
export function decideClass(
  command: NumberCommand,
  number: NumberClass,
  standing: Standing,
  asked: Asked,
): ClassDecision {
  const decision = decide(command, number, standing, asked)
  const isRule = (id: string): id is RuleId => id in asked.pack.rules
  return { ...decision, ruleIds: decision.ruleIds.filter((id) => isRule(id) && isInForce(asked.pack, id)) }
}

function decide(command: NumberCommand, number: NumberClass, standing: Standing, { pack, at }: Asked): ClassDecision {
  switch (command.type) {
    case 'ReportInventory':
      return report(standing, {
        type: 'NumberInventoryReported',
        data: { inventory: command.inventory, flags: lateness(standing) },
      })
    case 'ReportEntry':
      return report(standing, {
        type: 'NumberEntryReported',
        data: { entered: command.entered, flags: lateness(standing) },
      })
    case 'ReportLocationOfNumber':
      return report(standing, {
        type: 'NumberMoved',
        data: { locationId: command.locationId, flags: lateness(standing) },
      })
    case 'ReportOwner':
      return report(standing, {
        type: 'NumberOwnerReported',
        data: { ...command.ownedBy, flags: lateness(standing) },
      })
    case 'SelectNumber':
      return select(command.orderId, number, standing, pack, at)
    case 'DeselectNumber':
      if (number.authorisation !== 'selected' || standing.order !== 'this') return nothing
      return wish(standing, { type: 'NumberDeselected', data: { orderId: command.orderId } }, ['Z7'])
    case 'OrderNumber':
      if (number.authorisation !== 'selected' || standing.order !== 'this') return refuse('NUMBER_NOT_SELECTED', ['Z7'])
      if (needsLetter(number, pack)) return refuse('LOA_NOT_SIGNED', ['Z8'])
      return wish(standing, { type: 'NumberOrdered', data: { orderId: command.orderId } }, ['Z9'])
    case 'AskAuthorisation':
      return ask(command.orderId, number, standing, pack, at)
    case 'StopAsking':
      if (number.authorisation !== 'ordered' || standing.order !== 'this') return nothing
      return wish(standing, { type: 'NumberDeselected', data: { orderId: command.orderId } }, ['R3'])
    case 'RecordAuthorisation':
      return report(standing, {
        type: 'NumberAuthorised',
        data: { orderId: command.orderId, flags: answerFlags(number, standing, pack) },
      })
    case 'RecordAuthorisationRefusal':
      return report(standing, {
        type: 'NumberAuthorisationRefused',
        data: { orderId: command.orderId, reason: command.reason, flags: answerFlags(number, standing, pack) },
      })
    case 'RevokeAuthorisation':
      if (number.authorisation !== 'authorised' && number.authorisation !== 'ordered') return nothing
      return wish(
        standing,
        { type: 'NumberAuthorisationRevoked', data: { orderId: command.orderId, reason: command.reason } },
        ['Z8'],
      )
    case 'ReportLoaFlag':
      return report(standing, { type: 'NumberLoaFlagged', data: { loa: command.loa, flags: lateness(standing) } })
    case 'ReportTraffic': {
      const { state, by, codes } = command
      return report(standing, {
        type: 'NumberTrafficReported',
        data: { state, by, codes, flags: trafficFlags(number, standing) },
      })
    }
    case 'CoverByLetter': {
      const { loaId, orderId } = command
      if (standing.order !== 'this' || !needsLetter(number, pack)) return nothing
      return wish(standing, { type: 'NumberLoaSigned', data: { loaId, orderId } }, ['Z8'])
    }
    case 'CoverAgain': {
      const { loaId, orderId } = command
      if (standing.order !== 'this' || standing.letter !== 'none') return nothing
      return wish(standing, { type: 'NumberLoaSigned', data: { loaId, orderId } }, ['Z8'])
    }
    case 'VoidLetter': {
      const { loaId, reason } = command
      if (standing.letter !== 'this') return nothing
      return wish(standing, { type: 'NumberLoaVoided', data: { loaId, reason } }, ['Z8'])
    }
    case 'JoinCase':
      return join(command.caseId, number, standing, pack, at)
    case 'LeaveCase': {
      const { caseId, reason } = command
      if (standing.case !== 'this') return nothing
      return wish(standing, { type: 'NumberLeftCase', data: { caseId, reason } }, ['R2'])
    }
    case 'SubmitRegistration': {
      const { caseId, formVersion } = command
      if (standing.case !== 'this') return refuse('NUMBER_NOT_IN_CASE', ['R2', 'R6'])
      if (number.registration === 'submitted' || number.registration === 'registered') return nothing
      if (isInForce(pack, 'R2') && number.authorisation !== 'authorised') return refuse('NUMBER_NOT_AUTHORISED', ['R2'])
      return wish(standing, { type: 'NumberRegistrationSubmitted', data: { caseId, formVersion } }, ['R2', 'R6'])
    }
    case 'WithdrawRegistration':
      if (number.registration !== 'submitted' || standing.case !== 'this') return nothing
      return wish(standing, { type: 'NumberRegistrationWithdrawn', data: { caseId: command.caseId } }, ['R6'])
    case 'RestartRegistration':
      // The rejection was of an earlier case's form: in this case nobody has judged the number.
      if (number.registration !== 'rejected' || standing.case !== 'this') return nothing
      return wish(standing, { type: 'NumberRegistrationRestarted', data: { caseId: command.caseId } }, ['R2', 'R6'])
    case 'ReleaseRegistration':
      if (number.registration !== 'registered' && number.registration !== 'rejected') return nothing
      return wish(standing, { type: 'NumberRegistrationReleased', data: { reason: command.reason } }, ['Z3'])
    case 'RecordRegistration':
      return report(standing, {
        type: 'NumberRegistered',
        data: { campaignRef: command.campaignRef, flags: registrationFlags(number, standing, pack) },
      })
    case 'RecordRegistrationRejection': {
      const { campaignRef, code } = command
      return report(standing, {
        type: 'NumberRegistrationRejected',
        data: { campaignRef, code, flags: registrationFlags(number, standing, pack) },
      })
    }
    case 'ActivateTexting':
      return activate(number, standing, pack, at)
    case 'ExemptNumber': {
      const { exemptionId, until } = command
      return report(standing, { type: 'NumberExempted', data: { exemptionId, until } })
    }
    case 'EndNumberExemption':
      return report(standing, { type: 'NumberExemptionEnded', data: { exemptionId: command.exemptionId } })
    default:
      return unreachable(command)
  }
}

/** Z7, R2: only a textable number in service at a ready location of this order, and in no other open order. */
function select(
  orderId: OrderId,
  number: NumberClass,
  standing: Standing,
  pack: PolicyPack,
  at: Instant,
): ClassDecision {
  if (number.authorisation === 'authorised') return nothing
  if (isInForce(pack, 'Z7') && standing.location !== 'here') return refuse('NUMBER_ELSEWHERE', ['Z7'])
  const first = authorisationObstacles(number, pack, at)[0]
  if (first) {
    const isLacking = number.inventory !== 'gone' && isForHelp(first, pack)
    return isLacking ? refuseToHelp(first) : refuse(refusalOf(first), first.ruleIds)
  }
  if (number.authorisation === 'selected' || number.authorisation === 'ordered') {
    return standing.order === 'this' ? nothing : refuse('NUMBER_IN_OPEN_ORDER', ['Z7'])
  }
  return wish(standing, { type: 'NumberSelected', data: { orderId } }, ['Z4', 'Z7'])
}

/** What the picker lacks for a reason of the number or its place is asked for by case; what no act changes is not. */
function isForHelp({ gate, act }: Barrier, pack: PolicyPack): boolean {
  return (gate === 'inventory' || gate === 'location') && act !== 'noAct' && isInForce(pack, 'R3')
}

function refuseToHelp(first: Barrier): ClassDecision {
  return refuse(refusalOf(first), [...first.ruleIds, 'R3'], 'AUTHORISATION_HELP_TAKES_IT')
}

/** R3: only for what the picker of its location does not offer; everything else is ordered. */
function ask(orderId: OrderId, number: NumberClass, standing: Standing, pack: PolicyPack, at: Instant): ClassDecision {
  if (number.authorisation === 'authorised') return refuse('NUMBER_ALREADY_AUTHORISED', ['R3'])
  if (number.authorisation === 'selected' || number.authorisation === 'ordered')
    return standing.order === 'this' ? nothing : refuse('NUMBER_IN_OPEN_ORDER', ['R3', 'Z7'])
  if (number.inventory === 'gone') return refuse('NUMBER_NOT_IN_SERVICE', ['R3', 'P5'])
  const shut = authorisationObstacles(number, pack, at)
  const hopeless = shut.find((each) => !isForHelp(each, pack))
  if (hopeless) return refuse(refusalOf(hopeless), hopeless.ruleIds)
  if (shut.length === 0) return refuse('NUMBER_IN_PICKER', ['R3', 'Z7'])
  return wish(standing, { type: 'NumberOrdered', data: { orderId } }, ['R3'])
}

/** R2, said twice: only authorised numbers go into a registration case, and into one at a time. */
function join(caseId: CaseId, number: NumberClass, standing: Standing, pack: PolicyPack, at: Instant): ClassDecision {
  if (standing.case === 'this') return nothing
  if (standing.case === 'other') return refuse('NUMBER_IN_OPEN_CASE', ['R2'])
  if (number.registration === 'registered') return refuse('NUMBER_ALREADY_REGISTERED', ['R2'])
  if (isInForce(pack, 'R2') && number.authorisation !== 'authorised') return refuse('NUMBER_NOT_AUTHORISED', ['R2'])
  if (!goesByCase(number, pack)) return refuse('NUMBER_GOES_WITHOUT_CASE', ['R3', 'Z6'])
  const first = authorisationObstacles(number, pack, at)[0]
  if (first) return refuse(refusalOf(first), first.ruleIds)
  return wish(standing, { type: 'NumberJoinedCase', data: { caseId } }, ['R2', 'Z6'])
}

/** Z2, Z3: on an approved campaign and past every gate but those that open by themselves: people's switches, and the traffic. */
function activate(number: NumberClass, standing: Standing, pack: PolicyPack, at: Instant): ClassDecision {
  if (number.texting === 'on') return nothing
  const shut = barriers(number, pack, at).find(({ gate }) => gate !== 'setting' && gate !== 'traffic')
  if (shut?.gate === 'registration') return refuse('NUMBER_NOT_REGISTERED', shut.ruleIds, shut.reason)
  if (shut) return refuse('NUMBER_HELD_BACK', shut.ruleIds, shut.reason)
  const wished = wish(standing, { type: 'NumberTextingActivated', data: {} }, ['Z2', 'Z3'])
  return wished.ok ? { ...wished, carry: ['campaignRef'] } : wished
}

const refusals: Readonly<Record<string, RefusalCode>> = {
  TOLL_FREE_NOT_10DLC: 'TOLL_FREE_NOT_10DLC',
  KIND_NOT_TEXTABLE: 'NUMBER_KIND_NOT_TEXTABLE',
  NOT_IN_SERVICE: 'NUMBER_NOT_IN_SERVICE',
  INVENTORY_UNKNOWN: 'NUMBER_NOT_IN_SERVICE',
}

/** The refusal that answers an obstacle before authorisation; the obstacle's own reason travels as the detail. */
export function refusalOf({ gate, state, reason }: Barrier): RefusalCode {
  const own = refusals[reason]
  if (own) return own
  switch (gate) {
    case 'licence':
      return 'LICENCE_NOT_ACTIVE'
    case 'location':
      return state === 'unknown' ? 'LOCATION_READINESS_UNKNOWN' : 'LOCATION_NOT_READY'
    default:
      return state === 'unknown' ? 'ORGANISATION_ELIGIBILITY_UNKNOWN' : 'ORGANISATION_NOT_ELIGIBLE'
  }
}

const nothing: ClassDecision = { ok: true, carry: [], ruleIds: [] }

/** A wish of our own acts on what is known; where newer news stands, it was made on stale ground. */
function wish(standing: Standing, event: NumberEvent, ruleIds: readonly string[]): ClassDecision {
  if (standing.arrival !== 'newer') return refuse('NUMBER_CHANGED_MEANWHILE', ruleIds)
  return { ok: true, event, carry: [], ruleIds }
}

/** A report is a fact from outside: never refused, kept once, flagged where it contradicts. */
function report(standing: Standing, event: NumberEvent): ClassDecision {
  return standing.arrival === 'same' ? nothing : { ok: true, event, carry: [], ruleIds: [] }
}

function refuse(code: RefusalCode, ruleIds: readonly string[], detail?: string): ClassDecision {
  return { ok: false, refusal: { code, ...(detail ? { detail } : {}) }, ruleIds }
}

function lateness(standing: Standing): readonly NumberFlag[] {
  return standing.arrival === 'older' ? ['EARLIER_THAN_KNOWN'] : []
}

function trafficFlags(number: NumberClass, standing: Standing): readonly NumberFlag[] {
  return [...lateness(standing), ...(number.inventory === 'gone' ? (['NUMBER_GONE'] as const) : [])]
}

function answerFlags(number: NumberClass, standing: Standing, pack: PolicyPack): readonly NumberFlag[] {
  return [
    ...lateness(standing),
    ...(standing.order === 'this' ? [] : (['NOT_IN_THIS_ORDER'] as const)),
    ...(needsLetter(number, pack) ? (['LOA_NOT_SIGNED'] as const) : []),
    ...(number.inventory === 'gone' ? (['NUMBER_GONE'] as const) : []),
  ]
}

function registrationFlags(number: NumberClass, standing: Standing, pack: PolicyPack): readonly NumberFlag[] {
  const isOnForm = number.registration !== 'none' && number.registration !== 'unknown'
  return [
    ...lateness(standing),
    ...(number.authorisation === 'authorised' ? [] : (['NOT_AUTHORISED'] as const)),
    ...(number.case === 'no' && goesByCase(number, pack) ? (['NOT_IN_A_CASE'] as const) : []),
    ...(!isOnForm && goesByCase(number, pack) ? (['NOT_SUBMITTED'] as const) : []),
    ...(number.inventory === 'gone' ? (['NUMBER_GONE'] as const) : []),
  ]
}

/**
 * The one axis that a command touches, the value and what belongs to it that it would set, and the event it makes with the
 * part of its data that tells it from others: what decides whether it is news.
 */
export type Touch = {
  readonly axis: AxisName
  readonly value: string
  readonly extra?: string
  readonly event: NumberEvent['type']
  readonly data: Readonly<Record<string, string | readonly string[]>>
}

export function touches(command: NumberCommand): Touch {
  switch (command.type) {
    case 'ReportInventory': {
      const { inventory } = command
      return { axis: 'inventory', value: inventory, event: 'NumberInventoryReported', data: { inventory } }
    }
    case 'ReportEntry': {
      const { entered } = command
      return { axis: 'entered', value: entered, event: 'NumberEntryReported', data: { entered } }
    }
    case 'ReportLocationOfNumber': {
      const { locationId } = command
      return { axis: 'location', value: locationId, event: 'NumberMoved', data: { locationId } }
    }
    case 'ReportOwner': {
      const { owner, userId } = command.ownedBy
      const belongs = userId ? { extra: userId } : {}
      return { axis: 'owner', value: owner, ...belongs, event: 'NumberOwnerReported', data: { ...command.ownedBy } }
    }
    case 'SelectNumber':
      return ofOrder('selected', 'NumberSelected', command.orderId)
    case 'DeselectNumber': {
      const { orderId } = command
      return { axis: 'authorisation', value: 'none', event: 'NumberDeselected', data: { orderId } }
    }
    case 'StopAsking': {
      const { orderId } = command
      return { axis: 'authorisation', value: 'none', event: 'NumberDeselected', data: { orderId } }
    }
    case 'AskAuthorisation':
    case 'OrderNumber':
      return ofOrder('ordered', 'NumberOrdered', command.orderId)
    case 'RecordAuthorisation':
      return ofOrder('authorised', 'NumberAuthorised', command.orderId)
    case 'RecordAuthorisationRefusal':
      return ofOrder('refused', 'NumberAuthorisationRefused', command.orderId, { reason: command.reason })
    case 'RevokeAuthorisation':
      return ofOrder('revoked', 'NumberAuthorisationRevoked', command.orderId, { reason: command.reason })
    case 'ReportLoaFlag': {
      const { loa } = command
      return { axis: 'loa', value: loa, event: 'NumberLoaFlagged', data: { loa } }
    }
    case 'ReportTraffic': {
      const { state, by, codes } = command
      return { axis: 'traffic', value: state, extra: by, event: 'NumberTrafficReported', data: { state, by, codes } }
    }
    case 'CoverByLetter':
    case 'CoverAgain': {
      const { loaId, orderId } = command
      return { axis: 'letter', value: loaId, event: 'NumberLoaSigned', data: { loaId, orderId } }
    }
    case 'VoidLetter': {
      const { loaId, reason } = command
      return { axis: 'letter', value: 'none', event: 'NumberLoaVoided', data: { loaId, reason } }
    }
    case 'JoinCase': {
      const { caseId } = command
      return { axis: 'case', value: caseId, event: 'NumberJoinedCase', data: { caseId } }
    }
    case 'LeaveCase': {
      const { caseId, reason } = command
      return { axis: 'case', value: 'none', event: 'NumberLeftCase', data: { caseId, reason } }
    }
    case 'SubmitRegistration': {
      const { caseId } = command
      return { axis: 'registration', value: 'submitted', event: 'NumberRegistrationSubmitted', data: { caseId } }
    }
    case 'WithdrawRegistration': {
      const { caseId } = command
      return { axis: 'registration', value: 'none', event: 'NumberRegistrationWithdrawn', data: { caseId } }
    }
    case 'RestartRegistration': {
      const { caseId } = command
      return { axis: 'registration', value: 'none', event: 'NumberRegistrationRestarted', data: { caseId } }
    }
    case 'ReleaseRegistration': {
      const { reason } = command
      return { axis: 'registration', value: 'released', event: 'NumberRegistrationReleased', data: { reason } }
    }
    case 'RecordRegistration': {
      const { campaignRef } = command
      const said = { axis: 'registration', value: 'registered', event: 'NumberRegistered' } as const
      return { ...said, extra: campaignRef, data: { campaignRef } }
    }
    case 'RecordRegistrationRejection': {
      const { campaignRef, code } = command
      const said = { axis: 'registration', value: 'rejected', event: 'NumberRegistrationRejected' } as const
      return { ...said, extra: campaignRef, data: { campaignRef, code } }
    }
    case 'ActivateTexting':
      return { axis: 'texting', value: 'on', event: 'NumberTextingActivated', data: {} }
    case 'ExemptNumber': {
      const { exemptionId, until } = command
      return { axis: 'exempt', value: until, event: 'NumberExempted', data: { exemptionId, until } }
    }
    case 'EndNumberExemption': {
      const { exemptionId } = command
      return { axis: 'exempt', value: 'none', event: 'NumberExemptionEnded', data: { exemptionId } }
    }
    default:
      return unreachable(command)
  }
}

function ofOrder(
  value: string,
  event: NumberEvent['type'],
  orderId: OrderId,
  more: Record<string, string> = {},
): Touch {
  return { axis: 'authorisation', value, extra: orderId, event, data: { orderId, ...more } }
}
