import { afterAll, beforeAll, expect, it } from 'vitest'
import { databaseClock } from '../../src/clock.ts'
import { nothingChosen } from '../../src/domain/policy/effectivePack.ts'
import { deployment, type OrganisationId } from '../../src/domain/values.ts'
import { chosenAsOf } from '../../src/store/asOf.ts'
import { policyAt, readNow } from '../../src/store/policy.ts'
import { createPool } from '../../src/store/pool.ts'
import { rebuild } from '../../src/store/rebuild.ts'
import { turnedOrganisations, turnOrganisation } from '../../src/store/turning.ts'
import { accepted, openTestStore, readyOrganisation, refused, type TestStore } from '../support/store.ts'

let test: TestStore
beforeAll(async () => {
  test = await openTestStore()
})
afterAll(() => test.close())

const operator = {
  actor: { kind: 'person', subject: 'operator-1', role: 'operator' },
  source: { kind: 'admin', id: 'operator-1' },
} as const

function choose(point: string, option: string) {
  return accepted(test.store, 'ChooseReading', deployment, { point, option }, operator)
}

async function told(orgId: OrganisationId) {
  const { rows } = await test.store.pool.query<{ eligibility: string }>(
    `select fact->>'eligibility' as eligibility from outbox
     where org_id = $1 and fact->>'type' = 'EligibilityChanged' order by position`,
    [orgId],
  )
  return rows.map(({ eligibility }) => eligibility)
}

it('a reading that is chosen decides at once, and every event says by which policy it was decided', async () => {
  const { store } = test
  const { pool, clock } = store
  const { orgId } = await readyOrganisation(store, 1)
  const usual = await readNow(pool, clock)
  const { policyVersion, version } = await choose('lapse', 'keepsTexting')
  const now = await readNow(pool, clock)
  expect(now.policy).toMatchObject({ version: policyVersion, chosen: { readings: { lapse: 'keepsTexting' } } })
  expect(policyVersion).not.toBe(usual.policy.version)
  await accepted(store, 'AttestOrganisationFact', orgId, { fact: 'healthcare', value: 'no' })
  const { rows } = await pool.query<{ versions: string[] }>(
    'select array_agg(distinct policy_version) as versions from event where org_id = $1',
    [orgId],
  )
  expect(rows[0]?.versions.sort()).toEqual([usual.policy.version, policyVersion].sort())
  expect((await choose('lapse', 'keepsTexting')).version).toBe(version)
  expect((await choose('lapse', 'suspends')).policyVersion).toBe(usual.policy.version)
  expect((await readNow(pool, clock)).policy).toEqual(policyAt(now.at, nothingChosen))
})

it('processes hear of an eligibility that the choice has changed', async () => {
  const { store } = test
  const { orgId } = await readyOrganisation(store, 1)
  await accepted(store, 'AttestOrganisationFact', orgId, { fact: 'healthcare', value: 'yes' })
  await choose('healthcare', 'isRefused')
  const at = await store.clock.now()
  expect(await turnedOrganisations(store.pool, at)).toContain(orgId)
  await turnOrganisation(store, orgId)
  expect((await told(orgId)).at(-1)).toBe('ineligible')
  expect(await turnedOrganisations(store.pool, at)).not.toContain(orgId)
  await choose('healthcare', 'isWarned')
  await turnOrganisation(store, orgId)
  expect((await told(orgId)).at(-1)).toBe('eligible')
})

it('what was chosen is known for any moment of the past', async () => {
  const { store } = test
  const { pool, clock } = store
  const before = await clock.now()
  await choose('canada', 'areExempt')
  const between = await clock.now()
  await choose('canada', 'register')
  const { at: now, policy } = await readNow(pool, clock)
  const chosen = async (at: typeof now, knownAt: typeof now) =>
    (await chosenAsOf(pool, { at, knownAt }, policy.chosen)).readings
  expect(await chosen(before, now)).toEqual({})
  expect(await chosen(between, now)).toEqual({ canada: 'areExempt' })
  expect(await chosen(now, between)).toEqual({ canada: 'areExempt' })
  expect(await chosen(now, now)).toEqual({})
})

it('neither an unknown point nor an unknown option is chosen', async () => {
  expect(await refused(test.store, 'ChooseReading', deployment, { point: 'moon', option: 'full' }, operator)).toEqual({
    code: 'READING_NOT_FOUND',
    field: 'point',
  })
  expect(await refused(test.store, 'ChooseReading', deployment, { point: 'zone', option: 'full' }, operator)).toEqual({
    code: 'READING_OPTION_NOT_FOUND',
    field: 'option',
  })
})

it('the row of the deployment is the fold of its events', async () => {
  await choose('weeks', 'business')
  const owner = createPool({ url: test.database.ownerUrl, max: 2, name: 'owner' })
  try {
    expect((await rebuild(owner, databaseClock(owner), 'compare')).differing).toEqual([])
  } finally {
    await owner.end()
  }
})
