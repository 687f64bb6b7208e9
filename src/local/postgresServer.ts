import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { serverEnvironment } from './postgresCluster.ts'
import { type Account, as } from './postgresHome.ts'
import { end, freePort, isAlive, isRunning, limitLog, tail, waitFor } from './process.ts'
import type { ProcessGuard } from './processGuard.ts'
import { writeOwnerOnly } from './stateFolder.ts'

export type Server = { readonly pid: number; readonly port: number }

export type Running = Server & { readonly adopted: boolean }

type Launch = {
  readonly program: string
  readonly account: Account
  readonly data: string
  readonly log: string
  readonly durable: boolean
}

export type LaunchOrAdopt = Launch & {
  readonly adminPassword: string
  /** Remembers the port, so that whoever kept the address finds the server again after a restart. */
  readonly portFile: string
  readonly onLog: (line: string) => void
  readonly guard: ProcessGuard | undefined
}

// After a kill the orphaned backends hold the shared memory for a moment, and a new server refuses to start until then;
// another start may be faster, or another program may take the port.
const attempts = { timeoutMs: 30_000, everyMs: 500 }
const passes = /shared memory block|lock file|could not bind/
// Replaying the log after a crash can take its time.
const recovery = { timeoutMs: 300_000, everyMs: 25 }

/** The server on this data folder, whether it was still there or had to be started. */
export async function launchOrAdopt({
  adminPassword,
  portFile,
  onLog,
  guard,
  ...launch
}: LaunchOrAdopt): Promise<Running> {
  const server = await waitFor(async (): Promise<Running | undefined> => {
    const running = await findRunning(launch.data, adminPassword)
    if (running !== undefined) {
      onLog(`Postgres was still running on port ${running.port}`)
      return { ...running, adopted: true }
    }
    const port = await freePort(existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : 0)
    const pid = launchServer(launch, port)
    guard?.watch(pid)
    const ready = await waitFor(() => (isAlive(pid) ? isReady(launch.data, pid) : false), recovery)
    if (!ready) return passes.test(tail(launch.log)) ? undefined : failed(launch.log)
    writeOwnerOnly(portFile, String(port))
    onLog(`Postgres is running on port ${port}`)
    return { pid, port, adopted: false }
  }, attempts)
  return server ?? failed(launch.log)
}

function failed(log: string): never {
  throw new Error(`it does not start. The end of ${log}:\n${tail(log)}`)
}

function launchServer({ program, account, data, log, durable }: Launch, port: number): number {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    log_timezone: 'UTC',
    // The details of an error quote rows, and a statement its literals: neither belongs in a log.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }),
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  limitLog(log)
  const output = openSync(log, 'a', 0o600)
  const server = spawn(program, ['-D', data, '-p', String(port), ...flags], {
    ...as(account),
    // Out of the terminal's reach: Ctrl-C must close the pools before the server.
    detached: true,
    env: serverEnvironment(),
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  server.on('error', () => undefined)
  server.unref()
  if (server.pid === undefined) throw new Error(`${program} cannot be run`)
  return server.pid
}

/** Line 1 of `postmaster.pid` is the process, line 4 the port, line 8 `ready` once it answers. */
function readPidFile(data: string): (Server & { readonly ready: boolean }) | undefined {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  // It is written line by line.
  if (lines.length < 6) return undefined
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

function isReady(data: string, pid: number): true | undefined {
  const file = readPidFile(data)
  return file?.pid === pid && file.ready ? true : undefined
}

async function findRunning(data: string, adminPassword: string): Promise<Server | undefined> {
  const file = readPidFile(data)
  if (file === undefined || !isAlive(file.pid)) return undefined
  if (!isRunning(file.pid, data)) {
    // A stranger was given the old process id; Postgres would take it for a server and refuse to start for ever.
    rmSync(join(data, 'postmaster.pid'), { force: true })
    return undefined
  }
  const found = await waitFor(async (): Promise<Server | 'gone' | undefined> => {
    if (!isAlive(file.pid)) return 'gone'
    if (isReady(data, file.pid) && (await answers(data, adminPassword, file.port))) return file
    return undefined
  }, recovery)
  if (found === undefined) throw new Error(`process ${file.pid} holds ${data} and does not answer on port ${file.port}`)
  return found === 'gone' ? undefined : { pid: found.pid, port: found.port }
}

async function answers(data: string, adminPassword: string, port: number): Promise<boolean> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: adminPassword,
    database: 'postgres',
  })
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    return rows[0]?.data_directory === data
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** A fast shutdown: open transactions are rolled back, everything committed is on disk. */
export async function stopPostgres(pid: number): Promise<void> {
  await end(pid, [
    { signal: 'SIGINT', graceMs: 60_000 },
    { signal: 'SIGQUIT', graceMs: 10_000 },
  ])
}
