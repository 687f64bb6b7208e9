import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { databaseClock } from '../src/clock.ts'
import { startThrowawayPostgres } from '../src/local/postgresThrowaway.ts'
import { createDocuments } from '../src/store/documents.ts'
import { createStore, type Store } from '../src/store/execute.ts'
import { migrate } from '../src/store/migrate.ts'
import { createPool, type Pool } from '../src/store/pool.ts'
import { type CpuMeter, cpuMeter } from './cpu.ts'

/** What every benchmark stands on: one database of the product, filled by each as it needs. */
export type Stage = {
  readonly store: Store
  /** As the tables' owner: for what a benchmark prepares. It has no time limits. */
  readonly owner: Pool
  readonly cpu: CpuMeter | undefined
  /** The size of a real run, or that of a quick one. */
  readonly size: (real: number, quick: number) => number
  /** Before each measured run: what was written before is written out, and weighs on nobody. */
  readonly settle: () => Promise<void>
  readonly postgresVersion: string
  readonly close: () => Promise<void>
}

/** As many connections as a process of the product has unless told otherwise. */
const connections = 20

export async function openStage({ isQuick }: { readonly isQuick: boolean }): Promise<Stage> {
  const postgres = await startThrowawayPostgres()
  try {
    await migrate(postgres.ownerUrl)
  } catch (error) {
    await postgres.stop()
    throw error
  }
  const pool = createPool({ url: postgres.appUrl, max: connections, name: 'bench' })
  const owner = new pg.Pool({ connectionString: postgres.ownerUrl, max: 2 })
  const admin = new pg.Pool({ connectionString: postgres.adminUrl, max: 1 })
  // Stopping the server can overtake the farewell of a connection.
  for (const each of [pool, owner, admin]) each.on('error', () => undefined)
  // Vacuum would work for one side at the other's expense. Tables are analysed when they have been filled.
  await admin.query('alter system set autovacuum = off')
  await admin.query('select pg_reload_conf()')
  const version = await admin.query<{ server_version: string }>('show server_version')
  const store = createStore({
    pool,
    clock: databaseClock(pool),
    documents: createDocuments(randomBytes(32).toString('base64')),
  })
  return {
    store,
    owner,
    cpu: cpuMeter(postgres.pid),
    size: (real, quick) => (isQuick ? quick : real),
    settle: async () => void (await admin.query('checkpoint')),
    postgresVersion: version.rows[0]?.server_version ?? 'unknown',
    close: async () => {
      await Promise.all([pool.end(), owner.end(), admin.end()])
      await postgres.stop()
    },
  }
}
