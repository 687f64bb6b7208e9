import { afterAll, beforeAll, expect, test } from 'vitest'
import { onboardingWorkflowId } from '../../src/contract/onboarding.ts'
import { accepted } from '../support/store.ts'
import { type Harness, startHarness } from './harness.ts'
import { historyOf } from './history.ts'
import { recorded, setOut } from './road.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness({ cachedWorkflows: 0 })
})
afterAll(() => harness.close())

test('what is told while no worker is there is taken up in one go by the next one', async () => {
  const { onboardingId, orgId, ...traveller } = await setOut(harness)
  await harness.stopWorker()
  for (const status of ['ordered', 'activated', 'lapsed', 'activated'] as const) {
    await accepted(harness.store, 'ReportLicence', orgId, { status })
  }
  for (const delivery of await harness.takeOutbox()) await harness.deliver.fact(delivery, delivery.fact)
  await harness.startWorker()
  await harness.settle()
  expect((await harness.progress(onboardingId)).wait?.step).toBe('stage/5')
  // The stages in between were over before anybody could have acted in them.
  expect((await recorded(harness, onboardingId)).filter((type) => type === 'OnboardingStageEntered')).toHaveLength(2)
  await historyOf(harness, onboardingWorkflowId(onboardingId), { scenario: 'workerAway' })

  await traveller.walksOn()
  expect(await harness.client.workflow.getHandle(onboardingWorkflowId(onboardingId)).result()).toBe('completed')
})
