import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brand, instant, type NumberId } from '../../src/domain/values.ts'
import { accepted, type Premises, readyOrganisation } from '../support/store.ts'
import { call, openTestApi, type TestApi, usNumbers } from './testApi.ts'

let api: TestApi
let operator: string
let premises: Premises
let org: string

const post = async (path: string, body: unknown = {}) =>
  (await call(api.app, 'POST', `${org}${path}`, { token: operator, body })).json()
const read = async (path: string) => (await call(api.app, 'GET', `${org}${path}`, { token: operator })).json()

/** A number in service at the ready location, and whatever else is said of it. */
async function bring(given: object = {}): Promise<{ id: string; number: string; userId: string }> {
  const [number = ''] = usNumbers(1)
  const { userId } = await post('/users')
  const { locationId } = premises
  const row = { number, inventory: 'inService', locationId, usage: 'primary', userId, ...given }
  const { rows } = await post('/numbers/import', { rows: [row] })
  return { id: rows[0].numberId, number: row.number, userId }
}

const why = (id: string) => read(`/numbers/${id}/why`)

beforeAll(async () => {
  api = await openTestApi()
  operator = await api.token('operator')
  premises = await readyOrganisation(api.store, 1)
  org = `/v1/organisations/${premises.orgId}`
  const { onboardingId, orgId } = premises
  const data = { onboardingId, stage: 'authorisation', waitId: `${onboardingId}/a` } as const
  await accepted(api.store, 'EnterStage', orgId, data)
})

afterAll(() => api.close())

describe('why a number may not text', () => {
  test('asked of one instant, as known at another, is answered with the same bytes whatever is learnt later', async () => {
    const { id, userId } = await bring()
    const knownAt = await api.store.clock.now()
    const url = `${org}/numbers/${id}/why?at=${knownAt}&knownAt=${knownAt}`
    const ask = async () => (await call(api.app, 'GET', url, { token: operator })).body
    const first = await ask()
    expect(await ask()).toBe(first)
    await post(`/users/${userId}/texting`, { setting: 'overrideOn', happenedAt: knownAt })
    await post(`/numbers/${id}/report`, { inventory: 'inactive', happenedAt: knownAt })
    expect(await ask()).toBe(first)
    expect(JSON.parse(first)).toMatchObject({ knownAt, at: knownAt })
  })

  test('names every gate in order, who must act, how, and by when the process asks for it', async () => {
    const { id, number } = await bring()
    expect(await why(id)).toMatchObject({
      numberId: id,
      number,
      policyPack: '003',
      mayText: false,
      verdict: 'unknown',
      reason: 'AUTHORISATION_UNKNOWN',
      obstacles: [{ gate: 'authorisation' }, { gate: 'registration' }],
      next: {
        act: 'orderAuthorisation',
        owner: 'customerAdmin',
        helps: true,
        waitsAs: 'authorisation',
        dueAt: expect.stringMatching(/Z$/),
        card: { act: 'authoriseNumbers', path: expect.arrayContaining(['Business Texting']), state: 'toDo' },
      },
      ruleIds: expect.arrayContaining(['R2', 'Z3']),
      proof: [
        { gate: 'authorisation', events: [] },
        { gate: 'registration', events: [] },
      ],
    })
  })

  test('asks the signer where a letter is missing, with the order to sign for', async () => {
    const { id, number } = await bring({ loa: 'required' })
    const { onboardingId, locationId } = premises
    const { orderId } = await post('/orders', { onboardingId, locationId, numbers: [number] })
    expect(await why(id)).toMatchObject({
      reason: 'LOA_NOT_SIGNED',
      next: {
        owner: 'loaSigner',
        card: { act: 'signLetter', values: expect.arrayContaining([{ name: 'order', value: orderId }]) },
      },
      proof: [{ gate: 'authorisation', events: [{ type: 'NumberSelected', data: { orderId } }] }, {}],
    })
  })

  test('proves each gate by the word that is believed, not by the last that came', async () => {
    const { id } = await bring({ inventory: 'inactive' })
    const late = { inventory: 'inService', happenedAt: '2025-01-01T00:00:00Z' }
    expect(await post(`/numbers/${id}/report`, late)).toEqual({ status: 'updated' })
    const { obstacles, proof } = await why(id)
    expect(obstacles[0]).toMatchObject({ gate: 'inventory', reason: 'NOT_IN_SERVICE' })
    const [first] = proof[0].events
    expect(first).toMatchObject({ type: 'NumberEntered', data: { inventory: 'inactive' } })
  })

  test('says that no act helps, whatever else could be put right', async () => {
    const { id } = await bring({ number: '+18005550177', inventory: 'inactive' })
    const answer = await why(id)
    expect(answer.obstacles.map((each: { gate: string }) => each.gate)).toContain('inventory')
    expect(answer.next).toEqual({
      act: 'noAct',
      owner: 'nobody',
      reason: 'TOLL_FREE_NOT_10DLC',
      helps: false,
      dueAt: null,
      waitsAs: null,
      card: null,
    })
  })

  test('gives the date of its case, and the ticket to quote, once it is in one', async () => {
    const { id, number } = await bring()
    const { onboardingId, locationId, orgId } = premises
    const { orderId } = await post('/orders', { onboardingId, locationId, numbers: [number] })
    await post(`/orders/${orderId}/answers`, { answers: [{ number, status: 'authorised' }] })
    expect((await why(id)).next).toMatchObject({ act: 'openCase', card: { act: 'openCase' }, dueAt: null })
    const { caseId } = await post('/cases', { onboardingId, numbers: [number] })
    await post(`/cases/${caseId}/report`, { status: 'formSent', ticket: 'PTS-5' })
    await accepted(api.store, 'EnterCaseStage', orgId, { caseId, stage: 'formReturn', waitId: `${caseId}/f` })
    const { wait } = await read(`/cases/${caseId}`)
    expect(await why(id)).toMatchObject({
      reason: 'IN_CASE',
      next: {
        act: 'submitForm',
        dueAt: wait.dueAt,
        waitsAs: 'formReturn',
        card: { act: 'returnForm', values: expect.arrayContaining([{ name: 'ticket', value: 'PTS-5' }]) },
      },
      proof: [{ gate: 'registration', events: [{ type: 'NumberJoinedCase' }] }],
    })
  })
})

describe('the switches', () => {
  let one: Awaited<ReturnType<typeof bring>>
  const setDefault = (value: string) => post('/facts', { fact: 'textingDefault', value })
  const setUser = (setting: string) => post(`/users/${one.userId}/texting`, { setting })
  const reason = async () => (await why(one.id)).reason

  beforeAll(async () => {
    one = await bring()
    const { onboardingId, locationId } = premises
    const { orderId } = await post('/orders', { onboardingId, locationId, numbers: [one.number] })
    await post(`/orders/${orderId}/answers`, { answers: [{ number: one.number, status: 'authorised' }] })
    await post('/campaigns/CSWI111/report', { status: 'approved' })
    await post('/campaigns/CSWI111/registrations', { numbers: [{ number: one.number, status: 'registered' }] })
  })

  test('a number that may text is proved gate by gate', async () => {
    const answer = await why(one.id)
    expect(answer).toMatchObject({ mayText: true, reason: 'ALL_GATES_PASSED', obstacles: [], next: null })
    const proved = answer.proof.map((each: { gate: string; events: readonly unknown[] }) => [
      each.gate,
      each.events.length > 0,
    ])
    const passed = [
      'eligibility',
      'licence',
      'location',
      'primary',
      'kind',
      'inventory',
      'authorisation',
      'registration',
    ]
    // Of its traffic nobody has said anything: it flows until somebody does.
    expect(proved).toEqual([...passed.map((gate) => [gate, true]), ['traffic', false], ['setting', true]])
  })

  test('an override beats the default of the organisation, both ways', async () => {
    await setDefault('off')
    expect(await reason()).toBe('SWITCHED_OFF_FOR_ORGANISATION')
    expect((await why(one.id)).next.card).toMatchObject({ act: 'switchOnOrganisation', statedIn: '001' })
    await setUser('overrideOn')
    expect(await reason()).toBe('ALL_GATES_PASSED')
    expect(await read(`/users/${one.userId}`)).toMatchObject({ wanted: 'on', decidedBy: 'user' })
    await setDefault('on')
    await setUser('overrideOff')
    expect(await reason()).toBe('SWITCHED_OFF_FOR_USER')
    expect((await read('')).users).toMatchObject({ overrideOff: 1 })
    await setUser('inherit')
    expect(await reason()).toBe('ALL_GATES_PASSED')
    expect(await read(`/users/${one.userId}`)).toMatchObject({ wanted: 'on', decidedBy: 'organisation' })
  })

  test('and never a gate', async () => {
    await setUser('overrideOn')
    await post('/campaigns/CSWI111/report', { status: 'ended' })
    expect(await why(one.id)).toMatchObject({ mayText: false, reason: 'CAMPAIGN_ENDED', next: { act: 'openCase' } })
    expect((await read(`/numbers?userId=${one.userId}`)).items).toMatchObject([{ id: one.id, mayText: false }])
  })
})

describe('what sources disagree about', () => {
  const registry = { source: { kind: 'registry', id: 'bridge' } } as const
  const hoursAgo = (hours: number) => instant(Date.now() - hours * 3_600_000)

  test('is shown with the number and its why: both words, who set themselves against the registry, and why', async () => {
    const { id } = await bring()
    const numberId = brand<NumberId>(id)
    const rejected = { campaignRef: 'CAB12CD', items: [{ numberId, status: 'rejected' as const, code: 'CTA_MISSING' }] }
    const happenedAt = hoursAgo(2)
    await accepted(api.store, 'RecordRegistration', premises.orgId, rejected, { ...registry, happenedAt })
    expect(await read(`/numbers/${id}`)).toMatchObject({ registration: 'rejected', disputes: [] })
    const because = 'The registry has told us by mail that it was a slip'
    const said = { numbers: [{ numberId: id, status: 'registered' }], happenedAt: hoursAgo(1), because }
    expect(await post('/campaigns/CAB12CD/registrations', said)).toMatchObject({ recorded: 1 })
    const dispute = {
      code: 'SOURCES_CONTRADICT',
      question: 'registration',
      stream: 'number',
      believed: { value: 'registered CAB12CD', source: 'admin' },
      beside: { value: 'rejected CAB12CD', source: 'registry', happenedAt },
      override: { value: 'registered CAB12CD', by: { role: 'operator' }, because },
    }
    expect(await read(`/numbers/${id}`)).toMatchObject({ registration: 'registered', disputes: [dispute] })
    expect((await why(id)).disputes).toMatchObject([dispute])
    const history = await read(`/numbers/${id}/history`)
    const byHand = history.items.find(({ type }: { type: string }) => type === 'NumberRegistered')
    expect(byHand).toMatchObject({ because: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    expect(JSON.stringify(history)).not.toContain('by mail')
    expect(api.logged()).not.toContain('by mail')

    const other = await readyOrganisation(api.store, 1)
    const attention = async (orgId: string) => {
      const support = await api.token('support', [orgId])
      return (await call(api.app, 'GET', '/v1/attention', { token: support })).body
    }
    expect(await attention(premises.orgId)).toContain('SOURCES_CONTRADICT')
    expect(await attention(other.orgId)).not.toContain('SOURCES_CONTRADICT')
  })
})
