import type { BrandStatus, CampaignStatus } from '../domain/campaign.ts'
import type { Traffic, TrafficParty } from '../domain/number.ts'
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

/** `reference` is that of the form whose campaign or numbers are spoken of. */
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

/** The campaign as a whole, and the brand behind it where something is new about it. Codes are the registry's own. */
export type CampaignUpdated = Head & {
  readonly type: 'campaign.updated'
  readonly status: CampaignStatus
  readonly brand?: BrandStatus
  readonly codes: readonly string[]
}

export type TrafficItem = { readonly reference: string }

/** What others let through of these numbers' messages. It belongs to no form, so the reference is that of one of the numbers. */
export type NumberTraffic = Omit<Head, 'campaignId'> & {
  readonly type: 'number.traffic'
  readonly state: Traffic
  readonly by: TrafficParty
  readonly codes: readonly string[]
  readonly items: readonly TrafficItem[]
}

export type RegistryEvent = NumberRegistered | NumberRejected | NumberTraffic | CampaignUpdated | UnknownEvent

type Name = Exclude<RegistryEvent, UnknownEvent>['type']

const mostCodes = 20

/** Reads a webhook body whose signature has been checked. A type unknown to us is an event too, to be stored and shown. */
export function parseRegistryEvent(body: unknown): { readonly ok: true; readonly event: RegistryEvent } | Malformed {
  const names = ['number.registered', 'number.rejected', 'number.traffic', 'campaign.updated'] as const
  const envelope = readEnvelope<Name>(body, names)
  if (!envelope.ok) return envelope
  const { value } = envelope
  if (value.type === 'unknown') return { ok: true, event: value }
  const read = readOne(value)
  return read.ok ? { ok: true, event: read.value } : read
}

function readOne({ type, fields, ...shared }: Envelope<Name>): Read<Exclude<RegistryEvent, UnknownEvent>> {
  if (type === 'number.traffic') return readTraffic(shared, fields)
  const { campaignId } = fields
  if (!isCampaignId(campaignId)) return malformed('CAMPAIGN_MALFORMED')
  const head = { ...shared, campaignId }
  switch (type) {
    case 'number.registered': {
      const items = readItems(fields['items'], readRegisteredItem)
      return items.ok ? { ok: true, value: { type, ...head, items: items.value } } : items
    }
    case 'number.rejected': {
      const items = readItems(fields['items'], readRejectedItem)
      return items.ok ? { ok: true, value: { type, ...head, items: items.value } } : items
    }
    case 'campaign.updated':
      return readCampaign(head, fields)
  }
}

function readCampaign(
  head: Head,
  { status, brand, codes = [] }: Readonly<Record<string, unknown>>,
): Read<CampaignUpdated> {
  if (!isCampaignStatus(status)) return malformed('STATUS_UNKNOWN')
  if (brand !== undefined && brand !== 'verified' && brand !== 'unverified') return malformed('BRAND_UNKNOWN')
  if (!areCodes(codes)) return malformed('CODES_MALFORMED')
  const said: CampaignUpdated = { type: 'campaign.updated', ...head, status, codes }
  return { ok: true, value: brand === undefined ? said : { ...said, brand } }
}

function readTraffic(
  head: Omit<Head, 'campaignId'>,
  { state: said, by, codes = [], items: named }: Readonly<Record<string, unknown>>,
): Read<NumberTraffic> {
  if (!isTraffic(said)) return malformed('STATUS_UNKNOWN')
  if (!isParty(by)) return malformed('PARTY_UNKNOWN')
  if (!areCodes(codes)) return malformed('CODES_MALFORMED')
  const items = readItems(named, readTrafficItem)
  return items.ok
    ? { ok: true, value: { type: 'number.traffic', ...head, state: said, by, codes, items: items.value } }
    : items
}

const traffics: Readonly<Record<Traffic, true>> = { flowing: true, throttled: true, blocked: true }
const parties: Readonly<Record<TrafficParty, true>> = { carrier: true, vendor: true, cisco: true }

function isTraffic(value: unknown): value is Traffic {
  return typeof value === 'string' && Object.hasOwn(traffics, value)
}

function isParty(value: unknown): value is TrafficParty {
  return typeof value === 'string' && Object.hasOwn(parties, value)
}

function readTrafficItem(value: unknown): Read<TrafficItem> {
  const { reference } = isRecord(value) ? value : {}
  return isIdentifier(reference) ? { ok: true, value: { reference } } : malformed('ITEM_REFERENCE_MALFORMED')
}

function isCampaignId(value: unknown): value is string {
  return typeof value === 'string' && /^C[A-Z0-9]{6}$/.test(value)
}

/** Complete by its type: a status more in the domain is one more here. */
const campaignStatuses: Readonly<Record<CampaignStatus, true>> = {
  pending: true,
  approved: true,
  rejected: true,
  suspended: true,
  ended: true,
}

function isCampaignStatus(value: unknown): value is CampaignStatus {
  return typeof value === 'string' && Object.hasOwn(campaignStatuses, value)
}

function areCodes(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= mostCodes && value.every(isCode)
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
