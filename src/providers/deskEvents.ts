import type { Instant } from '../domain/values.ts'
import { type Malformed, malformed, type Read, readEnvelope, readItems, type UnknownEvent } from './eventShape.ts'
import { isCode, isIdentifier, isRecord } from './shape.ts'

export type DeskItem = {
  readonly reference: string
  readonly status: 'authorised' | 'refused'
  readonly reason?: string
}

/** What the desk says of one order: only the numbers it speaks of; `status` is the whole order's, in the desk's words. */
export type OrderUpdated = {
  readonly type: 'order.updated'
  readonly eventId: string
  readonly occurredAt: Instant
  readonly reference: string
  readonly ticket: string
  readonly status: 'PENDING' | 'PARTIAL' | 'COMPLETE' | 'ERROR'
  readonly items: readonly DeskItem[]
}

export type DeskEvent = OrderUpdated | UnknownEvent

/** Reads a webhook body whose signature has been checked. A type unknown to us is an event too, to be stored and shown. */
export function parseDeskEvent(body: unknown): { readonly ok: true; readonly event: DeskEvent } | Malformed {
  const envelope = readEnvelope(body, ['order.updated'])
  if (!envelope.ok) return envelope
  if (envelope.value.type === 'unknown') return { ok: true, event: envelope.value }
  const { fields, ...head } = envelope.value
  const { ticket, status, items: list } = fields
  if (!isIdentifier(ticket)) return malformed('TICKET_MALFORMED')
  if (!isOrderStatus(status)) return malformed('STATUS_UNKNOWN')
  const items = readItems(list, readDeskItem)
  return items.ok ? { ok: true, event: { ...head, ticket, status, items: items.value } } : items
}

function isOrderStatus(value: unknown): value is OrderUpdated['status'] {
  return value === 'PENDING' || value === 'PARTIAL' || value === 'COMPLETE' || value === 'ERROR'
}

function readDeskItem(value: unknown): Read<DeskItem> {
  const { reference, status, reason } = isRecord(value) ? value : {}
  if (!isIdentifier(reference)) return malformed('ITEM_REFERENCE_MALFORMED')
  if (status !== 'authorised' && status !== 'refused') return malformed('ITEM_STATUS_UNKNOWN')
  if (reason === undefined) return { ok: true, value: { reference, status } }
  return isCode(reason) ? { ok: true, value: { reference, status, reason } } : malformed('ITEM_CODE_MALFORMED')
}
