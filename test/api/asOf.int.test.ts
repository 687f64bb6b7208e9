import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Instant } from '../../src/domain/values.ts'
import { goodForm } from '../support/form.ts'
import { accepted, authorise, flagged, type Premises, readyOrganisation, registry } from '../support/store.ts'
import { call, openTestApi, type TestApi } from './testApi.ts'

let api: TestApi
let operator: string
beforeAll(async () => {
  api = await openTestApi()
  operator = await api.token('operator')
})
afterAll(() => api.close())

const get = async (path: string) => (await call(api.app, 'GET', path, { token: operator })).json()

const never = /^(version|at|knownAt|live|wait|cards|cases|paused|turnsAt|openedAt)$/

/** Without what is of now alone: versions, clocks, waits and cards. */
function lasting(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer, (name, value) => (never.test(name) ? undefined : value)))
}

function withoutEnds(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer, (name, value) => (name === 'validUntil' ? undefined : value)))
}

async function everything({ orgId, onboardingId }: Premises, query = '') {
  const org = `/v1/organisations/${orgId}`
  const answers = await Promise.all(
    [
      `${org}?${query}`,
      `${org}/why?${query}`,
      `${org}/numbers?${query}`,
      `${org}/numbers?verdict=unknown&${query}`,
      `${org}/numbers?authorisation=authorised&limit=2&${query}`,
      `${org}/onboardings?${query}`,
      `${org}/onboardings/${onboardingId}?${query}`,
    ].map(get),
  )
  return lasting(answers)
}

async function betweenCommands(): Promise<Instant> {
  const at = await api.store.clock.now()
  await new Promise((resolve) => setTimeout(resolve, 5))
  return at
}

describe('an organisation, its numbers and its onboarding in the past', () => {
  test('are what was answered then, whatever has come since; and what is known of it now', async () => {
    const { store } = api
    const premises = await readyOrganisation(store, 4)
    const { orgId, onboardingId, numbers, numberIds } = premises
    const { userId } = await accepted(store, 'AddUser', orgId, {})
    await flagged(store, premises, numbers.slice(0, 1))
    const [, , , lastNumber = ''] = numbers
    const known = [{ at: await betweenCommands(), answer: await everything(premises) }]

    const rows = [{ e164: numbers[0] ?? '', country: 'US', kind: 'standard', loa: 'notRequired' }] as const
    await accepted(store, 'ImportNumbers', orgId, { rows })
    await authorise(store, premises)
    known.push({ at: await betweenCommands(), answer: await everything(premises) })

    const { caseId } = await accepted(store, 'OpenCase', orgId, { onboardingId, numbers: numbers.slice(0, 3) })
    known.push({ at: await betweenCommands(), answer: await everything(premises) })

    await accepted(store, 'SubmitForm', orgId, { caseId, form: goodForm })
    const [one, two] = numberIds
    if (!one || !two) throw new Error('no numbers')
    const items = [
      { numberId: one, status: 'registered' },
      { numberId: two, status: 'rejected', code: 'HELD_ELSEWHERE' },
    ] as const
    const judgement = {
      caseId,
      campaignRef: 'CPAST',
      campaign: 'approved',
      brand: 'verified',
      codes: [],
      items,
    } as const
    await accepted(store, 'RecordDecision', orgId, judgement, registry)
    known.push({ at: await betweenCommands(), answer: await everything(premises) })

    await accepted(store, 'SetUserTexting', orgId, { userId, setting: 'overrideOff' })
    await accepted(store, 'AttestOrganisationFact', orgId, { fact: 'textingDefault', value: 'off' })
    await accepted(store, 'ReportLicence', orgId, { status: 'lapsed' })
    const gone = [{ e164: lastNumber, country: 'US', kind: 'standard', inventory: 'gone' }] as const
    await accepted(store, 'ImportNumbers', orgId, { rows: gone })
    known.push({ at: await betweenCommands(), answer: await everything(premises) })

    for (const { at, answer } of known) {
      expect(await everything(premises, `knownAt=${at}`), at).toEqual(answer)
      // Hindsight knows until when an answer was good.
      expect(withoutEnds(await everything(premises, `at=${at}`)), at).toEqual(withoutEnds(answer))
    }
  })

  test('a report learnt later belongs to its own instant, and not to what was known then', async () => {
    const { store } = api
    const premises = await readyOrganisation(store, 1)
    const { orgId } = premises
    const at = await betweenCommands()
    await accepted(store, 'ReportLicence', orgId, { status: 'lapsed' }, { happenedAt: at })
    const org = `/v1/organisations/${orgId}`
    expect(await get(`${org}?at=${at}`)).toMatchObject({ licence: 'lapsed', at })
    expect(await get(`${org}?at=${at}&knownAt=${at}`)).toMatchObject({ licence: 'active', knownAt: at })
  })

  test('before anybody knew of it there is nothing', async () => {
    const { orgId, onboardingId } = await readyOrganisation(api.store, 1)
    const org = `/v1/organisations/${orgId}`
    const before = 'at=2025-06-01T00:00:00Z'
    expect(await get(`${org}?${before}`)).toMatchObject({ code: 'ORGANISATION_NOT_KNOWN_THEN' })
    expect(await get(`${org}/why?${before}`)).toMatchObject({ code: 'ORGANISATION_NOT_KNOWN_THEN' })
    expect(await get(`${org}/onboardings/${onboardingId}?${before}`)).toMatchObject({
      code: 'ONBOARDING_NOT_KNOWN_THEN',
    })
    expect(await get(`${org}/onboardings?${before}`)).toMatchObject({ items: [] })
    expect(await get(`${org}/numbers?${before}`)).toMatchObject({ items: [] })
    expect(await get(`${org}/numbers?knownAt=2099-01-01T00:00:00Z`)).toMatchObject({ code: 'KNOWN_AT_AHEAD' })
  })

  test('of too many numbers it is not answered at all', async () => {
    const { orgId, numbers } = await readyOrganisation(api.store, 1)
    await api.store.pool.query(
      `insert into number
       select r.* from number n, generate_series(1000000, 1009999) g,
         lateral jsonb_populate_record(n, jsonb_build_object('id', gen_random_uuid(), 'e164', '+1999' || g)) r
       where n.org_id = $1 and n.e164 = $2`,
      [orgId, numbers[0]],
    )
    const org = `/v1/organisations/${orgId}`
    const now = await api.store.clock.now()
    expect(await get(`${org}?at=${now}`)).toMatchObject({ code: 'AS_OF_TOO_LARGE' })
    expect(await get(`${org}/numbers?at=${now}`)).toMatchObject({ code: 'AS_OF_TOO_LARGE' })
    expect(await get(`${org}/why?at=${now}`)).toMatchObject({ policyPack: '003' })
  })
})
