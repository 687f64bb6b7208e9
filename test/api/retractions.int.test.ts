import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cli, cliAgainst } from '../cli/cli.ts'
import { type Authorised, accepted, authorisedOrganisation, desk } from '../support/store.ts'
import { call, openTestApi, type TestApi } from './testApi.ts'

let api: TestApi
let cli: Cli
let premises: Authorised
let token: string
let org: string

beforeAll(async () => {
  api = await openTestApi()
  token = await api.token('operator')
  cli = cliAgainst(await api.app.listen({ host: '127.0.0.1', port: 0 }), token)
  premises = await authorisedOrganisation(api.store, 2)
  org = `/v1/organisations/${premises.orgId}`
})
afterAll(() => api.close())

async function historyOf(numberId: string) {
  const { items } = (await call(api.app, 'GET', `${org}/numbers/${numberId}/history`, { token })).json()
  return items as readonly { id: string; type: string; commandId: string; struckBy: unknown }[]
}

async function authorisationOf(numberId: string) {
  const found = (await historyOf(numberId)).find((each) => each.type === 'NumberAuthorised')
  if (!found) throw new Error('never authorised')
  return found
}

describe('a wrong report over the interface', () => {
  test('is struck through in the history, proves nothing any more, and says what has changed', async () => {
    const [id = ''] = premises.numberIds
    const { id: eventId } = await authorisationOf(id)
    const body = { eventIds: [eventId], reason: 'wrongObject', evidence: 'the desk says it was another number' }
    const answer = await call(api.app, 'POST', `${org}/retractions`, { token, body })
    expect(answer.statusCode).toBe(200)
    expect(answer.json().struck).toContain(eventId)
    expect(answer.json().effects).toContainEqual({
      stream: id,
      kind: 'number',
      axis: 'authorisation',
      before: 'authorised',
      after: 'ordered',
    })
    expect((await authorisationOf(id)).struckBy).toMatchObject({ reason: 'wrongObject', actor: { role: 'operator' } })
    const why = (await call(api.app, 'GET', `${org}/numbers/${id}/why`, { token })).json()
    const proof: readonly { gate: string; events: readonly { type: string }[] }[] = why.proof
    const told = proof.find((each) => each.gate === 'authorisation')?.events.map((event) => event.type)
    expect(told).not.toContain('NumberAuthorised')
    const events = await api.store.pool.query(`select data::text as data from event where type = 'ReportRetracted'`)
    expect(JSON.stringify(events.rows)).not.toContain('another number')
  })

  test('is refused to an admin who did not report it, and where the body names both or nothing', async () => {
    const [, id = ''] = premises.numberIds
    const admin = await api.token('admin', [premises.orgId])
    const { id: eventId } = await authorisationOf(id)
    const body = { eventIds: [eventId], reason: 'mistaken' }
    const refused = await call(api.app, 'POST', `${org}/retractions`, { token: admin, body })
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'NOT_YOUR_REPORT'])
    for (const wrong of [
      { reason: 'mistaken' },
      { ...body, commandId: 'a' },
      { eventIds: ['x'], reason: 'mistaken' },
    ]) {
      const answer = await call(api.app, 'POST', `${org}/retractions`, { token, body: wrong })
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'BODY_INVALID'])
    }
  })

  test('is struck by the command, a delivery by its id, and shown as retracted', async () => {
    const [id = '', other = ''] = premises.numberIds
    const items = premises.numberIds.map((numberId) => ({ numberId, status: 'refused' as const, reason: 'TEST' }))
    const commandId = 'a-delivery'
    const { orgId, orderId } = premises
    await accepted(api.store, 'RecordOrderAnswer', orgId, { orderId, items }, { ...desk, scope: 'intake', commandId })
    const { out, err } = await cli('retract', orgId, '--command', commandId, '--reason', 'test')
    expect(err).toBe('')
    expect(out).toContain('3 events are struck')
    expect(out).toMatch(/authorisation +refused +ordered/)
    const shown = await cli('history', orgId, '--number', id)
    expect(shown.out).toMatch(/Number authorisation refused.*\(retracted .*: test\)/)
    const { id: eventId } = await authorisationOf(other)
    const one = await cli('retract', orgId, eventId, '--reason', 'mistaken', '--json')
    expect(JSON.parse(one.out).struck).toContain(eventId)
    expect((await cli('retract', orgId, '--reason', 'test')).err).toContain('Name either events')
    expect((await cli('retract', orgId, `${orderId}:1`, '--reason', 'test')).err).toContain('NOT_A_REPORT')
  })
})
