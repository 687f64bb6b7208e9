import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseClock } from '../../src/clock.ts'
import { standing } from '../../src/domain/retraction.ts'
import { brand, type EventId, instant, type OrganisationId } from '../../src/domain/values.ts'
import { licenceStreamId } from '../../src/store/commands/licences.ts'
import { loadStream } from '../../src/store/eventStore.ts'
import { idFor } from '../../src/store/ids.ts'
import { createPool, type Pool } from '../../src/store/pool.ts'
import { rebuild } from '../../src/store/rebuild.ts'
import { goodForm } from '../support/form.ts'
import {
  accepted,
  authorisedOrganisation,
  column,
  command,
  desk,
  drafted,
  eligibleOrganisation,
  flagged,
  openedCase,
  openTestStore,
  readyOrganisation,
  refused,
  registry,
  type TestStore,
} from '../support/store.ts'

let test: TestStore
let owner: Pool
beforeAll(async () => {
  test = await openTestStore()
  owner = createPool({ url: test.database.ownerUrl, max: 2, name: 'owner' })
})
afterAll(async () => {
  await owner.end()
  await test.close()
})

const support = { actor: { kind: 'person', subject: 'support-1', role: 'support' } } as const
const reason = 'mistaken' as const

async function eventsOf(stream: string, type: string): Promise<readonly EventId[]> {
  const { rows } = await test.store.pool.query<{ id: EventId }>(
    `select stream_id || ':' || version as id from event where stream_id = $1 and type = $2 order by version`,
    [stream, type],
  )
  return rows.map((row) => row.id)
}

async function lastOf(stream: string, type: string): Promise<EventId> {
  const last = (await eventsOf(stream, type)).at(-1)
  if (!last) throw new Error(`no ${type}`)
  return last
}

/** Numbers in a draft, all of them under one signed letter. */
async function withLetter(numberCount: number) {
  const { store } = test
  const premises = await readyOrganisation(store, numberCount)
  const { orgId, numbers } = premises
  await flagged(store, premises, numbers)
  const orderId = await drafted(store, premises)
  const signer = { firstName: 'A', lastName: 'B', title: 'C', signature: 'A B', differenceConfirmed: false }
  const { loaId } = await accepted(store, 'SignLoa', orgId, { orderId, signer })
  return { premises, orgId, orderId, loaId }
}

const retract = (orgId: OrganisationId, ...eventIds: readonly string[]) =>
  accepted(test.store, 'RetractReport', orgId, { eventIds, reason }, support)

/** A row without its version, which counts retractions too. */
async function row(table: string, key: string, id: string): Promise<unknown> {
  const { rows } = await test.store.pool.query<{ row: unknown }>(
    `select to_jsonb(t) - 'version' as row from ${table} t where ${key} = $1`,
    [id],
  )
  return rows[0]?.row
}

async function expectRebuilt(): Promise<void> {
  expect((await rebuild(owner, databaseClock(owner), 'compare')).differing).toEqual([])
}

/** So many of this database wait for a lock. */
async function untilWaiting(count: number): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const { rows } = await test.store.pool.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if ((rows[0]?.count ?? 0) >= count) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('nobody waits for the lock')
}

describe('a retracted report counts as if it had never been told, and when told again it counts anew:', () => {
  it('of the licence', async () => {
    const { store } = test
    const { orgId } = await readyOrganisation(store, 1)
    const id = licenceStreamId(orgId)
    const before = await row('licence', 'stream_id', id)
    const at = { happenedAt: instant(Date.now()) }
    await accepted(store, 'ReportLicence', orgId, { status: 'lapsed' }, at)
    const { effects } = await retract(orgId, await lastOf(id, 'LicenceLapsed'))
    expect(effects).toEqual([{ stream: id, kind: 'licence', axis: 'phase', before: 'lapsed', after: 'active' }])
    expect(await row('licence', 'stream_id', id)).toEqual(before)
    const { rows } = await store.pool.query(
      `select fact->>'licence' as licence from outbox where org_id = $1 and fact->>'type' = 'LicenceChanged'
       order by position desc limit 1`,
      [orgId],
    )
    expect(rows).toEqual([{ licence: 'active' }])
    expect((await accepted(store, 'ReportLicence', orgId, { status: 'lapsed' }, at)).phase).toBe('lapsed')
    await expectRebuilt()
  })

  it('of the licence, the only one', async () => {
    const { store } = test
    const orgId = await eligibleOrganisation(store)
    await accepted(store, 'ReportLicence', orgId, { status: 'activated' })
    const id = licenceStreamId(orgId)
    await retract(orgId, await lastOf(id, 'LicenceActivated'))
    expect(await row('licence', 'stream_id', id)).toMatchObject({ phase: 'unknown' })
    await expectRebuilt()
  })

  it('of an organisation, which its onboarding hears', async () => {
    const { store } = test
    const { orgId } = await readyOrganisation(store, 1)
    const before = await row('organisation', 'id', orgId)
    await accepted(store, 'AttestOrganisationFact', orgId, { fact: 'customerKind', value: 'online' })
    await retract(orgId, await lastOf(orgId, 'OrganisationFactAttested'))
    expect(await row('organisation', 'id', orgId)).toEqual(before)
    const { rows } = await store.pool.query(
      `select fact->>'eligibility' as eligibility from outbox
       where org_id = $1 and fact->>'type' = 'EligibilityChanged' order by position`,
      [orgId],
    )
    expect(rows.map((each) => each.eligibility)).toEqual(['ineligible', 'eligible'])
    await expectRebuilt()
  })

  it('of a location, and of what was said when it was added', async () => {
    const { store } = test
    const { orgId, locationId } = await readyOrganisation(store, 1)
    const before = await row('location', 'id', locationId)
    await accepted(store, 'ReportLocation', orgId, { locationId, facts: { country: 'MX' } })
    await retract(orgId, await lastOf(locationId, 'LocationReported'))
    expect(await row('location', 'id', locationId)).toEqual(before)
    await retract(orgId, await lastOf(locationId, 'LocationAdded'))
    expect(await row('location', 'id', locationId)).toMatchObject({ country: 'unknown', presence: 'unknown' })
    await accepted(store, 'ReportLocation', orgId, { locationId, facts: { country: 'US' } })
    expect(await row('location', 'id', locationId)).toMatchObject({ country: 'US' })
    await expectRebuilt()
  })

  it('of a user', async () => {
    const { store } = test
    const { orgId } = await readyOrganisation(store, 1)
    const { userId } = await accepted(store, 'AddUser', orgId, {})
    await accepted(store, 'SetUserTexting', orgId, { userId, setting: 'overrideOff' })
    await retract(orgId, await lastOf(userId, 'UserTextingSet'))
    expect(await row('"user"', 'id', userId)).toMatchObject({ setting: 'inherit' })
    await expectRebuilt()
  })

  it.each([
    ['inventory', { inventory: 'inactive' }, 'NumberInventoryReported'],
    ['entry', { entered: instant('2024-01-01T00:00:00.000Z') }, 'NumberEntryReported'],
    ['owner', { owner: 'workspace' }, 'NumberOwnerReported'],
    ['flag of the carrier', { loa: 'required' }, 'NumberLoaFlagged'],
  ] as const)("of a number's %s", async (_, said, type) => {
    const { store } = test
    const { orgId, numbers, numberIds } = await readyOrganisation(store, 1)
    const [e164 = '', id = ''] = [numbers[0], numberIds[0]]
    const before = await row('number', 'id', id)
    const rows = [{ e164, country: 'US', kind: 'standard', ...said } as const]
    const at = { happenedAt: instant(Date.now()) }
    await accepted(store, 'ImportNumbers', orgId, { rows }, at)
    const after = await row('number', 'id', id)
    expect(after).not.toEqual(before)
    await retract(orgId, await lastOf(id, type))
    expect(await row('number', 'id', id)).toEqual(before)
    expect((await accepted(store, 'ImportNumbers', orgId, { rows }, at)).rows[0]?.status).toBe('updated')
    expect(await row('number', 'id', id)).toEqual(after)
    expect(await eventsOf(id, type)).toHaveLength(2)
    await expectRebuilt()
  })

  it('of a number that outlived a newer report: the older one told again is news, not a repeat', async () => {
    const { store } = test
    const { orgId, numbers, numberIds } = await readyOrganisation(store, 1)
    const [e164 = '', id = ''] = [numbers[0], numberIds[0]]
    const rows = [{ e164, country: 'US', kind: 'standard', inventory: 'inactive' } as const]
    const old = { happenedAt: instant('2025-01-01T00:00:00.000Z') }
    await accepted(store, 'ImportNumbers', orgId, { rows }, old)
    expect((await accepted(store, 'ImportNumbers', orgId, { rows }, old)).rows[0]?.status).toBe('unchanged')
    await retract(orgId, await lastOf(id, 'NumberInventoryReported'))
    expect((await accepted(store, 'ImportNumbers', orgId, { rows }, old)).rows[0]?.status).toBe('updated')
  })

  it('of the first sight of a number, which stays known by its text', async () => {
    const { store } = test
    const { orgId, numberIds } = await readyOrganisation(store, 1)
    const [id = ''] = numberIds
    await retract(orgId, await lastOf(id, 'NumberEntered'))
    expect(await row('number', 'id', id)).toMatchObject({ inventory: 'unknown', location_id: null, kind: 'standard' })
    await expectRebuilt()
  })

  it('of an answer of the desk: the order waits for its number again', async () => {
    const { store } = test
    const premises = await authorisedOrganisation(store, 2)
    const { orgId, orderId, numberIds, onboardingId } = premises
    const [id = brand(''), other = brand('')] = numberIds
    const struck = await retract(orgId, await lastOf(id, 'NumberAuthorised'))
    expect(struck.struck).toEqual([await lastOf(id, 'NumberAuthorised'), await lastOf(orderId, 'OrderAnswered')])
    expect(await column(store, premises, 'authorisation')).toEqual(['ordered', 'authorised'])
    expect(await row('"order"', 'id', orderId)).toMatchObject({ phase: 'submitted' })
    expect(struck.effects).toContainEqual({
      stream: id,
      kind: 'number',
      axis: 'authorisation',
      before: 'authorised',
      after: 'ordered',
    })
    const told = await store.pool.query(
      'select fact from outbox where process_id = $1 order by position desc limit 1',
      [onboardingId],
    )
    expect(told.rows[0].fact).toMatchObject({ type: 'NumbersChanged', counts: { ordered: 1, authorised: 1 } })
    await expectRebuilt()
    const items = [{ numberId: id, status: 'refused' as const }]
    expect(await accepted(store, 'RecordOrderAnswer', orgId, { orderId, items }, desk)).toMatchObject({ recorded: 1 })
    expect(await row('"order"', 'id', orderId)).toMatchObject({ phase: 'partial' })
    await retract(orgId, await lastOf(other, 'NumberAuthorised'), await lastOf(id, 'NumberAuthorisationRefused'))
    expect(await column(store, premises, 'authorisation')).toEqual(['ordered', 'ordered'])
    expect(await row('"order"', 'id', orderId)).toMatchObject({ phase: 'submitted' })
    await expectRebuilt()
  })

  it('of a refusal that had covered an authorisation: the order has ended well after all', async () => {
    const { store } = test
    const premises = await authorisedOrganisation(store, 2)
    const { orgId, orderId, numberIds } = premises
    const [id = brand('')] = numberIds
    const items = [{ numberId: id, status: 'refused' as const }]
    await accepted(store, 'RecordOrderAnswer', orgId, { orderId, items }, desk)
    const { struck } = await retract(orgId, await lastOf(id, 'NumberAuthorisationRefused'))
    expect(struck).toHaveLength(2)
    expect(await column(store, premises, 'authorisation')).toEqual(['authorised', 'authorised'])
    expect(await row('"order"', 'id', orderId)).toMatchObject({ phase: 'complete' })
    await expectRebuilt()
  })

  it("of the desk's refusal of a letter, which covers its numbers again", async () => {
    const { store } = test
    const { premises, orgId, loaId } = await withLetter(2)
    await accepted(store, 'ReportLoa', orgId, { loaId, status: 'refused', reason: 'NAME_MISMATCH' }, desk)
    expect(await column(store, premises, 'letter_id')).toEqual([null, null])
    await retract(orgId, await lastOf(loaId, 'LoaRefused'))
    expect(await column(store, premises, 'letter_id')).toEqual([loaId, loaId])
    expect(await row('loa', 'id', loaId)).toMatchObject({ phase: 'signed' })
    await expectRebuilt()
  })

  it("of the desk's acceptance that had outweighed an earlier refusal: the numbers lose their cover", async () => {
    const { store } = test
    const { premises, orgId, loaId } = await withLetter(1)
    const early = instant(Date.now())
    await accepted(store, 'ReportLoa', orgId, { loaId, status: 'accepted' }, desk)
    await accepted(store, 'ReportLoa', orgId, { loaId, status: 'refused' }, { ...desk, happenedAt: early })
    expect(await column(store, premises, 'letter_id')).toEqual([loaId])
    await retract(orgId, await lastOf(loaId, 'LoaAccepted'))
    expect(await column(store, premises, 'letter_id')).toEqual([null])
    await expectRebuilt()
  })

  it('of a judgement with all that came with it, by the key of its delivery', async () => {
    const { store } = test
    const premises = await openedCase(store, 2)
    const { orgId, caseId } = premises
    await accepted(store, 'SubmitForm', orgId, { caseId, form: goodForm })
    const before = await row('support_case', 'id', caseId)
    const commandId = randomUUID()
    const said = {
      caseId,
      campaignRef: 'CRTR001',
      campaign: 'rejected',
      brand: 'unverified',
      codes: ['X'],
      items: [],
    } as const
    const delivery = { ...registry, scope: 'intake', commandId }
    await accepted(store, 'RecordDecision', orgId, said, delivery)
    expect(await column(store, premises, 'registration')).toEqual(['rejected', 'rejected'])
    const { struck } = await accepted(store, 'RetractReport', orgId, { commandId, reason }, support)
    expect(struck).toHaveLength(5)
    expect(await column(store, premises, 'registration')).toEqual(['submitted', 'submitted'])
    expect(await row('support_case', 'id', caseId)).toEqual(before)
    const campaign = idFor('campaign', orgId, 'CRTR001')
    expect(await row('campaign', 'stream_id', campaign)).toMatchObject({ status: 'unknown', brand_status: 'unknown' })
    const told = await store.pool.query(
      'select fact from outbox where process_id = $1 order by position desc limit 1',
      [caseId],
    )
    expect(told.rows[0].fact).toMatchObject({ judgements: { judged: 0, rejections: 0 }, counts: { waiting: 2 } })
    await expectRebuilt()
    expect(await accepted(store, 'RecordDecision', orgId, said, registry)).toMatchObject({ recorded: 2 })
  })

  it('of a registration, a rejection, a campaign and a brand, one by one', async () => {
    const { store } = test
    const premises = await openedCase(store, 2)
    const { orgId, caseId, numberIds } = premises
    await accepted(store, 'SubmitForm', orgId, { caseId, form: goodForm })
    const [one = brand(''), two = brand('')] = numberIds
    const items = [
      { numberId: one, status: 'registered' as const },
      { numberId: two, status: 'rejected' as const, code: 'Y' },
    ]
    await accepted(store, 'ReportCampaign', orgId, { campaignRef: 'CRTR002', status: 'pending', codes: [] }, registry)
    const campaign = idFor('campaign', orgId, 'CRTR002')
    const before = await row('campaign', 'stream_id', campaign)
    const suspended = { campaignRef: 'CRTR002', status: 'suspended', brand: 'verified', codes: [] } as const
    await accepted(store, 'ReportCampaign', orgId, suspended, registry)
    await retract(orgId, await lastOf(campaign, 'CampaignReported'), await lastOf(campaign, 'BrandReported'))
    expect(await row('campaign', 'stream_id', campaign)).toEqual(before)
    await accepted(store, 'RecordRegistration', orgId, { campaignRef: 'CRTR002', items }, registry)
    await retract(orgId, await lastOf(one, 'NumberRegistered'))
    expect(await column(store, premises, 'registration')).toEqual(['submitted', 'rejected'])
    await retract(orgId, await lastOf(two, 'NumberRegistrationRejected'))
    expect(await column(store, premises, 'registration')).toEqual(['submitted', 'submitted'])
    await expectRebuilt()
  })

  it("of the desk's word on a case: it is unconfirmed again, and its process hears so", async () => {
    const { store } = test
    const { orgId, caseId } = await openedCase(store, 1)
    await accepted(store, 'ReportCase', orgId, { caseId, status: 'opened', ticket: 'PTS-1' }, desk)
    await retract(orgId, await lastOf(caseId, 'CaseReported'))
    expect(await row('support_case', 'id', caseId)).toMatchObject({ status: 'unconfirmed', ticket: null })
    const told = await store.pool.query(
      'select fact from outbox where process_id = $1 order by position desc limit 1',
      [caseId],
    )
    expect(told.rows[0].fact).toMatchObject({ type: 'CaseReported', status: 'unconfirmed' })
    await expectRebuilt()
  })
})

describe('a retraction', () => {
  it('asked for twice answers the same and writes nothing more', async () => {
    const { store } = test
    const { orgId, numberIds } = await authorisedOrganisation(store, 1)
    const id = await lastOf(numberIds[0] ?? '', 'NumberAuthorised')
    const first = await retract(orgId, id)
    const again = await retract(orgId, id)
    expect(again).toEqual({ struck: first.struck, effects: [], left: [] })
    expect(await eventsOf(numberIds[0] ?? '', 'ReportRetracted')).toHaveLength(1)
  })

  it('is refused for what nobody reported, for another retraction, and for what is not here', async () => {
    const { store } = test
    const { orgId, orderId, numberIds } = await authorisedOrganisation(store, 1)
    const [id = ''] = numberIds
    const ask = (on: OrganisationId, ...eventIds: readonly string[]) =>
      refused(store, 'RetractReport', on, { eventIds, reason }, support)
    expect(await ask(orgId, await lastOf(id, 'NumberOrdered'))).toMatchObject({ code: 'NOT_A_REPORT' })
    expect(await ask(orgId, await lastOf(orderId, 'OrderClosed'))).toMatchObject({ code: 'NOT_A_REPORT' })
    const report = await lastOf(id, 'NumberAuthorised')
    const other = await eligibleOrganisation(store)
    const missing = `${randomUUID()}:1`
    expect(await ask(other, report)).toEqual({ code: 'EVENT_NOT_FOUND', field: 'eventIds', detail: report })
    expect(await ask(orgId, missing)).toEqual({ code: 'EVENT_NOT_FOUND', field: 'eventIds', detail: missing })
    expect(await ask(orgId, report, missing)).toMatchObject({ code: 'EVENT_NOT_FOUND' })
    expect(await refused(store, 'RetractReport', orgId, { commandId: 'none', reason }, support)).toMatchObject({
      code: 'EVENT_NOT_FOUND',
    })
    await retract(orgId, report)
    expect(await ask(orgId, await lastOf(id, 'ReportRetracted'))).toMatchObject({ code: 'RETRACTION_IS_FINAL' })
  })

  it('changes nothing of what was believed before it', async () => {
    const { store } = test
    const { numberIds, orgId } = await authorisedOrganisation(store, 1)
    const [id = ''] = numberIds
    const known = instant(Date.now())
    await new Promise((resolve) => setTimeout(resolve, 5))
    await retract(orgId, await lastOf(id, 'NumberAuthorised'))
    const events = await loadStream(store.pool, id)
    const types = (each: readonly { readonly type: string }[]) => each.map(({ type }) => type)
    expect(types(standing(events, known))).toContain('NumberAuthorised')
    expect(types(standing(events))).not.toContain('NumberAuthorised')
    expect(types(events)).toContain('NumberAuthorised')
  })

  it('by a key that two callers have used names neither', async () => {
    const { store } = test
    const orgId = await eligibleOrganisation(store)
    for (const scope of ['one', 'two'])
      await accepted(store, 'ReportLicence', orgId, { status: 'ordered' }, { scope, commandId: 'same' })
    const refusal = await refused(store, 'RetractReport', orgId, { commandId: 'same', reason }, support)
    expect(refusal).toEqual({ code: 'COMMAND_AMBIGUOUS', field: 'commandId' })
  })

  it('is for those who reported it themselves, and for support', async () => {
    const { store } = test
    const { orgId, locationId } = await readyOrganisation(store, 1)
    const eventIds = [await lastOf(locationId, 'LocationAdded')]
    const stranger = { actor: { kind: 'person', subject: 'admin-2', role: 'admin' } } as const
    const refusal = await refused(store, 'RetractReport', orgId, { eventIds, reason }, stranger)
    expect(refusal.code).toBe('NOT_YOUR_REPORT')
    await accepted(store, 'RetractReport', orgId, { eventIds, reason })
  })

  it('leaves what was done outside on the attention list, with whose turn it is', async () => {
    const { store } = test
    const premises = await openedCase(store, 2)
    const { orgId, caseId, numberIds } = premises
    await retract(orgId, await lastOf(numberIds[0] ?? '', 'NumberAuthorised'))
    const { rows } = await store.pool.query(
      `select detail from attention where org_id = $1 and code = 'RETRACTION_LEFT_EFFECTS'`,
      [orgId],
    )
    expect(rows.map((each) => each.detail)).toMatchObject([
      { what: 'NUMBERS_IN_CASE', caseId, numbers: 1, owner: 'customerAdmin', act: 'takeOutOfCase' },
    ])
  })

  it('says so where texting is on, and where the onboarding has ended', async () => {
    const { store } = test
    const premises = await openedCase(store, 1)
    const { orgId, caseId, numberIds, onboardingId } = premises
    await accepted(store, 'SubmitForm', orgId, { caseId, form: goodForm })
    const items = numberIds.map((numberId) => ({ numberId, status: 'registered' as const }))
    const said = { caseId, campaignRef: 'CRTR003', campaign: 'approved', brand: 'verified', codes: [], items } as const
    await accepted(store, 'RecordDecision', orgId, said, registry)
    await accepted(store, 'CloseCase', orgId, { caseId, position: 99 })
    await accepted(store, 'ActivateNumbers', orgId, { onboardingId, upTo: 1 })
    await accepted(store, 'CompleteOnboarding', orgId, { onboardingId, position: 99 })
    const { left } = await retract(orgId, await lastOf(numberIds[0] ?? '', 'NumberRegistered'))
    expect(left.map((each) => each.what)).toEqual(['TEXTING_ON', 'CASE_ENDED', 'ONBOARDING_ENDED'])
    await expectRebuilt()
  })

  it('of a word on a letter that went out names the letter', async () => {
    const { store } = test
    const { orgId, orderId, loaId } = await withLetter(1)
    await accepted(store, 'SubmitOrder', orgId, { orderId, next: 'done' })
    await accepted(store, 'ReportLoa', orgId, { loaId, status: 'accepted' }, desk)
    const { left } = await retract(orgId, await lastOf(loaId, 'LoaAccepted'))
    expect(left).toEqual([{ what: 'LETTER_SENT', loaId, owner: 'desk', act: 'decideLetter' }])
  })

  it('does not bring a number back whose text lives on elsewhere', async () => {
    const { store } = test
    const { orgId, numbers, numberIds } = await readyOrganisation(store, 1)
    const [e164 = '', id = ''] = [numbers[0], numberIds[0]]
    const rows = [{ e164, country: 'US', kind: 'standard', inventory: 'gone' } as const]
    await accepted(store, 'ImportNumbers', orgId, { rows })
    const other = await eligibleOrganisation(store)
    await accepted(store, 'ImportNumbers', other, { rows: [{ e164, country: 'US', kind: 'standard' }] })
    const eventIds = [await lastOf(id, 'NumberInventoryReported')]
    expect(await refused(store, 'RetractReport', orgId, { eventIds, reason }, support)).toMatchObject({
      code: 'NUMBER_TAKEN',
    })
    expect(await eventsOf(id, 'ReportRetracted')).toEqual([])
  })

  it.each(['retraction', 'report'] as const)('and a report about one number, the %s first, make one', async (first) => {
    const { store } = test
    const premises = await authorisedOrganisation(store, 1)
    const { orgId, orderId, numberIds } = premises
    const [id = brand('')] = numberIds
    const eventIds = [await lastOf(id, 'NumberAuthorised')]
    const striking = command('RetractReport', orgId, { eventIds, reason }, support)
    const items = [{ numberId: id, status: 'refused' as const, reason: 'NAME' }]
    const answering = command('RecordOrderAnswer', orgId, { orderId, items }, desk)
    const both = first === 'retraction' ? [striking, answering] : [answering, striking]
    const holder = await store.pool.connect()
    await holder.query('begin')
    await holder.query('select 1 from organisation where id = $1 for update', [orgId])
    const running = []
    for (const each of both) {
      running.push(store.execute(each))
      await untilWaiting(running.length)
    }
    await holder.query('commit')
    holder.release()
    const outcomes = await Promise.all(running)
    expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true])
    expect(await column(store, premises, 'authorisation')).toEqual(['refused'])
    expect(await row('"order"', 'id', orderId)).toMatchObject({ phase: 'failed' })
    await expectRebuilt()
  })
})
