import { afterAll, beforeAll, expect, test } from 'vitest'
import { cancelUpdate, onboardingWorkflowId } from '../../src/contract/onboarding.ts'
import { caseWorkflowId } from '../../src/contract/supportCase.ts'
import { fold, notStarted, type OnboardingFact } from '../../src/domain/process/onboarding.ts'
import { type CaseFact, fold as foldCase, notOpened } from '../../src/domain/process/supportCase.ts'
import type { OnboardingId } from '../../src/domain/values.ts'
import { loadFacts } from '../../src/store/outbox.ts'
import { accepted, admin } from '../support/store.ts'
import { type Harness, startHarness } from './harness.ts'
import { historyOf } from './history.ts'
import { setOut } from './road.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness({ historyBudget: 8 })
})
afterAll(() => harness.close())

const handleOf = (id: OnboardingId) => harness.client.workflow.getHandle(onboardingWorkflowId(id))

/** How many runs came before the present one, and the last of them. */
async function runsBefore(workflowId: string): Promise<readonly string[]> {
  const runs: string[] = []
  let runId: string | undefined
  for (;;) {
    const { events } = await harness.client.workflow.getHandle(workflowId, runId).fetchHistory()
    const before = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId
    if (!before) return runs
    runs.push(before)
    runId = before
  }
}

test('an onboarding that hands over from run to run takes everything along', async () => {
  const { onboardingId, ...traveller } = await setOut(harness)
  await traveller.getsLicence()
  const caseId = await traveller.comesToReview()
  const { wait } = await harness.progress(onboardingId)
  expect(wait?.step).toBe('stage/7')
  await traveller.registryApproves(caseId)
  expect(await handleOf(onboardingId).result()).toBe('completed')
  const runs = await runsBefore(onboardingWorkflowId(onboardingId))
  expect(runs.length).toBeGreaterThan(2)
  const [last] = runs
  if (last) await historyOf(harness, onboardingWorkflowId(onboardingId), { scenario: 'handedOver', runId: last })
})

test('facts that arrive while a run hands over are neither lost nor folded twice', async () => {
  const { onboardingId, orgId } = await setOut(harness)
  for (let round = 0; round < 6; round += 1) {
    for (const status of ['ordered', 'activated', 'lapsed'] as const) {
      await accepted(harness.store, 'ReportLicence', orgId, { status })
    }
    // Out of order and beside each other, so that some meet a run that is just about to end.
    const facts = [...(await harness.takeOutbox())].reverse()
    await Promise.all(facts.map((delivery) => harness.deliver.fact(delivery, delivery.fact)))
    if (round % 2 === 1) await harness.settle()
  }
  const facts = (await loadFacts(harness.store.pool, onboardingId, 0, 100)) as readonly OnboardingFact[]
  expect((await harness.progress(onboardingId)).process).toEqual(facts.reduce(fold, notStarted))
  expect((await runsBefore(onboardingWorkflowId(onboardingId))).length).toBeGreaterThan(2)
})

test('a case that hands over from run to run loses no report, however they meet the change of runs', async () => {
  const traveller = await setOut(harness, { licensed: true })
  const { orgId } = traveller
  const caseId = await traveller.comesToReview()
  const { wait: before } = await harness.caseProgress(caseId)
  for (let round = 0; round < 6; round += 1) {
    for (const status of ['waitingOnCustomer', 'inReview'] as const) {
      await accepted(harness.store, 'ReportCase', orgId, { caseId, status })
    }
    const facts = [...(await harness.takeOutbox())].reverse()
    await Promise.all(facts.map((delivery) => harness.deliver.fact(delivery, delivery.fact)))
    if (round % 2 === 1) await harness.settle()
  }
  const facts = (await loadFacts(harness.store.pool, caseId, 0, 100)) as readonly CaseFact[]
  const { process, wait } = await harness.caseProgress(caseId)
  expect(process).toEqual(facts.reduce(foldCase, notOpened))
  expect(wait?.step).toBe(`stage/${process.stageSince}`)
  expect(before?.step).toBe('stage/4')
  const runs = await runsBefore(caseWorkflowId(caseId))
  expect(runs.length).toBeGreaterThan(2)
  await traveller.registryApproves(caseId)
  expect(await harness.client.workflow.getHandle(caseWorkflowId(caseId)).result()).toBe('closed')
  const [last] = runs
  if (last) await historyOf(harness, caseWorkflowId(caseId), { scenario: 'caseHandedOver', runId: last })
})

test('a due date stays where it was, and the stage can still be found by its search attribute', async () => {
  const { onboardingId, ...traveller } = await setOut(harness)
  const before = (await harness.progress(onboardingId)).wait
  await traveller.does('ReportLicence', { status: 'ordered' })
  expect((await runsBefore(onboardingWorkflowId(onboardingId))).length).toBeGreaterThan(0)
  expect((await harness.progress(onboardingId)).wait).toEqual(before)
  expect(JSON.stringify((await harness.describe(onboardingWorkflowId(onboardingId))).typedSearchAttributes)).toContain(
    'licence',
  )
})

test('a cancellation reaches the run that is there when it comes', async () => {
  const { onboardingId, ...traveller } = await setOut(harness)
  await traveller.getsLicence()
  expect((await runsBefore(onboardingWorkflowId(onboardingId))).length).toBeGreaterThan(0)
  const request = { commandId: 'enough', reason: 'startedByMistake', actor: admin } as const
  expect(await handleOf(onboardingId).executeUpdate(cancelUpdate, { updateId: 'enough', args: [request] })).toEqual({
    released: 0,
  })
  expect(await handleOf(onboardingId).result()).toBe('cancelled')
})
