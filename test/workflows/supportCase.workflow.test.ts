import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onboardingWorkflowId } from '../../src/contract/onboarding.ts'
import { caseWorkflowId } from '../../src/contract/supportCase.ts'
import { type CaseId, type Instant, instant, millis } from '../../src/domain/values.ts'
import { ProviderUnavailable } from '../../src/providers/failures.ts'
import { type Harness, startHarness } from './harness.ts'
import { historyOf } from './history.ts'
import { correctedForm, fromOutside, recorded, setOut } from './road.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterAll(() => harness.close())

const resultOf = (id: CaseId) => harness.client.workflow.getHandle(caseWorkflowId(id)).result()
const days = (count: number) => count * 86_400_000

async function waitOf(caseId: CaseId) {
  const { stage, wait } = await harness.caseProgress(caseId)
  if (!wait) throw new Error('nothing is waited for')
  return { stage, ...wait }
}

async function untilDay(opened: Instant, day: number): Promise<void> {
  await harness.sleepUntil(instant(millis(opened) + days(day) + 5_000))
  await harness.settle()
}

const spoken = async (id: CaseId) =>
  (await recorded(harness, id)).filter((type) => /Reminded|Overdue|Escalated/.test(type))
const keep = (id: CaseId, scenario: string) => historyOf(harness, caseWorkflowId(id), { scenario })

describe('a case on its way', () => {
  test('is opened with the desk at once, and counts as open there only when the desk says so', async () => {
    const { comesToCase, opensCase, deskReports } = await setOut(harness, { licensed: true })
    await comesToCase()
    const caseId = await opensCase()
    expect(harness.outside.taken.cases.filter((each) => each.reference === caseId)).toHaveLength(1)
    expect(await harness.caseProgress(caseId)).toMatchObject({
      stage: 'opening',
      wait: { owner: 'customerAdmin' },
      settled: [{ step: 'case/1', outcome: 'done' }],
    })
    await deskReports(caseId, 'opened')
    expect(await waitOf(caseId)).toMatchObject({ stage: 'formSending', owner: 'desk' })
    await deskReports(caseId, 'formSent')
    expect(await waitOf(caseId)).toMatchObject({ stage: 'formReturn', owner: 'customerAdmin' })
  })

  test('reminds the administrator of a form that is late, escalates it, and takes it all the same', async () => {
    const { comesToCase, opensCase, deskReports, handsIn, registryApproves } = await setOut(harness, { licensed: true })
    await comesToCase()
    const caseId = await opensCase()
    await deskReports(caseId, 'opened', 'formSent')
    const { openedAt } = await waitOf(caseId)
    const heard: number[] = []
    for (const day of [6, 7, 14, 21, 28, 35]) {
      await untilDay(openedAt, day)
      heard.push((await spoken(caseId)).length)
    }
    expect(heard).toEqual([0, 1, 2, 3, 4, 5])
    await handsIn(caseId)
    expect(await waitOf(caseId)).toMatchObject({ stage: 'review', owner: 'desk' })
    await registryApproves(caseId)
    expect(await resultOf(caseId)).toBe('closed')
    await keep(caseId, 'caseFormLate')
  })

  test('waits for the customer where the desk asks something, and takes up the review again with the answer', async () => {
    const { comesToReview, deskReports } = await setOut(harness, { licensed: true })
    const caseId = await comesToReview()
    const review = await waitOf(caseId)
    await untilDay(review.openedAt, 18)
    await deskReports(caseId, 'waitingOnCustomer')
    expect(await waitOf(caseId)).toMatchObject({ stage: 'customer', owner: 'customerAdmin' })
    const before = await spoken(caseId)
    await untilDay(review.openedAt, 20)
    await deskReports(caseId, 'inReview')
    const resumed = await waitOf(caseId)
    expect(resumed).toMatchObject({ stage: 'review', owner: 'desk', waitId: review.waitId, openedAt: review.openedAt })
    expect(Math.abs(millis(resumed.dueAt) - millis(review.dueAt) - days(2))).toBeLessThan(60_000)
    await untilDay(review.openedAt, 22)
    expect(await spoken(caseId)).toEqual(before)
    await untilDay(review.openedAt, 24)
    expect(await spoken(caseId)).toEqual([...before, 'CaseReminded'])
  })

  test('takes a form that the desk says it received before it says that it sent one, and flags it', async () => {
    const { does, comesToCase, opensCase, deskReports } = await setOut(harness, { licensed: true })
    await comesToCase()
    const caseId = await opensCase()
    await deskReports(caseId, 'opened')
    const { flags } = await does('ReportCase', { caseId, status: 'formReceived' }, fromOutside('desk'))
    expect(flags).toEqual(['FORM_RECEIVED_BEFORE_SENT'])
    expect((await waitOf(caseId)).stage).toBe('formReturn')
  })
})

describe('a review', () => {
  test('is due and escalated after 28 days, is never taken for a rejection, and ends with the decision however late', async () => {
    const { onboardingId, comesToReview, registryApproves } = await setOut(harness, { licensed: true })
    const caseId = await comesToReview()
    const { openedAt } = await waitOf(caseId)
    const heard: (readonly string[])[] = []
    for (const day of [20, 21, 27, 28, 60]) {
      await untilDay(openedAt, day)
      heard.push(await spoken(caseId))
    }
    const all = ['CaseReminded', 'CaseOverdue', 'CaseEscalated']
    expect(heard.map((each) => each.length)).toEqual([0, 1, 1, 3, 3])
    expect([...(heard.at(-1) ?? [])].sort()).toEqual([...all].sort())
    expect((await harness.caseProgress(caseId)).stage).toBe('review')
    expect(await recorded(harness, caseId)).not.toContain('CaseDecided')
    await registryApproves(caseId)
    expect(await resultOf(caseId)).toBe('closed')
    expect(await harness.client.workflow.getHandle(onboardingWorkflowId(onboardingId)).result()).toBe('completed')
    await keep(caseId, 'caseOverdue')
  })

  test('that ends in a rejection asks for a correction, and the corrected form has a review and a window of its own', async () => {
    const traveller = await setOut(harness, { licensed: true })
    const { comesToReview, registryRejects, registryApproves, handsIn } = traveller
    const caseId = await comesToReview()
    const first = await waitOf(caseId)
    await untilDay(first.openedAt, 10)
    await registryRejects(caseId)
    expect(await waitOf(caseId)).toMatchObject({ stage: 'correction', owner: 'customerAdmin' })
    expect(await handsIn(caseId, correctedForm(2))).toBe(2)
    const second = await waitOf(caseId)
    expect(second.stage).toBe('review')
    expect(millis(second.dueAt) - millis(second.openedAt)).toBe(days(28))
    expect(millis(second.openedAt) - millis(first.openedAt)).toBeGreaterThan(days(10) - 1)
    const sent = harness.outside.taken.forms.filter((each) => each.caseReference === caseId)
    expect(sent.map(({ reference }) => reference)).toEqual([`${caseId}:form:1`, `${caseId}:form:2`])
    await untilDay(second.openedAt, 20)
    expect(await spoken(caseId)).toEqual([])
    await registryApproves(caseId)
    expect(await resultOf(caseId)).toBe('closed')
    await keep(caseId, 'caseResubmitted')
  })

  test('that ends in a second rejection is not the end: it asks again, for as long as it takes, until a person gives up', async () => {
    const { onboardingId, does, ...traveller } = await setOut(harness, { licensed: true })
    const caseId = await traveller.comesToReview()
    await traveller.registryRejects(caseId)
    await traveller.handsIn(caseId, correctedForm(2))
    await traveller.registryRejects(caseId)
    const { process } = await harness.caseProgress(caseId)
    expect(process.rejections).toBe(2)
    const { stage, openedAt } = await waitOf(caseId)
    expect(stage).toBe('correction')
    await untilDay(openedAt, 90)
    expect(await spoken(caseId)).toEqual([
      'CaseReminded',
      'CaseReminded',
      'CaseReminded',
      'CaseOverdue',
      'CaseEscalated',
    ])
    expect((await harness.caseProgress(caseId)).stage).toBe('correction')

    await does('GiveUpCase', { caseId })
    expect(await resultOf(caseId)).toBe('closed')
    expect((await harness.progress(onboardingId)).stage).toBe('acknowledgement')
    await does('AcknowledgeOutcome', { onboardingId })
    expect(await harness.client.workflow.getHandle(onboardingWorkflowId(onboardingId)).result()).toBe('completed')
    await keep(caseId, 'caseGivenUp')
  })

  test('of which a part is rejected goes on for that part alone', async () => {
    const { orgId, numberIds, does, comesToReview, handsIn, registryApproves } = await setOut(harness, {
      licensed: true,
    })
    const caseId = await comesToReview()
    const items = numberIds.map((numberId, index) =>
      index === 0
        ? { numberId, status: 'rejected' as const, code: 'NOT_TEXTABLE' }
        : { numberId, status: 'registered' as const },
    )
    const decision = { caseId, campaignRef: `C${orgId.slice(0, 6)}`, campaign: 'approved', codes: [], items } as const
    await does('RecordDecision', decision, fromOutside('registry'))
    const { process, stage } = await harness.caseProgress(caseId)
    expect({ stage, counts: process.counts }).toEqual({
      stage: 'correction',
      counts: { waiting: 0, registered: numberIds.length - 1, rejected: 1 },
    })
    await handsIn(caseId, correctedForm(2))
    const [form] = harness.outside.taken.forms.filter((each) => each.reference === `${caseId}:form:2`)
    expect(form?.items.map((each) => each.reference)).toEqual([numberIds[0]])
    await registryApproves(caseId)
    expect(await resultOf(caseId)).toBe('closed')
  })
})

describe('while the desk is down', () => {
  test('the case waits with its reminders, and goes out once when the desk is back', async () => {
    const { orgId, comesToCase, opensCase } = await setOut(harness, { licensed: true })
    let isDown = true
    harness.outside.whenOpening(orgId, () => {
      if (isDown) throw new ProviderUnavailable('desk', 'throttled', { status: 429, retryAfterMs: 3_600_000 })
    })
    await comesToCase()
    const caseId = await opensCase()
    const { openedAt } = await waitOf(caseId)
    await untilDay(openedAt, 7)
    expect(await spoken(caseId)).toEqual(['CaseReminded', 'CaseReminded'])
    expect((await harness.caseProgress(caseId)).underWay).toEqual(['case/1'])
    isDown = false
    await untilDay(openedAt, 7.1)
    expect(harness.outside.taken.cases.filter((each) => each.reference === caseId)).toHaveLength(1)
    await keep(caseId, 'caseDeskDown')
  })
})
