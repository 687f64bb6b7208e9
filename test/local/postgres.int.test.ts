import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { type LocalPostgres, startPostgres } from '../../src/local/postgres.ts'
import { end, isAlive, waitFor } from '../../src/local/process.ts'
import { openStateFolder, type StateFolder } from '../../src/local/stateFolder.ts'
import { testFolder } from './folders.ts'
import { launch } from './launched.ts'

const isRoot = process.geteuid?.() === 0
const nobody = { uid: 65_534, gid: 65_534 }

test('what was written before a stop is there after the next start, at the same address', async () => {
  const state = emptyState()
  const first = await start(state)
  await query(first.ownerUrl, 'create table kept (word text)')
  await query(first.ownerUrl, `insert into kept values ('still here')`)
  await first.stop()
  expect(isAlive(first.pid)).toBe(false)

  const second = await start(state)
  expect(await query(second.ownerUrl, 'select word from kept')).toEqual([{ word: 'still here' }])
  expect(second.appUrl).toBe(first.appUrl)
  expect(second.adopted).toBe(false)
})

test('the product connects as a role that owns nothing, over loopback alone', async () => {
  const postgres = await start(emptyState())
  const [database] = await query(
    postgres.appUrl,
    `select current_user as me, pg_get_userbyid(datdba) as owner, pg_encoding_to_char(encoding) as encoding, datcollate as locale,
            current_setting('listen_addresses') as addresses, current_setting('fsync') as fsync
     from pg_database where datname = 'clearline'`,
  )
  expect(database).toEqual({
    me: 'clearline_app',
    owner: 'clearline_owner',
    encoding: 'UTF8',
    locale: 'C',
    addresses: '127.0.0.1',
    fsync: 'on',
  })
  await expect(query(postgres.appUrl, 'create table mine (word text)')).rejects.toThrow('permission denied')
  await expect(query(postgres.appUrl.replace(/:[^:@]+@/, ':guess@'), 'select 1')).rejects.toThrow('password')
})

test('after Postgres is killed, the next start has everything that was committed', async () => {
  const state = emptyState()
  const first = await start(state)
  await query(first.ownerUrl, 'create table kept as select 7 as number')
  await end(first.pid, [{ signal: 'SIGKILL', graceMs: 10_000 }])

  const second = await start(state)
  expect(await query(second.ownerUrl, 'select number from kept')).toEqual([{ number: 7 }])
})

test('after its launcher is killed, Postgres goes on and the next start adopts it', async () => {
  const state = emptyState()
  const launcher = await launch<LocalPostgres>('holdPostgres.ts', [state.path])
  await launcher.kill()
  expect(isAlive(launcher.said.pid)).toBe(true)

  const adopted = await start(state)
  expect(adopted).toMatchObject({ pid: launcher.said.pid, port: launcher.said.port, adopted: true })
  await adopted.stop()
  expect(isAlive(launcher.said.pid)).toBe(false)
})

test('two starts at once share one server', async () => {
  const state = emptyState()
  const other = launch<LocalPostgres>('holdPostgres.ts', [state.path])
  const mine = await start(state)
  const { said, kill } = await other
  onTestFinished(kill)
  expect(said.pid).toBe(mine.pid)
  expect(said.appUrl).toBe(mine.appUrl)
})

test('a first start that was killed half-way does not stand in the way', async () => {
  const state = emptyState()
  const parent = join(state.postgres, 'pg18')
  mkdirSync(join(parent, 'data.init-4194303', 'base'), { recursive: true })
  mkdirSync(join(parent, 'data'))
  writeFileSync(join(parent, 'data', 'PG_VERSION'), '18\n')

  const postgres = await start(state)
  expect(await query(postgres.appUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(readdirSync(parent)).not.toContain('data.init-4194303')
  // It might have been somebody's data once: it is moved, never deleted.
  expect(readdirSync(parent).filter((name) => name.startsWith('data.incomplete-'))).toHaveLength(1)
})

test('a lock file whose process id was given to a stranger does not stand in the way', async () => {
  const state = emptyState()
  const first = await start(state)
  await first.stop()
  const lock = `${process.pid}\n${join(first.home, 'pg18', 'data')}\n1\n${first.port}\n\n127.0.0.1\n\nready   \n`
  writeFileSync(join(first.home, 'pg18', 'data', 'postmaster.pid'), lock)

  expect(await start(state)).toMatchObject({ adopted: false })
})

test('the data of another major version is refused and left alone', async () => {
  const state = emptyState()
  mkdirSync(join(state.postgres, 'pg17', 'data'), { recursive: true })
  await expect(start(state)).rejects.toThrow(/holds the data of Postgres 17.*starts Postgres 18/s)
  expect(readdirSync(state.postgres)).toContain('pg17')
})

test('a start that fails names the reason and every way out', async () => {
  const state = emptyState()
  const postgres = await start(state)
  await postgres.stop()
  writeFileSync(join(postgres.home, 'pg18', 'data', 'postgresql.conf'), 'no_such_setting = 1\n')
  const failure = await start(state).catch((error: Error) => error.message)
  for (const part of ['no_such_setting', 'DATABASE_URL', 'CLEARLINE_STATE', 'As root', 'optional packages']) {
    expect(failure).toContain(part)
  }
})

test('lost passwords are named, not replaced by new ones that open nothing', async () => {
  const state = emptyState()
  const postgres = await start(state)
  await postgres.stop()
  rmSync(state.postgresSecrets)
  await expect(start(state)).rejects.toThrow(state.postgresSecrets)
})

test('a throwaway cluster is gone, folder and all, soon after its process was killed', async () => {
  const launcher = await launch<LocalPostgres>('holdThrowawayPostgres.ts', [])
  await launcher.kill()
  const { pid, home } = launcher.said
  const gone = () => (isAlive(pid) || existsSync(home) ? undefined : true)
  expect(await waitFor(gone, { timeoutMs: 60_000, everyMs: 50 })).toBe(true)
})

test.runIf(isRoot)('root keeps its passwords to itself and runs Postgres as another account', async () => {
  const state = emptyState()
  const postgres = await start(state)
  expect(statSync(postgres.home).uid).not.toBe(0)
  expect(statSync(postgres.home).mode & 0o777).toBe(0o700)
  expect(statSync(state.path).mode & 0o777).toBe(0o711)
  expect(statSync(state.postgresSecrets).mode & 0o777).toBe(0o600)
  expect(spawnSync('/bin/cat', [state.postgresSecrets], { cwd: '/', ...nobody }).status).not.toBe(0)
})

test.runIf(isRoot)(
  'where Postgres cannot walk to the state folder of root, its data lies outside, behind a link',
  async () => {
    const closed = testFolder()
    const state = openStateFolder(join(closed, 'checkout', 'state'))
    const first = await start(state)
    onTestFinished(() => rmSync(first.home, { recursive: true, force: true }))
    expect(lstatSync(state.postgres).isSymbolicLink()).toBe(true)
    expect(first.home.startsWith('/var/lib/clearline/')).toBe(true)
    expect(statSync(state.path).mode & 0o777).toBe(0o700)
    await query(first.ownerUrl, 'create table kept as select 7 as number')
    await first.stop()

    const second = await start(state)
    expect(await query(second.ownerUrl, 'select number from kept')).toEqual([{ number: 7 }])
    await second.stop()

    rmSync(first.home, { recursive: true })
    await expect(start(state)).rejects.toThrow('a link to a data folder that is gone')
  },
)

const checkout = fileURLToPath(new URL('../..', import.meta.url))
const canBeNobody =
  isRoot &&
  spawnSync(process.execPath, ['-e', `process.chdir(${JSON.stringify(checkout)})`], { cwd: '/', ...nobody }).status ===
    0

test('an ordinary user runs Postgres as itself', async (context) => {
  if (isRoot && !canBeNobody) context.skip(`the account nobody cannot walk to ${checkout}`)
  const folder = testFolder()
  if (isRoot) chownSync(folder, nobody.uid, nobody.gid)
  chmodSync(folder, 0o700)
  const state = join(folder, 'state')
  const env = { PATH: process.env['PATH'], TMPDIR: folder }
  const launcher = await launch<LocalPostgres>('holdPostgres.ts', [state], isRoot ? { ...nobody, env } : { env })
  onTestFinished(async () => {
    await launcher.kill()
    await end(launcher.said.pid, [{ signal: 'SIGINT', graceMs: 30_000 }])
  })
  expect(await query(launcher.said.appUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(statSync(join(state, 'postgres', 'pg18', 'data')).uid).toBe(isRoot ? nobody.uid : process.geteuid?.())
  expect(statSync(state).mode & 0o777).toBe(0o700)
})

/** In a folder that every account may walk through, as a checkout usually is. */
function emptyState(): StateFolder {
  const folder = testFolder()
  chmodSync(folder, 0o755)
  return openStateFolder(join(folder, 'state'))
}

async function start(state: StateFolder): Promise<LocalPostgres> {
  const postgres = await startPostgres({ state })
  onTestFinished(() => postgres.stop())
  return postgres
}

async function query(connectionString: string, sql: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return rows
  } finally {
    await client.end()
  }
}
