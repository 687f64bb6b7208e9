import { afterAll, beforeAll, expect, test } from 'vitest'
import { onboardingWorkflowId } from '../../src/contract/onboarding.ts'
import { type Harness, startHarness } from './harness.ts'
import { historyOf } from './history.ts'
import { recorded, setOut } from './road.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness({ bridges: false })
})
afterAll(() => harness.close())

test('without a bridge to desk or registry the whole road is walked by hand, and says what is left to a person', async () => {
  const { onboardingId, ...traveller } = await setOut(harness, { licensed: true })
  const orderId = await traveller.orders()
  expect((await harness.progress(onboardingId)).settled).toEqual([{ step: `order/${orderId}`, outcome: 'byHand' }])

  await traveller.deskAuthorises(orderId)
  const { stage, settled } = await harness.progress(onboardingId)
  expect({ stage, settled }).toMatchObject({ stage: 'registration', settled: [{ outcome: 'byHand' }] })

  await traveller.registryRegisters()
  expect(await harness.client.workflow.getHandle(onboardingWorkflowId(onboardingId)).result()).toBe('completed')
  const record = await recorded(harness, onboardingId)
  expect(record).not.toContain('OnboardingRegistrationSent')
  expect(record).not.toContain('OnboardingStepFailed')
  await historyOf(harness, onboardingId, { scenario: 'byHand' })
})
