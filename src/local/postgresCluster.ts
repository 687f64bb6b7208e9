import { execFile } from 'node:child_process'
import { chownSync, existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { PostgresBinaries } from './postgresBinaries.ts'
import { as, give, type PostgresHome } from './postgresHome.ts'
import { isAlive } from './process.ts'

type ClusterOptions = {
  readonly home: PostgresHome
  readonly binaries: PostgresBinaries
  readonly adminPassword: string
  readonly durable: boolean
  readonly onLog: (line: string) => void
}

/**
 * The data folder, made if there is none. A kill in the middle of initdb leaves a folder that looks like a cluster and
 * never starts, so it is made under another name and renamed when it is whole.
 */
export async function openCluster({ home, binaries, adminPassword, durable, onLog }: ClusterOptions): Promise<string> {
  const ours = `pg${binaries.major}`
  const other = readdirSync(home.path).find((name) => /^pg\d+$/.test(name) && name !== ours)
  if (other !== undefined && !existsSync(join(home.path, ours))) {
    throw new Error(
      `${home.path} holds the data of Postgres ${other.slice(2)}, and this version starts Postgres ${binaries.major}. ` +
        'Dump it with the version that wrote it and load it into a new state folder, or keep using that version.',
    )
  }
  const parent = join(home.path, ours)
  const data = dataFolder(home, binaries)
  give(parent, home.account)
  sweepDrafts(parent)
  setAsideIfIncomplete(data, onLog)
  if (existsSync(data)) return data
  onLog('Making a new Postgres cluster')
  const draft = join(parent, `data.init-${process.pid}`)
  await initialise({ home, binaries, adminPassword, durable, draft })
  try {
    renameSync(draft, data)
  } catch (error) {
    // Another start made the cluster first.
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(data)) throw error
  }
  return data
}

export function hasCluster(home: PostgresHome, binaries: PostgresBinaries): boolean {
  return existsSync(join(dataFolder(home, binaries), 'global', 'pg_control'))
}

function dataFolder(home: PostgresHome, binaries: PostgresBinaries): string {
  return join(home.path, `pg${binaries.major}`, 'data')
}

function sweepDrafts(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = /^data\.init-(\d+)/.exec(name)?.[1]
    if (pid === undefined || (isAlive(Number(pid)) && Number(pid) !== process.pid)) continue
    rmSync(join(parent, name), { recursive: true, force: true })
  }
}

// Without its control file a cluster cannot be started; it is kept all the same, since only a person may throw data away.
function setAsideIfIncomplete(data: string, onLog: (line: string) => void): void {
  if (!existsSync(data) || existsSync(join(data, 'global', 'pg_control'))) return
  const aside = `${data}.incomplete-${Date.now()}`
  renameSync(data, aside)
  onLog(`${data} was never finished. It is kept as ${aside}.`)
}

async function initialise({
  home,
  binaries,
  adminPassword,
  durable,
  draft,
}: Omit<ClusterOptions, 'onLog'> & { readonly draft: string }): Promise<void> {
  const passwordFile = `${draft}.password`
  writeFileSync(passwordFile, adminPassword, { mode: 0o600 })
  if (home.account !== undefined) chownSync(passwordFile, home.account.uid, home.account.gid)
  const options = ['-U', 'postgres', '-E', 'UTF8', '--locale=C', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  try {
    await promisify(execFile)(binaries.initdb, ['-D', draft, ...options, ...(durable ? [] : ['--no-sync'])], {
      ...as(home.account),
      env: serverEnvironment(),
    })
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** Nothing of the caller's PG* variables or language may reach the server. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }
}
