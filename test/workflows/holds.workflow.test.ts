import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onboardingWorkflowId } from '../../src/contract/onboarding.ts'
import { caseWorkflowId } from '../../src/contract/supportCase.ts'
import { type CaseId, type Instant, instant, millis, type OnboardingId } from '../../src/domain/values.ts'
import { type Harness, startHarness } from './harness.ts'
import { historyOf } from './history.ts'
import { recorded, setOut, type Traveller } from './road.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterAll(() => harness.close())

const days = (count: number) => count * 86_400_000

async function waitOf(caseId: CaseId) {
  const { stage, wait } = await harness.caseProgress(caseId)
  if (!wait) throw new Error('nothing is waited for')
  return { stage, ...wait }
}

async function untilDay(opened: Instant, day: number): Promise<void> {
  await harness.sleepUntil(instant(millis(opened) + days(day)))
  await harness.settle()
}

const spoken = async (id: CaseId | OnboardingId) =>
  (await recorded(harness, id)).filter((type) => /Reminded|Overdue|Escalated/.test(type))

/** What takes the ground away, what gives it back, and the stages of onboarding and case meanwhile. */
const grounds = [
  {
    ground: 'licence',
    hold: 'licenceHold',
    lose: ({ does }: Traveller) => does('ReportLicence', { status: 'lapsed' }),
    regain: ({ does }: Traveller) => does('ReportLicence', { status: 'activated' }),
  },
  {
    ground: 'eligibility',
    hold: 'eligibilityHold',
    lose: ({ does }: Traveller) => does('AttestOrganisationFact', { fact: 'callingPlan', value: 'none' }),
    regain: ({ does }: Traveller) => does('AttestOrganisationFact', { fact: 'callingPlan', value: 'usCa' }),
  },
] as const

describe.each(grounds)('a case whose organisation loses its $ground', ({ ground, hold, lose, regain }) => {
  test('is on hold: its clock stands, the clock of the hold runs, and both due dates are right afterwards', async () => {
    const traveller = await setOut(harness, { licensed: true })
    const { onboardingId } = traveller
    const caseId = await traveller.comesToReview()
    const review = await waitOf(caseId)
    await untilDay(review.openedAt, 10)
    await lose(traveller)
    const onHold = await waitOf(caseId)
    expect(onHold.stage).toBe(hold)
    expect((await harness.progress(onboardingId)).stage).toBe(ground)

    // Day 25 of the review's own clock: its reminder of day 21 is not said.
    await untilDay(review.openedAt, 25)
    expect(await spoken(caseId)).toEqual(['CaseReminded', 'CaseReminded'])
    await regain(traveller)
    const resumed = await waitOf(caseId)
    const held = millis(resumed.dueAt) - millis(review.dueAt)
    expect(resumed).toMatchObject({ stage: 'review', owner: 'desk', waitId: review.waitId, openedAt: review.openedAt })
    expect(Math.abs(held - days(15))).toBeLessThan(60_000)
    expect(millis(resumed.next ?? review.openedAt) - millis(review.next ?? review.openedAt)).toBe(held)

    await untilDay(review.openedAt, 37)
    expect(await spoken(caseId)).toHaveLength(3)
    await traveller.registryApproves(caseId)
    expect(await harness.client.workflow.getHandle(caseWorkflowId(caseId)).result()).toBe('closed')
    await historyOf(harness, caseWorkflowId(caseId), { scenario: `caseOnHold-${ground}` })
  })
})

test('an onboarding that waits for the desk when the licence lapses waits on by its own clock once it is back', async () => {
  const traveller = await setOut(harness, { licensed: true })
  const { onboardingId } = traveller
  await traveller.orders()
  const { wait: before } = await harness.progress(onboardingId)
  if (!before) throw new Error('nothing is waited for')
  await untilDay(before.openedAt, 5)
  await traveller.does('ReportLicence', { status: 'lapsed' })
  expect((await harness.progress(onboardingId)).stage).toBe('licence')
  await untilDay(before.openedAt, 11)
  await traveller.does('ReportLicence', { status: 'activated' })
  const { stage, wait: after } = await harness.progress(onboardingId)
  expect({ stage, waitId: after?.waitId }).toEqual({ stage: 'answer', waitId: before.waitId })
  expect(Math.abs(millis(after?.dueAt ?? before.dueAt) - millis(before.dueAt) - days(6))).toBeLessThan(60_000)
  await untilDay(before.openedAt, 12.9)
  expect(await spoken(onboardingId)).toEqual([])
  await untilDay(before.openedAt, 13.1)
  expect(await spoken(onboardingId)).toEqual(['OnboardingReminded'])
  await historyOf(harness, onboardingWorkflowId(onboardingId), { scenario: 'onHold' })
})

test('an organisation that is not eligible at the start is waited for, and starts once it is', async () => {
  const traveller = await setOut(harness, { licensed: true })
  await traveller.does('AttestOrganisationFact', { fact: 'callingPlan', value: 'none' })
  const { stage, wait } = await harness.progress(traveller.onboardingId)
  expect({ stage, owner: wait?.owner }).toEqual({ stage: 'eligibility', owner: 'customerAdmin' })
  await traveller.does('AttestOrganisationFact', { fact: 'callingPlan', value: 'usCa' })
  await traveller.walksOn()
  const handle = harness.client.workflow.getHandle(onboardingWorkflowId(traveller.onboardingId))
  expect(await handle.result()).toBe('completed')
  await historyOf(harness, onboardingWorkflowId(traveller.onboardingId), { scenario: 'notEligibleAtFirst' })
})

test('a hold that is reminded of and escalated ends nothing: the case waits for the ground to come back', async () => {
  const traveller = await setOut(harness, { licensed: true })
  const caseId = await traveller.comesToReview()
  await traveller.does('ReportLicence', { status: 'lapsed' })
  const { openedAt } = await waitOf(caseId)
  await untilDay(openedAt, 60)
  expect(await spoken(caseId)).toEqual(['CaseReminded', 'CaseReminded', 'CaseReminded', 'CaseOverdue', 'CaseEscalated'])
  await traveller.does('ReportLicence', { status: 'activated' })
  expect((await waitOf(caseId)).stage).toBe('review')
})
