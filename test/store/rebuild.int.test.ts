import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseClock } from '../../src/clock.ts'
import { createPool, type Pool } from '../../src/store/pool.ts'
import { rebuild } from '../../src/store/rebuild.ts'
import { accepted, openTestStore, readyOrganisation, type TestStore } from '../support/store.ts'

let test: TestStore
let owner: Pool
beforeAll(async () => {
  test = await openTestStore()
  owner = createPool({ url: test.database.ownerUrl, max: 2, name: 'owner' })
})
afterAll(async () => {
  await owner.end()
  await test.close()
})

describe('rebuilding every row from its events', () => {
  it('finds no difference after honest work, and names each row that somebody meddled with', async () => {
    const premises = await readyOrganisation(test.store, 3)
    await accepted(test.store, 'CreateOrder', premises.orgId, premises)
    const clock = databaseClock(owner)
    expect(await rebuild(owner, clock, 'compare')).toMatchObject({ numbers: 3, differing: [] })

    await owner.query(`update number set texting = 'on' where id = $1`, [premises.numberIds[0]])
    await owner.query(`update licence set phase = 'none' where org_id = $1`, [premises.orgId])
    const { differing } = await rebuild(owner, clock, 'compare')
    expect(differing).toHaveLength(2)
    expect(differing[0]).toBe(`number ${premises.numberIds[0]}`)
    expect(differing[1]).toMatch(/^licence /)

    expect((await rebuild(owner, clock, 'mend')).differing).toEqual(differing)
    expect(await rebuild(owner, clock, 'compare')).toMatchObject({ differing: [] })
  })

  it('leaves a table that the application works with as before', async () => {
    const premises = await readyOrganisation(test.store, 1)
    const { rows } = await accepted(test.store, 'CreateOrder', premises.orgId, premises)
    expect(rows[0]?.status).toBe('selected')
    const { rows: indexes } = await owner.query<{ indexname: string }>(
      `select indexname from pg_indexes where tablename = 'number' order by 1`,
    )
    expect(indexes.map((index) => index.indexname)).toEqual(['number_living', 'number_pkey'])
  })
})
