import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explain } from '../../src/domain/explain.ts'
import { plusMinutes } from '../../src/domain/values.ts'
import { readNumberRow } from '../../src/store/numberClass.ts'
import { loadFacts } from '../../src/store/outbox.ts'
import { goodForm } from '../support/form.ts'
import {
  accepted,
  column,
  openedCase,
  openTestStore,
  policyPack,
  readyOrganisation,
  registry,
  type TestStore,
} from '../support/store.ts'

let test: TestStore
beforeAll(async () => {
  test = await openTestStore()
})
afterAll(() => test.close())

const campaignRef = 'C7K2M9Q'

/** Two numbers whose form is in, and the registry's word on the campaign that came of it. */
async function judged(brand?: 'verified' | 'unverified') {
  const premises = await openedCase(test.store, 2)
  const { orgId, caseId, numberIds } = premises
  await accepted(test.store, 'SubmitForm', orgId, { caseId, form: goodForm })
  const items = numberIds.map((numberId) => ({ numberId, status: 'registered' as const }))
  const said = { caseId, campaignRef, campaign: 'approved', codes: [], items, ...(brand ? { brand } : {}) } as const
  await accepted(test.store, 'RecordDecision', orgId, said, registry)
  return premises
}

async function verdicts({ orgId, numberIds }: Awaited<ReturnType<typeof judged>>) {
  const at = await test.store.clock.now()
  const rows = await Promise.all(numberIds.map((id) => readNumberRow(test.store.pool, orgId, id)))
  return rows.map((row) => (row ? explain(row, policyPack(), at).reason : undefined))
}

async function campaignRow(orgId: string) {
  const { rows } = await test.store.pool.query('select status, brand_status, case_id from campaign where org_id = $1', [
    orgId,
  ])
  return rows[0]
}

describe('a campaign', () => {
  it('that is approved for a verified brand lets its numbers text', async () => {
    const premises = await judged('verified')
    const { orgId, caseId, onboardingId } = premises
    expect(await campaignRow(orgId)).toEqual({ status: 'approved', brand_status: 'verified', case_id: caseId })
    expect(await verdicts(premises)).toEqual(['ALL_GATES_PASSED', 'ALL_GATES_PASSED'])
    const activated = await accepted(test.store, 'ActivateNumbers', orgId, { onboardingId, upTo: 1 })
    expect(activated).toEqual({ activated: 2, heldBack: 0 })
  })

  it.each([undefined, 'unverified'] as const)('approved for a brand that is %s is kept and flagged', async (brand) => {
    const { orgId } = await judged(brand)
    const { rows } = await test.store.pool.query(
      `select data->'flags' as flags from event where org_id = $1 and type = 'CampaignReported'`,
      [orgId],
    )
    expect(rows).toEqual([{ flags: ['APPROVED_WITHOUT_VERIFIED_BRAND'] }])
    expect(await campaignRow(orgId)).toMatchObject({ status: 'approved' })
  })

  it('that is suspended shuts the gate at once, for numbers that text already too, and opens it when lifted', async () => {
    const premises = await judged('verified')
    const { orgId, onboardingId } = premises
    await accepted(test.store, 'ActivateNumbers', orgId, { onboardingId, upTo: 1 })
    const report = (status: 'suspended' | 'approved' | 'ended') =>
      accepted(test.store, 'ReportCampaign', orgId, { campaignRef, status, codes: ['SPAM'] }, registry)
    expect(await report('suspended')).toEqual({ status: 'suspended' })
    expect(await verdicts(premises)).toEqual(['CAMPAIGN_SUSPENDED', 'CAMPAIGN_SUSPENDED'])
    // The switch is a record: it says what was done, not what is allowed.
    expect(await column(test.store, premises, 'texting')).toEqual(['on', 'on'])
    await report('approved')
    expect(await verdicts(premises)).toEqual(['ALL_GATES_PASSED', 'ALL_GATES_PASSED'])
    await report('ended')
    expect(await verdicts(premises)).toEqual(['CAMPAIGN_ENDED', 'CAMPAIGN_ENDED'])
  })

  it('suspended before its numbers are switched on holds them back', async () => {
    const premises = await judged('verified')
    const { orgId, onboardingId } = premises
    await accepted(test.store, 'ReportCampaign', orgId, { campaignRef, status: 'suspended', codes: [] }, registry)
    const activated = await accepted(test.store, 'ActivateNumbers', orgId, { onboardingId, upTo: 1 })
    expect(activated).toEqual({ activated: 0, heldBack: 2 })
    const told = (await loadFacts(test.store.pool, onboardingId, 0, 100)).at(-2)
    expect(told).toMatchObject({ type: 'NumbersChanged', counts: { registered: 2 } })
  })

  it('reported late does not undo a later word, and told twice is kept once', async () => {
    const premises = await judged('verified')
    const { orgId } = premises
    const earlier = { ...registry, happenedAt: plusMinutes(await test.store.clock.now(), -60) }
    const report = { campaignRef, status: 'suspended', codes: [] } as const
    expect(await accepted(test.store, 'ReportCampaign', orgId, report, earlier)).toEqual({ status: 'approved' })
    await accepted(test.store, 'ReportCampaign', orgId, report, earlier)
    const { rowCount } = await test.store.pool.query(
      `select 1 from event where org_id = $1 and type = 'CampaignReported'`,
      [orgId],
    )
    expect(rowCount).toBe(2)
    expect(await verdicts(premises)).toEqual(['ALL_GATES_PASSED', 'ALL_GATES_PASSED'])
  })

  it('is its organisation’s own, though another has one of the same name', async () => {
    const [one, other] = [await judged('verified'), await judged('verified')]
    await accepted(test.store, 'ReportCampaign', other.orgId, { campaignRef, status: 'suspended', codes: [] }, registry)
    expect(await verdicts(one)).toEqual(['ALL_GATES_PASSED', 'ALL_GATES_PASSED'])
    expect(await verdicts(other)).toEqual(['CAMPAIGN_SUSPENDED', 'CAMPAIGN_SUSPENDED'])
  })

  it('that nobody has heard of may be reported first', async () => {
    const { orgId } = await readyOrganisation(test.store, 1)
    const report = { campaignRef: 'CNEW001', status: 'pending', codes: [] } as const
    expect(await accepted(test.store, 'ReportCampaign', orgId, report, registry)).toEqual({ status: 'pending' })
    expect(await campaignRow(orgId)).toEqual({ status: 'pending', brand_status: 'unknown', case_id: null })
  })
})
