import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadFacts, openProcesses } from '../../src/store/outbox.ts'
import { load, supportCases } from '../../src/store/streams.ts'
import { goodForm } from '../support/form.ts'
import {
  accepted,
  authorisedOrganisation,
  drafted,
  eligibleOrganisation,
  openTestStore,
  readyOrganisation,
  type TestStore,
} from '../support/store.ts'

let test: TestStore
beforeAll(async () => {
  test = await openTestStore(20)
})
afterAll(() => test.close())

describe('what a process is told', () => {
  it('has positions without a gap, however many changes race', async () => {
    const { store } = test
    const { orgId, onboardingId } = await readyOrganisation(store, 1)
    const reports = Array.from({ length: 12 }, (_, index) =>
      accepted(store, 'ReportLicence', orgId, { status: index % 2 === 0 ? 'lapsed' : 'activated' }),
    )
    await Promise.all(reports)
    const facts = await loadFacts(store.pool, onboardingId, 0, 100)
    expect(facts.map((fact) => fact.position)).toEqual(facts.map((_, index) => index + 1))
    expect(facts.length).toBeGreaterThan(1)
    const rest = await loadFacts(store.pool, onboardingId, 2, 1)
    expect(rest.map((fact) => fact.position)).toEqual(facts.length > 2 ? [3] : [])
  })

  it('reaches only the organisation it is about', async () => {
    const { store } = test
    const [one, other] = await Promise.all([readyOrganisation(store, 1), readyOrganisation(store, 1)])
    await accepted(store, 'ReportLicence', one.orgId, { status: 'lapsed' })
    const told = async (id: string) => (await loadFacts(store.pool, id, 0, 10)).map((fact) => fact.type)
    expect(await told(one.onboardingId)).toEqual(['OnboardingStarted', 'LicenceChanged'])
    expect(await told(other.onboardingId)).toEqual(['OnboardingStarted'])
  })

  it('says nothing about a licence report that changes nothing', async () => {
    const { store } = test
    const { orgId, onboardingId } = await readyOrganisation(store, 1)
    await accepted(store, 'ReportLicence', orgId, { status: 'activated' })
    expect(await loadFacts(store.pool, onboardingId, 0, 10)).toHaveLength(1)
  })

  it('holds ids, instants, codes and counts, never a list or a phone number', async () => {
    const { store } = test
    const premises = await readyOrganisation(store, 2)
    const { orderId } = await accepted(store, 'CreateOrder', premises.orgId, premises)
    if (!orderId) throw new Error('no order')
    await accepted(store, 'SubmitOrder', premises.orgId, { orderId, next: 'done' })
    const facts = await loadFacts(store.pool, premises.onboardingId, 0, 10)
    const text = JSON.stringify(facts)
    for (const number of premises.numbers) expect(text).not.toContain(number.slice(2))
    expect(facts.flatMap((fact) => Object.values(fact)).some(Array.isArray)).toBe(false)
  })

  it('ends with the onboarding: later facts go before a person, the process is not opened again', async () => {
    const { store } = test
    const premises = await readyOrganisation(store, 1)
    const { orgId, onboardingId, numberIds } = premises
    const { orderId } = await accepted(store, 'CreateOrder', orgId, premises)
    if (!orderId) throw new Error('no order')
    await accepted(store, 'SubmitOrder', orgId, { orderId, next: 'done' })
    await accepted(store, 'CancelOnboarding', orgId, { onboardingId, reason: 'requestedByCustomer' })
    const items = numberIds.map((numberId) => ({ numberId, status: 'authorised' as const }))
    await accepted(store, 'RecordOrderAnswer', orgId, { orderId, items }, { source: { kind: 'desk', id: 'b' } })
    const { rows } = await store.pool.query('select code, detail from attention where org_id = $1', [orgId])
    expect(rows).toEqual([
      { code: 'FACT_FOR_ENDED_PROCESS', detail: { processId: onboardingId, type: 'OrderAnswered' } },
    ])
    expect((await openProcesses(store.pool)).map((each) => each.id)).not.toContain(onboardingId)
  })

  it('may note after its end what it did before: its own act goes before nobody, the same from a person does', async () => {
    const { store } = test
    const ownAct = { source: { kind: 'process', id: 'conductor' } } as const
    const attention = async (orgId: string) =>
      (await store.pool.query(`select detail->>'type' as type from attention where org_id = $1`, [orgId])).rows

    const { orgId, onboardingId } = await authorisedOrganisation(store, 2)
    const { caseId } = await accepted(store, 'OpenCase', orgId, { onboardingId })
    await accepted(store, 'SubmitForm', orgId, { caseId, form: goodForm })
    await accepted(store, 'CancelCase', orgId, { caseId })
    const reference = `${caseId}:form:1`
    await accepted(store, 'RecordFormSent', orgId, { caseId, formVersion: 1, reference }, ownAct)
    expect((await load(store.pool, supportCases, caseId)).state.formsSent.map((each) => each.value)).toEqual([1])
    expect(await attention(orgId)).toEqual([])

    for (const [how, seen] of [
      [ownAct, []],
      [{}, [{ type: 'OrderSent' }]],
    ] as const) {
      const premises = await readyOrganisation(store, 1)
      const orderId = await drafted(store, premises)
      await accepted(store, 'SubmitOrder', premises.orgId, { orderId, next: 'done' })
      const { orgId: other } = premises
      await accepted(store, 'CancelOnboarding', other, { onboardingId: premises.onboardingId, reason: 'other' })
      await accepted(store, 'RecordOrderSent', other, { orderId, ticket: 'PTS-1' }, how)
      expect(await attention(other)).toEqual(seen)
    }
  })

  it('is refused completion while a fact is on its way', async () => {
    const { store } = test
    const { orgId, onboardingId } = await readyOrganisation(store, 1)
    const behind = await store.execute({
      type: 'CompleteOnboarding',
      data: { onboardingId, position: 0 },
      scope: 'process',
      commandId: 'c',
      orgId,
      actor: { kind: 'service', subject: 'onboarding', role: 'process' },
      source: { kind: 'process', id: 'onboarding' },
    })
    expect(behind).toMatchObject({ ok: false, refusal: { code: 'PROCESS_BEHIND' } })
  })

  it('names one open process per open onboarding', async () => {
    const { store } = test
    const orgId = await eligibleOrganisation(store)
    const { onboardingId } = await accepted(store, 'StartOnboarding', orgId, {})
    const open = await openProcesses(store.pool)
    expect(open.filter((each) => each.orgId === orgId)).toEqual([{ id: onboardingId, orgId, kind: 'onboarding' }])
  })
})
