import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { actOnInbound } from '../../src/store/inboundActs.ts'
import { storeInbound } from '../../src/store/intake.ts'
import { intake } from '../../src/worker/intake.ts'
import { accepted, openTestStore, readyOrganisation, type TestStore } from '../support/store.ts'

let test: TestStore
beforeAll(async () => {
  test = await openTestStore()
})
afterAll(() => test.close())

let stop = async () => {}
afterEach(() => stop())

/** The duty begins to work; it ends with the test, or before. */
function startIntake(): void {
  const stopping = new AbortController()
  const running = intake({ store: test.store, log: createLogger({ level: 'silent', name: 'test' }) })(stopping.signal)
  stop = async () => {
    stopping.abort()
    await running
  }
}

async function submittedOrder() {
  const premises = await readyOrganisation(test.store, 2)
  const { orderId } = await accepted(test.store, 'CreateOrder', premises.orgId, premises)
  if (!orderId) throw new Error('no order')
  await accepted(test.store, 'SubmitOrder', premises.orgId, { orderId, next: 'done' })
  return { ...premises, orderId }
}

type Submitted = Awaited<ReturnType<typeof submittedOrder>>
type Answer = 'authorised' | 'refused'

function answer({ orderId, numberIds }: Submitted, status: Answer): string {
  const items = numberIds.map((reference) => ({ reference, status }))
  const shared = { eventId: 'evt_1', occurredAt: '2026-01-05T12:00:00.000Z', ticket: 'PTS-1', status: 'PARTIAL' }
  return JSON.stringify({ type: 'order.updated', reference: orderId, ...shared, items })
}

async function arrive(text: string, sourceId: string = randomUUID()): Promise<string> {
  const { store } = test
  const receivedAt = await store.clock.now()
  const delivery = { source: 'desk', sourceId, headers: {}, body: Buffer.from(text), receivedAt } as const
  await storeInbound(store.pool, store.documents, delivery)
  return sourceId
}

type Row = { readonly id: string; readonly state: string; readonly reason: string | null }

/** What became of all deliveries of this id, the oldest first. */
async function deliveries(sourceId: string): Promise<readonly Row[]> {
  const { rows } = await test.store.pool.query<Row>(
    'select id, state, reason from inbound_fact where source_id = $1 order by received_at, id',
    [sourceId],
  )
  return rows
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_500; tries += 1) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('this did not come true')
}

const settled = (sourceId: string) => () =>
  deliveries(sourceId).then((rows) => rows.every(({ state }) => state !== 'pending' && state !== 'parked'))

async function told(orgId: string): Promise<Readonly<Record<string, number>>> {
  const { rows } = await test.store.pool.query<{ type: string; count: number }>(
    `select type, count(*)::int as count from event
     where org_id = $1 and type in ('NumberAuthorised', 'NumberAuthorisationRefused', 'OrderAnswered') group by type`,
    [orgId],
  )
  return Object.fromEntries(rows.map(({ type, count }) => [type, count]))
}

const saidOnce = { NumberAuthorised: 2, OrderAnswered: 1 }

describe('what was answered with 202 while no worker ran', () => {
  it('is acted on once when one runs, however often it came', async () => {
    const submitted = await submittedOrder()
    const id = await arrive(answer(submitted, 'authorised'))
    await arrive(answer(submitted, 'authorised'), id)
    await arrive(answer(submitted, 'authorised'))
    expect((await deliveries(id)).map(({ state }) => state)).toEqual(['pending'])
    expect(await told(submitted.orgId)).toEqual({})
    startIntake()
    await until(settled(id))
    expect(await told(submitted.orgId)).toEqual(saidOnce)
  })

  it('is acted on once when two workers believe to lead', async () => {
    const submitted = await submittedOrder()
    const ids = await Promise.all([1, 2, 3].map(() => arrive(answer(submitted, 'authorised'))))
    startIntake()
    const endFirst = stop
    startIntake()
    const endSecond = stop
    stop = async () => void (await Promise.all([endFirst(), endSecond()]))
    for (const id of ids) await until(settled(id))
    expect(await told(submitted.orgId)).toEqual(saidOnce)
  })
})

describe('an intake that is killed after the change was committed and before the delivery was marked', () => {
  it('leaves a delivery that the next one finds done: nothing happens twice', async () => {
    const submitted = await submittedOrder()
    const owner = new pg.Client({ connectionString: test.database.ownerUrl })
    await owner.connect()
    // Marking a delivery as processed waits for a lock that the test holds.
    await owner.query(`
      create function wait_at_mark() returns trigger language plpgsql as $$
      begin perform pg_advisory_xact_lock_shared(4711); return new; end $$;
      create trigger wait_at_mark before update on inbound_fact for each row
        when (new.state = 'processed') execute function wait_at_mark()`)
    await owner.query('select pg_advisory_lock(4711)')
    const doomed = spawn(process.execPath, ['--import', 'tsx', 'test/worker/fixtures/doomedIntake.ts'], {
      stdio: ['pipe', 'ignore', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: test.database.appUrl,
        CLEARLINE_MASTER_KEY: test.masterKey,
      },
    })
    try {
      const id = await arrive(answer(submitted, 'authorised'))
      await until(async () => (await told(submitted.orgId))['NumberAuthorised'] === 2)
      doomed.kill('SIGKILL')
      await once(doomed, 'exit')
      // The server must not finish by itself what the dead one had asked for.
      await test.store.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name like '%doomed%'`,
      )
      await until(async () => {
        const { rowCount } = await test.store.pool.query(
          `select 1 from pg_stat_activity where application_name like '%doomed%'`,
        )
        return rowCount === 0
      })
      expect((await deliveries(id)).map(({ state }) => state)).toEqual(['pending'])
      await owner.query('select pg_advisory_unlock(4711)')
      startIntake()
      await until(settled(id))
      expect((await deliveries(id)).map(({ state }) => state)).toEqual(['processed'])
      expect(await told(submitted.orgId)).toEqual(saidOnce)
    } finally {
      doomed.kill('SIGKILL')
      await owner.query('drop trigger wait_at_mark on inbound_fact')
      await owner.end()
    }
  })
})

describe('an id that comes with other bytes', () => {
  it.each([
    ['authorised', 'refused', { NumberAuthorised: 2, OrderAnswered: 1 }],
    ['refused', 'authorised', { NumberAuthorisationRefused: 2, OrderAnswered: 1 }],
  ] as const)(
    'after it said %s: only the first acts, both are kept, and a person is called',
    async (one, two, acts) => {
      const submitted = await submittedOrder()
      const id = await arrive(answer(submitted, one))
      startIntake()
      await until(settled(id))
      await arrive(answer(submitted, two), id)
      await until(settled(id))
      await expectOnlyFirst(submitted, id, acts)
    },
  )

  it.each([
    ['authorised', 'refused', { NumberAuthorised: 2, OrderAnswered: 1 }],
    ['refused', 'authorised', { NumberAuthorisationRefused: 2, OrderAnswered: 1 }],
  ] as const)('before anybody looked, %s first: the one that came first acts alone', async (one, two, acts) => {
    const submitted = await submittedOrder()
    const id = await arrive(answer(submitted, one))
    await arrive(answer(submitted, two), id)
    await arrive(answer(submitted, one), id)
    startIntake()
    await until(settled(id))
    await expectOnlyFirst(submitted, id, acts)
  })

  it('can be let through by a person where nothing came of the first, and only there', async () => {
    const submitted = await submittedOrder()
    const torn = await arrive('{"type":')
    startIntake()
    await until(settled(torn))
    await arrive(answer(submitted, 'authorised'), torn)
    await until(settled(torn))
    expect(await told(submitted.orgId)).toEqual({})
    await release((await deliveries(torn))[1]?.id)
    await until(settled(torn))
    expect((await deliveries(torn)).map(({ state }) => state)).toEqual(['quarantined', 'processed'])
    expect(await told(submitted.orgId)).toEqual(saidOnce)

    await arrive(answer(submitted, 'refused'), torn)
    await until(settled(torn))
    await release((await deliveries(torn))[2]?.id)
    await until(settled(torn))
    expect((await deliveries(torn))[2]).toMatchObject({ state: 'quarantined', reason: 'DELIVERY_ID_REUSED' })
    expect(await told(submitted.orgId)).toEqual(saidOnce)
  })

  async function release(inboundId = ''): Promise<void> {
    const { pool, documents, clock } = test.store
    const actor = { kind: 'person', subject: 'operator-1', role: 'operator' } as const
    const act = { id: randomUUID(), inboundId, act: 'release', actor, reason: 'the sender has told us' } as const
    const acted = await actOnInbound(pool, documents, { ...act, at: await clock.now(), scope: 'all' })
    expect(acted).toMatchObject({ ok: true })
  }

  async function expectOnlyFirst({ orgId }: Submitted, id: string, acts: object): Promise<void> {
    const rows = await deliveries(id)
    expect(rows).toMatchObject([
      { state: 'processed', reason: null },
      { state: 'quarantined', reason: 'DELIVERY_ID_REUSED' },
    ])
    const { rows: calls } = await test.store.pool.query('select code, detail from attention where subject = $1', [
      rows[1]?.id,
    ])
    expect(calls).toMatchObject([
      { code: 'REPORT_QUARANTINED', detail: { reason: 'DELIVERY_ID_REUSED', sourceId: id } },
    ])
    expect(await told(orgId)).toEqual(acts)
  }
})
