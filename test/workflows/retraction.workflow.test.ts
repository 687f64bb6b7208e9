import { afterAll, beforeAll, expect, test } from 'vitest'
import { licenceStreamId } from '../../src/store/commands/licences.ts'
import { type Harness, startHarness } from './harness.ts'
import { setOut } from './road.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness({ bridges: false })
})
afterAll(() => harness.close())

async function lastOf(stream: string, type: string): Promise<string> {
  const { rows } = await harness.store.pool.query<{ id: string }>(
    `select stream_id || ':' || version as id from event where stream_id = $1 and type = $2 order by version desc limit 1`,
    [stream, type],
  )
  return rows[0]?.id ?? 'none'
}

const reason = 'mistaken'

test('a case that was reported as opened by mistake waits for its opening again, and goes on when it is told rightly', async () => {
  const traveller = await setOut(harness, { licensed: true })
  const orderId = await traveller.orders()
  await traveller.deskAuthorises(orderId)
  const caseId = await traveller.opensCase()
  await traveller.deskReports(caseId, 'opened')
  expect((await harness.caseProgress(caseId)).stage).toBe('formSending')

  const eventIds = [await lastOf(caseId, 'CaseReported')]
  await traveller.does('RetractReport', { eventIds, reason }, asSupport)
  const again = await harness.caseProgress(caseId)
  expect(again).toMatchObject({ stage: 'opening', settled: [{ step: 'case/1', outcome: 'byHand' }] })
  await traveller.deskReports(caseId, 'opened')
  expect(await harness.caseProgress(caseId)).toMatchObject({ stage: 'formSending', settled: [] })
})

test('an onboarding held up by a lapse that never was goes on where it stood', async () => {
  const traveller = await setOut(harness, { licensed: true })
  await traveller.orders()
  const { onboardingId } = traveller
  const before = await harness.progress(onboardingId)
  await traveller.does('ReportLicence', { status: 'lapsed' })
  expect((await harness.progress(onboardingId)).stage).toBe('licence')

  const eventIds = [await lastOf(licenceStreamId(traveller.orgId), 'LicenceLapsed')]
  await traveller.does('RetractReport', { eventIds, reason }, asSupport)
  const after = await harness.progress(onboardingId)
  expect(after.stage).toBe('authorisation')
  expect(after.wait?.waitId).toBe(before.wait?.waitId)
})

const asSupport = { actor: { kind: 'person', subject: 'support-1', role: 'support' } } as const
