import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cancelUpdate, onboardingWorkflowId } from '../../src/contract/onboarding.ts'
import { retryStepUpdate, updateRefusals } from '../../src/contract/process.ts'
import { cancelCaseUpdate, caseWorkflowId } from '../../src/contract/supportCase.ts'
import { type CaseFact, fold, notOpened } from '../../src/domain/process/supportCase.ts'
import type { CaseId } from '../../src/domain/values.ts'
import { ProviderRefused, ProviderUnavailable } from '../../src/providers/failures.ts'
import { loadFacts } from '../../src/store/outbox.ts'
import { accepted, admin } from '../support/store.ts'
import { type Harness, startHarness } from './harness.ts'
import { historyOf } from './history.ts'
import { recorded, setOut, type Traveller } from './road.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
})
afterAll(() => harness.close())

const handleOf = (id: CaseId) => harness.client.workflow.getHandle(caseWorkflowId(id))
const keep = (id: CaseId, scenario: string) => historyOf(harness, caseWorkflowId(id), { scenario })

function cancel(caseId: CaseId, commandId: string) {
  return handleOf(caseId).executeUpdate(cancelCaseUpdate, { updateId: commandId, args: [{ commandId, actor: admin }] })
}

async function openWaits(id: string): Promise<number> {
  const { rowCount } = await harness.store.pool.query(
    'select 1 from wait where process_id = $1 and closed_at is null',
    [id],
  )
  return rowCount ?? 0
}

async function attentions({ orgId }: Traveller): Promise<readonly string[]> {
  const { rows } = await harness.store.pool.query<{ code: string }>('select code from attention where org_id = $1', [
    orgId,
  ])
  return rows.map(({ code }) => code)
}

describe('a case can be cancelled', () => {
  test.each(['opening', 'review', 'correction'] as const)(
    'in %s, and its numbers can go into another',
    async (stage) => {
      const traveller = await setOut(harness, { licensed: true })
      const { onboardingId, numberIds } = traveller
      const caseId = stage === 'opening' ? await opened(traveller) : await traveller.comesToReview()
      if (stage === 'correction') await traveller.registryRejects(caseId)
      expect((await harness.caseProgress(caseId)).stage).toBe(stage)
      expect(await cancel(caseId, `cancel-${caseId}`)).toEqual({ released: numberIds.length })
      expect(await handleOf(caseId).result()).toBe('cancelled')
      expect(await openWaits(caseId)).toBe(0)
      await harness.settle()
      expect(await attentions(traveller)).toEqual([])
      if (stage !== 'correction') {
        expect((await harness.progress(onboardingId)).stage).toBe('case')
        expect(await traveller.opensCase()).not.toBe(caseId)
      }
      await keep(caseId, `caseCancelledIn-${stage}`)
    },
  )

  test('while the desk is down: the form that was being sent is called off', async () => {
    const traveller = await setOut(harness, { licensed: true })
    harness.outside.whenSendingForm(traveller.orgId, () => {
      throw new ProviderUnavailable('desk', 'network')
    })
    const caseId = await traveller.comesToReview()
    expect((await harness.caseProgress(caseId)).underWay).toEqual(['form/1'])
    expect(await cancel(caseId, 'down')).toEqual({ released: 3 })
    expect(await handleOf(caseId).result()).toBe('cancelled')
    await keep(caseId, 'caseCancelledWhileDeskDown')
  })

  test('once, however often and at once it is asked for', async () => {
    const traveller = await setOut(harness, { licensed: true })
    const caseId = await traveller.comesToReview()
    const release = await harness.holdCommands(traveller.orgId)
    const first = cancel(caseId, 'one')
    await harness.untilUnderWay(caseWorkflowId(caseId), 'cancelCase')
    await expect(cancel(caseId, 'two')).rejects.toMatchObject({ cause: { type: updateRefusals.cancelling } })
    await release()
    expect(await first).toEqual({ released: 3 })
    expect((await recorded(harness, caseId)).filter((type) => type === 'CaseCancelled')).toHaveLength(1)
  })
})

describe('a case that somebody else ends', () => {
  test('by a command straight to the record, hears of it and stops', async () => {
    const traveller = await setOut(harness, { licensed: true })
    const caseId = await traveller.comesToReview()
    await traveller.does('CancelCase', { caseId })
    expect(await handleOf(caseId).result()).toBe('cancelled')
    expect(await openWaits(caseId)).toBe(0)
    await keep(caseId, 'caseCancelledInTheRecord')
  })

  test('by cancelling its onboarding, ends with it', async () => {
    const traveller = await setOut(harness, { licensed: true })
    const { onboardingId } = traveller
    const caseId = await traveller.comesToReview()
    const handle = harness.client.workflow.getHandle(onboardingWorkflowId(onboardingId))
    const request = { commandId: 'all', reason: 'requestedByCustomer', actor: admin } as const
    await handle.executeUpdate(cancelUpdate, { updateId: 'all', args: [request] })
    await harness.settle()
    expect(await handle.result()).toBe('cancelled')
    expect(await handleOf(caseId).result()).toBe('cancelled')
    expect(await recorded(harness, caseId)).toContain('CaseCancelled')
    expect(await openWaits(caseId)).toBe(0)
    expect(await attentions(traveller)).toEqual([])
  })

  test('stops also when the word of its end is lost, as soon as it is made to look', async () => {
    const traveller = await setOut(harness, { licensed: true })
    const caseId = await traveller.comesToReview()
    await accepted(harness.store, 'CancelCase', traveller.orgId, { caseId })
    await harness.takeOutbox()
    await harness.deliver.wake({ kind: 'supportCase', orgId: traveller.orgId, processId: caseId })
    expect(await handleOf(caseId).result()).toBe('cancelled')
  })
})

describe('a case that lost its history', () => {
  test('is started again from Postgres, with the same due dates and nothing done twice', async () => {
    const traveller = await setOut(harness, { licensed: true })
    const caseId = await traveller.comesToReview()
    const before = await harness.caseProgress(caseId)
    const record = await recorded(harness, caseId)
    await handleOf(caseId).terminate('its store was lost')
    await harness.deliver.wake({ kind: 'supportCase', orgId: traveller.orgId, processId: caseId })
    await harness.settle()
    expect(await harness.caseProgress(caseId)).toEqual(before)
    expect(await recorded(harness, caseId)).toEqual(record)
    expect(harness.outside.taken.forms.filter((each) => each.caseReference === caseId)).toHaveLength(1)
    await traveller.registryApproves(caseId)
    expect(await handleOf(caseId).result()).toBe('closed')
    await keep(caseId, 'caseRecovered')
  })
})

test('facts of a case come out of order, twice and with gaps, and twenty starts at once make one run', async () => {
  const traveller = await setOut(harness, { licensed: true })
  await traveller.comesToCase()
  const { orgId, onboardingId } = traveller
  const { caseId } = await accepted(harness.store, 'OpenCase', orgId, { onboardingId })
  for (const status of ['opened', 'formSent', 'waitingOnCustomer'] as const) {
    await accepted(harness.store, 'ReportCase', orgId, { caseId, status })
  }
  await harness.takeOutbox()
  const facts = (await loadFacts(harness.store.pool, caseId, 0, 100)) as readonly CaseFact[]
  const to = { kind: 'supportCase', orgId, processId: caseId } as const
  const shuffled = Array.from({ length: 20 }, (_, index) => facts[(index * 3 + 2) % facts.length])
  await Promise.all(shuffled.flatMap((fact) => (fact ? [harness.deliver.fact(to, fact)] : [])))
  await harness.settle()
  const { process, stage } = await harness.caseProgress(caseId)
  expect(process).toEqual(facts.reduce(fold, notOpened))
  expect(stage).toBe('customer')
  expect(harness.outside.taken.cases.filter((each) => each.reference === caseId).length).toBeLessThanOrEqual(1)
  await keep(caseId, 'caseFactsOutOfOrder')
})

test('a form that the desk refuses for good is put before a person, and goes out when somebody asks again', async () => {
  const traveller = await setOut(harness, { licensed: true })
  let isAdamant = true
  harness.outside.whenSendingForm(traveller.orgId, () => {
    if (isAdamant) throw new ProviderRefused('desk', 422, 'FORM_UNREADABLE')
  })
  const caseId = await traveller.comesToReview()
  expect(await recorded(harness, caseId)).toContain('CaseStepFailed')
  expect(await attentions(traveller)).toEqual(['STEP_FAILED'])
  isAdamant = false
  await handleOf(caseId).executeUpdate(retryStepUpdate, { args: ['form/1'] })
  await harness.settle()
  expect(await recorded(harness, caseId)).toContain('CaseFormSent')
  await keep(caseId, 'caseFormRefused')
})

async function opened({ comesToCase, opensCase }: Traveller): Promise<CaseId> {
  await comesToCase()
  return opensCase()
}
