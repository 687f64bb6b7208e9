import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A dead process that nobody has reaped yet counts as dead: in a container that can last for ever. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
  return !isZombie(pid)
}

/** Tells a server of ours from a stranger that was given its old process id. Undefined where there is no such process. */
export function commandLine(pid: number): string | undefined {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return undefined
  }
}

export function isRunning(pid: number, marker: string): boolean {
  return isAlive(pid) && (commandLine(pid)?.includes(marker) ?? false)
}

/** The preferred port where it is free, else one that the system picks. */
export async function freePort(preferred = 0): Promise<number> {
  const port = await bind(preferred)
  if (port !== undefined) return port
  const other = await bind(0)
  if (other === undefined) throw new Error('No free port on 127.0.0.1.')
  return other
}

/** Polls until `check` answers something, or gives up with undefined. */
export async function waitFor<Answer>(
  check: () => Promise<Answer | undefined> | Answer | undefined,
  limit: { readonly timeoutMs: number; readonly everyMs: number },
): Promise<Answer | undefined> {
  const end = performance.now() + limit.timeoutMs
  for (;;) {
    const answer = await check()
    if (answer !== undefined) return answer
    if (performance.now() >= end) return undefined
    await sleep(limit.everyMs)
  }
}

type Step = { readonly signal: NodeJS.Signals; readonly graceMs: number }

/** Sends one signal after the other until the process is gone. Throws if it outlives the last one. */
export async function end(pid: number, steps: readonly Step[]): Promise<void> {
  for (const { signal, graceMs } of steps) {
    if (!send(pid, signal)) return
    const gone = await waitFor(() => (isAlive(pid) ? undefined : true), { timeoutMs: graceMs, everyMs: 25 })
    if (gone) return
  }
  throw new Error(`Process ${pid} is still there after ${steps.map((step) => step.signal).join(', ')}.`)
}

const logLimitBytes = 5_000_000

/** A server's log grows over its starts; one older file is kept beside it. Not for the log of a running server. */
export function limitLog(path: string): void {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > logLimitBytes) renameSync(path, `${path}.1`)
}

export function tail(path: string, lines = 15): string {
  if (!existsSync(path)) return '  (it wrote nothing)'
  const text = readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines)
  return text.map((line) => `  ${line}`).join('\n')
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

// A first thread that is a zombie means nothing while others live on: they still hold the ports and the files.
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const state = stat.slice(stat.lastIndexOf(')') + 2)
    return state.startsWith('Z') && readdirSync(`/proc/${pid}/task`).length <= 1
  } catch {
    return false
  }
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return false
    throw error
  }
}

function bind(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(undefined))
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : undefined))
    })
  })
}
