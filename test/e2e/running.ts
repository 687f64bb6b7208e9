import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { inject } from 'vitest'
import { type ApiClient, createApiClient } from '../../src/cli/client.ts'
import { end, isAlive } from '../../src/local/process.ts'
import type { RunFile } from '../../src/local/runFile.ts'

const root = join(import.meta.dirname, '../..')
const startProgram = join(root, 'dist/local/main.js')
const cliProgram = join(root, 'dist/cli/main.js')

export type Said = { readonly code: number | null; readonly out: string; readonly err: string }

/** A state folder of the test's own. What still runs on it at the end is stopped, and everything in it is removed. */
export type Home = {
  readonly path: string
  readonly start: (env?: NodeJS.ProcessEnv) => Running
  readonly once: (env?: NodeJS.ProcessEnv) => Promise<Said>
  readonly cli: (...args: readonly string[]) => Promise<Said>
  readonly clear: () => Promise<void>
}

export type Running = {
  readonly pid: number
  readonly said: () => string
  /** Waits until the start has said it. */
  readonly hears: (text: string) => Promise<void>
  /** `run.json` once it is written by this very start. */
  readonly runFile: () => Promise<RunFile>
  readonly killGroup: () => Promise<void>
  readonly interrupt: () => Promise<number | null>
}

export function makeHome(): Home {
  const path = mkdtempSync(join(tmpdir(), 'clearline-e2e-'))
  const started: ChildProcess[] = []
  const envOf = (env: NodeJS.ProcessEnv) => ({
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    CLEARLINE_STATE: join(path, 'state'),
    TEMPORAL_CLI_PATH: inject('temporalCliPath'),
    API_PORT: '0',
    ...env,
  })
  return {
    path: join(path, 'state'),
    start: (env = {}) => running(start(started, [startProgram], envOf(env)), join(path, 'state')),
    once: (env = {}) => finished(start(started, [startProgram, '--once'], envOf(env))),
    cli: (...args) => said(args, envOf({})),
    clear: async () => {
      for (const child of started) await killGroup(child)
      await endServers(join(path, 'state'))
      removePostgres(join(path, 'state/postgres'))
      rmSync(path, { recursive: true, force: true })
    },
  }
}

function start(started: ChildProcess[], args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  // A group of its own, so that the whole of it can be killed at once.
  const child = spawn(process.execPath, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  return child
}

function running(child: ChildProcess, state: string): Running {
  const { pid } = child
  if (pid === undefined) throw new Error('it cannot be run')
  const said = listen(child)
  const alive = () => {
    if (child.exitCode === null && child.signalCode === null) return
    throw new Error(`the start ended:\n${said.text()}`)
  }
  return {
    pid,
    said: said.text,
    hears: async (text) => {
      await until(() => {
        if (said.text().includes(text)) return true
        alive()
        return false
      }, text).catch((cause: unknown) => {
        throw new Error(`it did not say "${text}", but:\n${said.text()}`, { cause })
      })
    },
    runFile: async () => {
      let run: RunFile | undefined
      await until(() => {
        alive()
        const file = join(state, 'run.json')
        run = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunFile) : undefined
        return run?.pid === pid
      }, 'run.json')
      if (!run) throw new Error('there is no run.json')
      return run
    },
    killGroup: () => killGroup(child),
    interrupt: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGINT')
      await gone
      return child.exitCode
    },
  }
}

async function finished(child: ChildProcess): Promise<Said> {
  const heard = listen(child)
  await once(child, 'close')
  return { code: child.exitCode, out: heard.out(), err: heard.err() }
}

function listen(child: ChildProcess) {
  let out = ''
  let err = ''
  child.stdout?.on('data', (part: Buffer) => {
    out += part.toString()
  })
  child.stderr?.on('data', (part: Buffer) => {
    err += part.toString()
  })
  return { out: () => out, err: () => err, text: () => out + err }
}

function said(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Said> {
  return new Promise((done) => {
    const child = execFile(process.execPath, [cliProgram, ...args], { env }, (_error, out, err) =>
      done({ code: child.exitCode, out, err }),
    )
  })
}

async function killGroup(child: ChildProcess): Promise<void> {
  const { pid } = child
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  process.kill(-pid, 'SIGKILL')
  await gone
}

/** Servers outlive a killed start, for the next one to take over. Each is known by the file it keeps its process id in. */
async function endServers(state: string): Promise<void> {
  for (const pid of [temporalPid(state), postgresPid(state)]) {
    if (pid !== undefined && isAlive(pid)) await end(pid, [{ signal: 'SIGKILL', graceMs: 20_000 }])
  }
}

/** As root, the state folder may hold but a link to it. */
function removePostgres(folder: string): void {
  if (existsSync(folder)) rmSync(realpathSync(folder), { recursive: true, force: true })
}

export function temporalPid(state: string): number | undefined {
  const file = join(state, 'temporal/server.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { pid: number }).pid : undefined
}

export function postgresPid(state: string): number | undefined {
  const file = join(state, 'postgres/pg18/data/postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined
}

/** A script for the outside world in a file of its own. */
export function scriptFile(folder: string, script: unknown): string {
  const file = join(folder, '..', 'script.json')
  writeFileSync(file, JSON.stringify(script))
  return file
}

/** Asks again until it holds; the limit only catches a hang. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const limit = Date.now() + 120_000
  while (!(await holds())) {
    if (Date.now() > limit) throw new Error(`this did not come true: ${what}`)
    await sleep(50)
  }
}

export function operatorOf({ apiUrl, tokens }: RunFile): ApiClient {
  return createApiClient({ url: apiUrl, token: tokens.operator?.[0]?.token ?? '', patienceMs: 60_000 })
}

/** What the outside world itself says it was asked for. */
export async function outsideState({ simulator: { url, controlToken } }: RunFile) {
  const response = await fetch(new URL('/control/state', url), { headers: { authorization: `Bearer ${controlToken}` } })
  return (await response.json()) as { readonly submissions: readonly Submission[] }
}

export type Submission = {
  readonly kind: 'order' | 'case' | 'form'
  readonly id: string
  readonly reference: string
  readonly items: readonly { readonly reference: string }[]
}

/** Where the script leaves the desk silent: it has so many orders, and authorises all of those that it has not `answered`. */
export async function deskAuthorises(run: RunFile, count: number, answered: readonly Submission[] = []) {
  const waiting = async () => {
    const { submissions } = await outsideState(run)
    return submissions.filter(({ kind, id }) => kind === 'order' && answered.every((each) => each.id !== id))
  }
  await until(async () => (await waiting()).length === count, `the desk has ${count} orders`)
  const sent = `select 1 from event where type = 'OrderSent' and stream_id = any($1::uuid[])`
  const orders = await waiting()
  const isKnown = async () => (await rowsOf(run, sent, [orders.map((each) => each.reference)])).length === count
  await until(isKnown, 'the orders are known to be sent')
  for (const { id: ticket, reference, items: numbers } of orders) {
    const items = numbers.map((item) => ({ reference: item.reference, status: 'authorised' }))
    await report(run, { type: 'order.updated', reference, ticket, status: 'COMPLETE', items })
  }
  return orders
}

async function report({ simulator: { url, controlToken } }: RunFile, body: unknown): Promise<void> {
  const response = await fetch(new URL('/control/reports', url), {
    method: 'POST',
    headers: { authorization: `Bearer ${controlToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ side: 'desk', body }),
  })
  if (!response.ok) throw new Error(`the report was not taken: ${response.status}`)
}

/** Rows of the running stack's database, asked as the product's own role. */
export async function rowsOf<Row extends pg.QueryResultRow>(
  { databaseUrl }: RunFile,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return (await client.query<Row>(sql, [...values])).rows
  } finally {
    await client.end()
  }
}

/** Types of events with how often each was recorded per stream: what must have happened once has `times` 1. */
export function timesPerStream(run: RunFile, types: readonly string[]) {
  return rowsOf<{ type: string; times: number; streams: number }>(
    run,
    `select type, times, count(*)::int as streams
     from (select type, stream_id, count(*)::int as times from event where type = any($1) group by type, stream_id) each
     group by type, times order by type collate "C", times`,
    [types],
  )
}
