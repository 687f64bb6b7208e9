import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readGrounded } from '../../src/store/views/askedNumber.ts'
import { type KeptEvents, keepEvents } from '../../src/store/views/keptEvents.ts'
import { accepted, openTestStore, type Premises, readyOrganisation, type TestStore } from '../support/store.ts'

let opened: TestStore
let premises: Premises
let kept: KeptEvents
let asked = 0

const types = ['OrganisationFactAttested', 'LicenceActivated', 'LicenceLapsed']

beforeAll(async () => {
  opened = await openTestStore()
  premises = await readyOrganisation(opened.store, 1)
  const { pool } = opened.store
  kept = keepEvents(pool, types)
  const query = pool.query.bind(pool)
  // What is counted is how often the events are read from the database.
  pool.query = ((given: { readonly name?: string }, ...rest: never[]) => {
    if (given.name === 'standing events') asked += 1
    return query(given as never, ...rest)
  }) as typeof pool.query
})
afterAll(() => opened.close())

async function events() {
  const { orgId, numberIds } = premises
  const { found } = await readGrounded(opened.store, { tokenHash: null, orgId }, numberIds[0] ?? '')
  return (await kept(orgId, found?.grounds.streams ?? [])).flat()
}

describe('the events that numbers share', () => {
  test('are read once while nothing is added to their streams', async () => {
    const first = await events()
    expect(first.map(({ type }) => type)).toContain('OrganisationFactAttested')
    expect(await events()).toEqual(first)
    expect(asked).toBe(1)
  })

  test('hold what was told a moment ago, and no longer what was struck', async () => {
    const { orgId } = premises
    const before = await events()
    await accepted(opened.store, 'AttestOrganisationFact', orgId, { fact: 'callingPlan', value: 'none' })
    const told = (await events()).filter((each) => !before.some(({ id }) => id === each.id))
    expect(told).toMatchObject([{ type: 'OrganisationFactAttested', data: { fact: 'callingPlan', value: 'none' } }])
    const [wrong] = told
    await accepted(opened.store, 'RetractReport', orgId, { eventIds: [wrong?.id ?? ''], reason: 'mistaken' })
    expect(await events()).toEqual(before)
  })

  test('of another organisation are not answered, whoever names their stream', async () => {
    const other = await readyOrganisation(opened.store, 1)
    await events()
    const { rows } = await opened.store.pool.query('select id, version from organisation where id = $1', [
      premises.orgId,
    ])
    expect(await kept(other.orgId, rows)).toEqual([[]])
  })
})
