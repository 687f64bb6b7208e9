import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readyOrganisation } from '../support/store.ts'
import { call, openTestApi, type TestApi } from './testApi.ts'

let api: TestApi
let operator: string
let admin: string
/** What the questions are about: ours, another organisation's, and what nobody has. */
let ids: Readonly<Record<string, string>>

beforeAll(async () => {
  api = await openTestApi()
  operator = await api.token('operator')
  const [ours, theirs] = [await readyOrganisation(api.store, 1), await readyOrganisation(api.store, 1)]
  admin = await api.token('admin', [ours.orgId])
  const { userId } = (
    await call(api.app, 'POST', `/v1/organisations/${theirs.orgId}/users`, { token: operator })
  ).json()
  ids = {
    org: ours.orgId,
    number: ours.numberIds[0] ?? '',
    e164: encodeURIComponent(ours.numbers[0] ?? ''),
    theirOrg: theirs.orgId,
    theirNumber: theirs.numberIds[0] ?? '',
    theirE164: encodeURIComponent(theirs.numbers[0] ?? ''),
    theirUser: userId,
    nobody: '0199f3a2-1111-7000-8000-00000000000a',
  }
})
afterAll(() => api.close())

/** Everything that a question could have left behind. */
async function written(): Promise<unknown> {
  const { rows } = await api.store.pool.query(
    `select (select count(*)::int from event) as events, (select count(*)::int from inbox) as inbox,
       (select count(*)::int from outbox) as outbox, (select count(*)::int from attention) as attention,
       (select md5(string_agg(to_jsonb(n)::text, ',' order by id)) from number n) as numbers`,
  )
  return rows[0]
}

const filled = (path: string) => path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '')

describe('a question that has no answer is declined with a code of its own, and changes nothing', () => {
  test.each<[string, string, string]>([
    ['a rule that no age has', '/v1/rules/Q9', 'RULE_NOT_FOUND'],
    ['a rule by another spelling', '/v1/rules/toString', 'RULE_NOT_FOUND'],
    ['an age that was never published', '/v1/policy-packs/007', 'PACK_NOT_FOUND'],
    ['an age to compare with', '/v1/policy-packs/003/diff/007', 'PACK_NOT_FOUND'],
    [
      'an instant before the first age, of a number',
      '/v1/organisations/{org}/numbers/{number}/why?at=2021-01-01T00:00:00Z',
      'NUMBER_NOT_KNOWN_THEN',
    ],
    [
      'an instant before the first age, supposed',
      '/v1/organisations/{org}/what-if?at=2021-01-01T00:00:00Z',
      'NO_PACK_AT_INSTANT',
    ],
    [
      'an instant before the first age, of open points',
      '/v1/organisations/{org}/open-points?at=2021-01-01T00:00:00Z',
      'NO_PACK_AT_INSTANT',
    ],
    [
      'an instant before the first age, of a forecast',
      '/v1/organisations/{org}/forecast?at=2021-01-01T00:00:00Z',
      'NO_PACK_AT_INSTANT',
    ],
    [
      'what will be known tomorrow',
      '/v1/organisations/{org}/numbers/{number}/why?knownAt=2199-01-01T00:00:00Z',
      'KNOWN_AT_AHEAD',
    ],
    ['an instant that is none', '/v1/organisations/{org}/numbers/{number}/why?at=yesterday', 'QUERY_INVALID'],
    [
      'two things supposed of one matter',
      '/v1/organisations/{org}/what-if?suppose=licence:ended&suppose=licence:active',
      'QUERY_INVALID',
    ],
    [
      'two readings of one point',
      '/v1/organisations/{org}/what-if?reading=lastDay:counts&reading=lastDay:isTooLate',
      'QUERY_INVALID',
    ],
    ['a supposition of nothing known', '/v1/organisations/{org}/what-if?suppose=weather:fine', 'QUERY_INVALID'],
    ['a value that cannot be', '/v1/organisations/{org}/what-if?suppose=licence:golden', 'QUERY_INVALID'],
    ['a reading that is none', '/v1/organisations/{org}/what-if?reading=lastDay:maybe', 'QUERY_INVALID'],
    ['an unknown number', '/v1/organisations/{org}/numbers/{nobody}/why', 'NUMBER_NOT_FOUND'],
    ['an unknown number by its text', '/v1/organisations/{org}/may-text?number=%2B12025550000', 'NUMBER_NOT_FOUND'],
    ['a text that is no number', '/v1/organisations/{org}/may-text?number=555', 'QUERY_INVALID'],
    ['an id that is none', '/v1/organisations/{org}/numbers/7/why', 'ID_MALFORMED'],
    ['an unknown user', '/v1/organisations/{org}/users/{nobody}/why', 'USER_NOT_FOUND'],
    ["another organisation's user", '/v1/organisations/{org}/users/{theirUser}/why', 'USER_NOT_FOUND'],
    [
      "a what-if that names another organisation's number",
      '/v1/organisations/{org}/numbers/{theirNumber}/why?suppose=licence:ended',
      'NUMBER_NOT_FOUND',
    ],
    [
      "another organisation's number by its text",
      '/v1/organisations/{org}/may-text?number={theirE164}',
      'NUMBER_NOT_FOUND',
    ],
    [
      "a comparison with another organisation's number",
      '/v1/organisations/{org}/numbers/{number}/compare/{theirNumber}',
      'NUMBER_NOT_FOUND',
    ],
    [
      "what was believed of another organisation's number",
      '/v1/organisations/{org}/numbers/{theirNumber}/believed?knownAt=2026-01-01T00:00:00Z',
      'NUMBER_NOT_FOUND',
    ],
    ['an unknown organisation', '/v1/organisations/{nobody}/why', 'ORGANISATION_NOT_FOUND'],
  ])('%s', async (_, path, code) => {
    const before = await written()
    const answer = await call(api.app, 'GET', filled(path), { token: operator })
    expect([answer.statusCode >= 400 && answer.statusCode < 500, answer.json().code], answer.body).toEqual([true, code])
    expect(answer.json()).toMatchObject({ title: expect.any(String), whatToDo: expect.any(String) })
    expect(await written()).toEqual(before)
  })

  test('an admin is told no more of another organisation than of one that is not there', async () => {
    const ask = async (org: string) =>
      (
        await call(api.app, 'GET', filled(`/v1/organisations/{${org}}/what-if?suppose=licence:ended`), { token: admin })
      ).json()
    const [theirs, nobodys] = [await ask('theirOrg'), await ask('nobody')]
    expect(theirs.code).toBe(nobodys.code)
    expect(theirs.code).toBe('ORGANISATION_NOT_FOUND')
  })

  test('facts that contradict each other are kept, believed by the order of sources, and told with a code', async () => {
    const happenedAt = new Date().toISOString()
    const tell = (role: 'partner' | 'admin', value: string) =>
      api.token(role, [ids['org'] ?? '']).then((token) =>
        call(api.app, 'POST', filled('/v1/organisations/{org}/facts'), {
          token,
          body: { fact: 'callingPlan', value, happenedAt },
        }),
      )
    expect([(await tell('admin', 'none')).statusCode, (await tell('partner', 'usCa')).statusCode]).toEqual([200, 200])
    const why = await call(api.app, 'GET', filled('/v1/organisations/{org}/numbers/{number}/why'), { token: operator })
    expect(why.json().disputes).toMatchObject([
      { code: 'SOURCES_CONTRADICT', question: 'callingPlan', believed: { value: 'usCa' }, beside: { value: 'none' } },
    ])
  })
})
