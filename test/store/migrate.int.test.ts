import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { checksums, migrate, migrationsFolder, verifyChecksums } from '../../src/store/migrate.ts'

const name = `migrate_${randomBytes(4).toString('hex')}`
let admin: pg.Client
beforeAll(async () => {
  admin = new pg.Client({ connectionString: inject('postgresUrl') })
  await admin.connect()
  await admin.query(`create database ${name} owner clearline_owner`)
})
afterAll(async () => {
  // The migrations' own connections are on their way out. Cut off by force, one of them would throw where nobody listens.
  await vi.waitFor(
    async () => {
      const { rowCount } = await admin.query('select 1 from pg_stat_activity where datname = $1', [name])
      expect(rowCount).toBe(0)
    },
    { timeout: 60_000, interval: 50 },
  )
  await admin.query(`drop database ${name}`)
  await admin.end()
})

function ownerUrl(): string {
  const url = new URL(inject('postgresOwnerUrl'))
  url.pathname = `/${name}`
  return url.toString()
}

describe('migrations', () => {
  it('are applied once when three processes start at once', async () => {
    await Promise.all([1, 2, 3].map(() => migrate(ownerUrl())))
    await migrate(ownerUrl())
    const owner = new pg.Client({ connectionString: ownerUrl() })
    await owner.connect()
    const { rows } = await owner.query<{ name: string }>('select name from migration order by id')
    await owner.end()
    expect(rows.map((row) => `${row.name}.sql`)).toEqual(Object.keys(await checksums()))
  })

  it('are the ones whose sums were committed', async () => {
    await expect(verifyChecksums()).resolves.toBeUndefined()
    const committed = JSON.parse(await readFile(`${migrationsFolder}/checksums.json`, 'utf8'))
    expect(committed).toEqual(await checksums())
  })

  it('are refused when a released file was edited or removed', async () => {
    const actual = await checksums()
    const [first = ''] = Object.keys(actual)
    await expect(verifyChecksums({ ...actual, [first]: 'edited' })).rejects.toThrow(first)
    await expect(verifyChecksums({ ...actual, '0000_gone.sql': 'x' })).rejects.toThrow('0000_gone.sql')
  })
})
