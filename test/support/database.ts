import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { migrate } from '../../src/store/migrate.ts'

/** A database of a test file's own: migrated, and gone afterwards. */
export type TestDatabase = { readonly ownerUrl: string; readonly appUrl: string; readonly drop: () => Promise<void> }

const template = 'clearline_template'

export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = inject('postgresUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(adminUrl, async (admin) => {
    await ensureTemplate(admin)
    await admin.query(`create database ${name} template ${template} owner clearline_owner`)
  })
  return {
    ownerUrl: at(inject('postgresOwnerUrl'), name),
    appUrl: at(inject('postgresAppUrl'), name),
    drop: () => asAdmin(adminUrl, async (admin) => void (await admin.query(`drop database ${name} with (force)`))),
  }
}

/** Migrated once per cluster; the lock makes test files that start at once wait for the first. */
async function ensureTemplate(admin: pg.Client): Promise<void> {
  await admin.query('select pg_advisory_lock(20240826)')
  try {
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1 and datistemplate', [template])
    if (rowCount === 1) return
    await admin.query(`drop database if exists ${template} with (force)`)
    await admin.query(`create database ${template} owner clearline_owner`)
    await migrate(at(inject('postgresOwnerUrl'), template))
    await admin.query(`alter database ${template} is_template true`)
  } finally {
    await admin.query('select pg_advisory_unlock(20240826)')
  }
}

async function asAdmin(url: string, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.end()
  }
}

function at(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.toString()
}
