import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDeskEvent } from '../../src/providers/deskEvents.ts'
import { itemLimit } from '../../src/providers/eventShape.ts'
import { parseRegistryEvent } from '../../src/providers/registryEvents.ts'

const updated = {
  type: 'order.updated',
  eventId: 'evt_1',
  occurredAt: '2024-09-04T18:00:00+02:00',
  reference: 'order-1',
  ticket: 'PTS-100001',
  status: 'PARTIAL',
  items: [
    { reference: 'n1', status: 'authorised' },
    { reference: 'n2', status: 'refused', reason: 'LOA_NAME_MISMATCH' },
    { reference: 'n3', status: 'refused' },
  ],
}

const rejected = {
  type: 'number.rejected',
  eventId: 'evt_2',
  occurredAt: '2024-10-01T00:00:00Z',
  reference: 'registration-1',
  campaignId: 'CAB12CD',
  items: [{ reference: 'n1', status: 'rejected', code: '30896' }],
}

const registered = { ...rejected, type: 'number.registered', items: [{ reference: 'n1', status: 'registered' }] }

const caseUpdated = {
  type: 'case.updated',
  eventId: 'evt_3',
  occurredAt: '2024-09-06T16:00:00.000Z',
  reference: 'case-1',
  ticket: 'PTC-100001',
  status: 'waitingOnCustomer',
  reason: 'EIN_LETTER',
}

const loaUpdated = {
  type: 'loa.updated',
  eventId: 'evt_4',
  occurredAt: '2024-09-04T16:00:00.000Z',
  reference: 'loa-1',
  status: 'refused',
  reason: 'SIGNER_UNKNOWN',
}

const campaignUpdated = {
  type: 'campaign.updated',
  eventId: 'evt_5',
  occurredAt: '2024-10-01T00:00:00.000Z',
  reference: 'case-1:form:1',
  campaignId: 'CAB12CD',
  status: 'rejected',
  brand: 'unverified',
  codes: ['30896', 'CTA_MISSING'],
}

const traffic = {
  type: 'number.traffic',
  eventId: 'evt_6',
  occurredAt: '2024-12-10T00:00:00.000Z',
  reference: 'n1',
  state: 'blocked',
  by: 'carrier',
  codes: ['SPAM_SUSPECTED'],
  items: [{ reference: 'n1' }],
}

test('what others do with the traffic of numbers is read whole, and needs no campaign and no codes', () => {
  expect(parseRegistryEvent(traffic)).toEqual({ ok: true, event: traffic })
  const { codes: _, ...bare } = traffic
  expect(parseRegistryEvent(bare)).toEqual({ ok: true, event: { ...traffic, codes: [] } })
})

test.each([caseUpdated, loaUpdated])('what the desk says as $type is read whole', (body) => {
  expect(parseDeskEvent(body)).toEqual({ ok: true, event: body })
})

test('a case can be told of before it has a ticket, and a letter without a reason', () => {
  const { ticket: _, reason: __, ...bare } = caseUpdated
  expect(parseDeskEvent(bare)).toEqual({ ok: true, event: bare })
  const { reason: ___, ...accepted } = { ...loaUpdated, status: 'accepted' }
  expect(parseDeskEvent(accepted)).toEqual({ ok: true, event: accepted })
})

test('the registry judges a campaign with all its codes, and the brand only where something is new about it', () => {
  expect(parseRegistryEvent(campaignUpdated)).toEqual({ ok: true, event: campaignUpdated })
  const { brand: _, codes: __, ...bare } = { ...campaignUpdated, status: 'pending' }
  expect(parseRegistryEvent(bare)).toEqual({ ok: true, event: { ...bare, codes: [] } })
})

test('an update of an order is read with its instant in UTC', () => {
  expect(parseDeskEvent(updated)).toEqual({
    ok: true,
    event: { ...updated, occurredAt: '2024-09-04T16:00:00.000Z' },
  })
})

test('the registry names the campaign of the numbers it registers or rejects', () => {
  const occurredAt = '2024-10-01T00:00:00.000Z'
  expect(parseRegistryEvent(registered)).toEqual({ ok: true, event: { ...registered, occurredAt } })
  expect(parseRegistryEvent(rejected)).toEqual({ ok: true, event: { ...rejected, occurredAt } })
})

test('a rejection without a code is still a rejection', () => {
  const vague = { ...rejected, items: [{ reference: 'n1', status: 'rejected' }] }
  expect(parseRegistryEvent(vague)).toMatchObject({ ok: true, event: { items: [{ status: 'rejected' }] } })
})

test('a type that nobody knows yet is kept by name', () => {
  const event = { type: 'MNO_CAMPAIGN_OPERATION_SUSPENDED', campaignId: 'CAB12CD', description: 'spam' }
  const kept = { type: 'unknown', name: 'MNO_CAMPAIGN_OPERATION_SUSPENDED' }
  expect(parseRegistryEvent(event)).toEqual({ ok: true, event: kept })
  const dated = { ...event, eventId: 'evt_9', occurredAt: '2024-10-01T00:00:00Z' }
  const whole = { ...kept, eventId: 'evt_9', occurredAt: '2024-10-01T00:00:00.000Z' }
  expect(parseDeskEvent(dated)).toEqual({ ok: true, event: whole })
})

test('fields that come to be added later do no harm and are not kept', () => {
  const more = { ...updated, priority: 1, items: [{ reference: 'n1', status: 'authorised', e164: '+12025550100' }] }
  expect(JSON.stringify(parseDeskEvent(more))).not.toMatch(/priority|2025550100/)
})

test.each([
  ['NOT_AN_OBJECT', null],
  ['NOT_AN_OBJECT', [updated]],
  ['TYPE_MALFORMED', { ...updated, type: 7 }],
  ['EVENT_ID_MALFORMED', { ...updated, eventId: '' }],
  ['EVENT_ID_MALFORMED', { ...updated, eventId: 'e'.repeat(129) }],
  ['OCCURRED_AT_MALFORMED', { ...updated, occurredAt: '2024-09-04' }],
  ['OCCURRED_AT_MALFORMED', { ...updated, occurredAt: '2024-09-04T16:00:00' }],
  ['OCCURRED_AT_MALFORMED', { ...updated, occurredAt: '2023-02-29T00:00:00Z' }],
  ['OCCURRED_AT_MALFORMED', { ...updated, occurredAt: 1725465600000 }],
  ['REFERENCE_MALFORMED', { ...updated, reference: 'order 1' }],
  ['TICKET_MALFORMED', { ...updated, ticket: undefined }],
  ['STATUS_UNKNOWN', { ...updated, status: 'DONE' }],
  ['ITEMS_MALFORMED', { ...updated, items: [] }],
  ['ITEMS_MALFORMED', { ...updated, items: { length: 1 } }],
  ['ITEMS_TOO_MANY', { ...updated, items: Array(itemLimit + 1).fill({ reference: 'n1', status: 'authorised' }) }],
  ['ITEM_REFERENCE_MALFORMED', { ...updated, items: [null] }],
  ['ITEM_REFERENCE_MALFORMED', { ...updated, items: [{ reference: '+12025550100', status: 'authorised' }] }],
  ['ITEM_REFERENCE_REPEATED', { ...updated, items: [updated.items[0], { reference: 'n1', status: 'refused' }] }],
  ['ITEM_STATUS_UNKNOWN', { ...updated, items: [{ reference: 'n1', status: 'perhaps' }] }],
  ['ITEM_CODE_MALFORMED', { ...updated, items: [{ reference: 'n1', status: 'refused', reason: 'call Jane' }] }],
  ['ITEM_CODE_MALFORMED', { ...updated, items: [{ reference: 'n1', status: 'refused', reason: 'X_12025550100' }] }],
  ['TICKET_MALFORMED', { ...caseUpdated, ticket: 'ticket for Jane' }],
  ['STATUS_UNKNOWN', { ...caseUpdated, status: 'toString' }],
  ['REASON_MALFORMED', { ...caseUpdated, reason: 'call Jane' }],
  ['STATUS_UNKNOWN', { ...loaUpdated, status: 'signed' }],
  ['REASON_MALFORMED', { ...loaUpdated, reason: '12025550100' }],
])('%s names what is wrong with an update', (reason, body) => {
  expect(parseDeskEvent(body)).toEqual({ ok: false, reason })
})

test.each([
  ['CAMPAIGN_MALFORMED', { ...registered, campaignId: 'B123456' }],
  ['ITEM_STATUS_UNKNOWN', { ...registered, items: rejected.items }],
  ['ITEM_STATUS_UNKNOWN', { ...rejected, items: registered.items }],
  ['ITEM_CODE_MALFORMED', { ...rejected, items: [{ reference: 'n1', status: 'rejected', code: 30896 }] }],
  ['CAMPAIGN_MALFORMED', { ...campaignUpdated, campaignId: undefined }],
  ['STATUS_UNKNOWN', { ...campaignUpdated, status: 'constructor' }],
  ['BRAND_UNKNOWN', { ...campaignUpdated, brand: null }],
  ['CODES_MALFORMED', { ...campaignUpdated, codes: 'CTA_MISSING' }],
  ['CODES_MALFORMED', { ...campaignUpdated, codes: ['X_12025550100'] }],
  ['CODES_MALFORMED', { ...campaignUpdated, codes: Array(21).fill('X') }],
  ['STATUS_UNKNOWN', { ...traffic, state: 'slow' }],
  ['PARTY_UNKNOWN', { ...traffic, by: 'us' }],
  ['CODES_MALFORMED', { ...traffic, codes: ['X_12025550100'] }],
  ['ITEMS_MALFORMED', { ...traffic, items: undefined }],
  ['ITEM_REFERENCE_MALFORMED', { ...traffic, items: [{ reference: '+12025550100' }] }],
])('%s names what is wrong with a word of the registry', (reason, body) => {
  expect(parseRegistryEvent(body)).toEqual({ ok: false, reason })
})

test('no body whatever makes a parser throw', () => {
  const part = fc.anything()
  const shaped = fc.record(
    {
      type: fc.constantFrom(
        updated.type,
        caseUpdated.type,
        loaUpdated.type,
        registered.type,
        campaignUpdated.type,
        traffic.type,
        'x',
      ),
      eventId: fc.oneof(part, fc.constant('evt_1')),
      occurredAt: fc.oneof(part, fc.constant('2024-10-01T00:00:00Z')),
      reference: fc.oneof(part, fc.constant('case-1:form:1')),
      campaignId: fc.oneof(part, fc.constant('CAB12CD')),
      ticket: part,
      status: part,
      reason: part,
      brand: part,
      codes: part,
      items: part,
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.oneof(part, shaped), (body) => {
      expect(typeof parseDeskEvent(body).ok).toBe('boolean')
      expect(typeof parseRegistryEvent(body).ok).toBe('boolean')
    }),
  )
})
