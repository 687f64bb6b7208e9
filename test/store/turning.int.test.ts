import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explain } from '../../src/domain/explain.ts'
import type { Instant } from '../../src/domain/values.ts'
import { instant, plusMinutes } from '../../src/domain/values.ts'
import { createDocuments } from '../../src/store/documents.ts'
import { createStore, type Store } from '../../src/store/execute.ts'
import { readNumberRow } from '../../src/store/numberClass.ts'
import { loadFacts } from '../../src/store/outbox.ts'
import { turnedOrganisations, turnOrganisation } from '../../src/store/turning.ts'
import { accepted, openTestStore, policyPack, readyOrganisation, type TestStore } from '../support/store.ts'

let test: TestStore
/** The same database under a clock that the test sets: what the product's clock is for. */
let store: Store
let now: Instant = instant('2026-05-01T00:00:00.000Z')
beforeAll(async () => {
  test = await openTestStore()
  const { pool } = test.store
  store = createStore({ pool, clock: { now: async () => now }, documents: createDocuments(test.masterKey) })
})
afterAll(() => test.close())

const later = (minutes: number) => plusMinutes(now, minutes)

describe('time passing', () => {
  it('brings a licence into force that was dated ahead, and tells the onboarding', async () => {
    const { orgId, onboardingId } = await readyOrganisation(store, 1)
    now = later(1)
    await accepted(store, 'ReportLicence', orgId, { status: 'lapsed' })
    await accepted(store, 'ReportLicence', orgId, { status: 'activated' }, { happenedAt: later(60) })
    expect(await turnedOrganisations(store.pool, now)).not.toContain(orgId)
    now = later(60)
    expect(await turnedOrganisations(store.pool, now)).toContain(orgId)
    await turnOrganisation(store, orgId)
    expect(await turnedOrganisations(store.pool, now)).not.toContain(orgId)
    const facts = await loadFacts(store.pool, onboardingId, 0, 10)
    expect(facts.flatMap((fact) => ('licence' in fact ? [fact.licence] : []))).toEqual(['active', 'lapsed', 'active'])
  })

  it('makes an expired statement unknown at its instant, before any row has been turned', async () => {
    const { orgId, numberIds } = await readyOrganisation(store, 1)
    now = later(1)
    const expiresAt = later(30)
    await accepted(store, 'AttestOrganisationFact', orgId, { fact: 'customerKind', value: 'enterprise', expiresAt })
    const reason = async (at: Instant) => {
      const row = await readNumberRow(store.pool, orgId, numberIds[0] ?? '')
      if (!row) throw new Error('no number')
      return explain(row, policyPack(), at).obstacles.find((each) => each.gate === 'eligibility')?.reason
    }
    expect(await reason(instant(Date.parse(expiresAt) - 1))).toBeUndefined()
    expect(await reason(expiresAt)).toBe('ORGANISATION_FACT_MISSING')
    now = expiresAt
    await turnOrganisation(store, orgId)
    expect(await reason(expiresAt)).toBe('ORGANISATION_FACT_MISSING')
  })
})
