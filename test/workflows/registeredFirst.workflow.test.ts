import { afterAll, beforeAll, expect, test } from 'vitest'
import { onboardingWorkflowId } from '../../src/contract/onboarding.ts'
import { caseWorkflowId } from '../../src/contract/supportCase.ts'
import { type Harness, startHarness } from './harness.ts'
import { historyOf } from './history.ts'
import { fromOutside, setOut } from './road.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterAll(() => harness.close())

test('numbers that are told to be registered before their campaign is approved are waited for, and switched on when it is', async () => {
  const { onboardingId, orgId, numberIds, does, ...traveller } = await setOut(harness, { licensed: true })
  const caseId = await traveller.comesToReview()
  const campaignRef = `C${orgId.slice(0, 6).toUpperCase()}`
  const items = numberIds.map((numberId) => ({ numberId, status: 'registered' as const }))
  await does('RecordRegistration', { campaignRef, items }, fromOutside('registry'))
  expect(await harness.client.workflow.getHandle(caseWorkflowId(caseId)).result()).toBe('closed')
  await harness.settle()
  expect(await harness.progress(onboardingId)).toMatchObject({
    stage: 'registration',
    process: { counts: { submitted: 3, registered: 0, active: 0 } },
  })

  await does(
    'ReportCampaign',
    { campaignRef, status: 'approved', brand: 'verified', codes: [] },
    fromOutside('registry'),
  )
  const handle = harness.client.workflow.getHandle(onboardingWorkflowId(onboardingId))
  expect(await handle.result()).toBe('completed')
  const { rows } = await harness.store.pool.query('select distinct texting from number where org_id = $1', [orgId])
  expect(rows).toEqual([{ texting: 'on' }])
  await historyOf(harness, onboardingWorkflowId(onboardingId), { scenario: 'registeredFirst' })
})

test('an order that the desk is silent about is waited for on the desk, by a clock of its own', async () => {
  const { onboardingId, ...traveller } = await setOut(harness, { licensed: true })
  await traveller.orders()
  const { stage, wait } = await harness.progress(onboardingId)
  expect({ stage, owner: wait?.owner }).toEqual({ stage: 'answer', owner: 'desk' })
  await historyOf(harness, onboardingWorkflowId(onboardingId), { scenario: 'orderUnanswered' })
})
