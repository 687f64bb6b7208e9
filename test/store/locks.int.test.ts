import type { PoolClient } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadFacts } from '../../src/store/outbox.ts'
import { goodForm } from '../support/form.ts'
import {
  accepted,
  column,
  command,
  drafted,
  flagged,
  openedCase,
  openTestStore,
  type Premises,
  readyOrganisation,
  registry,
  type TestStore,
} from '../support/store.ts'

let test: TestStore
beforeAll(async () => {
  test = await openTestStore(20)
})
afterAll(() => test.close())

/** Opens a transaction that holds a lock until it is let go, so that an order of events can be forced. */
async function holding(sql: string, values: unknown[]): Promise<{ letGo: () => Promise<void>; tx: PoolClient }> {
  const tx = await test.store.pool.connect()
  await tx.query('begin')
  await tx.query(sql, values)
  const letGo = async () => {
    await tx.query('commit')
    tx.release()
  }
  return { letGo, tx }
}

async function waiters(): Promise<number> {
  const { rows } = await test.store.pool.query<{ count: string }>(
    `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return Number(rows[0]?.count)
}

async function untilWaiting(count: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await waiters()) >= count) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('nobody waits for the lock')
}

const signer = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  title: 'Head of Telephony',
  signature: 'Ada Lovelace',
  differenceConfirmed: false,
} as const

async function ordered(premises: Premises) {
  const { orderId } = await accepted(test.store, 'CreateOrder', premises.orgId, premises)
  if (!orderId) throw new Error('no order')
  return orderId
}

describe('the lock order', () => {
  it('makes a licence that lapses and an order that is created wait for each other, either way round', async () => {
    const outcome = async (first: 'lapse' | 'order') => {
      const premises = await readyOrganisation(test.store, 2)
      const { orgId } = premises
      const { letGo } = await holding('select 1 from organisation where id = $1 for update', [orgId])
      const lapse = () => test.store.execute(command('ReportLicence', orgId, { status: 'lapsed' }))
      const order = () => test.store.execute(command('CreateOrder', orgId, premises))
      const [one, two] = first === 'lapse' ? [lapse, order] : [order, lapse]
      const started = one()
      await untilWaiting(1)
      const second = two()
      await untilWaiting(2)
      await letGo()
      const [a, b] = await Promise.all([started, second])
      return first === 'lapse' ? { lapse: a, order: b } : { order: a, lapse: b }
    }
    const lapseFirst = await outcome('lapse')
    expect(lapseFirst.lapse.ok).toBe(true)
    expect(lapseFirst.order).toMatchObject({ ok: false, refusal: { code: 'LICENCE_NOT_ACTIVE' } })
    const orderFirst = await outcome('order')
    expect(orderFirst.order.ok).toBe(true)
    expect(orderFirst.lapse.ok).toBe(true)
  })

  it('lets two reports name the same numbers in opposite orders', async () => {
    const premises = await readyOrganisation(test.store, 6)
    const { orgId, numberIds } = premises
    const orderId = await ordered(premises)
    await accepted(test.store, 'SubmitOrder', orgId, { orderId, next: 'done' })
    const [first] = [...numberIds].sort()
    const { letGo } = await holding('select 1 from number where id = $1 for update', [first])
    const report = (ids: readonly (typeof numberIds)[number][], status: 'authorised' | 'refused', minute: number) =>
      test.store.execute(
        command(
          'RecordOrderAnswer',
          orgId,
          { orderId, items: ids.map((numberId) => ({ numberId, status })) },
          {
            source: { kind: 'desk', id: 'b' },
            happenedAt: new Date(Date.now() + minute).toISOString() as never,
          },
        ),
      )
    const both = [report(numberIds, 'authorised', 1), report([...numberIds].reverse(), 'refused', 2)]
    await untilWaiting(1)
    await letGo()
    const outcomes = await Promise.all(both)
    expect(outcomes.map((each) => each.ok)).toEqual([true, true])
    const { rows } = await test.store.pool.query('select distinct authorisation from number where org_id = $1', [orgId])
    expect(rows).toEqual([{ authorisation: 'refused' }])
  })

  it('settles an answer of the desk and a cancellation in either order', async () => {
    const outcome = async (first: 'answer' | 'cancel') => {
      const premises = await readyOrganisation(test.store, 2)
      const { orgId, onboardingId, numberIds } = premises
      const orderId = await ordered(premises)
      await accepted(test.store, 'SubmitOrder', orgId, { orderId, next: 'done' })
      const items = numberIds.map((numberId) => ({ numberId, status: 'authorised' as const }))
      const desk = { source: { kind: 'desk', id: 'b' } } as const
      const answer = () => accepted(test.store, 'RecordOrderAnswer', orgId, { orderId, items }, desk)
      const cancel = () => accepted(test.store, 'CancelOnboarding', orgId, { onboardingId, reason: 'other' })
      if (first === 'answer') {
        await answer()
        await cancel()
      } else {
        await cancel()
        await answer()
      }
      const { rows } = await test.store.pool.query('select authorisation from number where org_id = $1', [orgId])
      const { rowCount } = await test.store.pool.query('select 1 from attention where org_id = $1', [orgId])
      return { numbers: rows.map((row) => row.authorisation), attention: rowCount }
    }
    expect(await outcome('answer')).toEqual({ numbers: ['authorised', 'authorised'], attention: 0 })
    // The desk's word is kept and shown: the process that waited for it is gone.
    expect(await outcome('cancel')).toEqual({ numbers: ['authorised', 'authorised'], attention: 1 })
  })

  it('settles a judgement of the registry and the cancelling of its case in either order', async () => {
    const outcome = async (first: 'judgement' | 'cancel') => {
      const premises = await openedCase(test.store, 2)
      const { orgId, caseId, numberIds } = premises
      await accepted(test.store, 'SubmitForm', orgId, { caseId, form: goodForm })
      const { letGo } = await holding('select 1 from support_case where id = $1 for update', [caseId])
      const items = numberIds.map((numberId) => ({ numberId, status: 'registered' as const }))
      const said = {
        caseId,
        campaignRef: 'C123456',
        campaign: 'approved',
        brand: 'verified',
        codes: [],
        items,
      } as const
      const judgement = () => test.store.execute(command('RecordDecision', orgId, said, registry))
      const cancel = () => test.store.execute(command('CancelCase', orgId, { caseId }))
      const [one, two] = first === 'judgement' ? [judgement, cancel] : [cancel, judgement]
      const started = one()
      await untilWaiting(1)
      const second = two()
      await untilWaiting(2)
      await letGo()
      expect((await Promise.all([started, second])).map((each) => each.ok)).toEqual([true, true])
      const { rows } = await test.store.pool.query<{ code: string }>('select code from attention where org_id = $1', [
        orgId,
      ])
      return {
        registration: await column(test.store, premises, 'registration'),
        inCase: await column(test.store, premises, 'case_id'),
        attention: rows.map((row) => row.code),
      }
    }
    const settled = { registration: ['registered', 'registered'], inCase: [null, null] }
    expect(await outcome('judgement')).toEqual({ ...settled, attention: [] })
    // The registry's word is kept all the same; the process that waited for it is gone.
    expect(await outcome('cancel')).toEqual({ ...settled, attention: ['FACT_FOR_ENDED_PROCESS'] })
  })

  it('settles a judgement and the cancelling of the whole onboarding in either order', async () => {
    const outcome = async (first: 'judgement' | 'cancel') => {
      const premises = await openedCase(test.store, 2)
      const { orgId, caseId, onboardingId, numberIds } = premises
      await accepted(test.store, 'SubmitForm', orgId, { caseId, form: goodForm })
      const { letGo } = await holding('select 1 from support_case where id = $1 for update', [caseId])
      const items = numberIds.slice(0, 1).map((numberId) => ({ numberId, status: 'registered' as const }))
      const said = { caseId, campaignRef: 'C123456', campaign: 'approved', codes: [], items } as const
      const judgement = () => test.store.execute(command('RecordDecision', orgId, said, registry))
      const cancel = () => test.store.execute(command('CancelOnboarding', orgId, { onboardingId, reason: 'other' }))
      const [one, two] = first === 'judgement' ? [judgement, cancel] : [cancel, judgement]
      const started = one()
      await untilWaiting(1)
      const second = two()
      await untilWaiting(2)
      await letGo()
      expect((await Promise.all([started, second])).map((each) => each.ok)).toEqual([true, true])
      return column(test.store, premises, 'registration')
    }
    expect(await outcome('judgement')).toEqual(['registered', 'none'])
    expect(await outcome('cancel')).toEqual(['registered', 'none'])
  })

  it('lets a letter be taken back while its order changes', async () => {
    const premises = await readyOrganisation(test.store, 3)
    const { orgId, numbers } = premises
    await flagged(test.store, premises, numbers)
    const orderId = await drafted(test.store, premises)
    const { loaId } = await accepted(test.store, 'SignLoa', orgId, { orderId, signer })
    const { letGo } = await holding('select 1 from loa where id = $1 for update', [loaId])
    const both = [
      test.store.execute(command('WithdrawLoa', orgId, { loaId })),
      test.store.execute(
        command('ChangeOrder', orgId, { orderId, add: [], remove: numbers.slice(0, 1), expectedVersion: 1 }),
      ),
    ]
    await untilWaiting(2)
    await letGo()
    expect((await Promise.all(both)).map((each) => each.ok)).toEqual([true, true])
    expect(await column(test.store, premises, 'letter_id')).toEqual([null, null, null])
    const { rows } = await test.store.pool.query('select phase from loa where id = $1', [loaId])
    expect(rows).toEqual([{ phase: 'withdrawn' }])
  })

  it('tells the last count last, however many reports about one case race', async () => {
    const { orgId, caseId, onboardingId, numberIds } = await openedCase(test.store, 8)
    await accepted(test.store, 'SubmitForm', orgId, { caseId, form: goodForm })
    await accepted(
      test.store,
      'ReportCampaign',
      orgId,
      { campaignRef: 'C123456', status: 'approved', codes: [] },
      registry,
    )
    const report = (numberId: (typeof numberIds)[number]) =>
      accepted(
        test.store,
        'RecordRegistration',
        orgId,
        { campaignRef: 'C123456', items: [{ numberId, status: 'registered' }] },
        registry,
      )
    await Promise.all(numberIds.map(report))
    for (const [id, counts] of [
      [caseId, { registered: 8, waiting: 0 }],
      [onboardingId, { registered: 8, submitted: 0 }],
    ] as const) {
      expect((await loadFacts(test.store.pool, id, 0, 100)).at(-1)).toMatchObject({ counts })
    }
  })

  it('repeats a command that lost a deadlock or waited too long for a lock', async () => {
    const premises = await readyOrganisation(test.store, 1)
    const { orgId } = premises
    const { letGo } = await holding('select 1 from organisation where id = $1 for update', [orgId])
    const waiting = test.store.execute(command('RequestLicence', orgId, {}))
    // Longer than one lock timeout: the first attempt gives up and the second one succeeds.
    await new Promise((resolve) => setTimeout(resolve, 5_000))
    await letGo()
    expect((await waiting).ok).toBe(true)
  })
})
