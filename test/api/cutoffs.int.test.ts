import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brand, instant, type OrganisationId } from '../../src/domain/values.ts'
import { accepted, freshNumbers } from '../support/store.ts'
import { call, openTestApi, type TestApi } from './testApi.ts'

let api: TestApi
let auditor: string
let org: string
let ids: Readonly<Record<'old' | 'new', string>>

const then = (text: string) => ({ happenedAt: instant(text) })
const spring = then('2024-03-01T00:00:00Z')

/** An organisation of 2024, told of only now: one number from before the dates, one from after the first of them. */
beforeAll(async () => {
  api = await openTestApi()
  const orgId = brand<OrganisationId>(randomUUID())
  const { store } = api
  await accepted(store, 'CreateOrganisation', orgId, { name: 'Heron Dental' })
  const facts = [
    { fact: 'customerKind', value: 'enterprise' },
    { fact: 'subscriptionKind', value: 'paid' },
    { fact: 'callingPlan', value: 'usCa' },
    { fact: 'textingDefault', value: 'on' },
  ] as const
  for (const fact of facts) await accepted(store, 'AttestOrganisationFact', orgId, fact, spring)
  const ready = { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' } as const
  const { locationId } = await accepted(store, 'AddLocation', orgId, { facts: ready }, spring)
  const [old = '', added = ''] = freshNumbers(2)
  const row = { country: 'US', kind: 'standard', inventory: 'inService', locationId, owner: 'primary' } as const
  const numberOf = async (e164: string, at: string) => {
    const rows = [{ ...row, e164, entered: instant(at) }]
    const imported = await accepted(store, 'ImportNumbers', orgId, { rows }, then(at))
    const [first] = imported.rows
    if (!first || first.status === 'refused') throw new Error('the number was refused')
    return first.numberId
  }
  ids = { old: await numberOf(old, '2024-03-02T00:00:00Z'), new: await numberOf(added, '2024-09-10T00:00:00Z') }
  org = `/v1/organisations/${orgId}`
  auditor = await api.token('auditor', [orgId])
})
afterAll(() => api.close())

const why = async (which: 'old' | 'new', query: string) =>
  (await call(api.app, 'GET', `${org}/numbers/${ids[which]}/why?${query}`, { token: auditor })).json()
const reasons = ({ obstacles }: { obstacles: readonly { reason: string }[] }) => obstacles.map(({ reason }) => reason)

describe('the autumn of 2024, asked today', () => {
  test('a number from before texts until 2 December, and is told what is missing by then and when to begin', async () => {
    const told = await why('old', 'at=2024-10-15T12:00:00Z')
    expect(told).toMatchObject({
      policyPack: '002',
      mayText: true,
      verdict: 'willStop',
      validUntil: '2024-12-02T08:00:00.000Z',
      unblock: { isPossible: true, latestStart: '2024-10-25' },
      isSupposed: false,
    })
    expect(reasons(told)).toEqual(['NO_LICENCE', 'AUTHORISATION_UNKNOWN', 'REGISTRATION_UNKNOWN'])
    expect(told.obstacles.every((each: { state: string }) => each.state === 'ahead')).toBe(true)
  })

  test('it stops at the instant itself, whatever zone the question is written in', async () => {
    expect((await why('old', 'at=2024-12-01T23:59:59.999-08:00')).verdict).toBe('willStop')
    expect((await why('old', `at=${encodeURIComponent('2024-12-02T09:00:00+01:00')}`)).mayText).toBe(false)
    expect((await why('old', 'at=2024-12-01T08:00:00Z&reading=lastDay:isTooLate')).mayText).toBe(false)
  })

  test('from November on it is told that it starts late', async () => {
    const notices = async (at: string) => (await why('old', `at=${at}`)).notices
    expect(await notices('2024-11-01T06:59:59.999Z')).toEqual([])
    expect(await notices('2024-11-01T07:00:00Z')).toEqual([{ code: 'STARTS_LATE', ruleIds: ['D4'] }])
  })

  test('a number added in September has never texted', async () => {
    const told = await why('new', 'at=2024-10-15T12:00:00Z')
    expect(told).toMatchObject({ mayText: false, verdict: 'cannot', reason: 'NO_LICENCE' })
    expect((await why('new', 'at=2024-09-09T00:00:00Z')).code).toBe('NUMBER_NOT_KNOWN_THEN')
  })

  test('under the rules of 2023 nothing was missing but the registration that D1 asks for', async () => {
    const told = await why('old', 'at=2024-06-01T00:00:00Z&policy=000')
    expect(told).toMatchObject({ verdict: 'willStop', isSupposed: true })
    expect(told.obstacles).toMatchObject([{ gate: 'registration', ruleIds: ['D1'] }])
  })

  test('none of it was known here then', async () => {
    const { code } = await why('old', 'at=2024-10-15T12:00:00Z&knownAt=2024-10-15T12:00:00Z')
    expect(code).toBe('NUMBER_NOT_KNOWN_THEN')
  })
})
