import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brand, instant, type OrganisationId } from '../../src/domain/values.ts'
import { queueCutoffNotices } from '../../src/store/cutoffMail.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { accepted, freshNumbers } from '../support/store.ts'
import { call, openTestApi, type TestApi } from './testApi.ts'

let api: TestApi
let orgId: OrganisationId
let org: string
let admin: string
let userId: string
const [old = '', young = ''] = freshNumbers(2)

/** One number from before the dates of 2024, one from after them, and no licence. */
beforeAll(async () => {
  api = await openTestApi()
  const { store } = api
  orgId = brand<OrganisationId>(randomUUID())
  org = `/v1/organisations/${orgId}`
  await accepted(store, 'CreateOrganisation', orgId, { name: 'Heron Dental' })
  const facts = [
    { fact: 'customerKind', value: 'enterprise' },
    { fact: 'subscriptionKind', value: 'paid' },
    { fact: 'callingPlan', value: 'usCa' },
    { fact: 'dataRegion', value: 'supported' },
    { fact: 'textingDefault', value: 'on' },
  ] as const
  for (const fact of facts) await accepted(store, 'AttestOrganisationFact', orgId, fact)
  const ready = { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' } as const
  const { locationId } = await accepted(store, 'AddLocation', orgId, { facts: ready })
  const user = await accepted(store, 'AddUser', orgId, {})
  userId = user.userId
  const row = { country: 'US', kind: 'standard', inventory: 'inService', locationId, owner: 'primary' } as const
  const rows = [
    { ...row, e164: old, entered: instant('2024-03-02T00:00:00Z'), userId: user.userId },
    { ...row, e164: young, entered: instant('2025-03-02T00:00:00Z') },
  ]
  await accepted(store, 'ImportNumbers', orgId, { rows })
  admin = await api.token('admin', [orgId])
})
afterAll(() => api.close())

const ana = { name: 'Ana Díaz', address: 'ana@heron.example', acts: ['customerAdmin'] }
const post = async (path: string, body: unknown, token = admin) =>
  call(api.app, 'POST', `${org}${path}`, { token, body })
const get = async (path: string, token = admin) => call(api.app, 'GET', `${org}${path}`, { token })

describe('contacts', () => {
  test('are added, read by those in the trust of the organisation, changed and removed', async () => {
    const added = await post('/contacts', ana)
    expect(added.statusCode).toBe(201)
    const { contactId } = added.json()
    expect(added.headers['location']).toBe(`${org}/contacts/${contactId}`)
    const read = await get(`/contacts/${contactId}`, await api.token('support', [orgId]))
    expect(read.headers['cache-control']).toBe('no-store')
    expect(read.json()).toMatchObject({ ...ana, language: 'en', place: 'first', phase: 'current', isReachable: true })
    expect((await get('/contacts', await api.token('auditor', [orgId]))).json().code).toBe('ROLE_NOT_ALLOWED')
    const changed = await post(`/contacts/${contactId}/change`, { ...ana, language: 'de', place: 'deputy' })
    expect(changed.json()).toEqual({ version: 2 })
    expect((await get('/contacts')).json().items).toMatchObject([{ id: contactId, language: 'de', place: 'deputy' }])
    await post(`/contacts/${contactId}/remove`, {})
    expect((await get('/contacts')).json().items).toEqual([])
    expect((await post(`/contacts/${contactId}/change`, ana)).json().code).toBe('CONTACT_REMOVED')
    expect((await get(`/contacts/${randomUUID()}`)).json().code).toBe('CONTACT_NOT_FOUND')
  })

  test.each([
    ['an address that is none', { ...ana, address: 'ana' }, '/address'],
    ['a name that would end a header', { ...ana, name: 'Ana\r\nBcc: x@y.example' }, '/name'],
    ['nobody whose acts they are for', { ...ana, acts: [] }, '/acts'],
    ['acts of somebody who cannot be written to', { ...ana, acts: ['registry'] }, '/acts/0'],
    ['a language that we do not speak', { ...ana, language: 'fr' }, '/language'],
  ])('are not taken with %s', async (_, body, field) => {
    const { code, errors } = (await post('/contacts', body)).json()
    expect(code).toBe('BODY_INVALID')
    expect(errors).toMatchObject([{ field }])
  })

  test('stand in no line of the log', () => {
    expect(api.logged()).toContain('/v1/organisations/:orgId/contacts')
    expect(api.logged()).not.toMatch(/Ana|heron\.example/)
  })
})

describe('what was written', () => {
  test('is listed page by page with its matter, and without names', async () => {
    const { contactId } = (await post('/contacts', ana)).json()
    const at = instant('2024-11-02T08:00:00Z')
    await inTransaction(api.store.pool, 'nothing', (tx) =>
      queueCutoffNotices(tx, { cutoffId: 'unregisteredSwitchedOff', mark: at, at }),
    )
    const auditor = await api.token('auditor', [orgId])
    const first = (await get('/mails?limit=1', auditor)).json()
    expect(first.items).toMatchObject([
      {
        kind: 'cutoffNotice',
        contactId,
        copyTo: null,
        state: 'queued',
        queuedAt: at,
        about: { cutoffId: 'unregisteredSwitchedOff', days: 30, instant: '2024-12-02T08:00:00.000Z' },
      },
    ])
    const rest = (await get(`/mails?cursor=${first.nextCursor}`, auditor)).json()
    expect(rest.items.map(({ kind }: { kind: string }) => kind)).toEqual(['contact', 'contact', 'contact'])
    expect(JSON.stringify([first, rest])).not.toContain('Ana')
  })
})

describe('the message to users', () => {
  test('lists whom the cutoff stops, and says why, when and whom to ask, in two languages', async () => {
    const told = (await get('/cutoffs/unregisteredSwitchedOff/message')).json()
    expect(told).toMatchObject({ instant: '2024-12-02T08:00:00.000Z', zone: 'America/Los_Angeles', nextCursor: null })
    // Of its licence nobody has said anything: what is unknown is not switched off.
    expect(told.items).toEqual([])
    await accepted(api.store, 'ReportLicence', orgId, { status: 'ended' })
    const known = (await get('/cutoffs/unregisteredSwitchedOff/message')).json()
    expect(known.items).toMatchObject([{ number: old, userId, verdict: 'cannot' }])
    const { en, de } = told.messages
    expect(en.before.text).toMatch(/From 2 December 2024 at 00:00 GMT-8 \(America\/Los_Angeles\) on/)
    expect(en.before.text).toMatch(/Why: .*registered[\s\S]*Whom to ask: /)
    expect(de.before.text).toMatch(/Ab 2. Dezember 2024 um 00:00 GMT-8 \(America\/Los_Angeles\)/)
    expect(de.after.subject).toContain('gehen wieder')
  })

  test('lists nobody where the rule only warns, and knows no other cutoff', async () => {
    expect((await get('/cutoffs/lateStartWarning/message')).json().items).toEqual([])
    expect((await get('/cutoffs/someday/message')).statusCode).toBe(400)
  })
})
