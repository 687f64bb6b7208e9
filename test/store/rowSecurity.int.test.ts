import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPool } from '../../src/store/pool.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { goodForm } from '../support/form.ts'
import {
  accepted,
  eligibleOrganisation,
  openedCase,
  openTestStore,
  readyOrganisation,
  registry,
  type TestStore,
} from '../support/store.ts'

const tables = [
  'event',
  'struck',
  'number',
  'location',
  'licence',
  '"order"',
  'loa',
  'support_case',
  'campaign',
  'onboarding',
  'process',
  'outbox',
  'wait',
  '"user"',
  'contact',
  'mail',
]

let test: TestStore
beforeAll(async () => {
  test = await openTestStore()
  const owner = createPool({ url: test.database.ownerUrl, max: 1, name: 'owner' })
  for (const table of tables) {
    await owner.query(`alter table ${table} enable row level security`)
    await owner.query(
      `create policy own_organisation on ${table} using (org_id = nullif(current_setting('clearline.org', true), '')::uuid)`,
    )
  }
  await owner.end()
})
afterAll(() => test.close())

describe('row-level security, switched on without touching a query', () => {
  it('lets every command of an organisation through', async () => {
    const { store } = test
    const premises = await readyOrganisation(store, 2)
    const { orderId } = await accepted(store, 'CreateOrder', premises.orgId, premises)
    if (!orderId) throw new Error('no order')
    const submitted = await accepted(store, 'SubmitOrder', premises.orgId, { orderId, next: 'done' })
    expect(submitted.numbers).toBe(2)
    const { orgId, caseId, numberIds } = await openedCase(store, 2)
    await accepted(store, 'SubmitForm', orgId, { caseId, form: goodForm })
    const items = numberIds.map((numberId) => ({ numberId, status: 'registered' as const }))
    const said = { caseId, campaignRef: 'C123456', campaign: 'approved', brand: 'verified', codes: [], items } as const
    expect(await accepted(store, 'RecordDecision', orgId, said, registry)).toMatchObject({ recorded: 2 })
  })

  it('hides one organisation from the transactions of another', async () => {
    const { store } = test
    const { orgId } = await readyOrganisation(store, 2)
    const other = await eligibleOrganisation(store)
    const seen = (as: typeof orgId) =>
      inTransaction(store.pool, as, async (tx) => {
        const { rowCount } = await tx.query('select 1 from number where org_id = $1', [orgId])
        return rowCount
      })
    expect(await seen(orgId)).toBe(2)
    expect(await seen(other)).toBe(0)
  })
})
