import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time.js'
import { end, freePort, isAlive, isRunning, limitLog, tail, waitFor } from './process.ts'
import type { ProcessGuard } from './processGuard.ts'
import { type StateFolder, writeOwnerOnly } from './stateFolder.ts'
import { connectTemporal } from './temporalConnection.ts'
import { registerSearchAttributes, type SearchAttributeTypes } from './temporalSearchAttributes.ts'

export type LocalTemporal = {
  readonly address: string
  readonly namespace: string
  readonly uiUrl: string
  readonly pid: number
  /** It was still running from an earlier process, which had died without stopping it. */
  readonly adopted: boolean
  stop(): Promise<void>
}

export type StartTemporalDevServer = {
  /** The program, as `findTemporalCli` found it. */
  readonly path: string
  readonly state: StateFolder
  readonly namespace: string
  readonly searchAttributes: SearchAttributeTypes
  /** How long closed workflows are kept; the dev server's own default is one day. */
  readonly retentionDays?: number
  /** Taken where free; else the ports of the last start, so that links stay good; else any. */
  readonly port?: number
  readonly uiPort?: number
  readonly onLog?: (line: string) => void
  /** Ends the server with this process. Without a guard it survives, and the next start adopts it. */
  readonly guard?: ProcessGuard
}

type ServerRecord = { readonly pid: number; readonly port: number; readonly uiPort: number }

type Running = ServerRecord & { readonly adopted: boolean; readonly connection: Connection }

/** Temporal's dev server on 127.0.0.1, its store a file in the state folder; adopts one still running on that file. */
export async function startTemporalDevServer(options: StartTemporalDevServer): Promise<LocalTemporal> {
  const { namespace, searchAttributes, retentionDays = 90, guard } = options
  const server = (await adopt(options)) ?? (await launch(options))
  guard?.watch(server.pid)
  try {
    await keepClosedWorkflows(server.connection, namespace, retentionDays)
    await registerSearchAttributes(server.connection, namespace, searchAttributes)
  } finally {
    await server.connection.close()
  }
  return {
    address: `127.0.0.1:${server.port}`,
    namespace,
    uiUrl: `http://127.0.0.1:${server.uiPort}`,
    pid: server.pid,
    adopted: server.adopted,
    stop: () => stopServer(server.pid),
  }
}

const startLimit = { timeoutMs: 60_000, everyMs: 100 }
// It is up already, so it should answer at once.
const adoptLimit = { timeoutMs: 10_000, everyMs: 100 }

async function adopt({ state, namespace, onLog }: StartTemporalDevServer): Promise<Running | undefined> {
  const last = readRecord(state)
  if (last === undefined || !isRunning(last.pid, databaseFile(state))) return undefined
  const connection = await serving({ ...last, namespace, limit: adoptLimit })
  if (connection !== undefined) {
    onLog?.(`Temporal was still running on port ${last.port}`)
    return { ...last, adopted: true, connection }
  }
  // Ours, but it answers nothing any more: a second server on the same file would harm both.
  await stopServer(last.pid)
  return undefined
}

async function launch(options: StartTemporalDevServer): Promise<Running> {
  const { state, namespace, onLog, guard } = options
  const log = join(state.logs, 'temporal.log')
  const last = readRecord(state)
  // A port can be taken between the look and the start: then once more, with others.
  for (const wished of [{ port: options.port ?? last?.port, uiPort: options.uiPort ?? last?.uiPort }, {}]) {
    const port = await freePort(wished.port)
    const uiPort = await freePort(wished.uiPort)
    const pid = spawnDevServer(options, { port, uiPort, log })
    writeOwnerOnly(recordFile(state), `${JSON.stringify({ pid, port, uiPort })}\n`)
    guard?.watch(pid)
    const connection = await serving({ pid, port, namespace, limit: startLimit })
    if (connection !== undefined) {
      onLog?.(`Temporal is running on port ${port}, its pages on http://127.0.0.1:${uiPort}`)
      return { pid, port, uiPort, adopted: false, connection }
    }
    if (isAlive(pid)) await stopServer(pid)
  }
  throw new Error(
    `Temporal's dev server does not start. Set TEMPORAL_ADDRESS to a server of your own, TEMPORAL_CLI_PATH to another ` +
      `\`temporal\`, or CLEARLINE_STATE to a new folder. The end of ${log}:\n${tail(log)}`,
  )
}

function spawnDevServer(
  { path, state, namespace }: StartTemporalDevServer,
  { port, uiPort, log }: { readonly port: number; readonly uiPort: number; readonly log: string },
): number {
  limitLog(log)
  const output = openSync(log, 'a', 0o600)
  const place = ['--db-filename', databaseFile(state), '--namespace', namespace, '--ip', '127.0.0.1']
  const ports = ['--port', String(port), '--ui-port', String(uiPort), '--ui-disable-news-fetch']
  // The caller's own Temporal settings are for other servers.
  const quiet = ['--log-level', 'warn', '--disable-config-file', '--disable-config-env']
  const server = spawn(path, ['server', 'start-dev', ...place, ...ports, ...quiet], {
    cwd: state.temporal,
    detached: true,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TZ: 'UTC' },
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  server.on('error', () => undefined)
  server.unref()
  if (server.pid === undefined) throw new Error(`${path} cannot be run.`)
  return server.pid
}

type Serving = {
  readonly pid: number
  readonly port: number
  readonly namespace: string
  readonly limit: { readonly timeoutMs: number; readonly everyMs: number }
}

/** A connection to the server of that process once it serves the namespace; undefined if it dies or never does. */
async function serving({ pid, port, namespace, limit }: Serving): Promise<Connection | undefined> {
  const answer = await waitFor(async (): Promise<Connection | 'gone' | undefined> => {
    if (!isAlive(pid)) return 'gone'
    const connection = await connectTemporal(`127.0.0.1:${port}`).catch(() => undefined)
    if (connection === undefined) return undefined
    const known = await connection
      .withDeadline(Date.now() + 5_000, () => connection.workflowService.describeNamespace({ namespace }))
      .catch(() => undefined)
    if (known !== undefined) return connection
    await connection.close()
    return undefined
  }, limit)
  return answer === 'gone' ? undefined : answer
}

async function keepClosedWorkflows(connection: Connection, namespace: string, days: number): Promise<void> {
  const workflowExecutionRetentionTtl = msToTs(`${days} days`)
  await connection.workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl } })
}

async function stopServer(pid: number): Promise<void> {
  await end(pid, [
    { signal: 'SIGTERM', graceMs: 8_000 },
    // Its file survives that.
    { signal: 'SIGKILL', graceMs: 10_000 },
  ])
}

function readRecord(state: StateFolder): ServerRecord | undefined {
  const file = recordFile(state)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ServerRecord) : undefined
}

function recordFile(state: StateFolder): string {
  return join(state.temporal, 'server.json')
}

function databaseFile(state: StateFolder): string {
  return join(state.temporal, 'temporal.db')
}
