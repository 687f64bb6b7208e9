import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { marksOf } from '../../src/domain/process/waits.ts'
import { plusDays } from '../../src/domain/values.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { enterWait } from '../../src/store/waits.ts'
import { authorisedOrganisation, openedCase } from '../support/store.ts'
import { call, openTestApi, type TestApi } from './testApi.ts'

let api: TestApi
let waiting: Awaited<ReturnType<typeof authorisedOrganisation>>
let inCase: Awaited<ReturnType<typeof openedCase>>

beforeAll(async () => {
  api = await openTestApi()
  waiting = await authorisedOrganisation(api.store, 2)
  inCase = await openedCase(api.store, 3)
  await enter(waiting.orgId, waiting.onboardingId, 'case', -3)
  await enter(inCase.orgId, inCase.caseId, 'review', 0)
})
afterAll(() => api.close())

async function enter(orgId: typeof waiting.orgId, processId: string, kind: 'case' | 'review', days: number) {
  const { pool, clock } = api.store
  const openedAt = plusDays(await clock.now(), days)
  const { owner, ...rule } = pack003.waits[kind]
  const marks = marksOf({ owner, ...rule }, openedAt)
  await inTransaction(pool, orgId, (tx) =>
    enterWait(tx, { orgId, processId, kind, waitId: `${processId}/${randomUUID()}`, owner, openedAt, marks }),
  )
}

const read = async (url: string, token: string) => (await call(api.app, 'GET', url, { token })).json()

test('whoever asks is told who they are here', async () => {
  const token = await api.token('partner', [waiting.orgId], { subject: 'partner-7' })
  expect(await read('/v1/me', token)).toMatchObject({
    subject: 'partner-7',
    role: 'partner',
    organisations: [waiting.orgId],
    expiresAt: null,
  })
  expect(await read('/v1/me', await api.token('operator'))).toMatchObject({ role: 'operator', organisations: [] })
})

describe('what is waited for', () => {
  test('is one line for each wait in scope, of onboardings and of cases, with whose turn it is', async () => {
    const { items } = await read('/v1/waits', await api.token('support', [waiting.orgId, inCase.orgId]))
    const shown = items.map(({ process, kind, owner, organisation }: Record<string, string>) => [
      process,
      kind,
      owner,
      typeof organisation,
    ])
    expect(shown).toHaveLength(2)
    expect(shown).toContainEqual(['onboarding', 'case', 'customerAdmin', 'string'])
    expect(shown).toContainEqual(['case', 'review', 'desk', 'string'])
    const due = items.map(({ dueAt }: { dueAt: string }) => dueAt)
    expect(due).toEqual([...due].sort())
  })

  test('is nobody else’s to see, and can be asked of one owner', async () => {
    const { items } = await read('/v1/waits', await api.token('admin', [waiting.orgId]))
    expect(items.map(({ orgId }: { orgId: string }) => orgId)).toEqual([waiting.orgId])
    const desk = await read('/v1/waits?owner=desk', await api.token('operator'))
    expect(desk.items.map(({ orgId }: { orgId: string }) => orgId)).toEqual([inCase.orgId])
  })

  test('goes on from page to page without a gap', async () => {
    const token = await api.token('operator')
    const first = await read('/v1/waits?limit=1', token)
    const second = await read(`/v1/waits?limit=1&cursor=${first.nextCursor}`, token)
    expect(second.items[0].id).not.toBe(first.items[0].id)
    expect(second.nextCursor).toBeNull()
  })
})

test('the portfolio tells how far each organisation is, and what stands still', async () => {
  const { items } = await read('/v1/portfolio', await api.token('partner', [waiting.orgId, inCase.orgId]))
  const of = (orgId: string) => items.find(({ id }: { id: string }) => id === orgId)
  expect(of(waiting.orgId)).toMatchObject({
    licence: 'active',
    numbers: 2,
    authorised: 2,
    caseless: 2,
    openCases: 0,
    verdicts: { can: 0, unknown: 2 },
    wait: { kind: 'case', owner: 'customerAdmin', isOverdue: false },
  })
  expect(of(inCase.orgId)).toMatchObject({ numbers: 3, caseless: 0, openCases: 1 })
})

describe('one search box', () => {
  const find = async (text: string, orgIds = [waiting.orgId, inCase.orgId]) => {
    const { items } = await read(`/v1/search?text=${encodeURIComponent(text)}`, await api.token('support', orgIds))
    return items.map(({ kind, id }: Record<string, string>) => `${kind} ${id}`)
  }

  test('finds a number by any part of it, however it is written', async () => {
    const [number = ''] = waiting.numbers
    const [id] = waiting.numberIds
    expect(await find(number)).toContain(`number ${id}`)
    const national = number.slice(2)
    expect(await find(`(${national.slice(0, 3)}) ${national.slice(3, 6)}-${national.slice(6)}`)).toContain(
      `number ${id}`,
    )
    expect(await find(number.slice(-6))).toContain(`number ${id}`)
  })

  test('finds by id, by workflow id, and by the case number that people say', async () => {
    expect(await find(`case/${inCase.caseId}`)).toEqual([`case ${inCase.caseId}`])
    expect(await find(waiting.onboardingId)).toEqual([`onboarding ${waiting.onboardingId}`])
    expect(await find(String(waiting.orderId))).toEqual([`order ${waiting.orderId}`])
    const { caseNumber } = await read(
      `/v1/organisations/${inCase.orgId}/cases/${inCase.caseId}`,
      await api.token('operator'),
    )
    expect(await find(`#${caseNumber}`)).toContain(`case ${inCase.caseId}`)
  })

  test('finds nothing that lies outside of the scope', async () => {
    const [number = ''] = waiting.numbers
    expect(await find(number, [inCase.orgId])).toEqual([])
    expect(await find(`case/${inCase.caseId}`, [waiting.orgId])).toEqual([])
  })
})

test('a list of numbers can be narrowed to some digits in a row', async () => {
  const [number = ''] = waiting.numbers
  const { items } = await read(
    `/v1/organisations/${waiting.orgId}/numbers?digits=${number.slice(-7)}`,
    await api.token('admin', [waiting.orgId]),
  )
  expect(items.map((each: { number: string }) => each.number)).toEqual([number])
})
