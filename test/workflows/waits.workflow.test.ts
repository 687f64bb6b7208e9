import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onboardingWorkflowId } from '../../src/contract/onboarding.ts'
import { type Instant, instant, millis, type OnboardingId } from '../../src/domain/values.ts'
import { ProviderUnavailable } from '../../src/providers/failures.ts'
import { type Harness, startHarness } from './harness.ts'
import { historyOf } from './history.ts'
import { recorded, setOut } from './road.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterAll(() => harness.close())

async function openedAt(id: OnboardingId): Promise<Instant> {
  const { wait } = await harness.progress(id)
  if (!wait) throw new Error('nothing is waited for')
  return wait.openedAt
}

async function untilDay(opened: Instant, day: number): Promise<void> {
  await harness.sleepUntil(instant(millis(opened) + day * 86_400_000 + 5_000))
  await harness.settle()
}

const spoken = async (id: OnboardingId) =>
  (await recorded(harness, id)).filter((type) => /Reminded|Overdue|Escalated/.test(type))

async function marks(id: OnboardingId) {
  const { rows } = await harness.store.pool.query<{ mark: string; late: boolean; skipped: boolean; onTime: boolean }>(
    `select mark, late, skipped, said_at - at < interval '1 minute' as "onTime" from wait
     where process_id = $1 and (said_at is not null or skipped) order by at`,
    [id],
  )
  return rows
}

describe('while the licence stays silent', () => {
  test('the partner is reminded after 7, 14 and 21 days, it is overdue after 28, escalated after 35, and goes on', async () => {
    const { onboardingId, getsLicence } = await setOut(harness)
    const opened = await openedAt(onboardingId)
    const heard: string[][] = []
    for (const day of [6, 7, 14, 21, 27, 28, 34, 35, 60]) {
      await untilDay(opened, day)
      heard.push([...(await spoken(onboardingId))])
    }
    expect(heard.map((each) => each.length)).toEqual([0, 1, 2, 3, 3, 4, 4, 5, 5])
    expect(heard.at(-1)).toEqual([
      'OnboardingReminded',
      'OnboardingReminded',
      'OnboardingReminded',
      'OnboardingOverdue',
      'OnboardingEscalated',
    ])
    expect((await marks(onboardingId)).every((mark) => mark.onTime && !mark.late)).toBe(true)
    await getsLicence()
    expect((await harness.progress(onboardingId)).stage).toBe('authorisation')
    await historyOf(harness, onboardingWorkflowId(onboardingId), { scenario: 'silentLicence' })
  })

  test('one long sleep over every mark says each at its own time all the same', async () => {
    const { onboardingId } = await setOut(harness)
    await untilDay(await openedAt(onboardingId), 40)
    expect(await spoken(onboardingId)).toHaveLength(5)
    expect((await marks(onboardingId)).every((mark) => mark.onTime)).toBe(true)
  })
})

test('a licence that is there before the start is not waited for', async () => {
  const { onboardingId } = await setOut(harness, { licensed: true })
  expect((await harness.progress(onboardingId)).stage).toBe('authorisation')
  const { rows } = await harness.store.pool.query('select distinct kind from wait where process_id = $1', [
    onboardingId,
  ])
  expect(rows).toEqual([{ kind: 'authorisation' }])
})

test('an answer that comes just before a mark silences it', async () => {
  const { onboardingId, getsLicence } = await setOut(harness)
  const opened = await openedAt(onboardingId)
  await harness.sleepUntil(instant(millis(opened) + 7 * 86_400_000 - 10_000))
  await getsLicence()
  await harness.sleepUntil(instant(millis(opened) + 7 * 86_400_000 + 1_000))
  await harness.settle()
  expect(await spoken(onboardingId)).toEqual([])
})

test('while the desk is down for two weeks the reminders go on, and the order goes out when it is back', async () => {
  const { onboardingId, orgId, orders } = await setOut(harness, { licensed: true })
  let isDown = true
  harness.outside.whenOrdering(orgId, () => {
    if (isDown) throw new ProviderUnavailable('desk', 'throttled', { status: 429, retryAfterMs: 3_600_000 })
  })
  const orderId = await orders()
  const opened = await openedAt(onboardingId)
  await untilDay(opened, 14)
  expect(await spoken(onboardingId)).toHaveLength(2)
  expect((await harness.progress(onboardingId)).underWay).toEqual([`order/${orderId}`])
  isDown = false
  await untilDay(opened, 14.1)
  expect(harness.outside.taken.orders.filter((order) => order.reference === orderId)).toHaveLength(1)
  expect((await harness.progress(onboardingId)).underWay).toEqual([])
  const { events } = await historyOf(harness, onboardingWorkflowId(onboardingId), { scenario: 'deskDown' })
  expect(events).toBeLessThanOrEqual(100)
})

test('marks missed while Temporal knew nothing of the onboarding are said late, but once', async () => {
  const { onboardingId, orgId } = await setOut(harness)
  const opened = await openedAt(onboardingId)
  const handle = harness.client.workflow.getHandle(onboardingWorkflowId(onboardingId))
  await handle.terminate('lost')
  await harness.sleepUntil(instant(millis(opened) + 29 * 86_400_000))
  await harness.deliver.wake({ kind: 'onboarding', orgId, processId: onboardingId })
  await harness.settle()
  expect(await marks(onboardingId)).toEqual([
    { mark: 'reminder', late: false, skipped: true, onTime: null },
    { mark: 'reminder', late: false, skipped: true, onTime: null },
    { mark: 'reminder', late: true, skipped: false, onTime: false },
    { mark: 'due', late: true, skipped: false, onTime: false },
  ])
  expect((await harness.progress(onboardingId)).wait?.next).toBe(instant(millis(opened) + 35 * 86_400_000))
  await historyOf(harness, onboardingWorkflowId(onboardingId), { scenario: 'lateMarks' })
})
