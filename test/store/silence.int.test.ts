import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EventId, Instant } from '../../src/domain/values.ts'
import { instant, plusDays, plusMinutes } from '../../src/domain/values.ts'
import { createDocuments } from '../../src/store/documents.ts'
import { createStore, type Store } from '../../src/store/execute.ts'
import { readOpenWait } from '../../src/store/views/onboardingView.ts'
import { readSilence } from '../../src/store/views/silenceView.ts'
import { goodForm } from '../support/form.ts'
import { accepted, desk, openedCase, openTestStore, type TestStore } from '../support/store.ts'

let test: TestStore
/** The same database under a clock that the test moves. */
let store: Store
let now: Instant = instant('2026-05-01T00:00:00.000Z')
beforeAll(async () => {
  test = await openTestStore()
  const clock = {
    now: async () => {
      now = plusMinutes(now, 1)
      return now
    },
  }
  store = createStore({ pool: test.store.pool, clock, documents: createDocuments(test.masterKey) })
})
afterAll(() => test.close())

/** A case in review: the desk has it. */
async function inReview() {
  const { orgId, caseId } = await openedCase(store)
  await accepted(store, 'SubmitForm', orgId, { caseId, form: goodForm })
  await accepted(store, 'EnterCaseStage', orgId, { caseId, stage: 'review', waitId: `${caseId}/${randomUUID()}` })
  const opened = now
  const silence = async (days: number) => {
    const wait = await readOpenWait(store.pool, orgId, caseId)
    if (!wait) throw new Error('nothing is waited for')
    return readSilence(store.pool, orgId, caseId, { wait, at: plusDays(opened, days) })
  }
  return { orgId, caseId, opened, silence }
}

it('the silence of the desk begins with the wait, and anew with each word of the desk on the case', async () => {
  const { orgId, caseId, opened, silence } = await inReview()
  expect(await silence(20)).toMatchObject({ party: 'desk', days: 20, grade: 'usual' })
  now = plusDays(opened, 5)
  await accepted(store, 'ReportCase', orgId, { caseId, status: 'formReceived' }, desk)
  expect(await silence(20)).toMatchObject({ days: 14, lastWord: { type: 'CaseReported' }, grade: 'usual' })
  expect(await silence(22)).toMatchObject({ grade: 'explained', act: 'askDesk', next: { at: plusDays(opened, 28) } })
  expect(await silence(28)).toMatchObject({ grade: 'escalated' })
})

it('what others say of the case, and what the desk says of another, is no word of it', async () => {
  const { orgId, opened, silence } = await inReview()
  const other = await inReview()
  now = plusDays(opened, 5)
  await accepted(store, 'ReportCase', other.orgId, { caseId: other.caseId, status: 'formReceived' }, desk)
  await accepted(store, 'ReportLicence', orgId, { status: 'activated' })
  const heard = await silence(20)
  expect(heard.days).toBe(20)
})

it('a word that was struck was never said', async () => {
  const { orgId, caseId, opened, silence } = await inReview()
  now = plusDays(opened, 5)
  await accepted(store, 'ReportCase', orgId, { caseId, status: 'formReceived' }, desk)
  const { lastWord } = await silence(20)
  if (!lastWord) throw new Error('the desk said something')
  const eventIds = [lastWord.eventId as EventId]
  await accepted(store, 'RetractReport', orgId, { eventIds, reason: 'mistaken' })
  expect(await silence(20)).toMatchObject({ days: 20 })
})
