import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brand, type OrganisationId } from '../../src/domain/values.ts'
import { accepted } from '../support/store.ts'
import { call, openTestApi, type TestApi, usNumbers } from './testApi.ts'

let api: TestApi
let operator: string
let org: string

const post = (path: string, body: unknown = {}, token = operator) =>
  call(api.app, 'POST', `${org}${path}`, { token, body })
const read = async (path: string, token = operator) => (await call(api.app, 'GET', `${org}${path}`, { token })).json()

beforeAll(async () => {
  api = await openTestApi()
  operator = await api.token('operator')
})

afterAll(() => api.close())

describe('the road from nothing to a number that may text', () => {
  const [first = '', second = ''] = usNumbers(2)
  let orgId: string
  let locationId: string
  let onboardingId: string
  let orderId: string
  let numberId: string

  test('an operator creates the organisation, whose name only its own document holds', async () => {
    const answer = await call(api.app, 'POST', '/v1/organisations', { token: operator, body: { name: 'Blue Bakery' } })
    expect(answer.statusCode).toBe(201)
    orgId = answer.json().organisationId
    org = `/v1/organisations/${orgId}`
    expect(answer.headers.location).toBe(org)
    expect(await read('')).toMatchObject({
      id: orgId,
      name: 'Blue Bakery',
      customerKind: 'unknown',
      licence: 'unknown',
    })
    const { rows } = await api.store.pool.query('select count(*)::int as n from event where data::text like $1', [
      '%Bakery%',
    ])
    expect(rows).toEqual([{ n: 0 }])
  })

  test('what is missing is named, with its owner and the next act', async () => {
    const { obstacles } = await read('')
    expect(obstacles).toMatchObject([
      {
        gate: 'eligibility',
        state: 'unknown',
        reason: 'ORGANISATION_FACT_MISSING',
        owner: 'customerAdmin',
        act: 'attestFacts',
      },
      { gate: 'licence', state: 'unknown' },
    ])
  })

  test('facts are attested, each with what proves it', async () => {
    const facts = [
      { fact: 'customerKind', value: 'enterprise', evidence: 'contract 17' },
      { fact: 'subscriptionKind', value: 'paid' },
      { fact: 'callingPlan', value: 'usCa', happenedAt: '2025-01-15T09:00:00+02:00' },
      { fact: 'dataRegion', value: 'supported' },
      { fact: 'textingDefault', value: 'on' },
    ]
    for (const fact of facts) expect((await post('/facts', fact)).statusCode).toBe(200)
    expect(await read('')).toMatchObject({ customerKind: 'enterprise', callingPlan: 'usCa', textingDefault: 'on' })
  })

  test('the licence is requested, ordered and activated', async () => {
    const partner = await api.token('partner', [orgId])
    expect((await post('/licence/request')).json()).toEqual({ phase: 'requested' })
    expect((await post('/licence/report', { status: 'ordered' }, partner)).json()).toMatchObject({ phase: 'ordered' })
    expect((await post('/licence/report', { status: 'activated' }, partner)).json()).toMatchObject({ phase: 'active' })
    expect(await read('/licence')).toMatchObject({ phase: 'active', withoutOrder: false })
  })

  test('a location is added and becomes ready as its facts come in', async () => {
    const added = await post('/locations', { country: 'US', pstnConnection: 'ciscoPstn' })
    expect(added.statusCode).toBe(201)
    locationId = added.json().locationId
    expect(await read(`/locations/${locationId}`)).toMatchObject({ readiness: 'unknown', textingOffered: 'unknown' })
    expect((await post(`/locations/${locationId}/report`, { textingOffered: 'yes' })).statusCode).toBe(200)
    expect((await read('/locations')).items).toMatchObject([{ id: locationId, readiness: 'ready' }])
  })

  test('numbers are imported, the good rows beside the bad ones', async () => {
    const { userId } = (await post('/users')).json()
    const good = { inventory: 'inService', enteredAt: '2025-03-01T00:00:00Z', locationId, usage: 'primary', userId }
    const rows = [
      { number: first, ...good },
      { number: '202-555-0123' },
      { number: second, ...good },
      { number: first, ...good },
    ]
    const answer = await post('/numbers/import', { rows })
    expect(answer.json()).toMatchObject({
      accepted: 2,
      refused: 2,
      rows: [
        { row: 0, number: first, status: 'entered' },
        { row: 1, number: '202-555-0123', status: 'refused', code: 'NUMBER_NOT_E164', whatToDo: expect.any(String) },
        { row: 2, status: 'entered' },
        { row: 3, status: 'refused', code: 'NUMBER_DUPLICATE' },
      ],
    })
    numberId = answer.json().rows[0].numberId
    expect(await read(`/users/${userId}`)).toMatchObject({ setting: 'inherit' })
  })

  test('a number says why it may not text yet', async () => {
    expect(await read(`/numbers/${numberId}`)).toMatchObject({
      number: first,
      verdict: 'unknown',
      mayText: false,
      policyPack: '003',
      obstacles: [{ gate: 'authorisation' }, { gate: 'registration' }],
      owner: 'customerAdmin',
      nextAct: 'orderAuthorisation',
      ruleIds: expect.arrayContaining(['R2', 'P11']),
      history: {
        items: [{ type: 'NumberEntered', data: { e164: first }, actor: { role: 'operator', actingFor: orgId } }],
      },
    })
  })

  test('the onboarding starts, and says whom it waits for once its process has entered a stage', async () => {
    const started = await post('/onboardings')
    expect(started.statusCode).toBe(202)
    onboardingId = started.json().onboardingId
    expect(started.headers.location).toBe(`${org}/onboardings/${onboardingId}`)
    const id = brand<OrganisationId>(orgId)
    const data = {
      onboardingId: brand<never>(onboardingId),
      stage: 'authorisation',
      waitId: `${onboardingId}/w`,
    } as const
    await accepted(api.store, 'EnterStage', id, data)
    expect(await read(`/onboardings/${onboardingId}`)).toMatchObject({
      phase: 'open',
      stage: 'authorisation',
      wait: {
        kind: 'authorisation',
        owner: 'customerAdmin',
        isOverdue: false,
        dueAt: expect.any(String),
        silence: { days: 0, grade: 'usual', act: null, next: { grade: 'explained', at: expect.any(String) } },
      },
    })
  })

  test('an order takes the good numbers and is submitted at the version that was read', async () => {
    const created = await post('/orders', { onboardingId, locationId, numbers: [first, second, '+18005550100'] })
    expect(created.statusCode).toBe(201)
    expect(created.json().rows).toMatchObject([
      { row: 0, status: 'selected' },
      { row: 1, status: 'selected' },
      { row: 2, status: 'refused', number: '+18005550100' },
    ])
    orderId = created.json().orderId
    expect(await read(`/orders/${orderId}`)).toMatchObject({ phase: 'open', numbers: { selected: 2 }, onboardingId })
    const headers = { 'if-match': String(created.headers.etag) }
    const submitted = await call(api.app, 'POST', `${org}/orders/${orderId}/submit`, {
      token: operator,
      body: { next: 'done' },
      headers,
    })
    expect(submitted.statusCode).toBe(202)
    expect(submitted.json()).toMatchObject({ phase: 'submitted', numbers: 2 })
  })

  test('once somebody has reported what desk and registry said, the number may text', async () => {
    const numbers = [first, second]
    const answers = numbers.map((number) => ({ number, status: 'authorised' }))
    expect((await post(`/orders/${orderId}/answers`, { answers })).json()).toEqual({
      recorded: 2,
      repeated: 0,
      rows: [],
    })
    const items = numbers.map((number) => ({ number, status: 'registered' }))
    const registered = await post('/campaigns/CABC123/registrations', { numbers: items })
    expect(registered.json()).toMatchObject({ recorded: 2 })
    expect(await read(`/numbers/${numberId}`)).toMatchObject({ verdict: 'unknown', reason: 'CAMPAIGN_STATUS_UNKNOWN' })
    expect((await post('/campaigns/CABC123/report', { status: 'approved' })).json()).toEqual({ status: 'approved' })
    expect(await read(`/numbers/${numberId}`)).toMatchObject({
      verdict: 'can',
      mayText: true,
      obstacles: [],
      owner: null,
    })
    expect((await read('')).numbers).toEqual({ can: 2, willStop: 0, cannot: 0, unknown: 0 })
    expect((await read(`/onboardings/${onboardingId}`)).numbers).toEqual({ can: 2, willStop: 0, cannot: 0, unknown: 0 })
  })

  test('the history tells when each thing was true and when it was learnt, page by page', async () => {
    const whole = await read(`/onboardings/${onboardingId}/history?limit=200`)
    const types = whole.items.map((each: { type: string }) => each.type)
    expect(types).toEqual(
      expect.arrayContaining(['LicenceRequested', 'OnboardingStarted', 'OrderCreated', 'OrderSubmitted']),
    )
    expect(whole.items[0]).toMatchObject({ happenedAt: expect.any(String), recordedAt: expect.any(String) })
    const seen: unknown[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { items: unknown[]; nextCursor: string | null } = await read(
        `/onboardings/${onboardingId}/history?limit=2${cursor && `&cursor=${cursor}`}`,
      )
      seen.push(...page.items)
      cursor = page.nextCursor
    }
    expect(seen).toEqual(whole.items)
    expect((await read(`/orders/${orderId}/history`)).items.length).toBeGreaterThan(1)
    expect((await read(`/numbers/${numberId}/history`)).items.length).toBeGreaterThan(3)
  })

  test('the user is switched off, and the verdict says who can switch it on again', async () => {
    const { userId } = await read(`/numbers/${numberId}`)
    expect((await post(`/users/${userId}/texting`, { setting: 'overrideOff' })).statusCode).toBe(200)
    expect(await read(`/numbers/${numberId}`)).toMatchObject({
      verdict: 'cannot',
      reason: 'SWITCHED_OFF_FOR_USER',
      owner: 'customerAdmin',
      nextAct: 'switchOnUser',
    })
  })
})

describe('lists', () => {
  test('numbers are found by verdict, by their axes and by their text, and paged without a gap', async () => {
    const rows = usNumbers(5).map((number) => ({ number, inventory: 'pending' }))
    await post('/numbers/import', { rows })
    const pages = await Promise.all(
      ['verdict=cannot', 'inventory=pending', 'verdict=can', 'authorisation=refused'].map((q) => read(`/numbers?${q}`)),
    )
    expect(pages.map((page) => page.items.length)).toEqual([7, 5, 0, 0])
    const byText = await read(`/numbers?number=${encodeURIComponent(rows[0]?.number ?? '')}`)
    expect(byText.items).toMatchObject([{ number: rows[0]?.number }])
    const one = await read('/numbers?limit=4')
    const two = await read(`/numbers?limit=4&cursor=${one.nextCursor}`)
    const ids = [...one.items, ...two.items].map((each: { id: string }) => each.id)
    expect(new Set(ids).size).toBe(7)
    expect(two.nextCursor).toBeNull()
  })

  test('organisations are those of the token', async () => {
    const { organisationId } = (
      await call(api.app, 'POST', '/v1/organisations', { token: operator, body: { name: 'Other' } })
    ).json()
    const admin = await api.token('admin', [organisationId])
    const { items } = (await call(api.app, 'GET', '/v1/organisations', { token: admin })).json()
    expect(items).toMatchObject([{ id: organisationId, name: 'Other' }])
  })

  test('attention holds what needs a person, to those whose organisation it is', async () => {
    const orgId = org.split('/').at(-1) ?? ''
    await api.store.pool.query(
      `insert into attention (id, org_id, code, subject, detail, recorded_at)
       values ($1, $2, 'STEP_FAILED', 'x', '{"step":"order/x"}', clock_timestamp()), ($3, null, 'REPORT_QUARANTINED', 'y', '{}', clock_timestamp())`,
      [randomUUID(), orgId, randomUUID()],
    )
    const seen = async (token: string) =>
      (await call(api.app, 'GET', '/v1/attention', { token })).json().items.map((each: { code: string }) => each.code)
    expect(await seen(await api.token('support', [orgId]))).toEqual(['NO_CONTACT', 'STEP_FAILED'])
    expect(await seen(operator)).toEqual(['NO_CONTACT', 'STEP_FAILED', 'REPORT_QUARANTINED'])
  })
})

test('no number, name or token of all this stands in the log', () => {
  expect(api.logged()).toContain('/v1/organisations/:orgId/numbers')
  expect(api.logged()).not.toMatch(/\+\d{7}|Bakery|clt_|contract 17/)
})
