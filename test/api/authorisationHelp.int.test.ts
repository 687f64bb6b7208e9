import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPool } from '../../src/store/pool.ts'
import { rebuild } from '../../src/store/rebuild.ts'
import { type Cli, cliAgainst } from '../cli/cli.ts'
import { goodForm } from '../support/form.ts'
import { readyOrganisation } from '../support/store.ts'
import { call, openTestApi, type TestApi, usNumbers } from './testApi.ts'

let api: TestApi
let operator: string
let cli: Cli

beforeAll(async () => {
  api = await openTestApi()
  operator = await api.token('operator')
  cli = cliAgainst(await api.app.listen({ host: '127.0.0.1', port: 0 }), operator)
})
afterAll(() => api.close())

const post = (path: string, body: unknown = {}, key?: string) =>
  call(api.app, 'POST', path, { token: operator, body, ...(key === undefined ? {} : { key }) })
const read = async (path: string) => (await call(api.app, 'GET', path, { token: operator })).json()

/** An organisation with a number that its picker offers, and two that are still being ported. */
async function porting() {
  const premises = await readyOrganisation(api.store, 1)
  const { orgId, locationId, onboardingId } = premises
  const org = `/v1/organisations/${orgId}`
  const ported = usNumbers(2)
  const rows = ported.map((number) => ({ number, inventory: 'pending', locationId }))
  const imported = (await post(`${org}/numbers/import`, { rows })).json()
  const ids: readonly string[] = imported.rows.map((row: { numberId: string }) => row.numberId)
  const opening = { onboardingId, kind: 'authorisationHelp' }
  return { ...premises, org, ported, ids, opening }
}

describe('help with numbers that the picker lacks', () => {
  test('the picker says so beside them, a case takes them, and the answer of the desk authorises or refuses each', async () => {
    const { org, ported, ids, opening, onboardingId, locationId, numbers } = await porting()
    const order = await post(`${org}/orders`, { onboardingId, locationId, numbers: ported })
    expect(order.json().rows).toMatchObject([
      { code: 'NUMBER_NOT_IN_SERVICE', reason: 'AUTHORISATION_HELP_TAKES_IT' },
      { code: 'NUMBER_NOT_IN_SERVICE', reason: 'AUTHORISATION_HELP_TAKES_IT' },
    ])
    const opened = await post(`${org}/cases`, { ...opening, numbers: [...ported, ...numbers] })
    expect(opened.statusCode).toBe(201)
    const { caseId, rows } = opened.json()
    expect(rows).toMatchObject([{ status: 'joined' }, { status: 'joined' }, { code: 'NUMBER_IN_PICKER' }])
    const at = `${org}/cases/${caseId}`
    expect(await read(at)).toMatchObject({
      kind: 'authorisationHelp',
      numbers: { waiting: 2, registered: 0, rejected: 0 },
      cards: [{ act: 'askForHelp', state: 'unconfirmed', ruleIds: ['R3', 'R4'] }],
    })
    expect((await read(`${org}/cases?kind=authorisationHelp`)).items).toHaveLength(1)
    expect(await read(`${org}/numbers/${ids[0]}`)).toMatchObject({ authorisation: 'ordered', orderId: caseId })
    expect((await post(`${at}/forms`, { form: goodForm })).json()).toMatchObject({ code: 'CASE_TAKES_NO_FORM' })

    const answers = [
      { numberId: ids[0], status: 'authorised' },
      { numberId: ids[1], status: 'refused', reason: 'PORT_PENDING' },
    ]
    const answered = await post(`${at}/answers`, { answers }, 'answer-1')
    expect(answered.json()).toEqual({ recorded: 2, repeated: 0, rows: [] })
    const authorisations = async () =>
      Promise.all(ids.map(async (id) => (await read(`${org}/numbers/${id}`)).authorisation))
    expect(await authorisations()).toEqual(['authorised', 'refused'])
    expect(await read(at)).toMatchObject({ numbers: { waiting: 0, registered: 1, rejected: 1 } })
    expect(await read(`${org}/onboardings/${onboardingId}`)).toMatchObject({
      standing: { authorised: 1, refused: 1 },
    })

    const struck = await post(`${org}/retractions`, { commandId: 'answer-1', reason: 'mistaken' })
    expect(struck.statusCode).toBe(200)
    expect(await authorisations()).toEqual(['ordered', 'ordered'])
    const owner = createPool({ url: api.database.ownerUrl, max: 2, name: 'owner' })
    expect((await rebuild(owner, api.store.clock, 'compare')).differing).toEqual([])
    await owner.end()
  })

  test('cancelled, its numbers can be asked for again; a case of registration takes no answer', async () => {
    const { org, ported, opening, onboardingId, locationId, numbers, numberIds } = await porting()
    const { caseId } = (await post(`${org}/cases`, { ...opening, numbers: ported })).json()
    const out = await post(`${org}/cases/${caseId}/take-out`, { numbers: ported.slice(0, 1) })
    expect(out.json()).toMatchObject({ left: 1 })
    const again = await post(`${org}/cases`, { ...opening, numbers: ported })
    expect(again.json().rows).toMatchObject([{ status: 'joined' }, { code: 'NUMBER_IN_OPEN_ORDER' }])
    const none = await post(`${org}/cases`, opening)
    expect([none.statusCode, none.json().code]).toEqual([400, 'BODY_INVALID'])

    const { orderId } = (await post(`${org}/orders`, { onboardingId, locationId, numbers })).json()
    await post(`${org}/orders/${orderId}/submit`, { next: 'more' })
    await post(`${org}/orders/${orderId}/answers`, { answers: [{ numberId: numberIds[0], status: 'authorised' }] })
    const registration = (await post(`${org}/cases`, { onboardingId, numbers })).json()
    const odd = await post(`${org}/cases/${registration.caseId}/answers`, {
      answers: [{ numberId: numberIds[0], status: 'refused' }],
    })
    expect(odd.json()).toMatchObject({ code: 'CASE_TAKES_NO_ANSWER' })
  })

  test('the same by the command', async () => {
    const { orgId, ported } = await porting()
    const [first = '', second = ''] = ported
    const opened = await cli('case', 'open', orgId, first, second, '--help-authorise', '--json')
    const { caseId } = JSON.parse(opened.out)
    expect((await cli('case', 'show', orgId, caseId)).out).toContain('for help with authorisation')
    const said = await cli('case', 'answer', orgId, caseId, '--authorised', first, '--refused', second, '--reason', 'X')
    expect(said.failed).toBe(false)
    expect((await cli('case', 'show', orgId, caseId)).out).toContain('0 waiting, 1 authorised, 1 refused')
  })
})
