import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadFacts } from '../../src/store/outbox.ts'
import { goodForm } from '../support/form.ts'
import { accepted, openTestStore, readyOrganisation, type TestStore } from '../support/store.ts'

let test: TestStore
beforeAll(async () => {
  test = await openTestStore()
})
afterAll(() => test.close())

describe('the road of one organisation through the store alone', () => {
  it('leads from a created order to texting, and tells the process every step', async () => {
    const { store } = test
    const { orgId, onboardingId, locationId, numbers, numberIds } = await readyOrganisation(store)
    const order = await accepted(store, 'CreateOrder', orgId, { onboardingId, locationId, numbers })
    expect(order.rows.map((row) => row.status)).toEqual(['selected', 'selected', 'selected'])
    const orderId = order.orderId
    if (!orderId) throw new Error('no order')
    const submitted = await accepted(store, 'SubmitOrder', orgId, { orderId, next: 'done' })
    expect(submitted).toMatchObject({ phase: 'submitted', numbers: 3 })
    await accepted(store, 'RecordOrderSent', orgId, { orderId, ticket: 'PTS-1' })
    const desk = { source: { kind: 'desk', id: 'bridge' } } as const
    const answer = await accepted(
      store,
      'RecordOrderAnswer',
      orgId,
      { orderId, items: numberIds.map((numberId) => ({ numberId, status: 'authorised' })) },
      desk,
    )
    expect(answer).toEqual({ recorded: 3, repeated: 0, unknown: 0 })
    const { caseId, rows } = await accepted(store, 'OpenCase', orgId, { onboardingId })
    expect(rows.map((row) => row.status)).toEqual(['joined', 'joined', 'joined'])
    await accepted(store, 'ReportCase', orgId, { caseId, status: 'opened', ticket: 'PTS-9' }, desk)
    await accepted(store, 'ReportCase', orgId, { caseId, status: 'formSent' }, desk)
    const { formVersion } = await accepted(store, 'SubmitForm', orgId, { caseId, form: goodForm })
    expect(formVersion).toBe(1)
    await accepted(store, 'RecordFormSent', orgId, { caseId, formVersion, reference: 'r' })
    const decision = await accepted(
      store,
      'RecordDecision',
      orgId,
      {
        caseId,
        campaignRef: 'C123456',
        campaign: 'approved',
        brand: 'verified',
        codes: [],
        items: numberIds.map((numberId) => ({ numberId, status: 'registered' })),
      },
      { source: { kind: 'registry', id: 'registry' } },
    )
    expect(decision).toEqual({ recorded: 3, repeated: 0, unknown: 0, outcome: 'approved' })
    const caseFacts = await loadFacts(store.pool, caseId, 0, 100)
    expect(caseFacts.map((fact) => fact.type)).toEqual([
      'CaseOpened',
      'CaseReported',
      'CaseReported',
      'CaseFormSubmitted',
      'CaseFormSent',
      'CaseDecided',
    ])
    expect(caseFacts.at(-1)).toMatchObject({ counts: { waiting: 0, registered: 3, rejected: 0 } })
    await accepted(store, 'CloseCase', orgId, { caseId, position: 6 })
    const activated = await accepted(store, 'ActivateNumbers', orgId, { onboardingId, upTo: 7 })
    expect(activated).toEqual({ activated: 3, heldBack: 0 })

    const facts = await loadFacts(store.pool, onboardingId, 0, 100)
    expect(facts.map((fact) => [fact.position, fact.type])).toEqual([
      [1, 'OnboardingStarted'],
      [2, 'OrderSubmitted'],
      [3, 'OrderSent'],
      [4, 'OrderAnswered'],
      [5, 'NumbersChanged'],
      [6, 'NumbersChanged'],
      [7, 'NumbersChanged'],
      [8, 'NumbersActivated'],
    ])
    expect(facts.at(-1)).toMatchObject({ counts: { registered: 3, active: 3 } })
    const done = await accepted(store, 'CompleteOnboarding', orgId, { onboardingId, position: 8 })
    expect(done).toEqual({ registered: 3, dropped: 0 })
  })
})
