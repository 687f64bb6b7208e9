import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { end, limitLog, tail } from './process.ts'

export type ChildPlan = {
  readonly name: string
  /** Compiled JavaScript; says one line of JSON, `{"ready":true,"url":…}`, once it is up. */
  readonly program: string
  /** Stands in its command line, so that a later start knows it from a stranger with the same process id. */
  readonly marker: string
  readonly env: NodeJS.ProcessEnv
  readonly log: string
}

export type ChildNews =
  | { readonly what: 'started'; readonly name: string; readonly pid: number }
  | { readonly what: 'ended'; readonly name: string; readonly again: 'soon' | 'later' }

export type Child = {
  /** Where it said that it listens, the first time; its port stays the same. */
  readonly url: string
  readonly stop: () => Promise<void>
}

const firstPauseMs = 200
const longestPauseMs = 10_000
/** Having run that long it was well, and its next end is a new story. */
const wellAfterMs = 30_000

/** Runs a process, and again whenever it ends, until it is stopped. Throws where even the first start does not come up. */
export async function keepRunning(plan: ChildPlan, onNews: (news: ChildNews) => void): Promise<Child> {
  const stopping = new AbortController()
  let current = launch(plan)
  onNews({ what: 'started', name: plan.name, pid: current.pid })
  const url = await Promise.race([current.ready, current.ended.then(() => undefined)])
  if (url === undefined) throw new Error(`The ${plan.name} does not start. The end of ${plan.log}:\n${tail(plan.log)}`)
  const watched = watch()
  return {
    url,
    stop: async () => {
      stopping.abort()
      await current.stop()
      await watched
    },
  }

  async function watch(): Promise<void> {
    for (let pauseMs = firstPauseMs; ; ) {
      const since = performance.now()
      await current.ended
      if (stopping.signal.aborted) return
      pauseMs = performance.now() - since > wellAfterMs ? firstPauseMs : pauseMs
      onNews({ what: 'ended', name: plan.name, again: pauseMs < 2_000 ? 'soon' : 'later' })
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      current = launch(plan)
      onNews({ what: 'started', name: plan.name, pid: current.pid })
    }
  }
}

type Running = {
  readonly pid: number
  readonly ready: Promise<string>
  readonly ended: Promise<void>
  readonly stop: () => Promise<void>
}

function launch({ name, program, marker, env, log }: ChildPlan): Running {
  limitLog(log)
  const output = openSync(log, 'a', 0o600)
  const child = spawn(process.execPath, ['--enable-source-maps', program, marker], {
    // Out of the terminal's reach: Ctrl-C reaches it through us, in order.
    detached: true,
    env,
    // Its standard input is a pipe that we alone hold: it ends with us, and the child with it.
    stdio: ['pipe', 'pipe', output],
  })
  closeSync(output)
  child.stdin?.on('error', () => undefined)
  const { pid } = child
  if (pid === undefined) throw new Error(`The ${name} cannot be run: ${program}`)
  return { pid, ready: readyUrl(child), ended: endOf(child), stop: () => stop(child, pid) }
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((done) => {
    if (child.stdout === null) return
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = urlIn(line)
      if (url !== undefined) done(url)
    })
  })
}

function urlIn(line: string): string | undefined {
  try {
    const said: unknown = JSON.parse(line)
    const isReady = typeof said === 'object' && said !== null && 'ready' in said && said.ready === true
    return isReady && 'url' in said && typeof said.url === 'string' ? said.url : undefined
  } catch {
    return undefined
  }
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    child.once('exit', () => done())
    child.once('error', () => done())
  })
}

async function stop(child: ChildProcess, pid: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await end(pid, [
    { signal: 'SIGTERM', graceMs: 20_000 },
    { signal: 'SIGKILL', graceMs: 10_000 },
  ])
}
