import type { CaseStatus } from '../domain/supportCase.ts'
import type { Instant } from '../domain/values.ts'
import {
  type Envelope,
  type Malformed,
  malformed,
  type Read,
  readEnvelope,
  readItems,
  type UnknownEvent,
} from './eventShape.ts'
import { isCode, isIdentifier, isRecord } from './shape.ts'

type Head = { readonly eventId: string; readonly occurredAt: Instant; readonly reference: string }

export type DeskItem = {
  readonly reference: string
  readonly status: 'authorised' | 'refused'
  readonly reason?: string
}

/** What the desk says of one order: only the numbers it speaks of; `status` is the whole order's, in the desk's words. */
export type OrderUpdated = Head & {
  readonly type: 'order.updated'
  readonly ticket: string
  readonly status: 'PENDING' | 'PARTIAL' | 'COMPLETE' | 'ERROR'
  readonly items: readonly DeskItem[]
}

/** Where a case stands at the desk. Its own ticket may come late, or never. */
export type CaseUpdated = Head & {
  readonly type: 'case.updated'
  readonly ticket?: string
  readonly status: CaseStatus
  readonly reason?: string
}

/** What became of numbers that a case of help asked for. */
export type CaseAnswered = Head & {
  readonly type: 'case.answered'
  readonly ticket?: string
  readonly items: readonly DeskItem[]
}

export type LoaUpdated = Head & {
  readonly type: 'loa.updated'
  readonly status: 'accepted' | 'refused'
  readonly reason?: string
}

export type DeskEvent = OrderUpdated | CaseUpdated | CaseAnswered | LoaUpdated | UnknownEvent

type Name = Exclude<DeskEvent, UnknownEvent>['type']

/** Reads a webhook body whose signature has been checked. A type unknown to us is an event too, to be stored and shown. */
export function parseDeskEvent(body: unknown): { readonly ok: true; readonly event: DeskEvent } | Malformed {
  const envelope = readEnvelope<Name>(body, ['order.updated', 'case.updated', 'case.answered', 'loa.updated'])
  if (!envelope.ok) return envelope
  const { value } = envelope
  if (value.type === 'unknown') return { ok: true, event: value }
  const read = readOne(value)
  return read.ok ? { ok: true, event: read.value } : read
}

function readOne({ type, fields, ...head }: Envelope<Name>): Read<Exclude<DeskEvent, UnknownEvent>> {
  switch (type) {
    case 'order.updated':
      return readOrder(head, fields)
    case 'case.updated':
      return readCase(head, fields)
    case 'case.answered':
      return readCaseAnswer(head, fields)
    case 'loa.updated':
      return readLoa(head, fields)
  }
}

type Fields = Readonly<Record<string, unknown>>

function readOrder(head: Head, { ticket, status, items: list }: Fields): Read<OrderUpdated> {
  if (!isIdentifier(ticket)) return malformed('TICKET_MALFORMED')
  if (!isOrderStatus(status)) return malformed('STATUS_UNKNOWN')
  const items = readItems(list, readDeskItem)
  return items.ok ? { ok: true, value: { type: 'order.updated', ...head, ticket, status, items: items.value } } : items
}

function readCase(head: Head, { ticket, status, reason }: Fields): Read<CaseUpdated> {
  if (ticket !== undefined && !isIdentifier(ticket)) return malformed('TICKET_MALFORMED')
  if (!isCaseStatus(status)) return malformed('STATUS_UNKNOWN')
  if (reason !== undefined && !isCode(reason)) return malformed('REASON_MALFORMED')
  const more = { ...(ticket === undefined ? {} : { ticket }), ...(reason === undefined ? {} : { reason }) }
  return { ok: true, value: { type: 'case.updated', ...head, status, ...more } }
}

function readCaseAnswer(head: Head, { ticket, items: list }: Fields): Read<CaseAnswered> {
  if (ticket !== undefined && !isIdentifier(ticket)) return malformed('TICKET_MALFORMED')
  const items = readItems(list, readDeskItem)
  if (!items.ok) return items
  const more = ticket === undefined ? {} : { ticket }
  return { ok: true, value: { type: 'case.answered', ...head, ...more, items: items.value } }
}

function readLoa(head: Head, { status, reason }: Fields): Read<LoaUpdated> {
  if (status !== 'accepted' && status !== 'refused') return malformed('STATUS_UNKNOWN')
  if (reason !== undefined && !isCode(reason)) return malformed('REASON_MALFORMED')
  return { ok: true, value: { type: 'loa.updated', ...head, status, ...(reason === undefined ? {} : { reason }) } }
}

function isOrderStatus(value: unknown): value is OrderUpdated['status'] {
  return value === 'PENDING' || value === 'PARTIAL' || value === 'COMPLETE' || value === 'ERROR'
}

/** Complete by its type: a status more in the domain is one more here. */
const caseStatuses: Readonly<Record<CaseStatus, true>> = {
  opened: true,
  formSent: true,
  formReceived: true,
  inReview: true,
  waitingOnCustomer: true,
  resolved: true,
  closedUnresolved: true,
  reopened: true,
}

function isCaseStatus(value: unknown): value is CaseStatus {
  return typeof value === 'string' && Object.hasOwn(caseStatuses, value)
}

function readDeskItem(value: unknown): Read<DeskItem> {
  const { reference, status, reason } = isRecord(value) ? value : {}
  if (!isIdentifier(reference)) return malformed('ITEM_REFERENCE_MALFORMED')
  if (status !== 'authorised' && status !== 'refused') return malformed('ITEM_STATUS_UNKNOWN')
  if (reason === undefined) return { ok: true, value: { reference, status } }
  return isCode(reason) ? { ok: true, value: { reference, status, reason } } : malformed('ITEM_CODE_MALFORMED')
}
