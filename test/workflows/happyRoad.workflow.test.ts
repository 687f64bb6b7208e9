import { afterAll, beforeAll, expect, test } from 'vitest'
import { onboardingWorkflowId } from '../../src/contract/onboarding.ts'
import { instant, millis } from '../../src/domain/values.ts'
import { type Harness, startHarness } from './harness.ts'
import { historyOf } from './history.ts'
import { recorded, setOut } from './road.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterAll(() => harness.close())

const days = (count: number) => count * 86_400_000

test('an organisation goes from no licence to texting, with the registry deciding on the 26th day', async () => {
  const { onboardingId, orgId, ...traveller } = await setOut(harness)
  await traveller.getsLicence()
  const orderId = await traveller.orders()
  await traveller.deskAuthorises(orderId)
  const { wait } = await harness.progress(onboardingId)
  if (!wait) throw new Error('nothing is waited for')
  await harness.sleepUntil(instant(millis(wait.openedAt) + days(26)))
  await traveller.registryRegisters()

  const handle = harness.client.workflow.getHandle(onboardingWorkflowId(onboardingId))
  expect(await handle.result()).toBe('completed')
  // A stage is entered beside its first step, so which of the two is recorded first is left open.
  expect([...(await recorded(harness, onboardingId))].sort()).toEqual([
    'OnboardingCompleted',
    'OnboardingNumbersActivated',
    'OnboardingRegistrationSent',
    'OnboardingReminded',
    ...Array.from({ length: 4 }, () => 'OnboardingStageEntered'),
    'OnboardingStarted',
  ])
  const { rows } = await harness.store.pool.query(
    'select texting, count(*)::int from number where org_id = $1 group by 1',
    [orgId],
  )
  expect(rows).toEqual([{ texting: 'on', count: 3 }])
  expect(harness.outside.taken.orders.filter((order) => order.organisationReference === orgId)).toHaveLength(1)

  const { events, largestPayloadBytes, text } = await historyOf(harness, onboardingId, { scenario: 'happyRoad' })
  console.info(`happy road: ${events} history events, largest payload ${largestPayloadBytes} bytes`)
  expect(events).toBeLessThanOrEqual(150)
  expect(largestPayloadBytes).toBeLessThanOrEqual(2_048)
  const { rows: numbers } = await harness.store.pool.query<{ e164: string }>('select e164 from number')
  for (const { e164 } of numbers) expect(text).not.toContain(Buffer.from(e164).toString('base64').slice(0, 14))
})

test('what the onboarding waits for can be read in Temporal, in plain words and without a personal datum', async () => {
  const { onboardingId } = await setOut(harness)
  const { raw, typedSearchAttributes } = await harness.describe(onboardingId)
  expect(JSON.stringify(typedSearchAttributes)).toContain('licence')
  expect(raw.workflowExecutionInfo?.type?.name).toBe('onboarding')
  const { stage, wait, underWay } = await harness.progress(onboardingId)
  expect({ stage, owner: wait?.owner, underWay }).toEqual({ stage: 'licence', owner: 'partner', underWay: [] })
})
