import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseClock } from '../../src/clock.ts'
import { type CaseFact, fold, notOpened } from '../../src/domain/process/supportCase.ts'
import {
  brand,
  type CaseId,
  type DocumentId,
  type Instant,
  type NumberId,
  plusMinutes,
} from '../../src/domain/values.ts'
import { createStore } from '../../src/store/execute.ts'
import { loadFacts } from '../../src/store/outbox.ts'
import { createPool, type Pool } from '../../src/store/pool.ts'
import { rebuild } from '../../src/store/rebuild.ts'
import { caseToSend } from '../../src/store/submissions.ts'
import { goodForm } from '../support/form.ts'
import {
  accepted,
  authorise,
  authorisedOrganisation,
  column,
  desk,
  drafted,
  freshNumbers,
  openedCase,
  openTestStore,
  type Premises,
  readyOrganisation,
  refused,
  registry,
  type TestStore,
} from '../support/store.ts'
import { plainText } from './plainText.ts'

let test: TestStore
let owner: Pool
beforeAll(async () => {
  test = await openTestStore(20)
  owner = createPool({ url: test.database.ownerUrl, max: 2, name: 'owner' })
})
afterAll(async () => {
  await owner.end()
  await test.close()
})

const otherForm = { ...goodForm, brand: { ...goodForm.brand, legalName: 'Larkspur Interiors Incorporated' } }

async function submit({ orgId }: Premises, caseId: CaseId, form = goodForm) {
  return accepted(test.store, 'SubmitForm', orgId, { caseId, form })
}

type Judged = { readonly registered?: readonly NumberId[]; readonly rejected?: readonly NumberId[] }

async function judge(
  { orgId }: Premises,
  caseId: CaseId,
  campaign: 'approved' | 'rejected',
  { registered = [], rejected = [] }: Judged = {},
) {
  const items = [
    ...registered.map((numberId) => ({ numberId, status: 'registered' as const })),
    ...rejected.map((numberId) => ({ numberId, status: 'rejected' as const, code: 'HELD_ELSEWHERE' })),
  ]
  const codes = campaign === 'rejected' ? ['TAX_ID_MISMATCH'] : []
  const data = { caseId, campaignRef: 'C123456', campaign, brand: 'verified', codes, items } as const
  return accepted(test.store, 'RecordDecision', orgId, data, registry)
}

async function caseRow(caseId: CaseId) {
  const { rows } = await test.store.pool.query('select * from support_case where id = $1', [caseId])
  return rows[0]
}

async function lastTold(id: Parameters<typeof loadFacts>[1]) {
  return (await loadFacts(test.store.pool, id, 0, 1000)).at(-1)
}

describe('opening a support case', () => {
  it('takes the authorised numbers, all of them or those named, and says of the others why not', async () => {
    const premises = await readyOrganisation(test.store, 3)
    const { orgId, onboardingId, numbers, locationId } = premises
    const [one = '', two = '', three = ''] = numbers
    const [unknown = ''] = freshNumbers(1)
    const orderId = await drafted(test.store, premises, [one])
    await accepted(test.store, 'SubmitOrder', orgId, { orderId, next: 'more' })
    const items = [{ numberId: premises.numberIds[0] ?? brand<NumberId>(''), status: 'authorised' as const }]
    await accepted(test.store, 'RecordOrderAnswer', orgId, { orderId, items }, desk)
    await accepted(test.store, 'CreateOrder', orgId, { onboardingId, locationId, numbers: [two] })

    const named = { onboardingId, numbers: [one, one, two, three, unknown] }
    const { caseId, rows } = await accepted(test.store, 'OpenCase', orgId, named)
    expect(rows.map((row) => (row.status === 'refused' ? row.code : row.status))).toEqual([
      'joined',
      'NUMBER_DUPLICATE',
      'NUMBER_NOT_AUTHORISED',
      'NUMBER_NOT_AUTHORISED',
      'NUMBER_NOT_FOUND',
    ])
    expect(await column(test.store, premises, 'case_id')).toEqual([caseId, null, null])
    expect(await caseRow(caseId)).toMatchObject({ phase: 'open', status: 'unconfirmed', stage: 'opening' })
  })

  it('is refused whole with every reason when no number can be taken, and when there is none', async () => {
    const premises = await readyOrganisation(test.store, 1)
    const { orgId, onboardingId, numbers } = premises
    const refusal = await refused(test.store, 'OpenCase', orgId, { onboardingId, numbers })
    expect(refusal).toMatchObject({ code: 'NO_ROW_ACCEPTED', rows: [{ row: 0, code: 'NUMBER_NOT_AUTHORISED' }] })
    expect((await refused(test.store, 'OpenCase', orgId, { onboardingId })).code).toBe('CASE_WITHOUT_NUMBERS')
  })

  it('needs a licence in force and an eligible organisation', async () => {
    const premises = await authorisedOrganisation(test.store, 1)
    const { orgId, onboardingId } = premises
    const why = async () => (await refused(test.store, 'OpenCase', orgId, { onboardingId })).rows?.[0]?.code
    await accepted(test.store, 'ReportLicence', orgId, { status: 'lapsed' })
    expect(await why()).toBe('LICENCE_NOT_ACTIVE')
    await accepted(test.store, 'ReportLicence', orgId, { status: 'activated' })
    await accepted(test.store, 'AttestOrganisationFact', orgId, { fact: 'subscriptionKind', value: 'trial' })
    expect(await why()).toBe('ORGANISATION_NOT_ELIGIBLE')
  })

  it('puts a number into one open case at a time, also against racers', async () => {
    const premises = await authorisedOrganisation(test.store, 2)
    const { orgId, onboardingId, numbers } = premises
    const outcomes = await Promise.allSettled(
      [1, 2, 3, 4].map(() => accepted(test.store, 'OpenCase', orgId, { onboardingId, numbers })),
    )
    const opened = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value.caseId] : []))
    expect(opened).toHaveLength(1)
    expect(await column(test.store, premises, 'case_id')).toEqual([opened[0], opened[0]])
    const again = await refused(test.store, 'OpenCase', orgId, { onboardingId, numbers })
    expect(again.rows?.map((row) => row.code)).toEqual(['NUMBER_IN_OPEN_CASE', 'NUMBER_IN_OPEN_CASE'])
  })

  it('tells both processes: the case of its numbers, the onboarding of where its own stand', async () => {
    const { caseId, onboardingId } = await openedCase(test.store, 2)
    expect(await lastTold(caseId)).toMatchObject({
      type: 'CaseOpened',
      position: 1,
      licence: 'active',
      eligibility: 'eligible',
      counts: { waiting: 2, registered: 0, rejected: 0 },
    })
    expect(await lastTold(onboardingId)).toMatchObject({ type: 'NumbersChanged', counts: { authorised: 0, inCase: 2 } })
  })
})

describe('what the desk reports of a case', () => {
  it('is taken in any order and flagged where the order is odd', async () => {
    const { orgId, caseId } = await openedCase(test.store, 1)
    const said = async (status: 'opened' | 'formSent' | 'formReceived' | 'inReview', ticket?: string) =>
      accepted(test.store, 'ReportCase', orgId, { caseId, status, ...(ticket ? { ticket } : {}) }, desk)
    expect(await said('formReceived')).toEqual({ status: 'formReceived', flags: ['FORM_RECEIVED_BEFORE_SENT'] })
    expect(await said('opened', 'PTS-1')).toEqual({ status: 'opened', flags: [] })
    expect(await said('inReview', 'PTS-2')).toEqual({ status: 'inReview', flags: ['SECOND_TICKET'] })
    expect(await caseRow(caseId)).toMatchObject({ ticket: 'PTS-2', status: 'inReview' })
  })

  it('late does not take the case back, and the process is told what is believed', async () => {
    const { orgId, caseId } = await openedCase(test.store, 1)
    const before = plusMinutes(await test.store.clock.now(), -5)
    await accepted(test.store, 'ReportCase', orgId, { caseId, status: 'formSent' }, desk)
    const late = { ...desk, happenedAt: before }
    expect(await accepted(test.store, 'ReportCase', orgId, { caseId, status: 'opened' }, late)).toMatchObject({
      status: 'formSent',
    })
    expect(await lastTold(caseId)).toMatchObject({ type: 'CaseReported', status: 'formSent' })
  })

  it('is told twice and kept once', async () => {
    const { orgId, caseId } = await openedCase(test.store, 1)
    const when = { ...desk, happenedAt: await test.store.clock.now() }
    await accepted(test.store, 'ReportCase', orgId, { caseId, status: 'opened', ticket: 'PTS-1' }, when)
    await accepted(test.store, 'ReportCase', orgId, { caseId, status: 'opened', ticket: 'PTS-1' }, when)
    expect((await caseRow(caseId)).version).toBe(2)
    expect(await loadFacts(test.store.pool, caseId, 0, 10)).toHaveLength(2)
  })

  it('that waited at a lock while a later word went by does not take it back', async () => {
    const { orgId, caseId } = await openedCase(test.store, 1)
    const now = await test.store.clock.now()
    const reading = (minutes: number) =>
      createStore({ ...test.store, clock: { now: async () => plusMinutes(now, minutes) } })
    await accepted(reading(-1), 'ReportCase', orgId, { caseId, status: 'formReceived' }, desk)
    // Its command read the clock before, and came to the case's row after.
    const overtaken = await accepted(reading(-2), 'ReportCase', orgId, { caseId, status: 'formSent' }, desk)
    expect(overtaken.status).toBe('formReceived')
    expect(await caseRow(caseId)).toMatchObject({ status: 'formReceived' })
    expect(await lastTold(caseId)).toMatchObject({ type: 'CaseReported', status: 'formReceived' })
  })

  it('of a case that is nobody’s is refused', async () => {
    const { caseId } = await openedCase(test.store, 1)
    const { orgId } = await readyOrganisation(test.store, 1)
    const refusal = await refused(test.store, 'ReportCase', orgId, { caseId, status: 'opened' }, desk)
    expect(refusal).toEqual({ code: 'CASE_NOT_FOUND', field: 'caseId' })
  })
})

describe('the registration form', () => {
  it('is handed in with the case’s numbers, kept whole, and read by key alone', async () => {
    const premises = await openedCase(test.store, 2)
    const { orgId, caseId, onboardingId } = premises
    expect((await submit(premises, caseId)).formVersion).toBe(1)
    expect(await column(test.store, premises, 'registration')).toEqual(['submitted', 'submitted'])
    const row = await caseRow(caseId)
    const opened = await test.store.documents.open(test.store.pool, orgId, brand<DocumentId>(row.form_document_id))
    expect(JSON.parse(opened)).toEqual(goodForm)
    expect(await lastTold(caseId)).toMatchObject({ type: 'CaseFormSubmitted', formVersion: 1, counts: { waiting: 2 } })
    expect(await lastTold(onboardingId)).toMatchObject({ counts: { inCase: 0, submitted: 2 } })
  })

  it('stands nowhere in the clear', async () => {
    const premises = await openedCase(test.store, 1)
    const marked = {
      brand: {
        ...goodForm.brand,
        legalName: 'Quagga Kümmel GmbH',
        taxId: '98-7654321',
        supportEmail: 'q@kuemmel.example',
      },
      campaign: { ...goodForm.campaign, samples: ['Kümmel: your quagga has been delivered to the stable.'] },
    }
    await submit(premises, premises.caseId, marked)
    const text = await plainText(owner)
    expect(text).toContain(premises.caseId)
    for (const marker of ['Quagga', 'K\\u00fcmmel', 'Kümmel', '98-7654321', 'kuemmel.example', 'quagga']) {
      expect(text).not.toContain(marker)
    }
    const elsewhere = await plainText(owner, { but: ['number'], butEvents: ['NumberEntered'] })
    for (const number of premises.numbers) expect(elsewhere).not.toContain(number.slice(2))
  })

  it('with something wrong in it is refused with every finding', async () => {
    const premises = await openedCase(test.store, 1)
    const { orgId, caseId } = premises
    const form = { ...goodForm, brand: { ...goodForm.brand, taxId: '1', website: 'larkspur.example' } }
    const refusal = await refused(test.store, 'SubmitForm', orgId, { caseId, form })
    expect(refusal.code).toBe('FORM_INVALID')
    expect(refusal.rows?.map((row) => row.field)).toEqual(['brand.taxId', 'brand.website'])
    expect(await column(test.store, premises, 'registration')).toEqual(['unknown'])
  })

  it('under review cannot be exchanged for another; the same one again is a repeat', async () => {
    const premises = await openedCase(test.store, 1)
    const { orgId, caseId } = premises
    await submit(premises, caseId)
    expect((await submit(premises, caseId)).formVersion).toBe(1)
    const other = await refused(test.store, 'SubmitForm', orgId, { caseId, form: otherForm })
    expect(other).toEqual({ code: 'FORM_UNDER_REVIEW', field: 'form' })
    expect((await caseRow(caseId)).form_version).toBe(1)
  })

  it('that was rejected is refused unchanged, and corrected it is a new version with its own review', async () => {
    const premises = await openedCase(test.store, 2)
    const { orgId, caseId } = premises
    await submit(premises, caseId)
    expect(await judge(premises, caseId, 'rejected')).toMatchObject({ outcome: 'rejected', recorded: 2 })
    expect(await column(test.store, premises, 'registration')).toEqual(['rejected', 'rejected'])
    expect((await refused(test.store, 'SubmitForm', orgId, { caseId, form: goodForm })).code).toBe('FORM_UNCHANGED')
    expect((await submit(premises, caseId, otherForm)).formVersion).toBe(2)
    expect(await column(test.store, premises, 'registration')).toEqual(['submitted', 'submitted'])
    expect(await column(test.store, premises, 'campaign_ref')).toEqual([null, null])
    expect(await caseRow(caseId)).toMatchObject({ form_version: 2, rejections: 1 })
  })

  it('sent late is noted as the version that was sent', async () => {
    const premises = await openedCase(test.store, 1)
    const { orgId, caseId } = premises
    await submit(premises, caseId)
    await judge(premises, caseId, 'rejected')
    await submit(premises, caseId, otherForm)
    for (const formVersion of [1, 2, 1]) {
      await accepted(test.store, 'RecordFormSent', orgId, {
        caseId,
        formVersion,
        reference: `${caseId}:form:${formVersion}`,
      })
    }
    const sent = (await loadFacts(test.store.pool, caseId, 0, 100)).filter((fact) => fact.type === 'CaseFormSent')
    expect(sent.map((fact) => 'formVersion' in fact && fact.formVersion)).toEqual([1, 2])
  })
})

describe('the judgement of a case', () => {
  it('rejects every submitted number with the campaign, also those that it does not name', async () => {
    const premises = await openedCase(test.store, 3)
    const { caseId, numberIds } = premises
    await submit(premises, caseId)
    const decision = await judge(premises, caseId, 'rejected', { rejected: numberIds.slice(0, 1) })
    expect(decision).toMatchObject({ recorded: 3, outcome: 'rejected' })
    expect(await lastTold(caseId)).toMatchObject({ counts: { waiting: 0, registered: 0, rejected: 3 } })
  })

  it('approves no number by approving the campaign: numbers come one by one', async () => {
    const premises = await openedCase(test.store, 3)
    const { caseId, numberIds } = premises
    const [one = brand<NumberId>(''), two = brand<NumberId>('')] = numberIds
    await submit(premises, caseId)
    expect(await judge(premises, caseId, 'approved')).toMatchObject({ recorded: 0, outcome: 'approved' })
    expect(await column(test.store, premises, 'registration')).toEqual(Array(3).fill('submitted'))
    const part = await judge(premises, caseId, 'approved', { registered: [one], rejected: [two] })
    expect(part).toMatchObject({ recorded: 2, outcome: 'partial' })
    expect(await column(test.store, premises, 'registration')).toEqual(['registered', 'rejected', 'submitted'])
    expect(await caseRow(caseId)).toMatchObject({ phase: 'open', rejections: 1 })
    // While one still waits, the form stands.
    const early = { caseId, form: goodForm }
    expect((await submit(premises, caseId)).formVersion).toBe(1)
    await accepted(
      test.store,
      'RecordRegistration',
      premises.orgId,
      {
        campaignRef: 'C123456',
        items: numberIds.slice(2).map((numberId) => ({ numberId, status: 'registered' as const })),
      },
      registry,
    )
    expect((await accepted(test.store, 'SubmitForm', premises.orgId, early)).formVersion).toBe(2)
    expect(await column(test.store, premises, 'registration')).toEqual(['registered', 'submitted', 'registered'])
  })

  it('told twice is kept once, though storage gives its fields back in another order', async () => {
    const premises = await openedCase(test.store, 1)
    const { orgId, caseId } = premises
    await submit(premises, caseId)
    const when = { ...registry, happenedAt: await test.store.clock.now() }
    const data = { caseId, campaignRef: 'C123456', campaign: 'rejected', codes: ['X'], items: [] } as const
    await accepted(test.store, 'RecordDecision', orgId, data, when)
    const { version } = await caseRow(caseId)
    await accepted(test.store, 'RecordDecision', orgId, data, when)
    expect((await caseRow(caseId)).version).toBe(version)
    const facts = await loadFacts(test.store.pool, caseId, 0, 100)
    expect(facts.filter((fact) => fact.type === 'CaseDecided')).toHaveLength(1)
  })

  it('heard late is about the form of its time, and takes no later submission back', async () => {
    const premises = await openedCase(test.store, 1)
    const { orgId, caseId } = premises
    await submit(premises, caseId)
    const { rows } = await test.store.pool.query<{ then: Instant }>(
      `select happened_at as then from event where stream_id = $1 and type = 'CaseFormSubmitted'`,
      [caseId],
    )
    await judge(premises, caseId, 'rejected')
    await submit(premises, caseId, otherForm)
    const data = { caseId, campaignRef: 'C123456', campaign: 'rejected', codes: ['LATE'], items: [] } as const
    await accepted(test.store, 'RecordDecision', orgId, data, {
      ...registry,
      ...(rows[0] ? { happenedAt: rows[0].then } : {}),
    })
    expect(await column(test.store, premises, 'registration')).toEqual(['submitted'])
    const decided = (await loadFacts(test.store.pool, caseId, 0, 100)).filter((fact) => fact.type === 'CaseDecided')
    expect(decided.map((fact) => 'formVersion' in fact && fact.formVersion)).toEqual([1, 1])
  })

  it('for unknown numbers counts them, and for a case that has ended is kept and put before a person', async () => {
    const premises = await openedCase(test.store, 1)
    const { orgId, caseId, numberIds } = premises
    await submit(premises, caseId)
    const strange = brand<NumberId>('00000000-0000-4000-8000-000000000000')
    expect(await judge(premises, caseId, 'approved', { registered: [strange] })).toMatchObject({
      unknown: 1,
      recorded: 0,
    })
    await accepted(test.store, 'CancelCase', orgId, { caseId })
    expect(await judge(premises, caseId, 'approved', { registered: numberIds })).toMatchObject({ recorded: 1 })
    expect(await column(test.store, premises, 'registration')).toEqual(['registered'])
    const { rows } = await test.store.pool.query('select code, detail from attention where org_id = $1', [orgId])
    expect(rows).toEqual([{ code: 'FACT_FOR_ENDED_PROCESS', detail: { processId: caseId, type: 'CaseDecided' } }])
    const { rows: flags } = await test.store.pool.query(
      `select data->'flags' as flags from event where stream_id = $1 and type = 'NumberRegistered'`,
      [numberIds[0]],
    )
    expect(flags).toEqual([{ flags: ['NOT_IN_A_CASE', 'NOT_SUBMITTED'] }])
  })
})

describe('the end of a case', () => {
  it('comes by cancelling: undecided numbers are unsubmitted and free for another case', async () => {
    const premises = await openedCase(test.store, 3)
    const { orgId, caseId, numberIds, onboardingId } = premises
    await submit(premises, caseId)
    await judge(premises, caseId, 'approved', { registered: numberIds.slice(0, 1) })
    expect(await accepted(test.store, 'CancelCase', orgId, { caseId })).toEqual({ released: 3 })
    expect(await column(test.store, premises, 'registration')).toEqual(['registered', 'none', 'none'])
    expect(await column(test.store, premises, 'case_id')).toEqual([null, null, null])
    expect(await caseRow(caseId)).toMatchObject({ phase: 'cancelled', stage: 'ended' })
    expect(await lastTold(onboardingId)).toMatchObject({ counts: { registered: 1, authorised: 2, inCase: 0 } })
    const again = await accepted(test.store, 'OpenCase', orgId, { onboardingId })
    expect(again.rows).toHaveLength(2)
    expect(await accepted(test.store, 'CancelCase', orgId, { caseId })).toEqual({ released: 0 })
    expect((await refused(test.store, 'SubmitForm', orgId, { caseId, form: goodForm })).code).toBe('CASE_NOT_OPEN')
  })

  it('comes by giving up: rejected numbers stay rejected, undecided ones leave', async () => {
    const premises = await openedCase(test.store, 3)
    const { orgId, caseId, numberIds, onboardingId } = premises
    await submit(premises, caseId)
    await judge(premises, caseId, 'approved', { registered: numberIds.slice(0, 1), rejected: numberIds.slice(1, 2) })
    expect(await accepted(test.store, 'GiveUpCase', orgId, { caseId })).toEqual({ registered: 1, rejected: 1 })
    expect(await column(test.store, premises, 'registration')).toEqual(['registered', 'rejected', 'none'])
    expect(await lastTold(onboardingId)).toMatchObject({ counts: { registered: 1, rejected: 1, authorised: 1 } })
    expect(await caseRow(caseId)).toMatchObject({ phase: 'closed' })
  })

  it('lets what was rejected go into another case, which begins like any other', async () => {
    const premises = await openedCase(test.store, 3)
    const { orgId, caseId, numberIds, onboardingId } = premises
    await submit(premises, caseId)
    await judge(premises, caseId, 'approved', { registered: numberIds.slice(0, 1), rejected: numberIds.slice(1) })
    await accepted(test.store, 'GiveUpCase', orgId, { caseId })
    const again = await accepted(test.store, 'OpenCase', orgId, { onboardingId })
    expect(again.rows).toHaveLength(2)
    expect(await lastTold(again.caseId)).toMatchObject({ counts: { waiting: 2, registered: 0, rejected: 0 } })
    expect(await lastTold(onboardingId)).toMatchObject({ counts: { registered: 1, rejected: 0, inCase: 2 } })
    expect(await column(test.store, premises, 'registration')).toEqual(['registered', 'none', 'none'])
    expect(await column(test.store, premises, 'campaign_ref')).toEqual(['C123456', null, null])
    const facts = await loadFacts(test.store.pool, again.caseId, 0, 10)
    const process = facts.reduce((each, fact) => fold(each, fact as CaseFact), notOpened)
    expect(process.stage).toBe('opening')
    const sending = await caseToSend(test.store.pool, orgId, again.caseId)
    expect(sending?.items.map((item) => item.reference)).toEqual(numberIds.slice(1).sort())
    await submit(premises, again.caseId)
    // No longer in part: the rejection of the earlier case is none of this one.
    const judged = await judge(premises, again.caseId, 'approved', { registered: numberIds.slice(1, 2) })
    expect(judged).toMatchObject({ recorded: 1, outcome: 'approved' })
  })

  it('comes by itself once all are registered, but not while a fact is on its way', async () => {
    const premises = await openedCase(test.store, 2)
    const { orgId, caseId, numberIds } = premises
    await submit(premises, caseId)
    await judge(premises, caseId, 'approved', { registered: numberIds })
    const position = (await loadFacts(test.store.pool, caseId, 0, 100)).length
    const behind = await refused(test.store, 'CloseCase', orgId, { caseId, position: position - 1 })
    expect(behind.code).toBe('PROCESS_BEHIND')
    expect(await accepted(test.store, 'CloseCase', orgId, { caseId, position })).toEqual({ registered: 2, rejected: 0 })
    expect(await column(test.store, premises, 'case_id')).toEqual([null, null])
  })

  it('does not wait for a number that was taken out, or one that has gone', async () => {
    const premises = await openedCase(test.store, 3)
    const { orgId, caseId, numberIds, numbers, onboardingId } = premises
    const [one = brand<NumberId>('')] = numberIds
    await submit(premises, caseId)
    expect(await accepted(test.store, 'TakeOutOfCase', orgId, { caseId, numberIds: [one] })).toEqual({ left: 1 })
    expect(await accepted(test.store, 'TakeOutOfCase', orgId, { caseId, numberIds: [one] })).toEqual({ left: 0 })
    expect(await column(test.store, premises, 'registration')).toEqual(['none', 'submitted', 'submitted'])
    expect(await lastTold(caseId)).toMatchObject({ type: 'CaseNumbersChanged', counts: { waiting: 2 } })
    expect(await lastTold(onboardingId)).toMatchObject({ counts: { authorised: 1, submitted: 2 } })

    const row = { e164: numbers[1] ?? '', country: 'US', kind: 'standard', inventory: 'gone' } as const
    await accepted(test.store, 'ImportNumbers', orgId, { rows: [row] })
    expect(await lastTold(caseId)).toMatchObject({ counts: { waiting: 1, registered: 0 } })
    await judge(premises, caseId, 'approved', { registered: numberIds.slice(2) })
    expect(await lastTold(caseId)).toMatchObject({ counts: { waiting: 0, registered: 1, rejected: 0 } })
  })

  it('does not take numbers out of another case', async () => {
    const premises = await openedCase(test.store, 1)
    const other = await openedCase(test.store, 1)
    const { orgId, caseId } = premises
    const strange = { caseId, numberIds: other.numberIds }
    expect(await accepted(test.store, 'TakeOutOfCase', orgId, strange)).toEqual({ left: 0 })
    expect(await column(test.store, other, 'case_id')).toEqual([other.caseId])
  })

  it('proves each fact with an event that there is', async () => {
    const premises = await openedCase(test.store, 2)
    const { orgId, caseId, numberIds } = premises
    await accepted(test.store, 'TakeOutOfCase', orgId, { caseId, numberIds: numberIds.slice(0, 1) })
    await accepted(test.store, 'CancelCase', orgId, { caseId })
    const { rows } = await test.store.pool.query(
      `select o.fact->>'eventId' as id from outbox o where o.org_id = $1 and not exists (
         select 1 from event e where e.stream_id || ':' || e.version = o.fact->>'eventId')`,
      [orgId],
    )
    expect(rows).toEqual([])
  })
})

describe('a cancelled onboarding', () => {
  it('ends its drafts and its open cases, and leaves what is decided as it is', async () => {
    const premises = await readyOrganisation(test.store, 4)
    const half = { ...premises, numbers: premises.numbers.slice(0, 2), numberIds: premises.numberIds.slice(0, 2) }
    const { orgId, onboardingId, locationId, numbers } = premises
    await authorise(test.store, half)
    await accepted(test.store, 'CreateOrder', orgId, { onboardingId, locationId, numbers: numbers.slice(2) })
    const { caseId } = await accepted(test.store, 'OpenCase', orgId, { onboardingId })
    await submit(premises, caseId)
    await judge(premises, caseId, 'approved', { registered: half.numberIds.slice(0, 1) })
    const ended = await accepted(test.store, 'CancelOnboarding', orgId, { onboardingId, reason: 'other' })
    expect(ended).toEqual({ released: 2, casesCancelled: 1 })
    expect(await column(test.store, premises, 'authorisation')).toEqual(['authorised', 'authorised', 'none', 'none'])
    expect(await column(test.store, premises, 'registration')).toEqual(['registered', 'none', 'unknown', 'unknown'])
    expect(await column(test.store, premises, 'case_id')).toEqual([null, null, null, null])
    expect(await caseRow(caseId)).toMatchObject({ phase: 'cancelled' })
    const { rows } = await test.store.pool.query(
      'select count(*)::int from process where org_id = $1 and closed_at is null',
      [orgId],
    )
    expect(rows).toEqual([{ count: 0 }])
    const { rowCount } = await test.store.pool.query('select 1 from attention where org_id = $1', [orgId])
    expect(rowCount).toBe(0)
  })
})

describe('what both processes are told', () => {
  it('is placed without a gap in each, however the changes race', async () => {
    const premises = await openedCase(test.store, 6)
    const { orgId, caseId, onboardingId, numberIds } = premises
    await submit(premises, caseId)
    await accepted(
      test.store,
      'ReportCampaign',
      orgId,
      { campaignRef: 'C123456', status: 'approved', codes: [] },
      registry,
    )
    await Promise.all([
      ...numberIds.map((numberId) =>
        accepted(
          test.store,
          'RecordRegistration',
          orgId,
          { campaignRef: 'C123456', items: [{ numberId, status: 'registered' }] },
          registry,
        ),
      ),
      ...['formSent', 'formReceived', 'inReview'].map((status) =>
        accepted(test.store, 'ReportCase', orgId, { caseId, status: status as 'formSent' }, desk),
      ),
      accepted(test.store, 'ReportLicence', orgId, { status: 'lapsed' }),
      accepted(test.store, 'AttestOrganisationFact', orgId, { fact: 'customerKind', value: 'online' }),
    ])
    for (const id of [caseId, onboardingId]) {
      const facts = await loadFacts(test.store.pool, id, 0, 1000)
      expect(facts.map((fact) => fact.position)).toEqual(facts.map((_, index) => index + 1))
      const types = facts.map((fact) => fact.type)
      expect(types).toContain('LicenceChanged')
      expect(types).toContain('EligibilityChanged')
      expect(facts.flatMap((fact) => Object.values(fact)).some(Array.isArray)).toBe(false)
    }
    expect(await lastCounts(caseId)).toEqual({ waiting: 0, registered: 6, rejected: 0 })
    expect(await lastCounts(onboardingId)).toMatchObject({ registered: 6, submitted: 0, inCase: 0 })
  })

  async function lastCounts(id: Parameters<typeof loadFacts>[1]) {
    const facts = await loadFacts(test.store.pool, id, 0, 1000)
    return facts.flatMap((fact) => ('counts' in fact ? [fact.counts] : [])).at(-1)
  }
})

it('after all that, every row is the fold of its events', async () => {
  expect((await rebuild(owner, databaseClock(owner), 'compare')).differing).toEqual([])
  await owner.query(`update support_case set status = 'resolved' where status <> 'resolved'`)
  await owner.query(`update campaign set status = 'ended'`)
  const { differing } = await rebuild(owner, databaseClock(owner), 'mend')
  expect(new Set(differing.map((each) => each.split(' ')[0]))).toEqual(new Set(['supportCase', 'campaign']))
  expect((await rebuild(owner, databaseClock(owner), 'compare')).differing).toEqual([])
})
