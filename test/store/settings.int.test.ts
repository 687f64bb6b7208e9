import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, openTestStore, readyOrganisation, refused, type TestStore } from '../support/store.ts'

let test: TestStore
beforeAll(async () => {
  test = await openTestStore()
})
afterAll(() => test.close())

/** A user with a primary number at a location of this kind. */
async function userAt(facts: { textingOffered: 'yes' | 'no'; pstnConnection: 'ciscoPstn' | 'localGateway' }) {
  const { orgId, numbers, locationId } = await readyOrganisation(test.store, 1)
  const { userId } = await accepted(test.store, 'AddUser', orgId, {})
  const [e164 = ''] = numbers
  const rows = [{ e164, country: 'US', kind: 'standard', owner: 'primary', userId } as const]
  await accepted(test.store, 'ImportNumbers', orgId, { rows })
  await accepted(test.store, 'ReportLocation', orgId, { locationId, facts })
  return { orgId, userId }
}

describe("a user's switch", () => {
  it('is there only where the location of the primary number offers texting', async () => {
    const there = await userAt({ textingOffered: 'yes', pstnConnection: 'ciscoPstn' })
    await accepted(test.store, 'SetUserTexting', there.orgId, { userId: there.userId, setting: 'overrideOn' })

    const elsewhere = await userAt({ textingOffered: 'no', pstnConnection: 'ciscoPstn' })
    const on = { userId: elsewhere.userId, setting: 'overrideOn' } as const
    expect(await refused(test.store, 'SetUserTexting', elsewhere.orgId, on)).toEqual({
      code: 'TEXTING_NOT_AT_LOCATION',
      field: 'setting',
      detail: 'textingNotOffered',
    })
    // Off and back to the default can be asked anywhere.
    for (const setting of ['overrideOff', 'inherit'] as const)
      await accepted(test.store, 'SetUserTexting', elsewhere.orgId, { userId: elsewhere.userId, setting })
  })

  it('can be set for a user who has no number yet', async () => {
    const { orgId } = await readyOrganisation(test.store, 1)
    const { userId } = await accepted(test.store, 'AddUser', orgId, {})
    expect(await accepted(test.store, 'SetUserTexting', orgId, { userId, setting: 'overrideOn' })).toEqual({
      version: 2,
    })
  })
})

describe('a healthcare organisation', () => {
  it('orders nothing before it has taken note of what is not promised to it', async () => {
    const { orgId, onboardingId, locationId, numbers } = await readyOrganisation(test.store, 1)
    const order = { onboardingId, locationId, numbers } as const
    await accepted(test.store, 'AttestOrganisationFact', orgId, { fact: 'healthcare', value: 'yes' })
    expect(await refused(test.store, 'CreateOrder', orgId, order)).toEqual({
      code: 'HIPAA_NOTICE_NOT_ACKNOWLEDGED',
      field: 'orgId',
    })
    await accepted(test.store, 'AttestOrganisationFact', orgId, { fact: 'hipaaNotice', value: 'acknowledged' })
    expect((await accepted(test.store, 'CreateOrder', orgId, order)).rows).toMatchObject([{ status: 'selected' }])
  })
})
