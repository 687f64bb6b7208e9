import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packAt } from '../../src/domain/policy/packs.ts'
import { instant } from '../../src/domain/values.ts'
import { createPool } from '../../src/store/pool.ts'
import { rebuild } from '../../src/store/rebuild.ts'
import { type Cli, cliAgainst } from '../cli/cli.ts'
import { accepted, readyOrganisation } from '../support/store.ts'
import { call, openTestApi, type TestApi } from './testApi.ts'

let api: TestApi
let cli: Cli
let support: string
let operator: string

beforeAll(async () => {
  api = await openTestApi()
  operator = await api.token('operator')
  cli = cliAgainst(await api.app.listen({ host: '127.0.0.1', port: 0 }), operator)
})
afterAll(() => api.close())

const post = (path: string, body: unknown = {}, token = support, key?: string) =>
  call(api.app, 'POST', path, { token, body, ...(key === undefined ? {} : { key }) })
const read = async (path: string) => (await call(api.app, 'GET', path, { token: operator })).json()

/** A number that may text but for what others let through, and the address of its organisation. */
async function textingNumber() {
  const { orgId, numberIds, numbers, locationId, onboardingId } = await readyOrganisation(api.store, 1)
  const [id, number] = [numberIds[0] ?? '', numbers[0] ?? '']
  const org = `/v1/organisations/${orgId}`
  support = await api.token('support', [orgId])
  const { orderId } = (await post(`${org}/orders`, { onboardingId, locationId, numbers: [number] }, operator)).json()
  await post(`${org}/orders/${orderId}/submit`, { next: 'done' }, operator)
  await post(`${org}/orders/${orderId}/answers`, { answers: [{ numberId: id, status: 'authorised' }] })
  await post(`${org}/campaigns/CABC123/registrations`, { numbers: [{ numberId: id, status: 'registered' }] })
  await post(`${org}/campaigns/CABC123/report`, { status: 'approved' })
  const mayText = () => read(`${org}/may-text?number=${encodeURIComponent(number)}`)
  return { orgId, onboardingId, org, id, number, mayText, why: () => read(`${org}/numbers/${id}/why`) }
}

describe('traffic that others block', () => {
  test('shuts the number, says who blocks and where spam is reported, and proves it; struck, it never was', async () => {
    const { org, id, mayText, why } = await textingNumber()
    expect(await mayText()).toMatchObject({ mayText: true, verdict: 'can' })
    const said = { numbers: [{ numberId: id }], state: 'blocked', by: 'carrier', codes: ['SPAM_SUSPECTED'] }
    expect((await post(`${org}/numbers/traffic`, said, support, 'block-1')).json()).toEqual({
      recorded: 1,
      repeated: 0,
      rows: [],
    })
    expect(await mayText()).toMatchObject({ mayText: false, verdict: 'cannot', reason: 'BLOCKED_BY_CARRIER' })
    const form = packAt(instant(Date.now())).rules.S1.parameters['form']
    expect(await why()).toMatchObject({
      obstacles: [{ gate: 'traffic', owner: 'carrier', act: 'liftBlock', ruleIds: ['L9', 'S1'], see: form }],
      next: { act: 'liftBlock', owner: 'carrier', helps: true, dueAt: null, card: null },
      unblock: { isPossible: true, acts: [{ act: 'liftBlock', owner: 'carrier' }], earliest: null },
      proof: [{ gate: 'traffic', events: [{ type: 'NumberTrafficReported', data: { codes: ['SPAM_SUSPECTED'] } }] }],
    })
    expect((await read(`${org}/numbers?traffic=blocked`)).items).toMatchObject([
      { id, traffic: 'blocked', trafficParty: 'carrier' },
    ])
    const struck = await post(`${org}/retractions`, { commandId: 'block-1', reason: 'wrongObject' })
    expect(struck.json().effects).toEqual(
      expect.arrayContaining([expect.objectContaining({ axis: 'traffic', before: 'blocked', after: 'flowing' })]),
    )
    expect(await mayText()).toMatchObject({ mayText: true, verdict: 'can' })
    const owner = createPool({ url: api.database.ownerUrl, max: 2, name: 'owner' })
    expect((await rebuild(owner, api.store.clock, 'compare')).differing).toEqual([])
    await owner.end()
  })

  test('slowed down it may text, with a notice; as of before it stood otherwise', async () => {
    const { org, id, number, why, mayText } = await textingNumber()
    const before = await api.store.clock.now()
    const said = { numbers: [{ number }], state: 'throttled', by: 'vendor' }
    await post(`${org}/numbers/traffic`, said)
    expect(await mayText()).toMatchObject({ mayText: true, verdict: 'can' })
    expect(await why()).toMatchObject({ notices: [{ code: 'TRAFFIC_THROTTLED', ruleIds: ['L9', 'S1'] }] })
    await post(`${org}/numbers/traffic`, { ...said, state: 'blocked' })
    expect(await read(`${org}/numbers/${id}/why?at=${before}`)).toMatchObject({ verdict: 'can', notices: [] })
    expect(await why()).toMatchObject({ reason: 'BLOCKED_BY_VENDOR', ruleIds: ['L9', 'L10', 'S1'] })
    await post(`${org}/numbers/traffic`, { ...said, state: 'flowing' })
    const late = await post(`${org}/numbers/traffic`, { ...said, state: 'blocked', happenedAt: before })
    expect(late.json()).toMatchObject({ recorded: 1 })
    expect(await mayText()).toMatchObject({ mayText: true })
  })

  test('a report that names no number of the organisation changes nothing, and one of the wrong form less', async () => {
    const { org, mayText } = await textingNumber()
    const none = await post(`${org}/numbers/traffic`, {
      numbers: [{ number: '+12025550199' }],
      state: 'blocked',
      by: 'carrier',
    })
    expect([none.statusCode, none.json().code]).toEqual([422, 'NO_ROW_ACCEPTED'])
    const odd = await post(`${org}/numbers/traffic`, { numbers: [{ number: '+12025550199' }], state: 'slow', by: 'us' })
    expect([odd.statusCode, odd.json().code]).toEqual([400, 'BODY_INVALID'])
    expect(await mayText()).toMatchObject({ mayText: true })
  })

  test('where a fact has run out, the messaging platform keeps what it had, and is told what to find out', async () => {
    const { orgId, onboardingId, mayText, why } = await textingNumber()
    await accepted(api.store, 'ActivateNumbers', orgId, { onboardingId, upTo: 1 })
    const expiresAt = instant(Date.now() + 1_000)
    await accepted(api.store, 'AttestOrganisationFact', orgId, { fact: 'callingPlan', value: 'usCa', expiresAt })
    expect(await mayText()).toMatchObject({ mayText: true, verdict: 'can', basis: 'verdict', task: null })
    await expect.poll(async () => (await mayText()).verdict, { timeout: 20_000 }).toBe('unknown')
    expect(await mayText()).toMatchObject({
      mayText: true,
      basis: 'lastKnown',
      reason: 'ORGANISATION_FACT_MISSING',
      task: { act: 'attestFacts', owner: 'customerAdmin' },
    })
    expect(await why()).toMatchObject({ mayText: false, verdict: 'unknown' })
  })

  test('is reported and shown by the command, whose help says where spam is reported', async () => {
    const { orgId, number } = await textingNumber()
    const told = await cli('number', 'traffic', orgId, 'blocked', number, '--by', 'cisco', '--code', 'SPAM')
    expect(told.out).toContain('1')
    const { out } = await cli('why', orgId, number)
    expect(out).toContain('Cisco blocks its traffic')
    expect(out).toContain('no appeal is known')
    expect(out).toContain('suspected spam is reported at https://cs.co/spam')
    const form = packAt(instant(Date.now())).rules.S1.parameters['form']
    expect((await cli('--help')).out).toContain(`Suspected spam is reported at ${String(form)}`)
  })
})
