import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Instant } from '../domain/values.ts'
import { end } from '../local/process.ts'
import type { Secrets } from '../local/secrets.ts'

/** The outside world, in a process of its own: the rehearsal moves its clock and writes its script. */
export type Outside = {
  readonly url: string
  /** Where everybody's mail arrives. */
  readonly smtpUrl: string
  readonly play: (script: unknown) => Promise<Answer>
  /** Sets its time, and delivers nothing. */
  readonly stand: (at: Instant) => Promise<void>
  /** Delivers the first webhook that is due by its time, if there is one. */
  readonly deliver: (at: Instant) => Promise<'delivered' | 'refused' | 'none'>
  readonly next: () => Promise<Instant | undefined>
  readonly report: (body: unknown) => Promise<void>
  readonly stop: () => Promise<void>
}

type Delivered = { readonly delivered: number; readonly failed: number }
type Answer = { readonly ok: boolean; readonly text: string }

export async function startOutside(secrets: Secrets, apiUrl: string): Promise<Outside> {
  const state = mkdtempSync(join(tmpdir(), 'clearline-outside-'))
  const child = spawn(process.execPath, programOf('simulator'), {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      TZ: 'UTC',
      SIMULATOR_MODE: 'controlled',
      SIMULATOR_STATE: state,
      SIMULATOR_TOKEN: secrets.bridgeToken,
      SIMULATOR_CONTROL_TOKEN: secrets.controlToken,
      SIMULATOR_TIED_TO_STDIN: '1',
      DESK_WEBHOOK_URL: `${apiUrl}/v1/intake/desk`,
      DESK_WEBHOOK_SECRET: secrets.webhooks.desk,
      REGISTRY_WEBHOOK_URL: `${apiUrl}/v1/intake/registry`,
      REGISTRY_WEBHOOK_SECRET: secrets.webhooks.registry,
      WEBEX_WEBHOOK_URL: `${apiUrl}/v1/intake/webex`,
      WEBEX_WEBHOOK_SECRET: secrets.webhooks.webex,
    },
  })
  const { pid } = child
  const ready = await readyLine(child.stdout)
  if (pid === undefined || ready === undefined) throw new Error('the outside world does not start')
  const { url, smtpUrl } = ready

  async function call(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${secrets.controlToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { ok: answer.ok, text: await answer.text() }
  }

  async function asked<Said>(method: string, path: string, body?: unknown): Promise<Said> {
    const { ok, text } = await call(method, path, body)
    if (!ok) throw new Error(`the outside world declines ${path}: ${text}`)
    return JSON.parse(text) as Said
  }

  return {
    url,
    smtpUrl,
    play: (script) => call('PUT', '/control/script', script),
    stand: async (at) => void (await asked('POST', '/control/clock', { now: at, atMost: 0 })),
    deliver: async (at) => {
      const clock = { now: at, atMost: 1 }
      const { delivered, failed } = await asked<Delivered>('POST', '/control/clock', clock)
      if (failed > 0) return 'refused'
      return delivered > 0 ? 'delivered' : 'none'
    },
    next: async () => (await asked<{ next: Instant | null }>('GET', '/control/agenda')).next ?? undefined,
    report: async (body) => void (await asked('POST', '/control/reports', body)),
    stop: async () => {
      await end(pid, [
        { signal: 'SIGTERM', graceMs: 10_000 },
        { signal: 'SIGKILL', graceMs: 10_000 },
      ])
      rmSync(state, { recursive: true, force: true })
    },
  }
}

/** Compiled beside us, or the source where we are the source ourselves. */
function programOf(name: string): readonly string[] {
  const file = join(import.meta.dirname, '..', name, 'main')
  return existsSync(`${file}.js`) ? [`${file}.js`] : ['--import', 'tsx', `${file}.ts`]
}

type Ready = { readonly url: string; readonly smtpUrl: string }

async function readyLine(output: NodeJS.ReadableStream): Promise<Ready | undefined> {
  for await (const line of createInterface({ input: output })) {
    output.resume()
    return JSON.parse(line) as Ready
  }
  return undefined
}
