import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { StateFolder } from './stateFolder.ts'

/** Who Postgres runs as: it refuses to be root. `undefined` = as whoever runs this process. */
export type Account = { readonly uid: number; readonly gid: number } | undefined

export type PostgresHome = { readonly path: string; readonly account: Account }

const outside = '/var/lib/clearline'

/**
 * Where Postgres keeps its files: `postgres` in the state folder, always, for an ordinary user.
 *
 * Root's Postgres runs as another account, which must be able to walk to its data. Where it can reach the state folder,
 * the data stays there and the folder lets that account pass through (mode 0711: no listing, and every secret in it is
 * 0600). Where it cannot, as below root's own home, the data goes to `/var/lib/clearline/<random>` and the state folder
 * holds a link to it; removing the state folder then leaves that data behind.
 */
export function postgresHome(state: StateFolder): PostgresHome {
  if (process.geteuid?.() !== 0) {
    mkdirSync(state.postgres, { recursive: true, mode: 0o700 })
    return { path: realpathSync(state.postgres), account: undefined }
  }
  if (isLink(state.postgres) && !existsSync(state.postgres)) {
    throw new Error(`${state.postgres} is a link to a data folder that is gone. Bring it back, or remove the link.`)
  }
  if (existsSync(state.postgres)) {
    const path = realpathSync(state.postgres)
    const { uid, gid } = statSync(path)
    if (uid !== 0) return { path, account: { uid, gid } }
  }
  const account = unprivilegedAccount()
  if (!existsSync(state.postgres) && !canEnter(dirname(state.path), account)) {
    mkdirSync(outside, { recursive: true })
    chmodSync(outside, 0o711)
    const path = join(outside, randomUUID())
    give(path, account)
    symlinkSync(path, state.postgres)
    return { path, account }
  }
  letThrough(state.path)
  give(state.postgres, account)
  return { path: realpathSync(state.postgres), account }
}

/** Makes a folder that belongs to the account Postgres runs as, and to nobody else. */
export function give(path: string, account: Account): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  if (account !== undefined) chownSync(path, account.uid, account.gid)
}

/** What makes `spawn` start a program as that account, in a folder that it can certainly enter. */
export function as(account: Account): { readonly cwd: '/'; readonly uid?: number; readonly gid?: number } {
  return account === undefined ? { cwd: '/' } : { cwd: '/', uid: account.uid, gid: account.gid }
}

// initdb looks its user up in the passwd file, so a free number will not do. Of the usual accounts the database's own
// comes first; `nobody` is everywhere.
function unprivilegedAccount(): Account {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    // macOS writes nobody's number as -2.
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }
  }
  throw new Error('Postgres cannot run as root, and this machine has neither an account "postgres" nor "nobody".')
}

function canEnter(folder: string, account: Account): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], as(account)).status === 0
}

function letThrough(folder: string): void {
  chmodSync(folder, (statSync(folder).mode & 0o700) | 0o011)
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}
