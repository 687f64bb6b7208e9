import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onboardingWorkflowId } from '../../src/contract/onboarding.ts'
import { retryStepUpdate, updateRefusals } from '../../src/contract/process.ts'
import { fold, notStarted, type OnboardingFact } from '../../src/domain/process/onboarding.ts'
import type { OnboardingId } from '../../src/domain/values.ts'
import { ProviderRefused } from '../../src/providers/failures.ts'
import { loadFacts } from '../../src/store/outbox.ts'
import { accepted } from '../support/store.ts'
import { type Harness, startHarness } from './harness.ts'
import { historyOf } from './history.ts'
import { recorded, setOut, type Traveller } from './road.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterAll(() => harness.close())

const factsOf = async (id: OnboardingId) =>
  (await loadFacts(harness.store.pool, id, 0, 100)) as readonly OnboardingFact[]

/** Commands whose facts nobody delivers: the test is the relay. */
async function happens(
  { orgId, onboardingId }: Traveller,
  ...statuses: readonly ('ordered' | 'activated' | 'lapsed')[]
) {
  for (const status of statuses) await accepted(harness.store, 'ReportLicence', orgId, { status })
  await harness.takeOutbox()
  return factsOf(onboardingId)
}

describe('facts come as they may', () => {
  test('the third before the second, twice, and the second late: each is folded once, in its order', async () => {
    const traveller = await setOut(harness)
    const { onboardingId, orgId } = traveller
    const to = { kind: 'onboarding', orgId, processId: onboardingId } as const
    const [first, second, third] = await happens(traveller, 'ordered', 'activated')
    if (!first || !second || !third) throw new Error('three facts were expected')
    for (const fact of [third, third, first, second, third]) await harness.deliver.fact(to, fact)
    await harness.settle()
    const { process, stage, wait } = await harness.progress(onboardingId)
    expect(process).toEqual([first, second, third].reduce(fold, notStarted))
    expect({ stage, step: wait?.step }).toEqual({ stage: 'authorisation', step: 'stage/3' })
    expect((await recorded(harness, onboardingId)).filter((type) => type === 'OnboardingStageEntered')).toHaveLength(2)
    await historyOf(harness, onboardingWorkflowId(onboardingId), { scenario: 'factsOutOfOrder' })
  })

  test('twenty starts at once make one run', async () => {
    const traveller = await setOut(harness)
    const { onboardingId, orgId } = traveller
    const facts = await happens(traveller, 'ordered')
    const to = { kind: 'onboarding', orgId, processId: onboardingId } as const
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => harness.deliver.fact(to, facts[index % facts.length] ?? never())),
    )
    await harness.settle()
    expect(new Set(answers)).toEqual(new Set(['delivered']))
    expect((await harness.progress(onboardingId)).process.position).toBe(2)
    expect(await recorded(harness, onboardingId)).toEqual(['OnboardingStarted', 'OnboardingStageEntered'])
  })

  test('a fact for an onboarding that has ended does not bring it back', async () => {
    const { onboardingId, orgId, ...traveller } = await setOut(harness, { licensed: true })
    await traveller.walksOn()
    const to = { kind: 'onboarding', orgId, processId: onboardingId } as const
    const [first] = await factsOf(onboardingId)
    expect(await harness.deliver.fact(to, first ?? never())).toBe('closed')
    expect(await harness.deliver.wake(to)).toBe('closed')
  })
})

test('a fact that comes to pass while the onboarding is being completed keeps it open', async () => {
  const traveller = await setOut(harness, { licensed: true })
  const { onboardingId, orgId, numberIds } = traveller
  const caseId = await traveller.comesToReview()
  const items = numberIds.map((numberId) => ({ numberId, status: 'registered' as const }))
  const decision = { caseId, campaignRef: 'CABC123', campaign: 'approved', codes: [], items } as const
  await accepted(harness.store, 'RecordDecision', orgId, decision)
  const to = { kind: 'onboarding', orgId, processId: onboardingId } as const
  for (const delivery of await harness.takeOutbox()) await harness.deliver.fact(delivery, delivery.fact)
  const activated = await next(onboardingId)
  await accepted(harness.store, 'ReportLicence', orgId, { status: 'lapsed' })
  await harness.takeOutbox()
  await harness.deliver.fact(to, activated)
  await harness.settle()
  expect((await harness.progress(onboardingId)).stage).toBe('licence')
  expect(await recorded(harness, onboardingId)).not.toContain('OnboardingCompleted')
  await historyOf(harness, onboardingWorkflowId(onboardingId), { scenario: 'completedTooSoon' })

  await traveller.does('ReportLicence', { status: 'activated' })
  expect(await harness.client.workflow.getHandle(onboardingWorkflowId(onboardingId)).result()).toBe('completed')
})

describe('an order that the desk refuses for good', () => {
  test('is noted and put before a person, and not sent again until somebody asks for it', async () => {
    const { onboardingId, orgId, orders } = await setOut(harness, { licensed: true })
    let asked = 0
    let isAdamant = true
    harness.outside.whenOrdering(orgId, () => {
      asked += 1
      if (isAdamant) throw new ProviderRefused('desk', 422, 'LOCATION_UNKNOWN')
    })
    const orderId = await orders()
    const step = `order/${orderId}`
    expect(asked).toBe(1)
    expect(await recorded(harness, onboardingId)).toContain('OnboardingStepFailed')
    const { rows } = await harness.store.pool.query('select code, detail from attention where org_id = $1', [orgId])
    expect(rows).toEqual([{ code: 'STEP_FAILED', detail: { onboardingId, step, code: 'LOCATION_UNKNOWN' } }])
    expect((await harness.progress(onboardingId)).settled).toMatchObject([
      { step, code: 'LOCATION_UNKNOWN', noted: true },
    ])

    const handle = harness.client.workflow.getHandle(onboardingWorkflowId(onboardingId))
    isAdamant = false
    await handle.executeUpdate(retryStepUpdate, { args: [step] })
    await harness.settle()
    expect(harness.outside.taken.orders.filter((order) => order.reference === orderId)).toHaveLength(1)
    await expect(handle.executeUpdate(retryStepUpdate, { args: [step] })).rejects.toMatchObject({
      cause: { type: updateRefusals.nothingToRetry },
    })
    await historyOf(harness, onboardingWorkflowId(onboardingId), { scenario: 'orderRefused' })
  })

  test('is sent again when something has changed', async () => {
    const { orgId, orders, does } = await setOut(harness, { licensed: true })
    let asked = 0
    harness.outside.whenOrdering(orgId, () => {
      asked += 1
      throw new ProviderRefused('desk', 422, 'LOCATION_UNKNOWN')
    })
    await orders()
    await does('ReportLicence', { status: 'lapsed' })
    expect(asked).toBe(1)
    await does('ReportLicence', { status: 'activated' })
    expect(asked).toBe(2)
  })
})

/** The next fact for a process; those for others are left lying. */
async function next(id: OnboardingId) {
  for (;;) {
    const mine = (await harness.nextInOutbox()).find((each) => each.processId === id)
    if (mine) return mine.fact
  }
}

function never(): never {
  throw new Error('a fact was expected')
}
