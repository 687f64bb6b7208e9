import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseClock } from '../../src/clock.ts'
import { brand, type DocumentId, type Instant, type LoaId, type OrderId, plusMinutes } from '../../src/domain/values.ts'
import { createDocuments } from '../../src/store/documents.ts'
import { loadFacts } from '../../src/store/outbox.ts'
import { createPool, type Pool } from '../../src/store/pool.ts'
import { rebuild } from '../../src/store/rebuild.ts'
import {
  accepted,
  column,
  desk,
  drafted,
  flagged,
  freshNumbers,
  openTestStore,
  type Premises,
  readyOrganisation,
  refused,
  type TestStore,
} from '../support/store.ts'
import { plainText } from './plainText.ts'

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

const signer = {
  firstName: 'Zdzisława',
  lastName: 'Brzęczyszczykiewicz',
  title: 'Prokurentka',
  signature: 'Zdzisława Brzęczyszczykiewicz',
  differenceConfirmed: false,
} as const

/** An instant apart from all before it and all after it: the clock counts milliseconds, and two commands may share one. */
async function instantBetween(): Promise<Instant> {
  const next = async (last: Instant): Promise<Instant> => {
    const now = await test.store.clock.now()
    return now > last ? now : next(last)
  }
  const between = await next(await test.store.clock.now())
  await next(between)
  return between
}

async function sign({ orgId }: Premises, orderId: OrderId) {
  return accepted(test.store, 'SignLoa', orgId, { orderId, signer })
}

async function phaseOf(loaId: LoaId): Promise<string | undefined> {
  const { rows } = await test.store.pool.query<{ phase: string }>('select phase from loa where id = $1', [loaId])
  return rows[0]?.phase
}

/** Four numbers in a draft, two of which need a letter. */
async function draft() {
  const premises = await readyOrganisation(test.store, 4)
  await flagged(test.store, premises, premises.numbers.slice(0, 2))
  return { ...premises, orderId: await drafted(test.store, premises) }
}

describe('a letter of authorisation', () => {
  it('covers exactly the numbers of its order that the carrier wants one for', async () => {
    const premises = await draft()
    const { loaId, numbers } = await sign(premises, premises.orderId)
    expect(numbers).toBe(2)
    expect(await column(test.store, premises, 'letter_id')).toEqual([loaId, loaId, null, null])
    expect(await phaseOf(loaId)).toBe('signed')
  })

  it('is not asked for where no number needs one, or each has one', async () => {
    const premises = await readyOrganisation(test.store, 1)
    const { orgId } = premises
    const orderId = await drafted(test.store, premises)
    expect((await refused(test.store, 'SignLoa', orgId, { orderId, signer })).code).toBe('LOA_NOT_REQUIRED')
    await flagged(test.store, premises, premises.numbers)
    await sign(premises, orderId)
    expect((await refused(test.store, 'SignLoa', orgId, { orderId, signer })).code).toBe('LOA_NOT_REQUIRED')
  })

  it('with a blank field, for no order or for one that is submitted is refused, and nothing is kept', async () => {
    const premises = await draft()
    const { orgId, orderId } = premises
    const blank = { orderId, signer: { ...signer, title: ' ' } }
    expect(await refused(test.store, 'SignLoa', orgId, blank)).toMatchObject({
      code: 'LOA_FIELD_BLANK',
      field: 'title',
    })
    const unlike = { orderId, signer: { ...signer, signature: 'Z. B.' } }
    expect((await refused(test.store, 'SignLoa', orgId, unlike)).code).toBe('LOA_SIGNATURE_DIFFERS')
    const nowhere = { orderId: brand<OrderId>('00000000-0000-4000-8000-000000000000'), signer }
    expect((await refused(test.store, 'SignLoa', orgId, nowhere)).code).toBe('ORDER_NOT_FOUND')
    const { rowCount } = await test.store.pool.query('select 1 from loa where org_id = $1', [orgId])
    expect(rowCount).toBe(0)
    await sign(premises, orderId)
    await accepted(test.store, 'SubmitOrder', orgId, { orderId, next: 'done' })
    expect((await refused(test.store, 'SignLoa', orgId, { orderId, signer })).code).toBe('ORDER_ALREADY_CLOSED')
  })

  it('is signed for the list that its signer saw: what is added needs another, what is taken out loses it', async () => {
    const premises = await readyOrganisation(test.store, 4)
    const { orgId, numbers } = premises
    await flagged(test.store, premises, numbers)
    const [one = '', two = '', three = ''] = numbers
    const orderId = await drafted(test.store, premises, [one, two])
    const first = await sign(premises, orderId)
    const changed = await accepted(test.store, 'ChangeOrder', orgId, {
      orderId,
      add: [three],
      remove: [one],
      expectedVersion: 1,
    })
    expect(changed).toMatchObject({ removed: 1, added: [{ status: 'selected' }] })
    expect(await column(test.store, premises, 'letter_id')).toEqual([null, first.loaId, null, null])
    const second = await sign(premises, orderId)
    expect(second.numbers).toBe(1)
    expect(await column(test.store, premises, 'letter_id')).toEqual([null, first.loaId, second.loaId, null])
    expect([await phaseOf(first.loaId), await phaseOf(second.loaId)]).toEqual(['signed', 'signed'])

    const back = { orderId, add: [one], remove: [two], expectedVersion: changed.version }
    await accepted(test.store, 'ChangeOrder', orgId, back)
    expect(await column(test.store, premises, 'letter_id')).toEqual([null, null, second.loaId, null])
    // It covers nothing more: the changed list has superseded it.
    expect(await phaseOf(first.loaId)).toBe('superseded')
  })

  it('does not follow a number into another order', async () => {
    const premises = await draft()
    const { orgId, orderId, numberIds, numbers } = premises
    const { loaId } = await sign(premises, orderId)
    await accepted(test.store, 'SubmitOrder', orgId, { orderId, next: 'more' })
    const items = numberIds.map((numberId) => ({ numberId, status: 'refused' as const, reason: 'NAME_MISMATCH' }))
    await accepted(test.store, 'RecordOrderAnswer', orgId, { orderId, items }, desk)
    const again = await drafted(test.store, premises, numbers.slice(0, 1))
    expect(await column(test.store, premises, 'letter_id')).toEqual([null, loaId, null, null])
    expect((await refused(test.store, 'SubmitOrder', orgId, { orderId: again, next: 'done' })).code).toBe(
      'LOA_NOT_SIGNED',
    )
    expect(await phaseOf(loaId)).toBe('signed')
    await accepted(test.store, 'ChangeOrder', orgId, {
      orderId: again,
      add: numbers.slice(1, 2),
      remove: [],
      expectedVersion: 1,
    })
    expect(await phaseOf(loaId)).toBe('superseded')
  })

  it('that the desk sends back covers its numbers no longer, and the next one does', async () => {
    const premises = await draft()
    const { orgId, orderId } = premises
    const { loaId } = await sign(premises, orderId)
    const sentBack = await accepted(
      test.store,
      'ReportLoa',
      orgId,
      { loaId, status: 'refused', reason: 'ILLEGIBLE' },
      desk,
    )
    expect(sentBack).toEqual({ phase: 'refused', voided: 2 })
    expect(await column(test.store, premises, 'letter_id')).toEqual([null, null, null, null])
    expect((await refused(test.store, 'SubmitOrder', orgId, { orderId, next: 'done' })).code).toBe('LOA_NOT_SIGNED')
    const next = await sign(premises, orderId)
    expect(await accepted(test.store, 'ReportLoa', orgId, { loaId: next.loaId, status: 'accepted' }, desk)).toEqual({
      phase: 'accepted',
      voided: 0,
    })
    expect((await accepted(test.store, 'SubmitOrder', orgId, { orderId, next: 'done' })).numbers).toBe(4)
  })

  it('whose refusal is older news than its acceptance keeps its numbers', async () => {
    const premises = await draft()
    const { loaId } = await sign(premises, premises.orderId)
    const before = plusMinutes(await test.store.clock.now(), -1)
    await accepted(test.store, 'ReportLoa', premises.orgId, { loaId, status: 'accepted' }, desk)
    const late = { ...desk, happenedAt: before }
    const heard = await accepted(test.store, 'ReportLoa', premises.orgId, { loaId, status: 'refused' }, late)
    expect(heard).toEqual({ phase: 'accepted', voided: 0 })
    expect(await column(test.store, premises, 'letter_id')).toEqual([loaId, loaId, null, null])
  })

  it('that is sent back and accepted after all covers its numbers again, until it is sent back once more', async () => {
    const premises = await draft()
    const { orgId, orderId } = premises
    const { loaId } = await sign(premises, orderId)
    const letters = async () => column(test.store, premises, 'letter_id')
    const says = (status: 'accepted' | 'refused') => accepted(test.store, 'ReportLoa', orgId, { loaId, status }, desk)
    await says('refused')
    expect(await letters()).toEqual([null, null, null, null])
    expect(await says('accepted')).toEqual({ phase: 'accepted', voided: 0 })
    expect(await letters()).toEqual([loaId, loaId, null, null])
    expect((await accepted(test.store, 'SubmitOrder', orgId, { orderId, next: 'done' })).numbers).toBe(4)
    expect(await says('refused')).toEqual({ phase: 'refused', voided: 2 })
    await says('accepted')
    expect(await letters()).toEqual([loaId, loaId, null, null])
  })

  it('that is accepted after all takes no number that has left its list, and none from the letter after it', async () => {
    const premises = await readyOrganisation(test.store, 3)
    const { orgId, numbers } = premises
    await flagged(test.store, premises, numbers)
    const [one = ''] = numbers
    const orderId = await drafted(test.store, premises)
    const first = await sign(premises, orderId)
    const letters = async () => column(test.store, premises, 'letter_id')
    const says = (loaId: LoaId, status: 'accepted' | 'refused', happenedAt?: Instant) =>
      accepted(test.store, 'ReportLoa', orgId, { loaId, status }, { ...desk, ...(happenedAt ? { happenedAt } : {}) })
    await says(first.loaId, 'refused')
    // Out of the list and back in it: the signer did not see this list.
    for (const [add, remove, expectedVersion] of [
      [[], [one], 1],
      [[one], [], 2],
    ] as const) {
      await accepted(test.store, 'ChangeOrder', orgId, { orderId, add, remove, expectedVersion })
    }
    await says(first.loaId, 'accepted')
    expect(await letters()).toEqual([null, first.loaId, first.loaId])

    await says(first.loaId, 'refused')
    const second = await sign(premises, orderId)
    const between = await instantBetween()
    await says(first.loaId, 'accepted')
    expect(await letters()).toEqual([second.loaId, second.loaId, second.loaId])
    // Had this been known in time, the first letter would have found its numbers free.
    await says(second.loaId, 'refused', between)
    expect(await letters()).toEqual([null, first.loaId, first.loaId])
  })

  it('that fell after another was accepted leaves its numbers without one, in whichever order it is told', async () => {
    for (const isToldLate of [false, true]) {
      const premises = await draft()
      const { orgId, orderId } = premises
      const says = (loaId: LoaId, status: 'accepted' | 'refused', happenedAt?: Instant) =>
        accepted(test.store, 'ReportLoa', orgId, { loaId, status }, { ...desk, ...(happenedAt ? { happenedAt } : {}) })
      const first = await sign(premises, orderId)
      await says(first.loaId, 'refused')
      const second = await sign(premises, orderId)
      const between = await instantBetween()
      const acceptance = () => says(first.loaId, 'accepted', between)
      if (!isToldLate) await acceptance()
      await says(second.loaId, 'refused')
      if (isToldLate) await acceptance()
      expect(await column(test.store, premises, 'letter_id')).toEqual([null, null, null, null])
    }
  })

  it('taken back by its signer takes the authorisation with it, and the numbers out of their case', async () => {
    const premises = await draft()
    const { orgId, orderId, numberIds, onboardingId } = premises
    const { loaId } = await sign(premises, orderId)
    await accepted(test.store, 'SubmitOrder', orgId, { orderId, next: 'done' })
    const items = numberIds.map((numberId) => ({ numberId, status: 'authorised' as const }))
    await accepted(test.store, 'RecordOrderAnswer', orgId, { orderId, items }, desk)
    const { caseId } = await accepted(test.store, 'OpenCase', orgId, { onboardingId })
    expect(await accepted(test.store, 'WithdrawLoa', orgId, { loaId })).toEqual({ voided: 2, revoked: 2 })
    expect(await phaseOf(loaId)).toBe('withdrawn')
    expect(await column(test.store, premises, 'authorisation')).toEqual([
      'revoked',
      'revoked',
      'authorised',
      'authorised',
    ])
    expect(await column(test.store, premises, 'letter_id')).toEqual([null, null, null, null])
    expect(await column(test.store, premises, 'case_id')).toEqual([null, null, caseId, caseId])
    const told = async (id: typeof onboardingId | typeof caseId) =>
      (await loadFacts(test.store.pool, id, 0, 100)).at(-1)
    expect(await told(onboardingId)).toMatchObject({ type: 'NumbersChanged', counts: { refused: 2, inCase: 2 } })
    expect(await told(caseId)).toMatchObject({ type: 'CaseNumbersChanged', counts: { waiting: 2 } })
    expect(await accepted(test.store, 'WithdrawLoa', orgId, { loaId })).toEqual({ voided: 0, revoked: 0 })
  })

  it('of another organisation is not found', async () => {
    const premises = await draft()
    const { loaId } = await sign(premises, premises.orderId)
    const { orgId } = await readyOrganisation(test.store, 1)
    expect((await refused(test.store, 'WithdrawLoa', orgId, { loaId })).code).toBe('LOA_NOT_FOUND')
    const report = { loaId, status: 'accepted' } as const
    expect((await refused(test.store, 'ReportLoa', orgId, report, desk)).code).toBe('LOA_NOT_FOUND')
  })
})

describe('the text of a letter', () => {
  it('says who signed what, word for word, to whoever holds the key', async () => {
    const premises = await draft()
    const { orgId, numbers } = premises
    const { loaId, sha256 } = await sign(premises, premises.orderId)
    const { rows } = await test.store.pool.query<{ id: DocumentId; sha256: string }>(
      'select document_id as id, sha256 from loa where id = $1',
      [loaId],
    )
    const [document] = rows
    if (!document) throw new Error('no document')
    expect(document.sha256).toBe(sha256)
    const letter = JSON.parse(await test.store.documents.open(test.store.pool, orgId, document.id))
    expect(letter).toMatchObject({ version: '1', signer, numbers: [...numbers.slice(0, 2)].sort() })
    expect(letter.text).toMatch(/^I am authorised/)
    const stranger = createDocuments(randomBytes(32).toString('base64'))
    await expect(stranger.open(test.store.pool, orgId, document.id)).rejects.toThrow(/unable to authenticate/)
  })

  it('stands nowhere in the clear: no name, no signature, and no number but in its own row and first event', async () => {
    const premises = await draft()
    const { orgId } = premises
    const { loaId } = await sign(premises, premises.orderId)
    await accepted(test.store, 'ReportLoa', orgId, { loaId, status: 'accepted' }, desk)
    const text = await plainText(owner)
    expect(text).toContain(loaId)
    for (const marker of ['Zdzis', 'Brzęcz', 'Brz\\u0119', 'Prokurentka']) expect(text).not.toContain(marker)
    const elsewhere = await plainText(owner, { but: ['number'], butEvents: ['NumberEntered'] })
    for (const number of premises.numbers) expect(elsewhere).not.toContain(number.slice(2))
  })
})

describe('two draft editors', () => {
  const change = (orderId: OrderId, add: readonly string[], expectedVersion: number, remove: readonly string[] = []) =>
    ({ orderId, add, remove, expectedVersion }) as const

  it('never overwrite each other: the second is shown what the first has done', async () => {
    const premises = await readyOrganisation(test.store, 3)
    const { orgId, numbers } = premises
    const [one = '', two = '', three = ''] = numbers
    const orderId = await drafted(test.store, premises, [one])
    await accepted(test.store, 'ChangeOrder', orgId, change(orderId, [two], 1))
    const stale = await refused(test.store, 'ChangeOrder', orgId, change(orderId, [three], 1))
    expect(stale).toMatchObject({ code: 'STALE_VERSION', field: 'expectedVersion' })
    expect(stale.detail).toBe('at 2: OrderChanged {"added":1,"removed":0}')
    const late = await refused(test.store, 'SubmitOrder', orgId, { orderId, next: 'done', expectedVersion: 1 })
    expect(late.code).toBe('STALE_VERSION')
    expect(await column(test.store, premises, 'authorisation')).toEqual(['selected', 'selected', 'unknown'])
    const again = await accepted(test.store, 'ChangeOrder', orgId, change(orderId, [three], 2, [one]))
    expect(again).toMatchObject({ version: 3, removed: 1 })
    expect(await column(test.store, premises, 'authorisation')).toEqual(['none', 'selected', 'selected'])
  })

  it('at the same moment: one is first, the other is told', async () => {
    const premises = await readyOrganisation(test.store, 3)
    const [one = '', two = '', three = ''] = premises.numbers
    const orderId = await drafted(test.store, premises, [one])
    const outcomes = await Promise.allSettled(
      [two, three].map((number) => accepted(test.store, 'ChangeOrder', premises.orgId, change(orderId, [number], 1))),
    )
    expect(outcomes.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
    const [lost] = outcomes.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []))
    expect(lost).toContain('STALE_VERSION')
  })

  it('are told number by number what could not be taken, while the rest is', async () => {
    const premises = await readyOrganisation(test.store, 2)
    const [one = '', two = ''] = premises.numbers
    const orderId = await drafted(test.store, premises, [one])
    const [unknown = ''] = freshNumbers(1)
    const { added } = await accepted(
      test.store,
      'ChangeOrder',
      premises.orgId,
      change(orderId, [two, two, unknown, 'x'], 1),
    )
    expect(added.map((row) => (row.status === 'refused' ? row.code : row.status))).toEqual([
      'selected',
      'NUMBER_DUPLICATE',
      'NUMBER_NOT_FOUND',
      'NUMBER_NOT_E164',
    ])
  })

  it('cannot change what is submitted or withdrawn', async () => {
    const premises = await readyOrganisation(test.store, 2)
    const { orgId } = premises
    const [one = '', two = ''] = premises.numbers
    const orderId = await drafted(test.store, premises, [one])
    await accepted(test.store, 'SubmitOrder', orgId, { orderId, next: 'more' })
    expect((await refused(test.store, 'ChangeOrder', orgId, change(orderId, [two], 2))).code).toBe(
      'ORDER_ALREADY_CLOSED',
    )
    const other = await drafted(test.store, premises, [two])
    await accepted(test.store, 'WithdrawOrder', orgId, { orderId: other })
    expect((await refused(test.store, 'ChangeOrder', orgId, change(other, [two], 2))).code).toBe('ORDER_ALREADY_CLOSED')
    expect(await column(test.store, premises, 'authorisation')).toEqual(['ordered', 'none'])
  })
})

describe('submitting an order', () => {
  it('is shut while any of its numbers lacks its letter, and says how many', async () => {
    const premises = await draft()
    const { orgId, orderId } = premises
    const shut = await refused(test.store, 'SubmitOrder', orgId, { orderId, next: 'done' })
    expect(shut).toEqual({ code: 'LOA_NOT_SIGNED', field: 'orderId', detail: '2 numbers' })
    expect(await column(test.store, premises, 'authorisation')).toEqual(Array(4).fill('selected'))
    expect(await loadFacts(test.store.pool, premises.onboardingId, 0, 10)).toHaveLength(1)
    await sign(premises, orderId)
    await flagged(test.store, premises, premises.numbers.slice(2, 3))
    expect((await refused(test.store, 'SubmitOrder', orgId, { orderId, next: 'done' })).detail).toBe('1 numbers')
  })

  it('goes on without the numbers that need a letter once they are taken out', async () => {
    const premises = await draft()
    const { orgId, orderId, numbers } = premises
    await accepted(test.store, 'ChangeOrder', orgId, {
      orderId,
      add: [],
      remove: numbers.slice(0, 2),
      expectedVersion: 1,
    })
    expect((await accepted(test.store, 'SubmitOrder', orgId, { orderId, next: 'done' })).numbers).toBe(2)
  })

  it('that has been emptied is refused', async () => {
    const premises = await readyOrganisation(test.store, 1)
    const { orgId, numbers } = premises
    const orderId = await drafted(test.store, premises)
    await accepted(test.store, 'ChangeOrder', orgId, { orderId, add: [], remove: numbers, expectedVersion: 1 })
    expect((await refused(test.store, 'SubmitOrder', orgId, { orderId, next: 'done' })).code).toBe('ORDER_EMPTY')
  })
})

it('after all that, every row is the fold of its events', async () => {
  expect((await rebuild(owner, databaseClock(owner), 'compare')).differing).toEqual([])
})
