import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { onboardingWorkflowId, progressQuery } from '../../src/contract/onboarding.ts'
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
  test('takes an onboarding from the outbox to its first step, and leaves nothing half done when asked to stop', async () => {
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
