import { afterAll, beforeAll, expect, test } from 'vitest'
import { accepted, readyOrganisation } from '../support/store.ts'
import { call, openTestApi, type TestApi } from './testApi.ts'

let api: TestApi
let operator: string
beforeAll(async () => {
  api = await openTestApi()
  operator = await api.token('operator')
})
afterAll(() => api.close())

const choose = (point: string, option: string, token = operator) =>
  call(api.app, 'POST', `/v1/open-points/${point}/choice`, { token, body: { option, because: 'our counsel says so' } })

test('an operator chooses how a point is read: seen before, acting at once, written down, and taken back', async () => {
  const { orgId, numberIds } = await readyOrganisation(api.store, 1)
  await accepted(api.store, 'ReportLicence', orgId, { status: 'lapsed' })
  await accepted(api.store, 'AttestOrganisationFact', orgId, { fact: 'healthcare', value: 'yes' })
  const why = async (query = '') => {
    const path = `/v1/organisations/${orgId}/numbers/${numberIds[0]}/why?${query}`
    return (await call(api.app, 'GET', path, { token: operator })).json()
  }
  const before = await why()
  expect(before).toMatchObject({ isSupposed: false, reason: 'LICENCE_LAPSED' })
  const preview = '/v1/open-points/healthcare/preview?option=isRefused'
  const seen = (await call(api.app, 'GET', preview, { token: operator })).json()
  expect(seen).toMatchObject({
    read: 'isWarned',
    numbers: 1,
    groups: [{ count: 1, after: { reason: 'HEALTHCARE_REFUSED' } }],
  })
  expect((await why()).policyVersion).toBe(before.policyVersion)

  const chosen = (await choose('healthcare', 'isRefused')).json()
  const now = await why()
  expect(now).toMatchObject({ isSupposed: false, reason: 'HEALTHCARE_REFUSED', policyVersion: chosen.policyVersion })
  expect(await why(`at=${before.at}`)).toMatchObject({ policyVersion: before.policyVersion, reason: 'LICENCE_LAPSED' })
  expect(await why(`at=${before.at}&policy=today`)).toMatchObject({ policyVersion: chosen.policyVersion })
  expect(await why('reading=healthcare:isWarned')).toMatchObject({ isSupposed: true, reason: 'LICENCE_LAPSED' })

  const listed = (await call(api.app, 'GET', '/v1/open-points', { token: operator })).json()
  expect(listed.policyVersion).toBe(chosen.policyVersion)
  expect(listed.items.filter(({ isChosen }: { isChosen: boolean }) => isChosen)).toMatchObject([
    { point: 'healthcare', read: 'isRefused', default: 'isWarned' },
  ])
  const history = (await call(api.app, 'GET', '/v1/open-points/history', { token: operator })).json()
  expect(history.items).toMatchObject([{ type: 'ReadingChosen', data: { point: 'healthcare', option: 'isRefused' } }])
  expect(JSON.stringify(history)).not.toContain('counsel')

  await choose('healthcare', 'isWarned')
  expect((await why()).policyVersion).toBe(before.policyVersion)
})

test('whether partners act for customers follows the choice from the next request on', async () => {
  const { orgId } = await readyOrganisation(api.store, 1)
  const partner = await api.token('partner', [orgId])
  const body = { fact: 'healthcare', value: 'no' }
  const attest = () => call(api.app, 'POST', `/v1/organisations/${orgId}/facts`, { token: partner, body })
  expect((await attest()).statusCode).toBe(200)
  await choose('actingFor', 'adminsOnly')
  expect((await attest()).json()).toMatchObject({ code: 'ROLE_NOT_ALLOWED' })
  expect((await call(api.app, 'GET', `/v1/organisations/${orgId}`, { token: partner })).statusCode).toBe(200)
  await choose('actingFor', 'adminsAndPartners')
  expect((await attest()).statusCode).toBe(200)
})

test('what cannot be chosen is refused, and only operators choose', async () => {
  expect((await choose('moon', 'full')).json()).toMatchObject({ code: 'READING_NOT_FOUND' })
  expect((await choose('zone', 'full')).json()).toMatchObject({ code: 'READING_OPTION_NOT_FOUND' })
  expect((await choose('switchReach', 'location')).json()).toMatchObject({ code: 'READING_LACKS_FACT' })
  const auditor = await api.token('auditor')
  expect((await choose('zone', 'utc', auditor)).json()).toMatchObject({ code: 'ROLE_NOT_ALLOWED' })
})
