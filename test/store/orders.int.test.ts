import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brand, type LocationId, type OnboardingId, type OrderId } from '../../src/domain/values.ts'
import type { ImportRow } from '../../src/store/command.ts'
import {
  accepted,
  eligibleOrganisation,
  freshNumbers,
  openTestStore,
  type Premises,
  readyOrganisation,
  refused,
  type TestStore,
} from '../support/store.ts'

let test: TestStore
beforeAll(async () => {
  test = await openTestStore()
})
afterAll(() => test.close())

const ready = { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' } as const
const goodRow = (e164: string, locationId?: LocationId): ImportRow => ({
  e164,
  country: 'US',
  kind: 'standard',
  inventory: 'inService',
  owner: 'primary',
  ...(locationId ? { locationId } : {}),
})

const [anyNumber = ''] = freshNumbers(1)

async function order(premises: Premises, numbers: readonly string[]) {
  const { orgId, onboardingId, locationId } = premises
  return accepted(test.store, 'CreateOrder', orgId, { onboardingId, locationId, numbers })
}

describe('importing numbers', () => {
  it('takes the good rows and says of each bad one why', async () => {
    const orgId = await eligibleOrganisation(test.store)
    const other = await readyOrganisation(test.store, 1)
    const [fresh = '', second = ''] = freshNumbers(2)
    const missing = brand<LocationId>(randomUUID())
    const rows: readonly ImportRow[] = [
      goodRow(fresh),
      goodRow(fresh),
      { ...goodRow('555'), country: null },
      { ...goodRow('+4930123456'), country: 'DE' },
      goodRow(other.numbers[0] ?? ''),
      goodRow(second, missing),
      { ...goodRow(second), kind: 'tollFree' },
    ]
    const imported = await accepted(test.store, 'ImportNumbers', orgId, { rows })
    expect(imported.rows.map((row) => (row.status === 'refused' ? row.code : row.status))).toEqual([
      'entered',
      'NUMBER_DUPLICATE',
      'NUMBER_NOT_E164',
      'NUMBER_NOT_US_CA',
      'NUMBER_TAKEN',
      'LOCATION_NOT_FOUND',
      'NUMBER_DUPLICATE',
    ])
    expect(imported.rows.every((row, index) => row.row === index)).toBe(true)
    expect(JSON.stringify(imported)).not.toContain(fresh)
  })

  it('of a known number reports what changed, and nothing when nothing did', async () => {
    const { orgId, numbers } = await readyOrganisation(test.store, 1)
    const row = goodRow(numbers[0] ?? '')
    const again = await accepted(test.store, 'ImportNumbers', orgId, { rows: [{ ...row, inventory: 'inactive' }] })
    expect(again.rows[0]?.status).toBe('updated')
  })

  it('is refused whole, with every reason, when no row can be taken', async () => {
    const orgId = await eligibleOrganisation(test.store)
    const refusal = await refused(test.store, 'ImportNumbers', orgId, { rows: [{ ...goodRow('1'), country: null }] })
    expect(refusal).toMatchObject({ code: 'NO_ROW_ACCEPTED', rows: [{ row: 0, code: 'NUMBER_NOT_E164' }] })
  })

  it('gives one number to one of two organisations that ask at once', async () => {
    const [one, other] = await Promise.all([eligibleOrganisation(test.store), eligibleOrganisation(test.store)])
    const [contested = ''] = freshNumbers(1)
    const spare = freshNumbers(2)
    const outcomes = await Promise.all(
      [one, other].map((orgId, index) =>
        accepted(test.store, 'ImportNumbers', orgId, { rows: [goodRow(contested), goodRow(spare[index] ?? '')] }),
      ),
    )
    const statuses = outcomes.map(({ rows }) => (rows[0]?.status === 'refused' ? rows[0].code : rows[0]?.status))
    expect(statuses.sort()).toEqual(['NUMBER_TAKEN', 'entered'])
  })
})

describe('an order', () => {
  it('takes the good numbers and says of each of the others why not', async () => {
    const premises = await readyOrganisation(test.store, 2)
    const { orgId, numbers, locationId } = premises
    const stranger = await readyOrganisation(test.store, 1)
    const { locationId: elsewhere } = await accepted(test.store, 'AddLocation', orgId, { facts: ready })
    const [tollFree = '', pending = '', away = ''] = freshNumbers(3)
    await accepted(test.store, 'ImportNumbers', orgId, {
      rows: [
        { ...goodRow(tollFree, locationId), kind: 'tollFree' },
        { ...goodRow(pending, locationId), inventory: 'pending' },
        goodRow(away, elsewhere),
      ],
    })
    const [good = ''] = numbers
    const given = [good, good, 'abc', tollFree, pending, away, stranger.numbers[0] ?? '', anyNumber]
    const { rows } = await order(premises, given)
    expect(rows.map((row) => (row.status === 'refused' ? row.code : row.status))).toEqual([
      'selected',
      'NUMBER_DUPLICATE',
      'NUMBER_NOT_E164',
      'TOLL_FREE_NOT_10DLC',
      'NUMBER_NOT_IN_SERVICE',
      'NUMBER_ELSEWHERE',
      'NUMBER_NOT_FOUND',
      'NUMBER_NOT_FOUND',
    ])
    const second = await refused(test.store, 'CreateOrder', orgId, { ...premises, numbers: [good] })
    expect(second).toMatchObject({ code: 'NO_ROW_ACCEPTED', rows: [{ code: 'NUMBER_IN_OPEN_ORDER' }] })
  })

  it('makes nothing of numbers that are authorised already, and says so', async () => {
    const premises = await readyOrganisation(test.store, 1)
    const { orgId, numberIds, numbers } = premises
    const { orderId } = await order(premises, numbers)
    if (!orderId) throw new Error('no order')
    await accepted(test.store, 'SubmitOrder', orgId, { orderId, next: 'more' })
    const items = numberIds.map((numberId) => ({ numberId, status: 'authorised' as const }))
    await accepted(test.store, 'RecordOrderAnswer', orgId, { orderId, items }, { source: { kind: 'desk', id: 'b' } })
    const again = await order(premises, numbers)
    expect(again).toEqual({ version: 0, rows: [{ row: 0, status: 'alreadyAuthorised', numberId: numberIds[0] }] })
  })

  it('is refused for a place that shuts every number out', async () => {
    const premises = await readyOrganisation(test.store, 1)
    const { orgId, onboardingId, numbers } = premises
    const at = async (facts: object) => {
      const { locationId } = await accepted(test.store, 'AddLocation', orgId, { facts: { ...ready, ...facts } })
      return (await refused(test.store, 'CreateOrder', orgId, { onboardingId, locationId, numbers })).code
    }
    expect(await at({ pstnConnection: 'localGateway' })).toBe('LOCATION_NOT_READY')
    expect(await at({ country: 'GB' })).toBe('LOCATION_NOT_READY')
    expect(await at({ textingOffered: 'no' })).toBe('LOCATION_NOT_READY')
    const { locationId } = await accepted(test.store, 'AddLocation', orgId, { facts: { country: 'US' } })
    const unknown = await refused(test.store, 'CreateOrder', orgId, { onboardingId, locationId, numbers })
    expect(unknown.code).toBe('LOCATION_READINESS_UNKNOWN')
    const nowhere = brand<LocationId>(randomUUID())
    const missing = await refused(test.store, 'CreateOrder', orgId, { onboardingId, locationId: nowhere, numbers })
    expect(missing.code).toBe('LOCATION_NOT_FOUND')
  })

  it('needs an eligible organisation and a licence in force', async () => {
    const premises = await readyOrganisation(test.store, 1)
    const { orgId } = premises
    const asked = { ...premises }
    await accepted(test.store, 'ReportLicence', orgId, { status: 'lapsed' })
    expect((await refused(test.store, 'CreateOrder', orgId, asked)).code).toBe('LICENCE_NOT_ACTIVE')
    await accepted(test.store, 'AttestOrganisationFact', orgId, { fact: 'customerKind', value: 'online' })
    expect((await refused(test.store, 'CreateOrder', orgId, asked)).code).toBe('ORGANISATION_NOT_ELIGIBLE')
  })

  it('meets a second editor with the version that it has moved on to', async () => {
    const premises = await readyOrganisation(test.store, 1)
    const { orderId, version } = await order(premises, premises.numbers)
    if (!orderId) throw new Error('no order')
    const stale = { orderId, next: 'done' as const, expectedVersion: version + 1 }
    expect((await refused(test.store, 'SubmitOrder', premises.orgId, stale)).code).toBe('STALE_VERSION')
    await accepted(test.store, 'SubmitOrder', premises.orgId, { ...stale, expectedVersion: version })
  })

  it('that is unknown, withdrawn or of an unknown onboarding is refused', async () => {
    const premises = await readyOrganisation(test.store, 1)
    const { orgId } = premises
    const unknown = { orderId: brand<OrderId>(randomUUID()), next: 'done' as const }
    expect((await refused(test.store, 'SubmitOrder', orgId, unknown)).code).toBe('ORDER_NOT_FOUND')
    const { orderId } = await order(premises, premises.numbers)
    if (!orderId) throw new Error('no order')
    expect(await accepted(test.store, 'WithdrawOrder', orgId, { orderId })).toEqual({ released: 1 })
    expect((await refused(test.store, 'SubmitOrder', orgId, { orderId, next: 'done' })).code).toBe(
      'ORDER_ALREADY_CLOSED',
    )
    const lost = { ...premises, onboardingId: brand<OnboardingId>(randomUUID()) }
    expect((await refused(test.store, 'CreateOrder', orgId, lost)).code).toBe('ONBOARDING_NOT_FOUND')
    expect((await order(premises, premises.numbers)).rows[0]?.status).toBe('selected')
  })
})

describe('an onboarding', () => {
  it('is the only open one of its organisation, also against racers', async () => {
    const orgId = await eligibleOrganisation(test.store)
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => accepted(test.store, 'StartOnboarding', orgId, {}).catch((error: Error) => error.message)),
    )
    expect(outcomes.filter((each) => typeof each !== 'string')).toHaveLength(1)
    expect(outcomes.filter((each) => String(each).includes('ONBOARDING_ALREADY_OPEN'))).toHaveLength(2)
  })
})
