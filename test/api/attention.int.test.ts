import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { marksOf } from '../../src/domain/process/waits.ts'
import { plusDays } from '../../src/domain/values.ts'
import { callAttention } from '../../src/store/outbox.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { enterWait } from '../../src/store/waits.ts'
import { readyOrganisation } from '../support/store.ts'
import { call, openTestApi, type TestApi } from './testApi.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
})
afterAll(() => api.close())

test('a wait past its due date is a task: whom to ask; an entry of another kind names its own act, or none', async () => {
  const { pool, clock } = api.store
  const { orgId, onboardingId } = await readyOrganisation(api.store, 1)
  const now = await clock.now()
  const openedAt = plusDays(now, -22)
  await inTransaction(pool, orgId, async (tx) => {
    const { owner, ...rule } = pack003.waits.answer
    const marks = marksOf({ owner, ...rule }, openedAt)
    const waitId = `${onboardingId}/${randomUUID()}`
    await enterWait(tx, { orgId, processId: onboardingId, kind: 'answer', waitId, owner, openedAt, marks })
    await tx.query(`update wait set said_at = at where wait_id = $1 and at <= $2`, [waitId, now])
  })
  const plain = { orgId, subject: randomUUID(), at: now }
  await callAttention(pool, { ...plain, code: 'RETRACTION_LEFT_EFFECTS', detail: { owner: 'desk', act: 'tellDesk' } })
  await callAttention(pool, { ...plain, code: 'STEP_FAILED', detail: {} })

  const { items } = (await call(api.app, 'GET', '/v1/attention', { token: await api.token('operator') })).json()
  const shown = items.map(({ code, owner, act }: Record<string, unknown>) => ({ code, owner, act }))
  expect(shown).toHaveLength(3)
  expect(shown).toContainEqual({ code: 'WAIT_OVERDUE', owner: 'desk', act: 'askDesk' })
  expect(shown).toContainEqual({ code: 'RETRACTION_LEFT_EFFECTS', owner: 'desk', act: 'tellDesk' })
  expect(shown).toContainEqual({ code: 'STEP_FAILED', owner: null, act: null })
})
