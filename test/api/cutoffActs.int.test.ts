import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brand, instant, type OrganisationId, plusDays } from '../../src/domain/values.ts'
import { publishCutoffs } from '../../src/store/cutoff/publishing.ts'
import { accepted, freshNumbers } from '../support/store.ts'
import { call, openTestApi, type TestApi } from './testApi.ts'

let api: TestApi
let operators: readonly [string, string, string]
let auditor: string
let admin: string
let orgId: OrganisationId
let numberId: string

const at = '/v1/cutoffs/unregisteredSwitchedOff'
const until = plusDays(instant(Date.now()), 30)

/** A deployment that begins long after 2024, with one unregistered number from before the dates. */
beforeAll(async () => {
  api = await openTestApi()
  const { store, token } = api
  await publishCutoffs(store)
  orgId = brand<OrganisationId>(randomUUID())
  await accepted(store, 'CreateOrganisation', orgId, { name: 'Heron Dental' })
  await accepted(store, 'RequestLicence', orgId, {})
  const facts = [
    { fact: 'customerKind', value: 'enterprise' },
    { fact: 'subscriptionKind', value: 'paid' },
    { fact: 'callingPlan', value: 'usCa' },
    { fact: 'textingDefault', value: 'on' },
  ] as const
  for (const fact of facts) await accepted(store, 'AttestOrganisationFact', orgId, fact)
  const ready = { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' } as const
  const { locationId } = await accepted(store, 'AddLocation', orgId, { facts: ready })
  const [e164 = ''] = freshNumbers(1)
  const entered = instant('2024-03-01T00:00:00Z')
  const row = { e164, country: 'US', kind: 'standard', inventory: 'inService', locationId, owner: 'primary' } as const
  const imported = await accepted(store, 'ImportNumbers', orgId, { rows: [{ ...row, entered }] })
  const [first] = imported.rows
  if (!first || first.status === 'refused') throw new Error('the number was refused')
  numberId = first.numberId
  operators = [await token('operator'), await token('operator'), await token('operator')]
  auditor = await token('auditor', [orgId])
  admin = await token('admin', [orgId])
})
afterAll(() => api.close())

const post = (operator: 0 | 1 | 2, path: string, body: unknown = {}) =>
  call(api.app, 'POST', `${at}${path}`, { token: operators[operator], body })
const get = async (path: string, token = auditor) => (await call(api.app, 'GET', path, { token })).json()
const codeOf = async (asked: ReturnType<typeof post>) => {
  const answer = await asked
  return [answer.statusCode, answer.json().code]
}
const mayText = async () => (await get(`/v1/organisations/${orgId}/numbers/${numberId}`, admin)).verdict

describe('the road of a cutoff that was over before anybody began', () => {
  test('the calendar is read by an auditor, with where each cutoff stands', async () => {
    const { items } = await get('/v1/cutoffs')
    expect(items.map(({ id }: { id: string }) => id).sort()).toEqual([
      'lateStartWarning',
      'newNumbersStartOff',
      'trialsStopQualifying',
      'unregisteredSwitchedOff',
    ])
    expect(await get(at)).toMatchObject({
      ruleId: 'D1',
      instant: '2024-12-02T08:00:00.000Z',
      isOver: true,
      wasPast: true,
      noticeDays: [30, 14, 7, 3, 1],
      planNo: 0,
      requests: [],
      exemptions: [],
    })
  })

  test('it has no plan at first; one is made, read by class, and compared with itself', async () => {
    expect((await get(`${at}/plan`)).code).toBe('PLAN_NOT_FOUND')
    const made = await post(0, '/plans')
    expect(made.statusCode).toBe(201)
    expect(made.json()).toMatchObject({ planNo: 1, numbers: 1, switchOff: 1, isApproved: false })
    const plan = await get(`${at}/plan`)
    expect(plan).toMatchObject({ occasion: 'byHand', totals: { switchOff: 1 }, isApproved: false })
    expect(plan.classes).toMatchObject([
      {
        verdict: 'switchOff',
        reason: 'LICENCE_REQUESTED',
        owner: 'partner',
        samples: [numberId],
        release: 'notApproved',
      },
    ])
    expect((await get(`${at}/plan/diff`)).code).toBe('PLAN_NOT_FOUND')
    expect(await get(`${at}/plan/diff?from=1&to=1`)).toMatchObject({ from: 1, to: 1, changes: [] })
    expect(await get(`${at}/preview?organisation=${orgId}`)).toMatchObject({ totals: { switchOff: 1 } })
  })

  test('its plan is approved once the import is declared complete, by two others', async () => {
    const { hash } = await get(`${at}/plan`)
    expect(await codeOf(post(1, '/approvals', { hash }))).toEqual([409, 'CUTOFF_IMPORT_INCOMPLETE'])
    expect((await post(0, '/import-complete')).statusCode).toBe(200)
    expect(await codeOf(post(0, '/approvals', { hash }))).toEqual([409, 'APPROVER_IS_REQUESTER'])
    expect(await codeOf(post(1, '/approvals', { hash: 'stale' }))).toEqual([409, 'PLAN_STALE'])
    expect((await post(1, '/approvals', { hash })).json()).toEqual({ planNo: 1, isComplete: false })
    expect(await codeOf(post(1, '/approvals', { hash }))).toEqual([409, 'APPROVER_TWICE'])
    expect((await post(2, '/approvals', { hash, because: 'read line by line' })).json()).toMatchObject({
      isComplete: true,
    })
    expect(await get(`${at}/plan`)).toMatchObject({ isApproved: true, classes: [{ release: 'approved' }] })
    const { items } = await get(`${at}/history`)
    expect(items.map(({ type }: { type: string }) => type)).toEqual([
      'CutoffPublished',
      'CutoffPlanned',
      'ImportDeclaredComplete',
      'CutoffPlanApproved',
      'CutoffPlanApproved',
    ])
  })
})

describe('an exemption', () => {
  test('takes two operators, is warned of, and lets the number through at once; its end shuts it again', async () => {
    const wish = { whom: { scope: 'numbers', orgId, numberIds: [numberId] }, until, reason: 'carrierDelay' }
    expect(await mayText()).toBe('cannot')
    const asked = await post(0, '/exemptions', wish)
    expect(asked.statusCode).toBe(202)
    const { requestId, numbers, warnings } = asked.json()
    expect([numbers, warnings]).toEqual([1, ['CARRIERS_MAY_STILL_BLOCK']])
    expect(await mayText()).toBe('cannot')
    expect(await codeOf(post(0, `/requests/${requestId}/confirm`))).toEqual([409, 'APPROVER_IS_REQUESTER'])
    expect((await post(1, `/requests/${requestId}/confirm`)).statusCode).toBe(200)
    expect(await mayText()).toBe('willStop')
    expect(await get(`/v1/organisations/${orgId}/cutoffs`, admin)).toMatchObject({
      exemptions: [{ exemptionId: requestId, isActive: true, until }],
      items: expect.arrayContaining([
        expect.objectContaining({
          cutoffId: 'unregisteredSwitchedOff',
          effects: [expect.objectContaining({ verdict: 'exempt', count: 1 })],
        }),
      ]),
    })
    expect(await codeOf(post(2, `/requests/${requestId}/confirm`))).toEqual([409, 'REQUEST_ALREADY_CONFIRMED'])
    const revoking = await post(1, `/exemptions/${requestId}/revocation`, { reason: 'wrongFacts' })
    await post(2, `/requests/${revoking.json().requestId}/confirm`)
    expect(await mayText()).toBe('cannot')
    expect(await codeOf(post(1, `/exemptions/${requestId}/revocation`, { reason: 'other' }))).toEqual([
      409,
      'EXEMPTION_NOT_ACTIVE',
    ])
  })
})

describe('bad input', () => {
  const all = { scope: 'all' }

  test.each([
    ['/exemptions', { whom: all, until: '2024-12-20T08:00:00Z', reason: 'other' }, 422, 'EXEMPTION_ENDS_TOO_SOON'],
    ['/exemptions', { whom: all, until: 'tomorrow', reason: 'other' }, 400, 'BODY_INVALID'],
    ['/exemptions', { whom: all, until: '2199-01-01T00:00:00Z', reason: 'mood' }, 400, 'BODY_INVALID'],
    [
      '/exemptions',
      { whom: { scope: 'numbers' }, until: '2199-01-01T00:00:00Z', reason: 'other' },
      400,
      'BODY_INVALID',
    ],
    ['/undo', { whom: all, until: '2199-01-01T00:00:00Z', reason: 'other' }, 409, 'CUTOFF_UNDO_TOO_LATE'],
    ['/postponement', { until: '2199-01-01T00:00:00Z', reason: 'other' }, 409, 'CUTOFF_ALREADY_REACHED'],
    [`/requests/${randomUUID()}/confirm`, {}, 404, 'REQUEST_NOT_FOUND'],
    [`/exemptions/${randomUUID()}/revocation`, { reason: 'other' }, 404, 'EXEMPTION_NOT_FOUND'],
    ['/plans', { now: true }, 400, 'BODY_INVALID'],
  ])('%s %o: %i %s, and nothing is changed', async (path, body, status, code) => {
    const before = await get(at)
    expect(await codeOf(post(0, path, body))).toEqual([status, code])
    expect(await get(at)).toEqual(before)
  })

  test('of other cutoffs: one that nobody knows, one that only advises, one without exemptions', async () => {
    const to = (id: string, path: string, body: unknown) =>
      codeOf(call(api.app, 'POST', `/v1/cutoffs/${id}${path}`, { token: operators[1], body }))
    const wish = { whom: all, until, reason: 'other' }
    expect(await to('someday', '/exemptions', wish)).toEqual([404, 'CUTOFF_NOT_FOUND'])
    expect((await get('/v1/cutoffs/someday')).code).toBe('CUTOFF_NOT_FOUND')
    expect(await to('trialsStopQualifying', '/exemptions', wish)).toEqual([409, 'CUTOFF_NOT_EXEMPTABLE'])
    expect(await to('lateStartWarning', '/approvals', { hash: 'ab' })).toEqual([409, 'CUTOFF_NEEDS_NO_APPROVAL'])
    const empty = (
      await call(api.app, 'POST', '/v1/cutoffs/trialsStopQualifying/plans', { token: operators[0] })
    ).json()
    expect(await to('trialsStopQualifying', '/approvals', { hash: empty.hash })).toEqual([409, 'PLAN_EMPTY'])
  })
})
