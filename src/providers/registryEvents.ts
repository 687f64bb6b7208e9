import type { Instant } from '../domain/values.ts'
import { type Malformed, malformed, type Read, readEnvelope, readItems, type UnknownEvent } from './eventShape.ts'
import { isCode, isIdentifier, isRecord } from './shape.ts'

type Head = {
  readonly eventId: string
  readonly occurredAt: Instant
  readonly reference: string
  /** The campaign in the registry's words: C and six characters. */
  readonly campaignId: string
}

export type RegisteredItem = { readonly reference: string; readonly status: 'registered' }
export type RejectedItem = { readonly reference: string; readonly status: 'rejected'; readonly code?: string }

export type NumberRegistered = Head & { readonly type: 'number.registered'; readonly items: readonly RegisteredItem[] }
export type NumberRejected = Head & { readonly type: 'number.rejected'; readonly items: readonly RejectedItem[] }
export type RegistryEvent = NumberRegistered | NumberRejected | UnknownEvent

/** Reads a webhook body whose signature has been checked. A type unknown to us is an event too, to be stored and shown. */
export function parseRegistryEvent(body: unknown): { readonly ok: true; readonly event: RegistryEvent } | Malformed {
  const envelope = readEnvelope(body, ['number.registered', 'number.rejected'])
  if (!envelope.ok) return envelope
  if (envelope.value.type === 'unknown') return { ok: true, event: envelope.value }
  const { fields, type, ...shared } = envelope.value
  const { campaignId, items: list } = fields
  if (!isCampaignId(campaignId)) return malformed('CAMPAIGN_MALFORMED')
  const head = { ...shared, campaignId }
  if (type === 'number.registered') {
    const items = readItems(list, readRegisteredItem)
    return items.ok ? { ok: true, event: { ...head, type, items: items.value } } : items
  }
  const items = readItems(list, readRejectedItem)
  return items.ok ? { ok: true, event: { ...head, type, items: items.value } } : items
}

function isCampaignId(value: unknown): value is string {
  return typeof value === 'string' && /^C[A-Z0-9]{6}$/.test(value)
}

function readRegisteredItem(value: unknown): Read<RegisteredItem> {
  const { reference, status } = isRecord(value) ? value : {}
  if (!isIdentifier(reference)) return malformed('ITEM_REFERENCE_MALFORMED')
  return status === 'registered' ? { ok: true, value: { reference, status } } : malformed('ITEM_STATUS_UNKNOWN')
}

function readRejectedItem(value: unknown): Read<RejectedItem> {
  const { reference, status, code } = isRecord(value) ? value : {}
  if (!isIdentifier(reference)) return malformed('ITEM_REFERENCE_MALFORMED')
  if (status !== 'rejected') return malformed('ITEM_STATUS_UNKNOWN')
  if (code === undefined) return { ok: true, value: { reference, status } }
  return isCode(code) ? { ok: true, value: { reference, status, code } } : malformed('ITEM_CODE_MALFORMED')
}
