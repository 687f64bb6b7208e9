import { afterAll, beforeAll, expect, test } from 'vitest'
import { onboardingWorkflowId } from '../../src/contract/onboarding.ts'
import { caseWorkflowId } from '../../src/contract/supportCase.ts'
import { type Harness, startHarness } from './harness.ts'
import { historyOf } from './history.ts'
import { recorded, setOut } from './road.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness({ bridges: false })
})
afterAll(() => harness.close())

test('without a bridge to the desk the whole road is walked by hand, and says what is left to a person', async () => {
  const { onboardingId, ...traveller } = await setOut(harness, { licensed: true })
  const orderId = await traveller.orders()
  expect((await harness.progress(onboardingId)).settled).toEqual([{ step: `order/${orderId}`, outcome: 'byHand' }])

  await traveller.deskAuthorises(orderId)
  const caseId = await traveller.opensCase()
  expect((await harness.progress(onboardingId)).stage).toBe('registration')
  const opening = await harness.caseProgress(caseId)
  expect(opening).toMatchObject({ stage: 'opening', settled: [{ step: 'case/1', outcome: 'byHand' }] })

  await traveller.deskReports(caseId, 'opened')
  expect(await harness.caseProgress(caseId)).toMatchObject({ stage: 'formSending', settled: [] })
  await traveller.deskReports(caseId, 'formSent')
  const formVersion = await traveller.handsIn(caseId)
  const review = await harness.caseProgress(caseId)
  expect(review).toMatchObject({ stage: 'review', settled: [{ step: 'form/1', outcome: 'byHand' }] })

  await traveller.does('RecordFormSent', { caseId, formVersion, reference: 'by-mail' })
  expect((await harness.caseProgress(caseId)).settled).toEqual([])
  await traveller.registryApproves(caseId)
  const { workflow } = harness.client
  expect(await workflow.getHandle(caseWorkflowId(caseId)).result()).toBe('closed')
  expect(await workflow.getHandle(onboardingWorkflowId(onboardingId)).result()).toBe('completed')
  const record = [...(await recorded(harness, onboardingId)), ...(await recorded(harness, caseId))]
  expect(record.filter((type) => /StepFailed/.test(type))).toEqual([])
  await historyOf(harness, onboardingWorkflowId(onboardingId), { scenario: 'byHand' })
  await historyOf(harness, caseWorkflowId(caseId), { scenario: 'caseByHand' })
})
