import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CancelRequest, cancelUpdate, onboardingWorkflowId } from '../../src/contract/onboarding.ts'
import { updateRefusals } from '../../src/contract/process.ts'
import { ProviderUnavailable } from '../../src/providers/failures.ts'
import { partner } from '../support/store.ts'
import { type Harness, startHarness } from './harness.ts'
import { historyOf } from './history.ts'
import { recorded, setOut, type Traveller } from './road.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterAll(() => harness.close())

const handleOf = ({ onboardingId }: Traveller) => harness.client.workflow.getHandle(onboardingWorkflowId(onboardingId))

function request(commandId: string): CancelRequest {
  return { commandId, reason: 'requestedByPartner', actor: partner }
}

function cancel(traveller: Traveller, commandId: string) {
  return handleOf(traveller).executeUpdate(cancelUpdate, { updateId: commandId, args: [request(commandId)] })
}

/** The road up to each stage, and how many numbers a cancellation gives back there. */
const upTo: readonly { readonly stage: string; readonly released: number; readonly go: () => Promise<Traveller> }[] = [
  { stage: 'licence', released: 0, go: () => setOut(harness) },
  {
    stage: 'authorisation',
    released: 3,
    go: async () => {
      const traveller = await setOut(harness, { licensed: true })
      await traveller.picksNumbers()
      return traveller
    },
  },
  {
    stage: 'case',
    released: 0,
    go: async () => {
      const traveller = await setOut(harness, { licensed: true })
      await traveller.comesToCase()
      return traveller
    },
  },
  {
    stage: 'registration',
    released: 0,
    go: async () => {
      const traveller = await setOut(harness, { licensed: true })
      await traveller.comesToReview()
      return traveller
    },
  },
  {
    stage: 'acknowledgement',
    released: 0,
    go: async () => {
      const traveller = await setOut(harness, { licensed: true })
      await traveller.deskRefuses(await traveller.orders())
      return traveller
    },
  },
]

describe('an onboarding can be cancelled wherever it stands', () => {
  test.each(upTo)('while it waits in the stage $stage', async ({ stage, released, go }) => {
    const traveller = await go()
    const { onboardingId } = traveller
    expect((await harness.progress(onboardingId)).stage).toBe(stage)
    expect(await cancel(traveller, `cancel-${onboardingId}`)).toEqual({ released })
    expect(await handleOf(traveller).result()).toBe('cancelled')
    expect((await recorded(harness, onboardingId)).filter((type) => type === 'OnboardingCancelled')).toHaveLength(1)
    const { rows } = await harness.store.pool.query(
      'select count(*)::int from wait where process_id = $1 and closed_at is null',
      [onboardingId],
    )
    expect(rows).toEqual([{ count: 0 }])
    await historyOf(harness, onboardingWorkflowId(onboardingId), { scenario: `cancelledIn-${stage}` })
  })

  test('while the desk is down: the send that was being repeated is called off', async () => {
    const traveller = await setOut(harness, { licensed: true })
    harness.outside.whenOrdering(traveller.orgId, () => {
      throw new ProviderUnavailable('desk', 'network')
    })
    await traveller.orders()
    expect(await cancel(traveller, 'while-down')).toEqual({ released: 0 })
    expect(await handleOf(traveller).result()).toBe('cancelled')
    await historyOf(harness, onboardingWorkflowId(traveller.onboardingId), { scenario: 'cancelledWhileDeskDown' })
  })
})

test('the same cancellation asked for twice at once is one, with one answer', async () => {
  const traveller = await setOut(harness, { licensed: true })
  await traveller.picksNumbers()
  const answers = await Promise.all([cancel(traveller, 'one-wish'), cancel(traveller, 'one-wish')])
  expect(answers).toEqual([{ released: 3 }, { released: 3 }])
  expect(
    (await recorded(harness, traveller.onboardingId)).filter((type) => type === 'OnboardingCancelled'),
  ).toHaveLength(1)
})

test('a second cancellation is refused while the first is under way', async () => {
  const traveller = await setOut(harness)
  const release = await harness.holdCommands(traveller.orgId)
  const first = cancel(traveller, 'first')
  await harness.untilUnderWay(onboardingWorkflowId(traveller.onboardingId), 'cancelOnboarding')
  await expect(cancel(traveller, 'second')).rejects.toMatchObject({ cause: { type: updateRefusals.cancelling } })
  await release()
  expect(await first).toEqual({ released: 0 })
})

test('once the onboarding has ended there is nothing left to cancel', async () => {
  const traveller = await setOut(harness, { licensed: true })
  await traveller.walksOn()
  expect(await handleOf(traveller).result()).toBe('completed')
  await expect(cancel(traveller, 'too-late')).rejects.toThrow()
  expect(await recorded(harness, traveller.onboardingId)).not.toContain('OnboardingCancelled')
})
