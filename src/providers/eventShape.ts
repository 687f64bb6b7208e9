import type { Instant } from '../domain/values.ts'
import { isIdentifier, isRecord, readInstant } from './shape.ts'

export type MalformedReason =
  | 'NOT_AN_OBJECT'
  | 'TYPE_MALFORMED'
  | 'EVENT_ID_MALFORMED'
  | 'OCCURRED_AT_MALFORMED'
  | 'REFERENCE_MALFORMED'
  | 'TICKET_MALFORMED'
  | 'CAMPAIGN_MALFORMED'
  | 'STATUS_UNKNOWN'
  | 'REASON_MALFORMED'
  | 'BRAND_UNKNOWN'
  | 'PARTY_UNKNOWN'
  | 'CODES_MALFORMED'
  | 'ITEMS_MALFORMED'
  | 'ITEMS_TOO_MANY'
  | 'ITEM_REFERENCE_MALFORMED'
  | 'ITEM_REFERENCE_REPEATED'
  | 'ITEM_STATUS_UNKNOWN'
  | 'ITEM_CODE_MALFORMED'

export type Malformed = { readonly ok: false; readonly reason: MalformedReason }
export type Read<Value> = { readonly ok: true; readonly value: Value } | Malformed

/** The lists of the outside world grow: a type that we do not know is kept and shown, never dropped. */
export type UnknownEvent = {
  readonly type: 'unknown'
  readonly name: string
  readonly eventId?: string
  readonly occurredAt?: Instant
}

export type Envelope<Name extends string> = {
  readonly type: Name
  readonly eventId: string
  readonly occurredAt: Instant
  readonly reference: string
  readonly fields: Readonly<Record<string, unknown>>
}

export const itemLimit = 5_000

/** What every event of either side has in common; the rest stays in `fields` for the side's own parser. */
export function readEnvelope<Name extends string>(
  body: unknown,
  names: readonly Name[],
): Read<Envelope<Name> | UnknownEvent> {
  if (!isRecord(body)) return malformed('NOT_AN_OBJECT')
  const { type: said, eventId, occurredAt: when, reference } = body
  const type = names.find((name) => name === said)
  if (type === undefined) return unknownEvent(body)
  if (!isIdentifier(eventId)) return malformed('EVENT_ID_MALFORMED')
  const occurredAt = readInstant(when)
  if (occurredAt === undefined) return malformed('OCCURRED_AT_MALFORMED')
  if (!isIdentifier(reference)) return malformed('REFERENCE_MALFORMED')
  return { ok: true, value: { type, eventId, occurredAt, reference, fields: body } }
}

function unknownEvent(body: Readonly<Record<string, unknown>>): Read<UnknownEvent> {
  const { type: name, eventId, occurredAt: when } = body
  if (!isIdentifier(name)) return malformed('TYPE_MALFORMED')
  const occurredAt = readInstant(when)
  return {
    ok: true,
    value: {
      type: 'unknown',
      name,
      ...(isIdentifier(eventId) ? { eventId } : {}),
      ...(occurredAt === undefined ? {} : { occurredAt }),
    },
  }
}

/** All items or none: an event half understood would be half a fact. */
export function readItems<Item extends { readonly reference: string }>(
  items: unknown,
  readItem: (value: unknown) => Read<Item>,
): Read<readonly Item[]> {
  if (!Array.isArray(items) || items.length === 0) return malformed('ITEMS_MALFORMED')
  if (items.length > itemLimit) return malformed('ITEMS_TOO_MANY')
  const read: Item[] = []
  for (const each of items) {
    const item = readItem(each)
    if (!item.ok) return item
    read.push(item.value)
  }
  const distinct = new Set(read.map((item) => item.reference))
  return distinct.size === read.length ? { ok: true, value: read } : malformed('ITEM_REFERENCE_REPEATED')
}

export function malformed(reason: MalformedReason): Malformed {
  return { ok: false, reason }
}
