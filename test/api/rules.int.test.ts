import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instant } from '../../src/domain/values.ts'
import { articleText } from '../domain/policy/articleTexts.ts'
import { accepted, authorisedOrganisation, type Premises } from '../support/store.ts'
import { call, openTestApi, type TestApi, usNumbers } from './testApi.ts'

let api: TestApi
let auditor: string
let premises: Premises
let org: string

beforeAll(async () => {
  api = await openTestApi()
  premises = await authorisedOrganisation(api.store, 3)
  auditor = await api.token('auditor', [premises.orgId])
  org = `/v1/organisations/${premises.orgId}`
})
afterAll(() => api.close())

const get = async (path: string) => (await call(api.app, 'GET', path, { token: auditor })).json()
const why = (query: string, id = premises.numberIds[0]) => get(`${org}/numbers/${id}/why?${query}`)

describe('the ages of the rules', () => {
  test('are listed with the one in force, and each is read with its gates, readings and terms', async () => {
    const { items } = await get('/v1/policy-packs')
    expect(items.map(({ id, isInForce }: { id: string; isInForce: boolean }) => [id, isInForce])).toEqual([
      ['004', false],
      ['000', false],
      ['001', false],
      ['002', false],
      ['003', true],
    ])
    const pack = await get('/v1/policy-packs/001')
    expect(pack).toMatchObject({ id: '001', version: items[2].version, zone: 'America/Los_Angeles' })
    expect(pack.gates.map(({ gate }: { gate: string }) => gate)).toContain('licence')
    expect(pack.terms.benefits).toContainEqual(expect.objectContaining({ ruleId: 'B5', conflictsWith: ['P8'] }))
  })

  test('are other versions under other readings', async () => {
    const [one, other] = [await get('/v1/policy-packs/003'), await get('/v1/policy-packs/003?reading=zone:utc')]
    expect(other.instants.unregisteredSwitchedOff).toBe('2024-12-02T00:00:00.000Z')
    expect(other.version).not.toBe(one.version)
  })

  test('hold every rule, told or not', async () => {
    const { items } = await get('/v1/policy-packs/000/rules')
    expect(items).toHaveLength(62)
    const rule = (id: string) => items.find((each: { id: string }) => each.id === id)
    expect(rule('P8')).toMatchObject({ force: 'notYet', source: null })
    expect(rule('L5')).toMatchObject({ force: 'ended', kind: 'obsolete', endedBy: '000' })
    expect(rule('L1')).toMatchObject({ force: 'inForce', parameters: { days: 400 }, telling: 'restated' })
  })

  test('are compared, rule by rule', async () => {
    const { rules, from, to } = await get('/v1/policy-packs/000/diff/003')
    const change = (id: string) => rules.find((each: { id: string }) => each.id === id)?.change
    expect([from, to, change('P8'), change('B5'), change('T1'), change('P1')]).toEqual([
      '000',
      '003',
      'told',
      'ended',
      'notRestated',
      undefined,
    ])
  })

  test('say until when a message is kept, and that nobody can change it', async () => {
    expect(await get('/v1/policy-packs/003/retention?sentAt=2024-01-31T10:00:00Z')).toEqual({
      sentAt: '2024-01-31T10:00:00.000Z',
      keptUntil: '2025-03-06T10:00:00.000Z',
      days: 400,
      canBeChanged: false,
      ruleIds: ['L1', 'L2'],
    })
  })

  test('are known by a pasted text, with what has changed since', async () => {
    const body = { text: articleText('002', 'zh') }
    const told = (await call(api.app, 'POST', '/v1/policy-packs/identify', { token: auditor, body })).json()
    expect(told).toMatchObject({ age: '002', inForce: '003', since: { from: '002', to: '003' } })
    expect(told.since.rules.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(['Z10', 'R4']))
    const other = { text: 'A text about something else.' }
    const nothing = (await call(api.app, 'POST', '/v1/policy-packs/identify', { token: auditor, body: other })).json()
    expect(nothing).toMatchObject({ age: null, since: null })
  })

  test('hold a rule through all of them', async () => {
    const rule = await get('/v1/rules/B5')
    expect(rule.ages.map(({ telling }: { telling: string }) => telling)).toEqual([
      'stated',
      'restated',
      'restated',
      'contradicted',
      'silent',
    ])
    expect((await get('/v1/rules/D1')).readings).toEqual(expect.arrayContaining(['zone', 'lastDay', 'registered']))
    expect((await get('/v1/rules/Q9')).code).toBe('RULE_NOT_FOUND')
  })

  test('leave points open, each with its options', async () => {
    const { items } = await get('/v1/readings')
    const lastDay = items.find(({ name }: { name: string }) => name === 'lastDay')
    expect(lastDay).toMatchObject({ default: 'counts', ruleIds: ['D1'] })
    expect(lastDay.options.map(({ option }: { option: string }) => option)).toEqual(['counts', 'isTooLate'])
  })

  test('have names', async () => {
    expect((await get('/v1/policy-packs/005')).code).toBe('PACK_NOT_FOUND')
    expect((await get('/v1/policy-packs/003/diff/abc')).code).toBe('PACK_NOT_FOUND')
    expect((await get('/v1/policy-packs/003?reading=zone:mars')).code).toBe('QUERY_INVALID')
  })
})

describe('why, under other rules', () => {
  test('the answer is that of the age that is asked', async () => {
    expect(await why('')).toMatchObject({ policyPack: '003', isSupposed: false, verdict: 'unknown' })
    const under = await why('policy=000&suppose=registration:registered')
    expect(under).toMatchObject({ policyPack: '000', isSupposed: true, verdict: 'can', reason: 'ALL_GATES_PASSED' })
    expect((await why('suppose=registration:registered')).reason).toBe('CAMPAIGN_STATUS_UNKNOWN')
  })

  test('a reading changes it where it decides', async () => {
    const lapsed = 'suppose=licence:lapsed&suppose=registration:registered&suppose=campaign:approved'
    expect((await why(lapsed)).reason).toBe('LICENCE_LAPSED')
    expect((await why(`${lapsed}&reading=lapse:keepsTexting`)).verdict).toBe('can')
  })

  test('a message that is not supported is answered as such, whatever the number', async () => {
    const { obstacles } = await why('counterpart=%2B18765550123&kind=mms')
    expect(obstacles.at(-1)).toMatchObject({ gate: 'message', reason: 'COUNTERPART_ABROAD', ruleIds: ['L7'] })
    expect((await why('app=42.9')).obstacles.at(-1)).toMatchObject({ reason: 'APP_TOO_OLD', ruleIds: ['P6'] })
    expect((await why('platform=mobile')).notices).toEqual([{ code: 'APP_VERSION_UNKNOWN', ruleIds: ['P6'] }])
  })

  test.each([
    ['policy=005', 'QUERY_INVALID'],
    ['reading=lastDay:never', 'QUERY_INVALID'],
    ['suppose=licence:eternal', 'QUERY_INVALID'],
    ['suppose=nothing', 'QUERY_INVALID'],
    ['at=2020-01-01T00:00:00Z&knownAt=2020-01-01T00:00:00Z', 'NUMBER_NOT_KNOWN_THEN'],
    ['knownAt=2199-01-01T00:00:00Z', 'KNOWN_AT_AHEAD'],
    ['counterpart=12', 'QUERY_INVALID'],
    ['sandbox=1', 'FILTER_UNKNOWN'],
  ])('bad input is named: %s', async (query, code) => {
    expect((await why(query)).code).toBe(code)
  })
})

describe('why, as of and as known at', () => {
  test('what was learnt later is left out, what happened later too', async () => {
    const [number = ''] = usNumbers(1)
    const { orgId, locationId } = premises
    const row = { e164: number, country: 'US', kind: 'standard', inventory: 'inService', locationId } as const
    const { rows } = await accepted(api.store, 'ImportNumbers', orgId, { rows: [{ ...row, owner: 'primary' }] })
    const [first] = rows
    const id = first && first.status !== 'refused' ? first.numberId : undefined
    const { at: between } = await why('', id)
    await new Promise((resolve) => setTimeout(resolve, 5))
    await accepted(api.store, 'ReportLicence', orgId, { status: 'lapsed' })

    expect(await why('', id)).toMatchObject({ reason: 'LICENCE_LAPSED' })
    expect(await why(`knownAt=${between}`, id)).toMatchObject({
      at: between,
      knownAt: between,
      reason: 'AUTHORISATION_UNKNOWN',
    })
    expect(await why(`at=${between}`, id)).toMatchObject({ at: between, reason: 'AUTHORISATION_UNKNOWN' })
    // A moment later the lapse is known, and it had not happened at the instant that is asked about.
    const { at: later } = await why('', id)
    expect(await why(`at=${later}&knownAt=${between}`, id)).toMatchObject({ reason: 'AUTHORISATION_UNKNOWN' })
    expect(await why(`at=${later}&knownAt=${later}`, id)).toMatchObject({ reason: 'LICENCE_LAPSED' })
    await accepted(api.store, 'ReportLicence', orgId, { status: 'activated' })
  })

  test('what was believed then and what is believed now of the same instant are told apart, with what was learnt between', async () => {
    const { orgId, numberIds } = premises
    const [, , id] = numberIds
    const { at: then } = await why('', id)
    await new Promise((resolve) => setTimeout(resolve, 5))
    const late = { happenedAt: instant('2025-06-01T00:00:00.000Z'), source: { kind: 'registry', id: 'r' } } as const
    if (!id) throw new Error('no number')
    const items = [{ numberId: id, status: 'registered' }] as const
    await accepted(api.store, 'RecordRegistration', orgId, { campaignRef: 'CABC123', items }, late)
    const told = await get(`${org}/numbers/${id}/believed?knownAt=${then}`)
    expect(told).toMatchObject({
      at: then,
      before: { knownAt: then, verdict: 'unknown', reason: 'REGISTRATION_UNKNOWN' },
      after: { reason: 'CAMPAIGN_STATUS_UNKNOWN' },
      isChanged: true,
      axes: expect.arrayContaining([{ axis: 'registration', before: 'unknown', after: 'registered' }]),
    })
    expect(told.learnt.map(({ type }: { type: string }) => type)).toContain('NumberRegistered')
    const { at: now } = await why('', id)
    expect(await get(`${org}/numbers/${id}/believed?knownAt=${now}`)).toMatchObject({
      isChanged: false,
      axes: [],
      learnt: [],
    })
    expect(await get(`${org}/numbers/${id}/believed?at=${then}`)).toMatchObject({
      before: { knownAt: then },
      isChanged: true,
    })
    expect((await get(`${org}/numbers/${id}/believed?knownAt=2199-01-01T00:00:00Z`)).code).toBe('KNOWN_AT_AHEAD')
  })

  test('the answer as of now is the answer of now', async () => {
    const present = await why('')
    const again = await why(`at=${present.at}&knownAt=${present.at}`)
    const { verdict, reason, obstacles, ruleIds } = present
    expect(again).toMatchObject({ verdict, reason, obstacles, ruleIds })
    expect(await why(`at=${present.at}&knownAt=${present.at}`)).toEqual(again)
  })

  test('before anything was published an age has to be named', async () => {
    const early = 'at=2022-11-30T00:00:00Z'
    expect((await why(`${early}&suppose=inventory:inService`)).code).toBe('NUMBER_NOT_KNOWN_THEN')
    expect((await get(`${org}/what-if?${early}`)).code).toBe('NO_PACK_AT_INSTANT')
    expect((await get(`${org}/what-if?${early}&policy=004`)).after.numbers).toBeDefined()
  })
})

describe('a list under other rules', () => {
  test('shows the verdicts of that age, and is filtered by them', async () => {
    const reasons = async (query: string) =>
      (await get(`${org}/numbers?${query}`)).items.map((each: { reason: string }) => each.reason)
    expect(await reasons('')).toContain('AUTHORISATION_UNKNOWN')
    expect(await reasons('policy=000')).not.toContain('AUTHORISATION_UNKNOWN')
    const unknown = await reasons('policy=000&verdict=unknown')
    expect(unknown).toContain('REGISTRATION_UNKNOWN')
    expect(await reasons('policy=000')).toEqual(expect.arrayContaining(unknown))
    expect((await get(`${org}/numbers?policy=005`)).code).toBe('QUERY_INVALID')
  })
})

describe('what if', () => {
  test('tells how many numbers would have another answer, and which', async () => {
    const on = await get(`${org}/what-if?suppose=registration:registered&suppose=campaign:approved`)
    expect(on.before.numbers).toMatchObject({ can: 0 })
    expect(on.after.numbers.can).toBeGreaterThanOrEqual(3)
    const off = await get(
      `${org}/what-if?suppose=registration:registered&suppose=campaign:approved&suppose=textingDefault:off`,
    )
    expect(off.after.numbers).toMatchObject({ can: 0 })
    expect(off.groups.map(({ after }: { after: { reason: string } }) => after.reason)).toContain(
      'SWITCHED_OFF_FOR_ORGANISATION',
    )
  })

  test('changes nothing when nothing is supposed', async () => {
    const { changed, before, after } = await get(`${org}/what-if`)
    expect(changed).toBe(0)
    expect(after).toEqual(before)
  })

  test('asks other ages too', async () => {
    const { after, changed } = await get(`${org}/what-if?policy=000&at=2024-06-01T00:00:00Z`)
    expect(changed).toBeGreaterThan(0)
    expect(after.policyVersion).toMatch(/^000:/)
  })
})

describe('the way to texting', () => {
  test('is told with the answer: every act in order, and the first day on which it can be done', async () => {
    const { unblock } = await why('')
    expect(unblock).toMatchObject({ isPossible: true, because: null, latestStart: null })
    expect(unblock.acts.map(({ act, owner }: { act: string; owner: string }) => `${act} ${owner}`)).toEqual([
      'openCase customerAdmin',
      'submitForm customerAdmin',
      'decideRegistration registry',
    ])
    expect(unblock.earliest).toMatch(/^\d{4}-\d\d-\d\d$/)
  })

  test('is none where no act helps, and one that has to begin in time where the number will stop', async () => {
    const helpless = await why('suppose=customerKind:online')
    expect(helpless.unblock).toMatchObject({ isPossible: false, because: { reason: 'ONLINE_ORGANISATION' } })
    expect((await why('suppose=registration:registered&suppose=campaign:approved')).unblock).toMatchObject({
      acts: [],
      earliest: null,
    })
  })
})

describe('a user and two numbers', () => {
  test('a user may text as the primary number does, and not at all without one', async () => {
    const { orgId } = premises
    const { userId } = await accepted(api.store, 'AddUser', orgId, {})
    expect(await get(`${org}/users/${userId}/why`)).toMatchObject({
      mayText: false,
      reason: 'NO_PRIMARY_NUMBER',
      ruleIds: ['P5'],
      number: null,
    })
    const [e164 = ''] = premises.numbers
    const rows = [{ e164, country: 'US', kind: 'standard', owner: 'primary', userId } as const]
    await accepted(api.store, 'ImportNumbers', orgId, { rows })
    const told = await get(`${org}/users/${userId}/why`)
    expect(told).toMatchObject({ reason: told.number.reason, number: { number: e164 } })
  })

  test('two numbers are told apart by what stops one alone', async () => {
    const { orgId, numberIds, numbers } = premises
    const [one, other] = numberIds
    const [, e164 = ''] = numbers
    const rows = [{ e164, country: 'US', kind: 'standard', inventory: 'inactive' } as const]
    await accepted(api.store, 'ImportNumbers', orgId, { rows })
    expect(await get(`${org}/numbers/${one}/compare/${other}`)).toMatchObject({
      one: { numberId: one, shut: [] },
      other: { numberId: other, shut: [{ gate: 'inventory', reason: 'NOT_IN_SERVICE' }] },
      axes: expect.arrayContaining([{ axis: 'inventory', one: 'inService', other: 'inactive' }]),
    })
    expect((await get(`${org}/numbers/${one}/compare/${orgId}`)).code).toBe('NUMBER_NOT_FOUND')
  })
})

describe('short and whole answers', () => {
  test('before a message is sent one row is asked, and unknown is no', async () => {
    const [e164 = ''] = premises.numbers
    const number = encodeURIComponent(e164)
    const answer = await get(`${org}/may-text?number=${number}`)
    const { verdict, reason, ruleIds } = await why('')
    expect(answer).toMatchObject({ numberId: premises.numberIds[0], mayText: false, verdict, reason, ruleIds })
    expect(await get(`${org}/may-text?number=${number}&kind=mms`)).toMatchObject({
      verdict: 'cannot',
      reason: 'MMS_UNSUPPORTED',
    })
    expect((await get(`${org}/may-text?number=%2B12025550000`)).code).toBe('NUMBER_NOT_FOUND')
    expect((await get(`${org}/may-text?number=555`)).code).toBe('QUERY_INVALID')
  })

  test('an organisation is judged by facts, each with who has said it, and the missing ones are named', async () => {
    const { orgId } = premises
    const told = await get(`${org}/why`)
    expect(told).toMatchObject({ eligibility: 'eligible', missing: [], policyPack: '003', tab: { isVisible: true } })
    const fact = (name: string) => told.facts.find((each: { fact: string }) => each.fact === name)
    expect(fact('customerKind')).toMatchObject({ value: 'enterprise', isAttested: true, saidBy: 'admin' })
    const soon = instant(Date.now() + 400)
    await accepted(api.store, 'AttestOrganisationFact', orgId, { fact: 'callingPlan', value: 'usCa', expiresAt: soon })
    await expect.poll(async () => (await get(`${org}/why`)).missing, { timeout: 20_000 }).toContain('expired')
    expect((await get(`${org}/why`)).eligibility).toBe('unknown')
    await accepted(api.store, 'AttestOrganisationFact', orgId, { fact: 'callingPlan', value: 'none' })
    expect(await get(`${org}/why`)).toMatchObject({
      eligibility: 'ineligible',
      obstacles: [{ reason: 'NO_CISCO_CALLING_PLAN' }],
    })
    expect((await get(`${org}/why?policy=004`)).policyPack).toBe('004')
  })
})

describe('answers that rest on a reading', () => {
  test('are found by trying every other reading that decides something', async () => {
    const other = await authorisedOrganisation(api.store, 2)
    const { orgId, numbers } = other
    const mine = await api.token('auditor', [orgId])
    const ask = async (query: string) =>
      (await call(api.app, 'GET', `/v1/organisations/${orgId}/open-points?${query}`, { token: mine })).json()
    expect((await ask('')).items).toEqual([])
    const rows = numbers.map((e164) => ({
      e164,
      country: 'US',
      kind: 'standard' as const,
      entered: instant('2024-01-01T00:00:00.000Z'),
    }))
    await accepted(api.store, 'ImportNumbers', orgId, { rows })
    const { items, policyPack } = await ask('at=2024-12-01T20:00:00Z')
    expect(policyPack).toBe('002')
    expect(items).toMatchObject([
      {
        reading: 'lastDay',
        read: 'counts',
        option: 'isTooLate',
        numbers: 2,
        groups: [{ count: 2, before: { verdict: 'willStop' }, after: { verdict: 'unknown', mayText: true } }],
      },
    ])
  })
})
