import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { Worker } from '@temporalio/worker'
import { afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { onboardingWorkflowId, progressQuery } from '../../src/contract/onboarding.ts'
import type { OnboardingId } from '../../src/domain/values.ts'
import { freePort } from '../../src/local/process.ts'
import { createTemporalClient, temporalSettings } from '../../src/temporal.ts'
import { openTestStore, readyOrganisation, type TestStore } from '../support/store.ts'
import { eventually } from '../workflows/harness.ts'

const program = join(import.meta.dirname, '../../dist/worker/main.js')

let opened: TestStore
beforeAll(async () => {
  opened = await openTestStore()
  return () => opened.close()
})

const children: ChildProcess[] = []
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) await ended(child, 'SIGKILL')
})

describe('the worker process', () => {
  test('takes an onboarding from the outbox to its first step, in a history that replays, and stops when asked to', async () => {
    const env = { TEMPORAL_ADDRESS: inject('temporalAddress'), TEMPORAL_NAMESPACE: inject('temporalNamespace') }
    const worker = start(env)
    const { url } = await ready(worker)
    expect(await status(url, 'live')).toBe(200)
    expect(await status(url, 'ready')).toBe(200)

    const { onboardingId } = await readyOrganisation(opened.store)
    const client = createTemporalClient(temporalSettings(env))
    const handle = client.workflow.getHandle(onboardingWorkflowId(onboardingId))
    await eventually(async () => (await handle.query(progressQuery).catch(() => undefined))?.stage === 'authorisation')
    await eventually(async () => (await handle.query(progressQuery)).wait !== undefined)
    await client.connection.close()
    await replays(await shownByCommandLine(onboardingId, env))

    expect(await ended(worker, 'SIGTERM')).toBe(0)
  })

  test('lives on while Temporal is away, says so, and stops when asked to', async () => {
    const port = await freePort()
    const worker = start({ TEMPORAL_ADDRESS: `127.0.0.1:${await freePort()}`, WORKER_HEALTH_PORT: String(port) })
    const url = `http://127.0.0.1:${port}`
    await eventually(async () => (await status(url, 'live').catch(() => 0)) === 200)
    expect(await status(url, 'ready')).toBe(503)
    expect(await ended(worker, 'SIGTERM')).toBe(0)
  })
})

function start(env: Readonly<Record<string, string>>): ChildProcess {
  const { PATH, HOME } = process.env
  const { database, masterKey } = opened
  const child = spawn(process.execPath, [program], {
    env: {
      PATH,
      HOME,
      TZ: 'UTC',
      DATABASE_URL: database.appUrl,
      CLEARLINE_MASTER_KEY: masterKey,
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  return child
}

/** What a support engineer exports with Temporal's own command; with UPDATE_HISTORIES=1 it joins the corpus. */
async function shownByCommandLine(id: OnboardingId, env: Readonly<Record<string, string>>): Promise<string> {
  const show = ['workflow', 'show', '--workflow-id', onboardingWorkflowId(id), '--output', 'json']
  const own = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env }
  const { stdout } = await promisify(execFile)(inject('temporalCliPath'), show, { env: own, maxBuffer: 10_000_000 })
  if (process.env['UPDATE_HISTORIES'] === '1') {
    const nameless = stdout.replaceAll(/"identity": *"[^"]*"/g, '"identity": "worker"')
    await writeFile(join(import.meta.dirname, '../histories/fromCommandLine.json'), nameless)
  }
  return stdout
}

async function replays(history: string): Promise<void> {
  const workflowBundle = { codePath: inject('workflowBundlePath') }
  await expect(Worker.runReplayHistory({ workflowBundle }, JSON.parse(history))).resolves.toBeUndefined()
}

async function ready(child: ChildProcess): Promise<{ readonly url: string }> {
  if (!child.stdout) throw new Error('the worker has no output')
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as { url: string }
  throw new Error('the worker ended before it was ready')
}

async function status(url: string, what: 'live' | 'ready'): Promise<number> {
  return (await fetch(`${url}/health/${what}`)).status
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const exit = once(child, 'exit')
  child.kill(signal)
  const [code] = (await exit) as [number | null]
  return code
}
