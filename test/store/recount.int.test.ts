import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verdictCountsOf } from '../../src/api/verdicts.ts'
import type { OrganisationId } from '../../src/domain/values.ts'
import { readNow } from '../../src/store/policy.ts'
import { recountChanged } from '../../src/store/recount.ts'
import { readOrganisationsByVerdict, readVerdictTotals } from '../../src/store/views/classCountView.ts'
import { accepted, authorisedOrganisation, openTestStore, readyOrganisation, type TestStore } from '../support/store.ts'

let test: TestStore
beforeAll(async () => {
  test = await openTestStore()
})
afterAll(() => test.close())

async function upToDate(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) if ((await recountChanged(test.store)) === 0) return
  throw new Error('counting never ends')
}

/** What the counts say of an organisation, and what its numbers themselves say. */
async function both(orgId: OrganisationId) {
  const { at, policy } = await readNow(test.store.pool, test.store.clock)
  const asked = { pack: policy.pack, at }
  const counted: Record<string, number> = { can: 0, willStop: 0, cannot: 0, unknown: 0 }
  for (const { verdict, count } of await readVerdictTotals(test.store.pool, { ...asked, orgIds: [orgId] })) {
    counted[verdict] = (counted[verdict] ?? 0) + count
  }
  return { counted, asked: await verdictCountsOf(test.store.pool, orgId, asked) }
}

describe('counts across organisations', () => {
  it('follow a change of numbers and of what they rest on', async () => {
    const [one, other] = [await authorisedOrganisation(test.store, 3), await readyOrganisation(test.store, 2)]
    await upToDate()
    for (const { orgId } of [one, other]) {
      const { counted, asked } = await both(orgId)
      expect(counted).toEqual(asked)
    }
    await accepted(test.store, 'ReportLicence', one.orgId, { status: 'ended' })
    await accepted(test.store, 'AttestOrganisationFact', other.orgId, { fact: 'customerKind', value: 'online' })
    await upToDate()
    for (const { orgId } of [one, other]) {
      const { counted, asked } = await both(orgId)
      expect(counted).toEqual(asked)
    }
  })

  it('name the organisations that have numbers with a verdict, page by page', async () => {
    const { at, policy } = await readNow(test.store.pool, test.store.clock)
    const page = (after?: string) =>
      readOrganisationsByVerdict(test.store.pool, {
        ...{ pack: policy.pack, at, verdict: 'cannot', limit: 1 },
        ...(after ? { after } : {}),
      })
    const [first] = await page()
    const [second] = await page(first?.orgId)
    expect([first?.count, second?.count].sort()).toEqual([2, 3])
    expect(await page(second?.orgId)).toEqual([])
  })

  it('are all counted anew where the instants are others that classes compare with', async () => {
    await test.store.pool.query(`update class_count set count = 0`)
    expect(await recountChanged(test.store)).toBe(0)
    await test.store.pool.query(`update class_reader set instants = 'others'`)
    await upToDate()
    const { rows } = await test.store.pool.query('select sum(count)::int as count from class_count')
    expect(rows).toEqual([{ count: 5 }])
  })
})
