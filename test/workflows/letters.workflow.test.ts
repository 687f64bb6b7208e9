import { afterAll, beforeAll, expect, test } from 'vitest'
import { onboardingWorkflowId } from '../../src/contract/onboarding.ts'
import type { LoaId, OrderId } from '../../src/domain/values.ts'
import { refused } from '../support/store.ts'
import { type Harness, startHarness } from './harness.ts'
import { historyOf } from './history.ts'
import { fromOutside, setOut, type Traveller } from './road.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterAll(() => harness.close())

const signer = {
  firstName: 'Wilhelmina',
  lastName: 'Ostrander',
  title: 'Owner',
  signature: 'Wilhelmina Ostrander',
  differenceConfirmed: false,
}

async function ordersWithLetter({
  does,
  picksNumbers,
}: Traveller): Promise<{ readonly orderId: OrderId; readonly loaId: LoaId }> {
  const orderId = await picksNumbers()
  const { loaId } = await does('SignLoa', { orderId, signer })
  await does('SubmitOrder', { orderId, next: 'done' })
  return { orderId, loaId }
}

test('a letter goes to the desk with its order; one that the desk sends back costs the order its numbers, and a new one gets them through', async () => {
  const traveller = await setOut(harness, { licensed: true, loa: 'required' })
  const { orgId, onboardingId, does } = traveller
  const draft = await traveller.picksNumbers()
  const refusal = await refused(harness.store, 'SubmitOrder', orgId, { orderId: draft, next: 'done' })
  expect(refusal.code).toBe('LOA_NOT_SIGNED')
  await does('WithdrawOrder', { orderId: draft })

  const first = await ordersWithLetter(traveller)
  const letters = (orderId: OrderId) => harness.outside.taken.orders.find((each) => each.reference === orderId)?.letters
  expect(letters(first.orderId)).toMatchObject([{ reference: first.loaId }])
  expect(letters(first.orderId)?.[0]?.text).toContain(signer.signature)
  await does('ReportLoa', { loaId: first.loaId, status: 'refused', reason: 'SIGNER_UNKNOWN' }, fromOutside('desk'))
  expect((await harness.progress(onboardingId)).stage).toBe('answer')
  await traveller.deskRefuses(first.orderId)
  expect((await harness.progress(onboardingId)).stage).toBe('acknowledgement')

  const second = await ordersWithLetter(traveller)
  expect((await harness.progress(onboardingId)).stage).toBe('answer')
  await does('ReportLoa', { loaId: second.loaId, status: 'accepted' }, fromOutside('desk'))
  await traveller.deskAuthorises(second.orderId)
  const caseId = await traveller.opensCase()
  await traveller.handsIn(caseId)
  await traveller.registryApproves(caseId)
  const handle = harness.client.workflow.getHandle(onboardingWorkflowId(onboardingId))
  expect(await handle.result()).toBe('completed')
  const { text } = await historyOf(harness, onboardingWorkflowId(onboardingId), { scenario: 'letterRefused' })
  expect(text).not.toContain(signer.lastName)
  expect(text).not.toContain(Buffer.from(signer.lastName).toString('base64').slice(0, 10))
})
