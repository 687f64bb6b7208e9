import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '../../src/store/tokens.ts'
import { goodForm } from '../support/form.ts'
import { accepted, type Premises, readyOrganisation } from '../support/store.ts'
import { call, openTestApi, type TestApi, usNumbers } from './testApi.ts'

let api: TestApi
let operator: string
let premises: Premises
let org: string
let numbers: readonly string[]
let orderId: string
let caseId: string

const post = (path: string, body: unknown = {}, given: Record<string, unknown> = {}) =>
  call(api.app, 'POST', `${org}${path}`, { token: operator, body, ...given })
const read = async (path: string, token = operator) => (await call(api.app, 'GET', `${org}${path}`, { token })).json()
const signature = { firstName: 'Ana', lastName: 'Díaz', title: 'Owner', signature: 'Ana Díaz' }
const numberCalled = async (text: string) => (await read(`/numbers?number=${encodeURIComponent(text)}`)).items[0]
const enter = (stage: 'opening' | 'review' | 'correction') =>
  accepted(api.store, 'EnterCaseStage', premises.orgId, {
    caseId: caseId as never,
    stage,
    waitId: `${caseId}/${stage}`,
  })

beforeAll(async () => {
  api = await openTestApi()
  operator = await api.token('operator')
  premises = await readyOrganisation(api.store, 1)
  org = `/v1/organisations/${premises.orgId}`
  numbers = usNumbers(5)
  const { userId } = (await post('/users')).json()
  const { locationId } = premises
  const facts = { inventory: 'inService', enteredAt: '2025-03-01T00:00:00Z', locationId, usage: 'primary', userId }
  const rows = numbers.map((number, index) => ({ number, ...facts, ...(index < 2 ? { loa: 'required' } : {}) }))
  expect((await post('/numbers/import', { rows })).json()).toMatchObject({ accepted: 5 })
})

afterAll(() => api.close())

describe('a draft with two editors', () => {
  test('holds the numbers that were put into it, and counts those that need a letter', async () => {
    const { onboardingId, locationId } = premises
    const created = await post('/orders', { onboardingId, locationId, numbers: numbers.slice(0, 3) })
    orderId = created.json().orderId
    expect(await read(`/orders/${orderId}`)).toMatchObject({ withoutLetter: 2, isUnconfirmed: false, letters: [] })
    expect((await numberCalled(numbers[0] ?? '')).authorisationShown).toBe('loaRequired')
    expect((await read('/numbers?authorisation=loaRequired')).items).toHaveLength(2)
  })

  test('is changed by one, and the other is shown what has changed', async () => {
    const [, , third, fourth] = numbers
    const path = `/orders/${orderId}/change`
    const first = await post(path, { add: [fourth, '+12025550199'], remove: [third], expectedVersion: 1 })
    expect(first.json()).toMatchObject({
      version: 2,
      removed: 1,
      rows: [
        { status: 'selected', number: fourth },
        { status: 'refused', code: 'NUMBER_NOT_FOUND' },
      ],
    })
    const second = await post(path, { add: [third] }, { headers: { 'if-match': '"1"' } })
    expect(second.json()).toMatchObject({
      status: 412,
      code: 'STALE_VERSION',
      changes: [
        {
          version: 2,
          type: 'OrderChanged',
          added: [fourth],
          removed: [third],
          by: expect.stringMatching(/^operator /),
        },
      ],
    })
    expect((await post(path, { add: [third] })).json()).toMatchObject({ status: 428, code: 'VERSION_MISSING' })
    const now = String((await call(api.app, 'GET', `${org}/orders/${orderId}`, { token: operator })).headers.etag)
    expect((await post(path, { add: [third] }, { headers: { 'if-match': now } })).statusCode).toBe(200)
  })

  test('does not go out before its letter is signed', async () => {
    const answer = await post(`/orders/${orderId}/submit`, { next: 'done' })
    expect(answer.json()).toMatchObject({ status: 409, code: 'LOA_NOT_SIGNED', reason: '2 numbers' })
  })
})

describe('a letter of authorisation', () => {
  let letterId: string

  test('is refused with a code of its own for a blank field, a long one, and a signature unlike the name', async () => {
    const sign = async (given: object) => (await post(`/orders/${orderId}/letters`, { ...signature, ...given })).json()
    expect(await sign({ title: ' ' })).toMatchObject({ status: 422, code: 'LOA_FIELD_BLANK', field: 'title' })
    expect(await sign({ lastName: 'x'.repeat(101) })).toMatchObject({ code: 'LOA_FIELD_TOO_LONG', field: 'lastName' })
    expect(await sign({ signature: 'A. D.' })).toMatchObject({ code: 'LOA_SIGNATURE_DIFFERS', field: 'signature' })
  })

  test('is signed once the difference is meant, and covers the numbers that need it', async () => {
    const body = { ...signature, signature: 'A. D.', differenceConfirmed: true }
    const signed = await post(`/orders/${orderId}/letters`, body)
    expect(signed.statusCode).toBe(201)
    expect(signed.json()).toMatchObject({ numbers: 2 })
    letterId = signed.json().letterId
    expect(signed.headers.location).toBe(`${org}/letters/${letterId}`)
    expect(await read(`/letters/${letterId}`)).toMatchObject({
      phase: 'signed',
      covered: 2,
      submittedBy: { role: 'operator' },
    })
    expect(await read(`/orders/${orderId}`)).toMatchObject({ withoutLetter: 0, letters: [{ id: letterId }] })
    expect((await numberCalled(numbers[0] ?? '')).authorisationShown).toBe('loaSigned')
    expect((await post(`/orders/${orderId}/letters`, signature)).json().code).toBe('LOA_NOT_REQUIRED')
  })

  test('is shown whole to those who may read it, and to nobody else', async () => {
    const text = await read(`/letters/${letterId}/text`)
    expect(text).toMatchObject({
      signer: { firstName: 'Ana', signature: 'A. D.' },
      numbers: numbers.slice(0, 2).sort(),
    })
    const seen = async (role: Role) =>
      (
        await call(api.app, 'GET', `${org}/letters/${letterId}/text`, {
          token: await api.token(role, [premises.orgId]),
        })
      ).statusCode
    expect(await Promise.all((['admin', 'support', 'auditor', 'integration'] as const).map(seen))).toEqual([
      200, 200, 403, 403,
    ])
    const { rows } = await api.store.pool.query(
      `select count(*)::int as n from event where data::text ~ 'Díaz|A\\. D\\.'`,
    )
    expect(rows).toEqual([{ n: 0 }])
  })

  test('sent back covers nothing, withdrawn neither; a new one is signed', async () => {
    const body = { status: 'refused', reason: 'ILLEGIBLE' }
    expect((await post(`/letters/${letterId}/report`, body)).json()).toEqual({ phase: 'refused', voided: 2 })
    expect(await read(`/letters/${letterId}`)).toMatchObject({ phase: 'refused', reason: 'ILLEGIBLE', covered: 0 })
    const second = (await post(`/orders/${orderId}/letters`, signature)).json().letterId
    expect((await post(`/letters/${second}/withdraw`)).json()).toEqual({ voided: 2, revoked: 0 })
    const third = (await post(`/orders/${orderId}/letters`, signature)).json().letterId
    expect((await post(`/letters/${third}/report`, { status: 'accepted' })).json()).toMatchObject({ phase: 'accepted' })
    expect((await read(`/orders/${orderId}/letters`)).items.map((each: { phase: string }) => each.phase)).toEqual([
      'refused',
      'withdrawn',
      'accepted',
    ])
    expect((await read(`/letters/${second}/history`)).items).toMatchObject([
      { type: 'LoaSigned' },
      { type: 'LoaWithdrawn' },
    ])
  })
})

describe('an order without a bridge to the desk', () => {
  test('is unconfirmed until its ticket is reported', async () => {
    const stage = {
      onboardingId: premises.onboardingId,
      stage: 'authorisation',
      waitId: `${premises.onboardingId}/a`,
    } as const
    await accepted(api.store, 'EnterStage', premises.orgId, stage)
    expect((await post(`/orders/${orderId}/submit`, { next: 'done' })).json()).toMatchObject({ numbers: 4 })
    const cards = async () => (await read(`/onboardings/${premises.onboardingId}`)).cards
    expect(await cards()).toMatchObject([
      {
        act: 'authoriseNumbers',
        state: 'unconfirmed',
        owner: 'customerAdmin',
        path: ['Control Hub', 'Services', 'PSTN', 'Business Texting', 'Manage', 'Authorise Business Texting'],
        values: expect.arrayContaining([{ name: 'order', value: orderId }]),
        policyPack: '003',
      },
    ])
    expect((await read(`/orders/${orderId}`)).isUnconfirmed).toBe(true)
    const support = await api.token('support', [premises.orgId])
    expect((await post(`/orders/${orderId}/report`, { ticket: 'PTS-7' }, { token: support })).statusCode).toBe(200)
    expect(await read(`/orders/${orderId}`)).toMatchObject({ isUnconfirmed: false, ticket: 'PTS-7' })
    expect(await cards()).toEqual([])
  })

  test('is answered number by number, and its summary keeps what became of each', async () => {
    const [first, second, third, fourth] = numbers
    const answers = [
      { number: first, status: 'authorised' },
      { number: second, status: 'authorised' },
      { number: third, status: 'refused', reason: 'NOT_OURS' },
      { numberId: (await numberCalled(fourth ?? '')).id, status: 'authorised' },
      { number: '+12025550198', status: 'authorised' },
      { number: first, status: 'refused' },
    ]
    const answer = await post(`/orders/${orderId}/answers`, { answers })
    expect(answer.json()).toMatchObject({
      recorded: 4,
      rows: [
        { row: 4, code: 'NUMBER_NOT_FOUND' },
        { row: 5, code: 'NUMBER_DUPLICATE' },
      ],
    })
    const free = await post(`/orders/${orderId}/answers`, {
      answers: [{ number: first, status: 'refused', reason: 'a b' }],
    })
    expect(free.json()).toMatchObject({ code: 'BODY_INVALID', field: '/answers/0/reason' })
    const { onboardingId, locationId } = premises
    await post('/orders', { onboardingId, locationId, numbers: [third] })
    const { items } = await read(`/orders/${orderId}/summary`)
    const byNumber = Object.fromEntries(items.map((each: { number: string }) => [each.number, each]))
    expect(items).toHaveLength(4)
    expect(byNumber[third ?? '']).toMatchObject({ result: 'refused', reason: 'NOT_OURS' })
    expect(byNumber[fourth ?? '']).toMatchObject({ result: 'authorised', loa: 'unknown', letterId: null })
    expect(byNumber[first ?? '']).toMatchObject({ result: 'authorised', loa: 'required', letterId: expect.any(String) })
    const page = await read(`/orders/${orderId}/summary?limit=3`)
    expect((await read(`/orders/${orderId}/summary?limit=3&cursor=${page.nextCursor}`)).items).toEqual(items.slice(3))
  })
})

describe('a support case without a bridge', () => {
  test('is opened for authorised numbers, and unconfirmed until it is reported', async () => {
    const [first, second, third] = numbers
    const opened = await post('/cases', { onboardingId: premises.onboardingId, numbers: [first, second, third] })
    expect(opened.json().rows).toMatchObject([
      { status: 'joined', number: first },
      { status: 'joined', number: second },
      { status: 'refused', number: third, code: 'NUMBER_NOT_AUTHORISED' },
    ])
    caseId = opened.json().caseId
    await enter('opening')
    const read1 = await read(`/cases/${caseId}`)
    expect(read1).toMatchObject({
      status: 'unconfirmed',
      isUnconfirmed: true,
      stage: 'opening',
      owner: 'customerAdmin',
      numbers: { waiting: 2 },
      wait: { kind: 'opening', marks: expect.any(Array) },
      cards: [
        { act: 'openCase', state: 'unconfirmed', values: expect.arrayContaining([{ name: 'numbers', value: '2' }]) },
      ],
    })
    expect(await numberCalled(first ?? '')).toMatchObject({ registrationShown: 'inCase', caseId })
    expect((await read(`/numbers?caseId=${caseId}&registration=inCase`)).items).toHaveLength(2)
    const again = await post('/cases', { onboardingId: premises.onboardingId, numbers: [first] })
    expect(again.json()).toMatchObject({ code: 'NO_ROW_ACCEPTED', rows: [{ code: 'NUMBER_IN_OPEN_CASE' }] })
  })

  test('takes all that are left, when no number is named', async () => {
    const { caseId: other, rows } = (await post('/cases', { onboardingId: premises.onboardingId })).json()
    expect(rows).toMatchObject([{ status: 'joined' }])
    expect((await post(`/cases/${other}/take-out`, { numbers: [numbers[3], '+12025550197'] })).json()).toMatchObject({
      left: 1,
      rows: [{ code: 'NUMBER_NOT_FOUND' }],
    })
    const cancelled = await post(`/cases/${other}/cancel`)
    expect(cancelled.json()).toMatchObject({ status: 503, code: 'TEMPORAL_UNAVAILABLE' })
    expect((await post(`/cases/${other}/give-up`)).json()).toEqual({ registered: 0, rejected: 0 })
    expect(await read(`/cases/${other}?live=true`)).toMatchObject({
      phase: 'closed',
      stage: 'ended',
      live: { state: 'unavailable', code: 'TEMPORAL_UNAVAILABLE' },
    })
    expect((await post(`/cases/${other}/cancel`)).json()).toMatchObject({ code: 'CASE_NOT_OPEN', reason: 'closed' })
    expect((await post('/cases', { onboardingId: premises.onboardingId })).statusCode).toBe(201)
    expect((await read(`/cases?onboardingId=${premises.onboardingId}&phase=open`)).items).toHaveLength(2)
  })

  test('is reported in whatever order it is learnt, and odd orders are flagged', async () => {
    const support = await api.token('support', [premises.orgId])
    const report = async (body: object) => (await post(`/cases/${caseId}/report`, body, { token: support })).json()
    expect(await report({ status: 'opened', ticket: 'PTS-9' })).toEqual({ status: 'opened', flags: [] })
    expect((await report({ status: 'formReceived' })).flags).toEqual(['FORM_RECEIVED_BEFORE_SENT'])
    expect(await read(`/cases/${caseId}`)).toMatchObject({ ticket: 'PTS-9', isUnconfirmed: false })
    const auditor = await api.token('auditor', [premises.orgId])
    expect((await post(`/cases/${caseId}/report`, { status: 'opened' }, { token: auditor })).statusCode).toBe(403)
  })

  test('says of a form at which field a reviewer would send it back', async () => {
    const form = { ...goodForm, brand: { ...goodForm.brand, taxId: '1', website: 'http://x' } }
    const answer = await post(`/cases/${caseId}/forms`, { form })
    expect(answer.json()).toMatchObject({ status: 422, code: 'FORM_INVALID' })
    expect(answer.json().rows).toMatchObject([
      { code: 'FORM_INVALID', field: 'brand.taxId', reason: 'nine digits' },
      { code: 'FORM_INVALID', field: 'brand.website' },
    ])
  })

  test('takes a good form, keeps it encrypted, and shows it to those who may read it', async () => {
    const submitted = await post(`/cases/${caseId}/forms`, { form: goodForm })
    expect(submitted.json()).toMatchObject({ formVersion: 1 })
    const path = `/cases/${caseId}/forms/1`
    expect(submitted.headers.location).toBe(`${org}${path}`)
    expect(await read(path)).toMatchObject({
      formVersion: 1,
      form: goodForm,
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const auditor = await api.token('auditor', [premises.orgId])
    expect(await read(path, auditor)).toMatchObject({ code: 'ROLE_NOT_ALLOWED' })
    expect(await read(`/cases/${caseId}/forms/2`)).toMatchObject({ status: 404, code: 'FORM_NOT_FOUND' })
    const other = { form: { ...goodForm, brand: { ...goodForm.brand, city: 'Dallas' } } }
    expect((await post(`/cases/${caseId}/forms`, other)).json().code).toBe('FORM_UNDER_REVIEW')
    await enter('review')
    const seen = await read(`/cases/${caseId}`)
    expect(seen.attempts).toMatchObject([{ formVersion: 1, decisions: [], submittedBy: { role: 'operator' } }])
    expect(JSON.stringify(seen)).not.toContain('Larkspur')
  })

  test('is rejected as a whole, asks for a correction, and refuses the same form', async () => {
    const decision = {
      campaign: { ref: 'CAAA111', status: 'rejected' },
      brand: 'unverified',
      codes: ['TAX_ID_MISMATCH'],
    }
    expect((await post(`/cases/${caseId}/decisions`, decision)).json()).toMatchObject({
      outcome: 'rejected',
      recorded: 2,
    })
    await enter('correction')
    expect(await read(`/cases/${caseId}`)).toMatchObject({
      rejections: 1,
      numbers: { rejected: 2 },
      attempts: [{ decisions: [{ outcome: 'rejected', codes: ['TAX_ID_MISMATCH'], campaign: 'CAAA111' }] }],
      cards: [{ act: 'correctForm', state: 'toDo' }],
    })
    expect((await post(`/cases/${caseId}/forms`, { form: goodForm })).json().code).toBe('FORM_UNCHANGED')
  })

  test('is approved in part on the second attempt, number by number', async () => {
    const form = { ...goodForm, brand: { ...goodForm.brand, legalName: 'Larkspur Interiors Inc' } }
    expect((await post(`/cases/${caseId}/forms`, { form })).json()).toMatchObject({ formVersion: 2 })
    const [first, second] = numbers
    const decision = {
      campaign: { ref: 'CBBB222', status: 'approved' },
      brand: 'verified',
      numbers: [
        { number: first, status: 'registered' },
        { number: second, status: 'rejected', code: 'HELD_ELSEWHERE' },
      ],
    }
    expect((await post(`/cases/${caseId}/decisions`, decision)).json()).toMatchObject({
      outcome: 'partial',
      recorded: 2,
    })
    expect(await read('/campaigns')).toMatchObject({
      items: [
        { ref: 'CAAA111', status: 'rejected', brand: 'unverified', caseId },
        { ref: 'CBBB222', status: 'approved', brand: 'verified', numbers: 1 },
      ],
    })
    const seen = await read(`/cases/${caseId}`)
    expect(seen.attempts.map((each: { formVersion: number }) => each.formVersion)).toEqual([2, 1])
    expect(await numberCalled(first ?? '')).toMatchObject({
      verdict: 'can',
      campaign: 'CBBB222',
      campaignStatus: 'approved',
    })
  })

  test('is given up for the rest, and tells its story', async () => {
    expect((await post(`/cases/${caseId}/give-up`)).json()).toEqual({ registered: 1, rejected: 1 })
    expect((await post(`/cases/${caseId}/forms`, { form: goodForm })).json().code).toBe('CASE_NOT_OPEN')
    const types = (await read(`/cases/${caseId}/history`)).items.map((each: { type: string }) => each.type)
    expect(types).toEqual(
      expect.arrayContaining(['CaseOpened', 'CaseFormSubmitted', 'CaseDecided', 'CampaignReported', 'CaseClosed']),
    )
  })

  test('a campaign that is suspended stops its numbers at once, and lifts them again', async () => {
    await post('/campaigns/CBBB222/report', { status: 'suspended', codes: ['SPAM'] })
    expect(await numberCalled(numbers[0] ?? '')).toMatchObject({ mayText: false, reason: 'CAMPAIGN_SUSPENDED' })
    await post('/campaigns/CBBB222/report', { status: 'approved' })
    expect((await numberCalled(numbers[0] ?? '')).mayText).toBe(true)
    const one = await read('/campaigns/CBBB222')
    expect(one.history.items.at(-1)).toMatchObject({ type: 'CampaignReported' })
  })
})

test('the carrier says of one number that it wants a letter', async () => {
  const { id } = await numberCalled(numbers[4] ?? '')
  const support = await api.token('support', [premises.orgId])
  expect((await post(`/numbers/${id}/report`, { loa: 'required' }, { token: support })).json()).toEqual({
    status: 'updated',
  })
  expect(await numberCalled(numbers[4] ?? '')).toMatchObject({ loa: 'required' })
})

test('the history of the onboarding holds its orders, letters, cases, campaigns and numbers, and says that Temporal is away', async () => {
  const history = await read(`/onboardings/${premises.onboardingId}/history?limit=200`)
  const streams = new Set(history.items.map((each: { stream: string }) => each.stream))
  expect([...streams].sort()).toEqual([
    'campaign',
    'licence',
    'loa',
    'number',
    'onboarding',
    'order',
    'organisation',
    'supportCase',
  ])
  expect(history.temporal).toEqual({ state: 'unavailable', code: 'TEMPORAL_UNAVAILABLE' })
  const next = await read(
    `/onboardings/${premises.onboardingId}/history?limit=2&cursor=${(await read(`/onboardings/${premises.onboardingId}/history?limit=2`)).nextCursor}`,
  )
  expect(next.temporal).toBeUndefined()
})

test('what somebody else has is answered like what nobody has', async () => {
  const paths = [`/cases/${randomUUID()}`, `/letters/${randomUUID()}`, '/campaigns/CZZZ999']
  const codes = await Promise.all(paths.map(async (path) => (await read(path)).code))
  expect(codes).toEqual(['CASE_NOT_FOUND', 'LOA_NOT_FOUND', 'CAMPAIGN_NOT_FOUND'])
})

test('no name, tax id, number or token of all this stands in the log', () => {
  expect(api.logged()).toContain('/v1/organisations/:orgId/cases/:caseId/forms')
  expect(api.logged()).not.toMatch(/\+\d{7}|Díaz|Larkspur|12-3456789|clt_/)
})
