import { brand, type CaseId, type LoaId, type NumberId, type OrderId } from '../domain/values.ts'
import { caseOfForm } from '../providers/desk.ts'
import type { CaseAnswered, CaseUpdated, DeskEvent, LoaUpdated, OrderUpdated } from '../providers/deskEvents.ts'
import type {
  CampaignUpdated,
  NumberRegistered,
  NumberRejected,
  NumberTraffic,
  RegistryEvent,
} from '../providers/registryEvents.ts'
import type { CommandData, CommandType } from '../store/command.ts'

/** An event of a type that we know. */
export type Told = Exclude<DeskEvent | RegistryEvent, { readonly type: 'unknown' }>

/** Of what desk and registry say, each event speaks of something under a reference. */
export function isTold<Other extends { readonly type: string }>(event: Told | Other): event is Told {
  return 'reference' in event
}

type Does<Type extends CommandType> = { readonly type: Type; readonly data: CommandData<Type> }
type NumbersTold = NumberRegistered | NumberRejected

/** What an event makes us record. */
export type Doing =
  | Does<'RecordOrderAnswer'>
  | Does<'RecordRegistration'>
  | Does<'ReportCase'>
  | Does<'RecordCaseAnswer'>
  | Does<'ReportLoa'>
  | Does<'RecordDecision'>
  | Does<'ReportCampaign'>
  | Does<'ReportTraffic'>

/**
 * `subject` is our own id of what the event speaks of, which tells the organisation. `nameless` numbers have a reference
 * that can be none of ours. Nothing comes of an event whose reference can be none of ours.
 */
export type Errand = { readonly subject: string; readonly does: Doing; readonly nameless: number }

export function errandOf(event: Told): Errand | undefined {
  switch (event.type) {
    case 'order.updated':
      return orderErrand(event)
    case 'case.updated':
      return caseErrand(event)
    case 'case.answered':
      return caseAnswerErrand(event)
    case 'loa.updated':
      return letterErrand(event)
    case 'campaign.updated':
      return campaignErrand(event)
    case 'number.registered':
    case 'number.rejected':
      return numbersErrand(event)
    case 'number.traffic':
      return trafficErrand(event)
  }
}

function orderErrand({ reference, items }: OrderUpdated): Errand | undefined {
  const ours = named(items)
  const data = { orderId: brand<OrderId>(reference), items: ours }
  return isUuid(reference)
    ? { subject: reference, does: { type: 'RecordOrderAnswer', data }, nameless: items.length - ours.length }
    : undefined
}

function caseErrand({ reference, ticket, status, reason }: CaseUpdated): Errand | undefined {
  const more = { ...(ticket === undefined ? {} : { ticket }), ...(reason === undefined ? {} : { reason }) }
  const data = { caseId: brand<CaseId>(reference), status, ...more }
  return isUuid(reference) ? { subject: reference, does: { type: 'ReportCase', data }, nameless: 0 } : undefined
}

function caseAnswerErrand({ reference, items }: CaseAnswered): Errand | undefined {
  const ours = named(items)
  const data = { caseId: brand<CaseId>(reference), items: ours }
  return isUuid(reference)
    ? { subject: reference, does: { type: 'RecordCaseAnswer', data }, nameless: items.length - ours.length }
    : undefined
}

function letterErrand({ reference, status, reason }: LoaUpdated): Errand | undefined {
  const data = { loaId: brand<LoaId>(reference), status, ...(reason === undefined ? {} : { reason }) }
  return isUuid(reference) ? { subject: reference, does: { type: 'ReportLoa', data }, nameless: 0 } : undefined
}

/** Approved and rejected judge what the case submitted; the rest is the campaign's own further life. */
function campaignErrand({ reference, campaignId, status, brand: about, codes }: CampaignUpdated): Errand | undefined {
  const caseId = caseOfForm(reference)
  if (caseId === undefined) return undefined
  const said = { campaignRef: campaignId, codes, ...(about === undefined ? {} : { brand: about }) }
  if (status === 'approved' || status === 'rejected') {
    const data = { caseId, campaign: status, items: [], ...said }
    return { subject: caseId, does: { type: 'RecordDecision', data }, nameless: 0 }
  }
  return { subject: caseId, does: { type: 'ReportCampaign', data: { status, ...said } }, nameless: 0 }
}

/** The form's case tells the organisation; where the form was handed in by hand, under no reference of ours, a number does. */
function numbersErrand({ reference, campaignId, items }: NumbersTold): Errand | undefined {
  const ours = named<NumbersTold['items'][number]>(items)
  const subject = caseOfForm(reference) ?? ours[0]?.numberId
  const data = { campaignRef: campaignId, items: ours }
  return subject
    ? { subject, does: { type: 'RecordRegistration', data }, nameless: items.length - ours.length }
    : undefined
}

/** Whose numbers they are, any of them tells. */
function trafficErrand({ state, by, codes, items }: NumberTraffic): Errand | undefined {
  const numberIds = named(items).map(({ numberId }) => numberId)
  const [subject] = numberIds
  const does = { type: 'ReportTraffic', data: { numberIds, state, by, codes } } as const
  return subject ? { subject, does, nameless: items.length - numberIds.length } : undefined
}

function named<Item extends { readonly reference: string }>(items: readonly Item[]) {
  return items.flatMap(({ reference, ...item }) =>
    isUuid(reference) ? [{ ...item, numberId: brand<NumberId>(reference) }] : [],
  )
}

/** Our own id in a reference, where there is one: of an order, a letter, a case, a number, or a case's form. */
export function ownIdIn(reference: unknown): string | undefined {
  if (typeof reference !== 'string') return undefined
  return isUuid(reference) ? reference : caseOfForm(reference)
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(text)
}
