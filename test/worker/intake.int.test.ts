import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instant } from '../../src/domain/values.ts'
import { createLogger } from '../../src/log.ts'
import { idFor } from '../../src/store/ids.ts'
import { type InboundSource, storeInbound } from '../../src/store/intake.ts'
import { intake } from '../../src/worker/intake.ts'
import { goodForm } from '../support/form.ts'
import { accepted, freshNumbers, openTestStore, readyOrganisation, type TestStore } from '../support/store.ts'

let test: TestStore
const stopping = new AbortController()
let running: Promise<void>
beforeAll(async () => {
  test = await openTestStore()
  running = intake({ store: test.store, log: createLogger({ level: 'silent', name: 'test' }) })(stopping.signal)
})
afterAll(async () => {
  stopping.abort()
  await running
  await test.close()
})

type Row = { state: string; reason: string | null; due_at: string | null }

async function arrive(source: InboundSource, body: unknown, sourceId: string = randomUUID()): Promise<string> {
  const { store } = test
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const receivedAt = await store.clock.now()
  await storeInbound(store.pool, store.documents, { source, sourceId, headers: {}, body: bytes, receivedAt })
  return sourceId
}

async function until(sourceId: string, reached: (row: Row) => boolean): Promise<Row> {
  for (let tries = 0; tries < 500; tries += 1) {
    const { rows } = await test.store.pool.query<Row>(
      'select state, reason, due_at from inbound_fact where source_id = $1',
      [sourceId],
    )
    if (rows[0] && reached(rows[0])) return rows[0]
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`delivery ${sourceId} never got there`)
}

async function submittedOrder() {
  const premises = await readyOrganisation(test.store, 2)
  const { orderId } = await accepted(test.store, 'CreateOrder', premises.orgId, premises)
  if (!orderId) throw new Error('no order')
  await accepted(test.store, 'SubmitOrder', premises.orgId, { orderId, next: 'done' })
  return { ...premises, orderId }
}

function answer(orderId: string, numberIds: readonly string[], occurredAt = new Date().toISOString()) {
  const items = numberIds.map((reference) => ({ reference, status: 'authorised' }))
  const shared = { ticket: 'PTS-1', status: 'COMPLETE', reference: orderId, occurredAt, items }
  return { type: 'order.updated', eventId: randomUUID(), ...shared }
}

async function authorised(orgId: string): Promise<number> {
  const { rows } = await test.store.pool.query<{ count: string }>(
    `select count(*) from number where org_id = $1 and authorisation = 'authorised'`,
    [orgId],
  )
  return Number(rows[0]?.count)
}

const isSettled = (row: Row) => row.state !== 'pending'

describe('a delivery from outside', () => {
  it('is acted on once, also when it comes again under another id', async () => {
    const { orgId, orderId, numberIds } = await submittedOrder()
    const body = answer(orderId, numberIds)
    expect((await until(await arrive('desk', body), isSettled)).state).toBe('processed')
    expect(await authorised(orgId)).toBe(2)
    expect((await until(await arrive('desk', body), isSettled)).state).toBe('processed')
    const { rowCount } = await test.store.pool.query(
      `select 1 from event where org_id = $1 and type = 'NumberAuthorised'`,
      [orgId],
    )
    expect(rowCount).toBe(2)
  })

  it('dated ahead waits for its instant', async () => {
    const { orgId, orderId, numberIds } = await submittedOrder()
    const ahead = new Date(Date.now() + 3_600_000).toISOString()
    const row = await until(await arrive('desk', answer(orderId, numberIds, ahead)), (each) => each.due_at !== null)
    expect(row).toMatchObject({ state: 'pending', reason: 'FUTURE_DATED', due_at: ahead })
    expect(await authorised(orgId)).toBe(0)
  })

  it('about an order that nobody knows is kept for later, and stops nobody', async () => {
    const stray = await arrive('desk', answer(randomUUID(), [randomUUID()]))
    const { orgId, orderId, numberIds } = await submittedOrder()
    await until(await arrive('desk', answer(orderId, numberIds)), isSettled)
    expect(await until(stray, isSettled)).toMatchObject({ state: 'parked', reason: 'UNKNOWN_OBJECT' })
    expect(await authorised(orgId)).toBe(2)
  })

  it('about an order that appears later is acted on when it does', async () => {
    const { store } = test
    const premises = await readyOrganisation(store, 2)
    const commandId = randomUUID()
    const early = await arrive('desk', answer(idFor(`test/${premises.orgId}`, commandId, 'order'), premises.numberIds))
    expect((await until(early, isSettled)).state).toBe('parked')
    await accepted(store, 'CreateOrder', premises.orgId, premises, { commandId })
    expect((await until(early, (row) => row.state === 'processed')).reason).toBeNull()
    const recorded = `select count(*)::int from event where org_id = $1 and type = 'NumberAuthorised'`
    expect(await one(recorded, [premises.orgId])).toEqual({ count: 2 })
  })

  it('about an order that never appears is quarantined in the end, and put before a person', async () => {
    const stray = await arrive('desk', answer(randomUUID(), [randomUUID()]))
    await until(stray, isSettled)
    await test.store.pool.query(`update inbound_fact set due_at = received_at where source_id = $1`, [stray])
    const row = await until(stray, (each) => each.state !== 'parked')
    expect(row).toMatchObject({ state: 'quarantined', reason: 'UNKNOWN_OBJECT' })
  })

  it('that its sender calls a mock is kept and changes nothing', async () => {
    const { orgId, orderId, numberIds } = await submittedOrder()
    const row = await until(await arrive('desk', { ...answer(orderId, numberIds), mock: true }), isSettled)
    expect(row).toMatchObject({ state: 'noted', reason: 'MOCK' })
    expect(await authorised(orgId)).toBe(0)
  })

  it('that nobody can read is quarantined and put before a person', async () => {
    const row = await until(await arrive('registry', 'not json'), isSettled)
    expect(row).toMatchObject({ state: 'quarantined', reason: 'NOT_JSON' })
    const { rowCount } = await test.store.pool.query(`select 1 from attention where code = 'REPORT_QUARANTINED'`)
    expect(rowCount).toBeGreaterThan(0)
  })

  it('whose stored bytes cannot be opened is quarantined, and stops nobody', async () => {
    const { pool, documents, clock } = test.store
    const damaged = randomUUID()
    const body = documents.sealBytes(Buffer.from('{}'), 'another place')
    await pool.query(
      `insert into inbound_fact (id, source, source_id, headers, body, body_sha256, verdict, state, attempts, received_at)
       values ($1::uuid, 'desk', $1::text, '{}', $2, 'x', 'verified', 'pending', 0, $3)`,
      [damaged, body, await clock.now()],
    )
    const { orgId, orderId, numberIds } = await submittedOrder()
    await until(await arrive('desk', answer(orderId, numberIds)), isSettled)
    expect(await authorised(orgId)).toBe(2)
    expect(await until(damaged, isSettled)).toMatchObject({ state: 'quarantined', reason: 'UNREADABLE' })
  })

  it('of a type unknown here is stored and shown', async () => {
    const body = { type: 'brand.updated', eventId: randomUUID(), occurredAt: new Date().toISOString() }
    expect((await until(await arrive('registry', body), isSettled)).state).toBe('unknownType')
  })

  it('of Webex is noted; that it has withdrawn our access is put before a person', async () => {
    const batch = { id: 'hook', resource: 'adminBatchJobs', event: 'statusChanged', data: { id: randomUUID() } }
    expect(await until(await arrive('webex', batch), isSettled)).toMatchObject({
      state: 'noted',
      reason: 'NO_FACT_OF_OURS',
    })
    const message = { id: 'hook', resource: 'messages', event: 'created', data: { id: randomUUID() } }
    expect((await until(await arrive('webex', message), isSettled)).state).toBe('unknownType')
    const withdrawn = { id: 'hook', resource: 'serviceApp', event: 'deauthorized', data: { id: randomUUID() } }
    expect((await until(await arrive('webex', withdrawn), isSettled)).state).toBe('noted')
    expect(await one(`select count(*)::int from attention where code = 'WEBEX_ACCESS_WITHDRAWN'`, [])).toEqual({
      count: 1,
    })
  })

  it("naming numbers of another organisation changes its own and calls attention to the others'", async () => {
    const mine = await submittedOrder()
    const theirs = await submittedOrder()
    const id = await arrive('desk', answer(mine.orderId, [...mine.numberIds, ...theirs.numberIds]))
    await until(id, isSettled)
    expect(await authorised(mine.orgId)).toBe(2)
    expect(await authorised(theirs.orgId)).toBe(0)
    const { rows } = await test.store.pool.query(
      `select detail from attention where code = 'REPORT_NAMES_UNKNOWN_NUMBERS' and org_id = $1`,
      [mine.orgId],
    )
    expect(rows).toMatchObject([{ detail: { unknown: 2, recorded: 2 } }])
  })

  it('keeps its body where only the master key can read it', async () => {
    const marker = `MARKER-${randomUUID()}`
    const id = await arrive('registry', { type: marker })
    await until(id, isSettled)
    const { rows } = await test.store.pool.query<{ body: Buffer }>(
      'select body from inbound_fact where source_id = $1',
      [id],
    )
    expect(rows[0]?.body.includes(marker)).toBe(false)
    expect(test.store.documents.openBytes(rows[0]?.body ?? Buffer.of(), `inbound/registry/${id}`).toString()).toContain(
      marker,
    )
  })
})

/** A case with its first form handed in, and what the registry calls that form. */
async function submittedCase() {
  const { orgId, orderId, onboardingId, numberIds } = await submittedOrder()
  const items = numberIds.map((numberId) => ({ numberId, status: 'authorised' as const }))
  await accepted(test.store, 'RecordOrderAnswer', orgId, { orderId, items })
  const { caseId } = await accepted(test.store, 'OpenCase', orgId, { onboardingId })
  const { formVersion } = await accepted(test.store, 'SubmitForm', orgId, { caseId, form: goodForm })
  return { orgId, numberIds, caseId, form: `${caseId}:form:${formVersion}` }
}

function said(type: string, reference: string, more: Readonly<Record<string, unknown>>) {
  return { type, eventId: randomUUID(), occurredAt: new Date().toISOString(), reference, ...more }
}

async function heard(source: 'desk' | 'registry', type: string, reference: string, more: Record<string, unknown>) {
  const row = await until(await arrive(source, said(type, reference, more)), isSettled)
  expect([row.state, row.reason]).toEqual(['processed', null])
}

async function one(sql: string, values: readonly unknown[]): Promise<unknown> {
  const { rows } = await test.store.pool.query(sql, [...values])
  return rows[0]
}

const caseRow = (caseId: string) => one('select status, ticket from support_case where id = $1', [caseId])

async function registrations(orgId: string): Promise<readonly unknown[]> {
  const { rows } = await test.store.pool.query<{ registration: string }>(
    'select registration from number where org_id = $1 order by id',
    [orgId],
  )
  return rows.map((row) => row.registration)
}

async function campaigns(orgId: string): Promise<readonly unknown[]> {
  const { rows } = await test.store.pool.query(
    'select ref, status, brand_status as brand from campaign where org_id = $1',
    [orgId],
  )
  return rows
}

async function signedLetter() {
  const { store } = test
  const { orgId, locationId, onboardingId } = await readyOrganisation(store, 1)
  const numbers = freshNumbers(2)
  const shared = { country: 'US', kind: 'standard', inventory: 'inService', owner: 'primary', loa: 'required' } as const
  const entered = instant('2025-03-01T00:00:00.000Z')
  const rows = numbers.map((e164) => ({ e164, entered, locationId, ...shared }))
  await accepted(store, 'ImportNumbers', orgId, { rows })
  const { orderId } = await accepted(store, 'CreateOrder', orgId, { onboardingId, locationId, numbers })
  if (!orderId) throw new Error('no order')
  const signer = { firstName: 'Ada', lastName: 'Moss', title: 'CFO', signature: 'Ada Moss', differenceConfirmed: false }
  return { orgId, ...(await accepted(store, 'SignLoa', orgId, { orderId, signer })) }
}

describe('what the desk says of letters and cases', () => {
  it('a letter sent back covers its numbers no longer', async () => {
    const { orgId, loaId } = await signedLetter()
    const covered = 'select count(*)::int as count from number where org_id = $1 and letter_id = $2'
    expect(await one(covered, [orgId, loaId])).toEqual({ count: 2 })
    await heard('desk', 'loa.updated', loaId, { status: 'refused', reason: 'SIGNER_UNKNOWN' })
    expect(await one('select phase from loa where id = $1', [loaId])).toEqual({ phase: 'refused' })
    expect(await one(covered, [orgId, loaId])).toEqual({ count: 0 })
  })

  it('an accepted letter stands as such', async () => {
    const { loaId } = await signedLetter()
    await heard('desk', 'loa.updated', loaId, { status: 'accepted' })
    expect(await one('select phase from loa where id = $1', [loaId])).toEqual({ phase: 'accepted' })
  })

  it('the later word on a case stands, whichever is heard first, and its ticket may come late', async () => {
    const { caseId } = await submittedCase()
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
    await heard('desk', 'case.updated', caseId, { status: 'closedUnresolved', reason: 'NO_ANSWER' })
    expect(await caseRow(caseId)).toEqual({ status: 'closedUnresolved', ticket: null })
    await heard('desk', 'case.updated', caseId, { status: 'opened', ticket: 'PTC-1', occurredAt: hoursAgo(2) })
    expect(await caseRow(caseId)).toEqual({ status: 'closedUnresolved', ticket: 'PTC-1' })
    await heard('desk', 'case.updated', caseId, { status: 'reopened', ticket: 'PTC-1' })
    expect(await caseRow(caseId)).toEqual({ status: 'reopened', ticket: 'PTC-1' })
  })

  it('a letter or a case that nobody knows waits for its turn', async () => {
    const strays = [
      await arrive('desk', said('loa.updated', randomUUID(), { status: 'accepted' })),
      await arrive('desk', said('case.updated', randomUUID(), { status: 'opened' })),
      await arrive('registry', said('campaign.updated', `${randomUUID()}:form:1`, approval)),
    ]
    for (const stray of strays) {
      expect(await until(stray, isSettled)).toMatchObject({ state: 'parked', reason: 'UNKNOWN_OBJECT' })
    }
  })

  it('a reference that can be none of ours is quarantined at once', async () => {
    const strays = [
      await arrive('desk', said('case.updated', 'PTC-1', { status: 'opened' })),
      await arrive('registry', said('campaign.updated', 'somebody:form:1', approval)),
    ]
    for (const stray of strays) {
      expect(await until(stray, isSettled)).toMatchObject({ state: 'quarantined', reason: 'REFERENCE_NOT_OURS' })
    }
  })
})

const campaignId = 'CAB12CD'
const approval = { campaignId, status: 'approved', brand: 'verified' }

describe('what the registry says of a form', () => {
  it('an approved campaign registers no number by itself: they come one by one', async () => {
    const { orgId, numberIds, form } = await submittedCase()
    await heard('registry', 'campaign.updated', form, approval)
    expect(await campaigns(orgId)).toEqual([{ ref: campaignId, status: 'approved', brand: 'verified' }])
    expect(await registrations(orgId)).toEqual(['submitted', 'submitted'])
    const [first, second] = numberIds
    await heard('registry', 'number.registered', form, {
      campaignId,
      items: [{ reference: first, status: 'registered' }],
    })
    await heard('registry', 'number.rejected', form, {
      campaignId,
      items: [{ reference: second, status: 'rejected', code: 'CTA_MISSING' }],
    })
    expect([...(await registrations(orgId))].sort()).toEqual(['registered', 'rejected'])
  })

  it('the answer to a case of help authorises its numbers, and one to a case of registration is quarantined', async () => {
    const { orgId, onboardingId, numbers, numberIds } = await readyOrganisation(test.store, 1)
    const pending = numbers.map((e164) => ({ e164, country: 'US', kind: 'standard', inventory: 'pending' }) as const)
    await accepted(test.store, 'ImportNumbers', orgId, { rows: pending })
    const opening = { onboardingId, numbers, kind: 'authorisationHelp' } as const
    const { caseId } = await accepted(test.store, 'OpenCase', orgId, opening)
    const items = [{ reference: numberIds[0], status: 'authorised' }]
    await heard('desk', 'case.answered', caseId, { items })
    const authorisation = 'select authorisation, order_id from number where id = $1'
    expect(await one(authorisation, [numberIds[0]])).toEqual({ authorisation: 'authorised', order_id: caseId })
    const other = await submittedCase()
    const stray = await arrive('desk', said('case.answered', other.caseId, { items }))
    expect(await until(stray, isSettled)).toMatchObject({ state: 'quarantined', reason: 'CASE_TAKES_NO_ANSWER' })
  })

  it('that the traffic of a number is blocked is a fact of the number, whatever form it came on', async () => {
    const { numberIds } = await submittedCase()
    const [first = ''] = numberIds
    const said = { state: 'blocked', by: 'vendor', codes: ['SPAM_SUSPECTED'], items: [{ reference: first }] }
    await heard('registry', 'number.traffic', first, said)
    const traffic = 'select traffic, traffic_party from number where id = $1'
    expect(await one(traffic, [first])).toEqual({ traffic: 'blocked', traffic_party: 'vendor' })
  })

  it('a rejected campaign rejects every number of its form', async () => {
    const { orgId, form } = await submittedCase()
    await heard('registry', 'campaign.updated', form, { campaignId, status: 'rejected', codes: ['30896', 'OTHER'] })
    expect(await registrations(orgId)).toEqual(['rejected', 'rejected'])
    const decided = `select data from event where org_id = $1 and type = 'CaseDecided'`
    expect(await one(decided, [orgId])).toMatchObject({ data: { outcome: 'rejected', codes: ['30896', 'OTHER'] } })
  })

  it('a campaign in waiting tells of its brand already, and one approved can be suspended', async () => {
    const { orgId, form } = await submittedCase()
    await heard('registry', 'campaign.updated', form, { campaignId, status: 'pending', brand: 'verified' })
    expect(await campaigns(orgId)).toEqual([{ ref: campaignId, status: 'pending', brand: 'verified' }])
    await heard('registry', 'campaign.updated', form, { campaignId, status: 'approved' })
    await heard('registry', 'campaign.updated', form, { campaignId, status: 'suspended', codes: ['SPAM'] })
    expect(await campaigns(orgId)).toEqual([{ ref: campaignId, status: 'suspended', brand: 'verified' }])
    expect(await registrations(orgId)).toEqual(['submitted', 'submitted'])
  })

  it("a form's report names only numbers of its own organisation; others call a person", async () => {
    const mine = await submittedCase()
    const theirs = await submittedCase()
    const named = [...theirs.numberIds, ...mine.numberIds, 'n1']
    const items = named.map((reference) => ({ reference, status: 'registered' }))
    await heard('registry', 'number.registered', mine.form, { campaignId, items })
    expect(await registrations(mine.orgId)).toEqual(['registered', 'registered'])
    expect(await registrations(theirs.orgId)).toEqual(['submitted', 'submitted'])
    const attention = `select detail from attention where code = 'REPORT_NAMES_UNKNOWN_NUMBERS' and org_id = $1`
    expect(await one(attention, [mine.orgId])).toMatchObject({ detail: { recorded: 2, unknown: 3 } })
  })

  it('numbers of a form that was handed in by hand, under a reference of its own, are known by themselves', async () => {
    const { orgId, numberIds } = await submittedCase()
    const items = numberIds.map((reference) => ({ reference, status: 'registered' }))
    await heard('registry', 'number.registered', 'by-mail', { campaignId, items })
    expect(await registrations(orgId)).toEqual(['registered', 'registered'])
  })
})
