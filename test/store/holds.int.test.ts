import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseWait, OnboardingWait } from '../../src/domain/policy/policy.ts'
import { type CaseId, type Instant, instant, plusDays, plusMinutes } from '../../src/domain/values.ts'
import { createDocuments } from '../../src/store/documents.ts'
import { createStore, type Store } from '../../src/store/execute.ts'
import { loadFacts } from '../../src/store/outbox.ts'
import { turnedOrganisations, turnOrganisation } from '../../src/store/turning.ts'
import { earliestMark } from '../../src/store/waits.ts'
import { goodForm } from '../support/form.ts'
import {
  type Authorised,
  accepted,
  authorise,
  desk,
  openTestStore,
  readyOrganisation,
  refused,
  registry,
  type TestStore,
} from '../support/store.ts'

let test: TestStore
/** The same database under a clock that the test moves; while it ticks, a minute passes with every look. */
let store: Store
let now: Instant = instant('2026-05-01T00:00:00.000Z')
let ticking = true
beforeAll(async () => {
  test = await openTestStore()
  const { pool } = test.store
  const clock = {
    now: async () => {
      now = plusMinutes(now, ticking ? 1 : 0)
      return now
    },
  }
  store = createStore({ pool, clock, documents: createDocuments(test.masterKey) })
})
afterAll(() => test.close())

type Case = Authorised & { readonly caseId: CaseId }

/** A case whose form is with the desk; the clock stands when it is ready. */
async function caseUnderReview(): Promise<Case> {
  ticking = true
  const premises = await authorise(store, await readyOrganisation(store, 2))
  const { orgId, onboardingId } = premises
  const { caseId } = await accepted(store, 'OpenCase', orgId, { onboardingId })
  await accepted(store, 'SubmitForm', orgId, { caseId, form: goodForm })
  ticking = false
  now = plusMinutes(now, 1)
  return { ...premises, caseId }
}

function enter({ orgId, caseId }: Case, stage: CaseWait) {
  return accepted(store, 'EnterCaseStage', orgId, { caseId, stage, waitId: `${caseId}/${randomUUID()}` })
}

function enterOnboarding({ orgId, onboardingId }: Authorised, stage: OnboardingWait) {
  return accepted(store, 'EnterStage', orgId, { onboardingId, stage, waitId: `${onboardingId}/${randomUUID()}` })
}

async function marks(processId: string, kind: string) {
  const { rows } = await store.pool.query<{ mark: string; at: Instant; said: boolean; open: boolean; held: boolean }>(
    `select mark, at, said_at is not null as said, closed_at is null as open, paused_at is not null as held
     from wait where process_id = $1 and kind = $2 order by opened_at, at, mark`,
    [processId, kind],
  )
  return rows
}

const days = (count: number) => {
  now = plusDays(now, count)
}

describe('a hold', () => {
  it('stops the clock of the wait before it, and gives the time back to the minute when it ends', async () => {
    const held = await caseUnderReview()
    const opened = now
    const review = await enter(held, 'review')
    expect(review).toMatchObject({ owner: 'desk', dueAt: plusDays(opened, 28), next: plusDays(opened, 21) })
    days(10)
    const hold = await enter(held, 'licenceHold')
    expect(hold).toMatchObject({ owner: 'partner', openedAt: now, dueAt: plusDays(now, 28) })
    expect((await marks(held.caseId, 'review')).map((each) => each.held)).toEqual([true, true, true])
    days(12)
    now = plusMinutes(now, 7)
    const back = await enter(held, 'review')
    const moved = plusMinutes(plusDays(opened, 12), 7)
    expect(back).toEqual({
      waitId: review.waitId,
      owner: 'desk',
      openedAt: opened,
      dueAt: plusDays(moved, 28),
      next: plusDays(moved, 21),
    })
    expect((await marks(held.caseId, 'review')).map(({ mark, at, held: on }) => [mark, at, on])).toEqual([
      ['reminder', plusDays(moved, 21), false],
      ['due', plusDays(moved, 28), false],
      ['escalation', plusDays(moved, 28), false],
    ])
    expect((await marks(held.caseId, 'licenceHold')).some((each) => each.open)).toBe(false)
  })

  it('leaves marks that were said where they were', async () => {
    const held = await caseUnderReview()
    const opened = now
    const review = await enter(held, 'review')
    days(21)
    const { orgId, caseId } = held
    expect(await accepted(store, 'FireCaseMarks', orgId, { caseId, waitId: review.waitId })).toMatchObject({ said: 1 })
    days(2)
    await enter(held, 'eligibilityHold')
    days(30)
    await enter(held, 'review')
    expect((await marks(caseId, 'review')).map(({ mark, at, said }) => [mark, at, said])).toEqual([
      ['reminder', plusDays(opened, 21), true],
      ['due', plusDays(opened, 58), false],
      ['escalation', plusDays(opened, 58), false],
    ])
  })

  it('as long as the time between two reminders moves one onto the place of the next', async () => {
    const held = await authorise(store, await readyOrganisation(store, 1))
    ticking = false
    const opened = now
    await enterOnboarding(held, 'authorisation')
    days(1)
    await enterOnboarding(held, 'licence')
    days(7)
    await enterOnboarding(held, 'authorisation')
    expect((await marks(held.onboardingId, 'authorisation')).map((each) => each.at)).toEqual(
      [14, 21, 28, 35, 42].map((day) => plusDays(opened, day)),
    )
  })

  it('after another hold takes over from it, and both are given back', async () => {
    const held = await caseUnderReview()
    const opened = now
    await enter(held, 'review')
    days(5)
    await enter(held, 'licenceHold')
    days(3)
    await enter(held, 'eligibilityHold')
    expect((await marks(held.caseId, 'licenceHold')).every((each) => !each.open)).toBe(true)
    expect((await marks(held.caseId, 'eligibilityHold')).every((each) => each.open && !each.held)).toBe(true)
    days(4)
    await enter(held, 'licenceHold')
    days(2)
    expect(await enter(held, 'review')).toMatchObject({ dueAt: plusDays(opened, 28 + 9) })
  })

  it('has a clock of its own, and the wait under it says nothing meanwhile', async () => {
    const held = await caseUnderReview()
    const review = await enter(held, 'review')
    days(20)
    const { orgId, caseId } = held
    const hold = await enter(held, 'licenceHold')
    days(8)
    const silent = await accepted(store, 'FireCaseMarks', orgId, { caseId, waitId: review.waitId })
    expect(silent).toEqual({ said: 0 })
    expect(await accepted(store, 'FireCaseMarks', orgId, { caseId, waitId: hold.waitId })).toMatchObject({ said: 1 })
    const { rows } = await store.pool.query(
      'select type, data from event where stream_id = $1 order by version desc limit 1',
      [caseId],
    )
    expect(rows).toMatchObject([{ type: 'CaseReminded', data: { wait: 'licenceHold', owner: 'partner', late: true } }])
    await store.pool.query(`update wait set closed_at = $1 where process_id <> $2`, [now, caseId])
    expect(await earliestMark(store.pool)).toBe(plusDays(hold.openedAt, 14))
  })

  it('that ends in another stage than before closes the wait that it had paused', async () => {
    const held = await caseUnderReview()
    await enter(held, 'review')
    days(5)
    await enter(held, 'licenceHold')
    days(5)
    const correction = await enter(held, 'correction')
    expect(correction).toMatchObject({ openedAt: now, owner: 'customerAdmin', dueAt: plusDays(now, 21) })
    expect((await marks(held.caseId, 'review')).every((each) => !each.open)).toBe(true)
  })

  it('shows the case as on hold, and as open again after it', async () => {
    const held = await caseUnderReview()
    const phase = async () =>
      (await store.pool.query('select phase, stage from support_case where id = $1', [held.caseId])).rows[0]
    await enter(held, 'review')
    now = plusMinutes(now, 1)
    await enter(held, 'licenceHold')
    expect(await phase()).toEqual({ phase: 'onHold', stage: 'licenceHold' })
    now = plusMinutes(now, 1)
    await enter(held, 'review')
    expect(await phase()).toEqual({ phase: 'open', stage: 'review' })
  })

  it('leaves nothing open when the case is cancelled under it', async () => {
    const held = await caseUnderReview()
    await enter(held, 'review')
    now = plusMinutes(now, 1)
    await enter(held, 'licenceHold')
    now = plusMinutes(now, 1)
    await accepted(store, 'CancelCase', held.orgId, { caseId: held.caseId })
    const all = [...(await marks(held.caseId, 'review')), ...(await marks(held.caseId, 'licenceHold'))]
    expect(all.some((each) => each.open)).toBe(false)
  })
})

describe('the wait for the customer', () => {
  it('stops the clock of the review, and gives the time back to the minute with the answer', async () => {
    const asked = await caseUnderReview()
    const opened = now
    const review = await enter(asked, 'review')
    days(10)
    const question = await enter(asked, 'customer')
    expect(question).toMatchObject({ owner: 'customerAdmin', openedAt: now, dueAt: plusDays(now, 21) })
    expect((await marks(asked.caseId, 'review')).map(({ open, held }) => [open, held])).toEqual(
      Array(3).fill([true, true]),
    )
    days(12)
    now = plusMinutes(now, 7)
    const moved = plusMinutes(plusDays(opened, 12), 7)
    expect(await enter(asked, 'review')).toEqual({
      waitId: review.waitId,
      owner: 'desk',
      openedAt: opened,
      dueAt: plusDays(moved, 28),
      next: plusDays(moved, 21),
    })
    expect((await marks(asked.caseId, 'customer')).some((each) => each.open)).toBe(false)
  })

  it('stands still itself during a hold, and the review stands still under both', async () => {
    const asked = await caseUnderReview()
    const opened = now
    await enter(asked, 'review')
    days(10)
    const question = await enter(asked, 'customer')
    days(2)
    await enter(asked, 'licenceHold')
    expect((await marks(asked.caseId, 'customer')).every((each) => each.open && each.held)).toBe(true)
    days(5)
    expect(await enter(asked, 'customer')).toMatchObject({
      waitId: question.waitId,
      dueAt: plusDays(question.openedAt, 21 + 5),
      next: plusDays(question.openedAt, 3 + 5),
    })
    expect((await marks(asked.caseId, 'review')).every((each) => each.open && each.held)).toBe(true)
    days(3)
    expect(await enter(asked, 'review')).toMatchObject({ dueAt: plusDays(opened, 28 + 10) })
  })

  it('that begins or ends during a hold leaves the review its time, too', async () => {
    const asked = await caseUnderReview()
    const opened = now
    await enter(asked, 'review')
    days(10)
    await enter(asked, 'licenceHold')
    days(2)
    expect(await enter(asked, 'customer')).toMatchObject({ openedAt: now, dueAt: plusDays(now, 21) })
    days(3)
    await enter(asked, 'eligibilityHold')
    days(4)
    expect(await enter(asked, 'review')).toMatchObject({ openedAt: opened, dueAt: plusDays(opened, 28 + 9) })
    const under = [...(await marks(asked.caseId, 'customer')), ...(await marks(asked.caseId, 'licenceHold'))]
    expect(under.some((each) => each.open)).toBe(false)
  })

  it('asked for again is the same wait', async () => {
    const asked = await caseUnderReview()
    const question = await enter(asked, 'customer')
    days(3)
    expect(await enter(asked, 'customer')).toEqual(question)
  })

  it('closes the review that it had paused where another stage follows', async () => {
    const asked = await caseUnderReview()
    await enter(asked, 'review')
    days(5)
    await enter(asked, 'customer')
    days(5)
    expect(await enter(asked, 'correction')).toMatchObject({ openedAt: now, dueAt: plusDays(now, 21) })
    const before = [...(await marks(asked.caseId, 'review')), ...(await marks(asked.caseId, 'customer'))]
    expect(before.some((each) => each.open)).toBe(false)
  })
})

describe('the review of a form', () => {
  const otherForm = { ...goodForm, brand: { ...goodForm.brand, city: 'San Antonio' } }

  async function resubmitted(held: Case) {
    const { orgId, caseId } = held
    const rejected = { caseId, campaignRef: 'C123456', campaign: 'rejected', codes: ['X'], items: [] } as const
    await accepted(store, 'RecordDecision', orgId, rejected, registry)
    now = plusMinutes(now, 1)
    await accepted(store, 'SubmitForm', orgId, { caseId, form: otherForm })
    now = plusMinutes(now, 1)
  }

  it('runs anew for a form that was handed in again, though nobody saw the correction between', async () => {
    const held = await caseUnderReview()
    const first = await enter(held, 'review')
    days(20)
    await resubmitted(held)
    const second = await enter(held, 'review')
    expect(second.waitId).not.toBe(first.waitId)
    expect(second).toMatchObject({ openedAt: now, dueAt: plusDays(now, 28) })
  })

  it('runs anew after a hold too, if the form was handed in again during the hold', async () => {
    const held = await caseUnderReview()
    await enter(held, 'review')
    days(20)
    await enter(held, 'licenceHold')
    days(3)
    await resubmitted(held)
    expect(await enter(held, 'review')).toMatchObject({ openedAt: now, dueAt: plusDays(now, 28) })
  })

  it('runs anew after a question to the customer, if the form was handed in again meanwhile', async () => {
    const held = await caseUnderReview()
    await enter(held, 'review')
    days(20)
    await enter(held, 'customer')
    days(3)
    await resubmitted(held)
    expect(await enter(held, 'review')).toMatchObject({ openedAt: now, dueAt: plusDays(now, 28) })
  })

  it('asked for again for the same form is the same review', async () => {
    const held = await caseUnderReview()
    const first = await enter(held, 'review')
    days(3)
    expect(await enter(held, 'review')).toEqual(first)
  })
})

describe('the grounds of a hold', () => {
  it('are told to the onboarding and to each of its cases: the licence', async () => {
    const held = await caseUnderReview()
    const { orgId, caseId, onboardingId } = held
    for (const status of ['lapsed', 'activated'] as const) {
      now = plusMinutes(now, 1)
      await accepted(store, 'ReportLicence', orgId, { status })
    }
    for (const id of [caseId, onboardingId]) {
      const told = (await loadFacts(store.pool, id, 0, 100)).slice(-2)
      expect(told).toMatchObject([
        { type: 'LicenceChanged', licence: 'lapsed' },
        { type: 'LicenceChanged', licence: 'active' },
      ])
    }
  })

  it('are told to the onboarding and to each of its cases: eligibility, and only when it changes', async () => {
    const held = await caseUnderReview()
    const { orgId, caseId, onboardingId } = held
    const attest = async (value: 'paid' | 'trial') => {
      now = plusMinutes(now, 1)
      await accepted(store, 'AttestOrganisationFact', orgId, { fact: 'subscriptionKind', value })
    }
    await attest('paid')
    await attest('trial')
    await attest('trial')
    await attest('paid')
    for (const id of [caseId, onboardingId]) {
      const told = (await loadFacts(store.pool, id, 0, 100)).filter((fact) => fact.type === 'EligibilityChanged')
      expect(told.map((fact) => 'eligibility' in fact && fact.eligibility)).toEqual(['ineligible', 'eligible'])
    }
  })

  it('are lost by time alone, when a statement runs out', async () => {
    const held = await caseUnderReview()
    const { orgId, caseId, onboardingId } = held
    const expiresAt = plusDays(now, 3)
    now = plusMinutes(now, 1)
    await accepted(store, 'AttestOrganisationFact', orgId, { fact: 'callingPlan', value: 'usCa', expiresAt })
    now = expiresAt
    expect(await turnedOrganisations(store.pool, now)).toContain(orgId)
    await turnOrganisation(store, orgId)
    for (const id of [caseId, onboardingId]) {
      expect((await loadFacts(store.pool, id, 0, 100)).at(-1)).toMatchObject({
        type: 'EligibilityChanged',
        eligibility: 'unknown',
      })
    }
  })

  it('that are lost let nobody open another case or pick another number', async () => {
    const held = await caseUnderReview()
    const { orgId, onboardingId, caseId, numbers } = held
    now = plusMinutes(now, 1)
    await accepted(store, 'CancelCase', orgId, { caseId })
    now = plusMinutes(now, 1)
    await accepted(store, 'ReportLicence', orgId, { status: 'lapsed' })
    const refusal = await refused(store, 'OpenCase', orgId, { onboardingId, numbers })
    expect(refusal.rows?.map((row) => row.code)).toEqual(['LICENCE_NOT_ACTIVE', 'LICENCE_NOT_ACTIVE'])
    // What the desk has to say is taken all the same.
    const report = { caseId, status: 'inReview' } as const
    expect((await accepted(store, 'ReportCase', orgId, report, desk)).status).toBe('inReview')
  })
})
