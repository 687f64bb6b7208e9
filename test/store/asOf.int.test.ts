import { afterAll, beforeAll, expect, it } from 'vitest'
import { explain } from '../../src/domain/explain.ts'
import { packAt } from '../../src/domain/policy/packs.ts'
import { readNumberAsOf } from '../../src/store/asOf.ts'
import { readNumber } from '../../src/store/views/numberView.ts'
import { accepted, flagged, openedCase, openTestStore, readyOrganisation, type TestStore } from '../support/store.ts'

let test: TestStore
beforeAll(async () => {
  test = await openTestStore()
})
afterAll(() => test.close())

it('the fold of the events of now is the row of now, for numbers wherever they stand', async () => {
  const { store } = test
  const { pool, clock } = store
  const cased = await openedCase(store, 2)
  const fresh = await readyOrganisation(store, 2)
  await flagged(store, fresh, fresh.numbers.slice(0, 1))
  await accepted(store, 'AttestOrganisationFact', fresh.orgId, { fact: 'healthcare', value: 'yes' })
  for (const { orgId, numberIds } of [cased, fresh]) {
    const at = await clock.now()
    for (const id of numberIds) {
      const [row, folded] = [
        await readNumber(pool, orgId, id),
        await readNumberAsOf(pool, orgId, id, { at, knownAt: at }),
      ]
      if (!row || !folded) throw new Error('the number is not known')
      const { setting: _, ...axes } = row.row
      expect(folded).toMatchObject({ ...row, row: axes })
      expect(explain(folded.row, packAt(at), at)).toEqual(explain(row.row, packAt(at), at))
    }
  }
})

it('a number of another organisation is not known', async () => {
  const { store } = test
  const [one, other] = [await readyOrganisation(store, 1), await readyOrganisation(store, 1)]
  const [id] = other.numberIds
  const at = await store.clock.now()
  if (!id) throw new Error('no number')
  expect(await readNumberAsOf(store.pool, one.orgId, id, { at, knownAt: at })).toBeUndefined()
})
