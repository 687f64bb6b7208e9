import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type CaseId, deployment, type Instant, instant, millis, plusDays } from '../../src/domain/values.ts'
import { countNumbers } from '../../src/store/counts.ts'
import { createDocuments } from '../../src/store/documents.ts'
import { createStore, type Store } from '../../src/store/execute.ts'
import { readPolicy } from '../../src/store/policy.ts'
import { turnOrganisation } from '../../src/store/turning.ts'
import { readBegun } from '../../src/store/views/whyView.ts'
import { goodForm } from '../support/form.ts'
import {
  accepted,
  authorisedOrganisation,
  column,
  desk,
  drafted,
  flagged,
  openedCase,
  openTestStore,
  readyOrganisation,
  refused,
  registry,
  type TestStore,
} from '../support/store.ts'

let test: TestStore
/** The same database under a clock that the test sets. */
let store: Store
let now: Instant = instant('2026-05-01T00:00:00.000Z')
beforeAll(async () => {
  test = await openTestStore()
  const { pool } = test.store
  store = createStore({ pool, clock: { now: async () => now }, documents: createDocuments(test.masterKey) })
})
beforeEach(() => {
  now = plusDays(now, 365)
})
afterAll(() => test.close())

const operator = { actor: { kind: 'person', subject: 'operator-1', role: 'operator' } } as const

/** Reads a point like that for the length of some work, and as usual afterwards. */
async function reading<Result>(point: string, option: string, work: () => Promise<Result>): Promise<Result> {
  const choose = (to: string) => accepted(store, 'ChooseReading', deployment, { point, option: to }, operator)
  const { chosen, pack } = await readPolicy(store.pool, now)
  expect(chosen.readings).toEqual({})
  const usual = pack.readings[point as keyof typeof pack.readings]
  await choose(option)
  try {
    return await work()
  } finally {
    await choose(usual)
  }
}

const later = (days: number) => {
  now = plusDays(now, days)
  return now
}

const signer = {
  firstName: 'Ida',
  lastName: 'Kessler',
  title: 'Owner',
  signature: 'Ida Kessler',
  differenceConfirmed: false,
} as const

describe('how many cases an organisation may have open', () => {
  it('is several by the usual reading, and one by the other', async () => {
    const premises = await authorisedOrganisation(store, 3)
    const { orgId, onboardingId, numbers } = premises
    const open = (which: number) => ({ onboardingId, numbers: numbers.slice(which, which + 1) })
    await accepted(store, 'OpenCase', orgId, open(0))
    const second = await accepted(store, 'OpenCase', orgId, open(1))
    await reading('cases', 'one', async () => {
      expect(await refused(store, 'OpenCase', orgId, open(2))).toEqual({ code: 'CASE_ALREADY_OPEN', field: 'orgId' })
    })
    expect((await accepted(store, 'OpenCase', orgId, open(2))).caseNumber).toBeGreaterThan(second.caseNumber)
  })

  it('counts no case that has ended', async () => {
    const { orgId, caseId, onboardingId } = await openedCase(store, 1)
    later(1)
    await accepted(store, 'CancelCase', orgId, { caseId })
    later(1)
    await reading('cases', 'one', () => accepted(store, 'OpenCase', orgId, { onboardingId }))
  })
})

describe('who goes by case', () => {
  const from2023 = { entered: instant('2023-03-01T00:00:00.000Z') }

  it('is every number by the usual reading; by the other the old ones wait for the registry without one', async () => {
    const premises = await authorisedOrganisation(store, 2)
    const { orgId, onboardingId, numbers, numberIds } = premises
    const [old = '', added = ''] = numbers
    const row = { country: 'US', kind: 'standard', e164: old, ...from2023 } as const
    await accepted(store, 'ImportNumbers', orgId, { rows: [row] })
    const counts = async () => {
      const { pack } = await readPolicy(store.pool, now)
      return countNumbers(store.pool, orgId, onboardingId, pack)
    }
    expect(await counts()).toMatchObject({ authorised: 2, submitted: 0 })
    const [oldId] = numberIds
    if (!oldId) throw new Error('no number')
    await reading('casesFor', 'newNumbers', async () => {
      expect(await counts()).toMatchObject({ authorised: 1, submitted: 1 })
      await turnOrganisation(store, orgId)
      const { rows: told } = await store.pool.query<{ counts: unknown }>(
        `select fact->'counts' as counts from outbox where process_id = $1 and fact->>'type' = 'NumbersChanged'
         order by position desc limit 1`,
        [onboardingId],
      )
      expect(told[0]?.counts).toMatchObject({ authorised: 1, submitted: 1 })
      const named = { onboardingId, numbers: [old] }
      expect(await refused(store, 'OpenCase', orgId, named)).toMatchObject({
        code: 'NO_ROW_ACCEPTED',
        rows: [{ row: 0, code: 'NUMBER_GOES_WITHOUT_CASE' }],
      })
      const opened = await accepted(store, 'OpenCase', orgId, { onboardingId })
      expect(opened.rows).toHaveLength(1)
      const items = [{ numberId: oldId, status: 'registered' as const }]
      await accepted(store, 'RecordRegistration', orgId, { campaignRef: 'CNEW1', items }, registry)
      const { rows } = await store.pool.query<{ flags: readonly string[] }>(
        `select data->'flags' as flags from event where stream_id = $1 and type = 'NumberRegistered'`,
        [oldId],
      )
      expect(rows[0]?.flags).toEqual([])
    })
    expect(added).not.toBe('')
  })
})

describe('an approved campaign', () => {
  const approve = (orgId: Parameters<typeof accepted>[2], caseId: CaseId, campaignRef: string) => {
    const judgement = { caseId, campaignRef, campaign: 'approved', codes: [], items: [] } as const
    return accepted(store, 'RecordDecision', orgId, judgement, registry)
  }

  it('registers no number by itself, and every submitted one by the other reading', async () => {
    const usual = await openedCase(store, 2)
    await accepted(store, 'SubmitForm', usual.orgId, { caseId: usual.caseId, form: goodForm })
    await approve(usual.orgId, usual.caseId, 'CUSUAL')
    expect(await column(store, usual, 'registration')).toEqual(['submitted', 'submitted'])

    const other = await openedCase(store, 2)
    await accepted(store, 'SubmitForm', other.orgId, { caseId: other.caseId, form: goodForm })
    await reading('registered', 'campaignApproved', () => approve(other.orgId, other.caseId, 'COTHER'))
    expect(await column(store, other, 'registration')).toEqual(['registered', 'registered'])
  })

  it('does so too where it is approved later than judged', async () => {
    const { orgId, caseId, ...rest } = await openedCase(store, 1)
    await accepted(store, 'SubmitForm', orgId, { caseId, form: goodForm })
    const pending = { caseId, campaignRef: 'CLATE', campaign: 'pending', codes: [], items: [] } as const
    await accepted(store, 'RecordDecision', orgId, pending, registry)
    later(1)
    const approved = { campaignRef: 'CLATE', status: 'approved', codes: [] } as const
    await reading('registered', 'campaignApproved', () => accepted(store, 'ReportCampaign', orgId, approved, registry))
    expect(await column(store, { orgId, ...rest }, 'registration')).toEqual(['registered'])
  })
})

describe('the review of a form that is handed in again', () => {
  async function secondReview() {
    const { orgId, caseId } = await openedCase(store, 1)
    const enter = (stage: 'review' | 'correction') =>
      accepted(store, 'EnterCaseStage', orgId, { caseId, stage, waitId: `${caseId}/${randomUUID()}` })
    await accepted(store, 'SubmitForm', orgId, { caseId, form: goodForm })
    later(1)
    await enter('review')
    later(10)
    const rejection = {
      caseId,
      campaignRef: `C${caseId.slice(-6)}`,
      campaign: 'rejected',
      codes: ['X1'],
      items: [],
    } as const
    await accepted(store, 'RecordDecision', orgId, rejection, registry)
    await enter('correction')
    later(5)
    const form = { ...goodForm, brand: { ...goodForm.brand, legalName: 'Larkspur Interiors Incorporated' } }
    await accepted(store, 'SubmitForm', orgId, { caseId, form })
    later(1)
    const { openedAt, dueAt } = await enter('review')
    return (millis(dueAt) - millis(openedAt)) / 86_400_000
  }

  it('has its full time by the usual reading, and what was left of the first by the other', async () => {
    expect(await secondReview()).toBe(28)
    expect(await reading('afterRejection', 'restOfTime', secondReview)).toBe(18)
  })
})

describe('a letter of authorisation', () => {
  it('does not grow old by the usual reading, and covers a draft for thirty days by the other', async () => {
    const premises = await readyOrganisation(store, 2)
    const { orgId, numbers } = premises
    await flagged(store, premises, numbers)
    const orderId = await drafted(store, premises, numbers.slice(0, 1))
    await accepted(store, 'SignLoa', orgId, { orderId, signer })
    later(40)
    await reading('letterAge', 'thirtyDays', async () => {
      expect((await refused(store, 'SubmitOrder', orgId, { orderId, next: 'more' })).code).toBe('LOA_NOT_SIGNED')
      expect((await accepted(store, 'SignLoa', orgId, { orderId, signer })).numbers).toBe(1)
      later(29)
      await accepted(store, 'SubmitOrder', orgId, { orderId, next: 'more' })
    })
    const second = await drafted(store, premises, numbers.slice(1))
    await accepted(store, 'SignLoa', orgId, { orderId: second, signer })
    later(40)
    await accepted(store, 'SubmitOrder', orgId, { orderId: second, next: 'done' })
  })
})

describe('a number that comes back', () => {
  it('is a new one by the usual reading, and the old one where it stood by the other', async () => {
    const premises = await authorisedOrganisation(store, 2)
    const { orgId, numbers, numberIds } = premises
    const comeAndGo = async (e164: string) => {
      const row = { e164, country: 'US', kind: 'standard' } as const
      later(1)
      await accepted(store, 'ImportNumbers', orgId, { rows: [{ ...row, inventory: 'gone' }] })
      later(1)
      const { rows } = await accepted(store, 'ImportNumbers', orgId, { rows: [{ ...row, inventory: 'inService' }] })
      return rows[0]
    }
    const [first = '', second = ''] = numbers
    const anew = await comeAndGo(first)
    expect(anew).toMatchObject({ status: 'entered' })
    expect(anew && 'numberId' in anew && anew.numberId).not.toBe(numberIds[0])
    expect(await reading('returningNumber', 'resumes', () => comeAndGo(second))).toEqual({
      row: 0,
      status: 'updated',
      numberId: numberIds[1],
    })
    expect(await column(store, premises, 'authorisation')).toEqual(['authorised', 'authorised'])
    expect(await column(store, premises, 'inventory')).toEqual(['gone', 'inService'])
  })
})

describe('a number that moves to another location', () => {
  const facts = { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' } as const

  it('keeps everything by the usual reading, and nothing by the other', async () => {
    const premises = await authorisedOrganisation(store, 2)
    const { orgId, onboardingId, numbers, numberIds } = premises
    const { caseId } = await accepted(store, 'OpenCase', orgId, { onboardingId, numbers: numbers.slice(1) })
    const [first = '', second = ''] = numbers
    const [firstId] = numberIds
    if (!firstId) throw new Error('no number')
    const items = [{ numberId: firstId, status: 'registered' as const }]
    later(1)
    await accepted(store, 'RecordRegistration', orgId, { campaignRef: 'CMOVE', items }, registry)
    const move = async (e164: string) => {
      later(1)
      const { locationId } = await accepted(store, 'AddLocation', orgId, { facts })
      const row = { e164, country: 'US', kind: 'standard', locationId } as const
      await accepted(store, 'ImportNumbers', orgId, { rows: [row] })
    }
    await move(first)
    expect(await column(store, premises, 'authorisation')).toEqual(['authorised', 'authorised'])
    expect(await column(store, premises, 'registration')).toEqual(['registered', 'unknown'])
    await reading('movedNumber', 'startsOver', async () => {
      await move(first)
      await move(second)
    })
    expect(await column(store, premises, 'authorisation')).toEqual(['revoked', 'revoked'])
    expect(await column(store, premises, 'registration')).toEqual(['released', 'unknown'])
    expect(await column(store, premises, 'case_id')).toEqual([null, null])
    expect(caseId).not.toBe('')
  })

  it('keeps by either what was told of an instant after its move', async () => {
    const premises = await authorisedOrganisation(store, 1)
    const { orgId, numbers } = premises
    const { locationId } = await accepted(store, 'AddLocation', orgId, { facts })
    const row = { e164: numbers[0] ?? '', country: 'US', kind: 'standard', locationId } as const
    const before = { happenedAt: plusDays(now, -1) }
    await reading('movedNumber', 'startsOver', () => accepted(store, 'ImportNumbers', orgId, { rows: [row] }, before))
    expect(await column(store, premises, 'authorisation')).toEqual(['authorised'])
  })
})

describe('what may count as the start of a registration', () => {
  it('is known for every moment: the onboarding when it began, the form when the desk sent it', async () => {
    const before = now
    later(1)
    const { orgId, caseId } = await openedCase(store, 1)
    const opened = now
    later(1)
    const data = { caseId, status: 'formSent' } as const
    await accepted(store, 'ReportCase', orgId, data, { ...desk, happenedAt: plusDays(now, -0.5) })
    const asOf = (at: Instant, knownAt: Instant) => readBegun(store.pool, orgId, caseId, { at, knownAt })
    expect(await asOf(before, now)).toEqual({ onboarding: false, formSent: false })
    expect(await asOf(opened, now)).toEqual({ onboarding: true, formSent: false })
    expect(await asOf(now, opened)).toEqual({ onboarding: true, formSent: false })
    expect(await asOf(plusDays(now, -0.5), now)).toEqual({ onboarding: true, formSent: true })
  })
})
