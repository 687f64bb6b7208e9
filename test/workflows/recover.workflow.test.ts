import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onboardingWorkflowId } from '../../src/contract/onboarding.ts'
import type { OnboardingId } from '../../src/domain/values.ts'
import { type Harness, startHarness } from './harness.ts'
import { historyOf } from './history.ts'
import { recorded, setOut, type Traveller } from './road.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterAll(() => harness.close())

const handleOf = (id: OnboardingId) => harness.client.workflow.getHandle(onboardingWorkflowId(id))

/** The road up to each stage; nothing of it may happen a second time. */
const upTo: readonly { readonly stage: string; readonly go: () => Promise<Traveller> }[] = [
  { stage: 'licence', go: () => setOut(harness) },
  {
    stage: 'answer',
    go: async () => {
      const traveller = await setOut(harness, { licensed: true })
      await traveller.orders()
      return traveller
    },
  },
  {
    stage: 'registration',
    go: async () => {
      const traveller = await setOut(harness)
      await traveller.getsLicence()
      await traveller.comesToReview()
      return traveller
    },
  },
]

describe('an onboarding whose Temporal history is gone is started again from Postgres', () => {
  test.each(upTo)('in the stage $stage, with the same due dates and nothing done twice', async ({ stage, go }) => {
    const { onboardingId, orgId } = await go()
    const before = await harness.progress(onboardingId)
    const record = await recorded(harness, onboardingId)
    const taken = JSON.stringify(harness.outside.taken)
    await handleOf(onboardingId).terminate('its store was lost')

    await harness.deliver.wake({ kind: 'onboarding', orgId, processId: onboardingId })
    await harness.settle()
    expect(before.stage).toBe(stage)
    expect(await harness.progress(onboardingId)).toEqual(before)
    expect(await recorded(harness, onboardingId)).toEqual(record)
    expect(JSON.stringify(harness.outside.taken)).toBe(taken)
    await historyOf(harness, onboardingWorkflowId(onboardingId), { scenario: `recoveredIn-${stage}` })
  })

  test('and goes on to its end from there', async () => {
    const { onboardingId, orgId, ...traveller } = await setOut(harness, { licensed: true })
    const orderId = await traveller.comesToCase()
    await handleOf(onboardingId).terminate('its store was lost')
    await harness.deliver.wake({ kind: 'onboarding', orgId, processId: onboardingId })
    const caseId = await traveller.opensCase()
    await traveller.handsIn(caseId)
    await traveller.registryApproves(caseId)
    expect(await handleOf(onboardingId).result()).toBe('completed')
    expect(harness.outside.taken.orders.filter((order) => order.reference === orderId)).toHaveLength(1)
  })
})
