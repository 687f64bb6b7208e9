import { afterAll, beforeAll, expect, test } from 'vitest'
import { onboardingWorkflowId } from '../../src/contract/onboarding.ts'
import { caseWorkflowId } from '../../src/contract/supportCase.ts'
import { instant, millis } from '../../src/domain/values.ts'
import { goodForm } from '../support/form.ts'
import { type Harness, startHarness } from './harness.ts'
import { historyOf } from './history.ts'
import { recorded, setOut } from './road.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterAll(() => harness.close())

const days = (count: number) => count * 86_400_000

test('an organisation goes from no licence over a case to texting, with the registry deciding on the 26th day', async () => {
  const { onboardingId, orgId, ...traveller } = await setOut(harness)
  await traveller.getsLicence()
  await traveller.comesToCase()
  const caseId = await traveller.opensCase()
  await traveller.deskReports(caseId, 'opened', 'formSent')
  await traveller.handsIn(caseId)
  await traveller.deskReports(caseId, 'formReceived', 'inReview')
  const { wait, stage } = await harness.caseProgress(caseId)
  if (!wait) throw new Error('nothing is waited for')
  expect({ stage, owner: wait.owner }).toEqual({ stage: 'review', owner: 'desk' })
  await harness.sleepUntil(instant(millis(wait.openedAt) + days(26)))
  await traveller.registryApproves(caseId)

  const { workflow } = harness.client
  expect(await workflow.getHandle(caseWorkflowId(caseId)).result()).toBe('closed')
  expect(await workflow.getHandle(onboardingWorkflowId(onboardingId)).result()).toBe('completed')
  // A stage is entered beside its first step, so which of the two is recorded first is left open.
  expect([...(await recorded(harness, onboardingId))].sort()).toEqual([
    'OnboardingCompleted',
    'OnboardingNumbersActivated',
    ...Array.from({ length: 6 }, () => 'OnboardingStageEntered'),
    'OnboardingStarted',
  ])
  expect([...(await recorded(harness, caseId))].sort()).toEqual([
    'CaseClosed',
    'CaseDecided',
    'CaseFormSent',
    'CaseFormSubmitted',
    'CaseOpened',
    'CaseReminded',
    ...Array.from({ length: 4 }, () => 'CaseReported'),
    ...Array.from({ length: 4 }, () => 'CaseStageEntered'),
  ])
  const { rows } = await harness.store.pool.query(
    'select texting, count(*)::int from number where org_id = $1 group by 1',
    [orgId],
  )
  expect(rows).toEqual([{ texting: 'on', count: 3 }])
  const mine = (each: { readonly organisationReference: string }) => each.organisationReference === orgId
  const { orders, cases, forms } = harness.outside.taken
  expect([orders, cases, forms].map((each) => each.filter(mine).length)).toEqual([1, 1, 1])
  expect(forms.find(mine)).toMatchObject({ reference: `${caseId}:form:1`, caseReference: caseId, form: goodForm })

  const road = await historyOf(harness, onboardingWorkflowId(onboardingId), { scenario: 'happyRoad' })
  const review = await historyOf(harness, caseWorkflowId(caseId), { scenario: 'happyCase' })
  const together = road.events + review.events
  const largest = Math.max(road.largestPayloadBytes, review.largestPayloadBytes)
  console.info(
    `happy road: ${road.events} + ${review.events} = ${together} history events, largest payload ${largest} bytes`,
  )
  expect(together).toBeLessThanOrEqual(150)
  expect(largest).toBeLessThanOrEqual(2_048)
  for (const text of [road.text, review.text]) for (const secret of await secrets()) expect(text).not.toContain(secret)
})

/** The start of every number, and of what a form says, as payloads would carry them. */
async function secrets(): Promise<readonly string[]> {
  const { rows } = await harness.store.pool.query<{ e164: string }>('select e164 from number')
  const texts = [...rows.map((row) => row.e164), goodForm.brand.legalName, goodForm.brand.taxId]
  return texts.flatMap((text) => [text, Buffer.from(text).toString('base64').slice(0, 12)])
}

test('what the onboarding waits for can be read in Temporal, in plain words and without a personal datum', async () => {
  const { onboardingId } = await setOut(harness)
  const { raw, typedSearchAttributes } = await harness.describe(onboardingWorkflowId(onboardingId))
  expect(JSON.stringify(typedSearchAttributes)).toContain('licence')
  expect(raw.workflowExecutionInfo?.type?.name).toBe('onboarding')
  const { stage, wait, underWay } = await harness.progress(onboardingId)
  expect({ stage, owner: wait?.owner, underWay }).toEqual({ stage: 'licence', owner: 'partner', underWay: [] })
})
