import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLogger } from '../../src/log.ts'
import type { Delivery } from '../../src/store/outbox.ts'
import { startLeadership } from '../../src/worker/leadership.ts'
import { relay, type Tell } from '../../src/worker/relay.ts'
import { accepted, openTestStore, readyOrganisation, type TestStore } from '../support/store.ts'

const log = createLogger({ level: 'silent', name: 'test' })
let test: TestStore
beforeAll(async () => {
  test = await openTestStore()
})
afterAll(() => test.close())

async function until(reached: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await reached()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('it never came to that')
}

async function undelivered(processId: string): Promise<number> {
  const { rowCount } = await test.store.pool.query(
    'select 1 from outbox where process_id = $1 and delivered_at is null',
    [processId],
  )
  return rowCount ?? 0
}

async function withRelay(tell: Tell, work: () => Promise<void>): Promise<void> {
  const stopping = new AbortController()
  const running = relay({ store: test.store, tell, log })(stopping.signal)
  try {
    await work()
  } finally {
    stopping.abort()
    await running
  }
}

describe('the relay', () => {
  it('tells each process its facts in order, also after the way there was closed for a while', async () => {
    const { orgId, onboardingId } = await readyOrganisation(test.store, 1)
    for (const status of ['lapsed', 'activated', 'lapsed', 'activated'] as const) {
      await accepted(test.store, 'ReportLicence', orgId, { status })
    }
    const told: Delivery[] = []
    let failures = 2
    const tell: Tell = async (delivery) => {
      if (failures > 0 && delivery.fact.position === 3 && delivery.processId === onboardingId) {
        failures -= 1
        throw new Error('Temporal is away')
      }
      told.push(delivery)
      return 'delivered'
    }
    await withRelay(tell, () => until(async () => (await undelivered(onboardingId)) === 0))
    const mine = told.filter((each) => each.processId === onboardingId)
    expect(mine.map((each) => each.fact.position)).toEqual([1, 2, 3, 4, 5])
  })

  it('lets no process that cannot be told hold up another', async () => {
    const [stuck, other] = await Promise.all([readyOrganisation(test.store, 1), readyOrganisation(test.store, 1)])
    const told = new Set<string>()
    const tell: Tell = async ({ processId }) => {
      if (processId === stuck.onboardingId) throw new Error('refused every time')
      told.add(processId)
      return 'delivered'
    }
    await withRelay(tell, () => until(() => told.has(other.onboardingId)))
    expect(await undelivered(stuck.onboardingId)).toBeGreaterThan(0)
  })

  it('puts a fact before a person when the workflow of its process has ended', async () => {
    const { onboardingId, orgId } = await readyOrganisation(test.store, 1)
    const tell: Tell = async ({ processId }) => (processId === onboardingId ? 'closed' : 'delivered')
    await withRelay(tell, () => until(async () => (await undelivered(onboardingId)) === 0))
    const { rows } = await test.store.pool.query('select code from attention where org_id = $1', [orgId])
    expect(rows).toEqual([{ code: 'FACT_FOR_ENDED_PROCESS' }])
  })
})

describe('leadership', () => {
  it('is held by one process at a time and passes on when its holder goes', async () => {
    const leading: string[] = []
    const start = (name: string) =>
      startLeadership({ databaseUrl: test.database.appUrl, lock: 77, retryMs: 20, log }, [
        async (signal) => {
          leading.push(name)
          await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
          leading.splice(leading.indexOf(name), 1)
        },
      ])
    const first = start('first')
    await until(() => leading.includes('first'))
    const second = start('second')
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(leading).toEqual(['first'])
    await first.stop()
    await until(() => leading.includes('second'))
    expect(leading).toEqual(['second'])
    await second.stop()
  })

  it('is lost and won again when its connection is cut', async () => {
    let terms = 0
    const leadership = startLeadership({ databaseUrl: test.database.appUrl, lock: 78, retryMs: 20, log }, [
      async (signal) => {
        terms += 1
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      },
    ])
    await until(() => terms === 1)
    await test.store.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'clearline-leader' and datname = current_database()`,
    )
    await until(() => terms === 2)
    await leadership.stop()
    expect(terms).toBe(2)
  })
})
