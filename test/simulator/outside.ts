import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export const secrets = {
  desk: `whsec_${Buffer.alloc(32, 'desk').toString('base64')}`,
  registry: `whsec_${Buffer.alloc(32, 'registry').toString('base64')}`,
  webex: 'the_secret_given_to_Webex',
}
export const token = 'token-for-both-sides'
const controlToken = 'token-behind-the-stage'

export type Heard = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly rawBody: Buffer }

/** Serves on a free loopback port until closed. */
export async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Takes webhooks as the product would; `answers` are the statuses of the next ones, then 204. */
export async function startReceiver() {
  const heard: Heard[] = []
  const answers: number[] = []
  const server = await serve((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      heard.push({ path: request.url ?? '', headers: request.headers, rawBody: Buffer.concat(parts) })
      response.writeHead(answers.shift() ?? 204).end()
    })
  })
  return { ...server, heard, answers }
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>

export function bodyOf(heard: Heard | undefined): Record<string, unknown> {
  return JSON.parse(heard?.rawBody.toString() ?? '{}') as Record<string, unknown>
}

/** A state folder of its own, removed with everything in it. */
export function stateFolder() {
  const path = mkdtempSync(join(tmpdir(), 'outside-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export type OutsideOptions = {
  readonly mode: 'live' | 'controlled'
  readonly receiverUrl: string
  readonly state: string
  readonly script?: unknown
}

/** Starts the simulator as the real process that it is. It ends with its standard input, so a dead test leaves none behind. */
export async function startOutside({ mode, receiverUrl, state, script }: OutsideOptions) {
  const scriptFile = join(state, 'script.json')
  if (script !== undefined) writeFileSync(scriptFile, JSON.stringify(script))
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/simulator/main.ts'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      SIMULATOR_MODE: mode,
      SIMULATOR_STATE: state,
      SIMULATOR_TOKEN: token,
      SIMULATOR_CONTROL_TOKEN: controlToken,
      SIMULATOR_TIED_TO_STDIN: '1',
      DESK_WEBHOOK_URL: `${receiverUrl}/v1/intake/desk`,
      DESK_WEBHOOK_SECRET: secrets.desk,
      REGISTRY_WEBHOOK_URL: `${receiverUrl}/v1/intake/registry`,
      REGISTRY_WEBHOOK_SECRET: secrets.registry,
      WEBEX_WEBHOOK_URL: `${receiverUrl}/v1/intake/webex`,
      WEBEX_WEBHOOK_SECRET: secrets.webex,
      ...(script === undefined ? {} : { SIMULATOR_SCRIPT: scriptFile }),
    },
  })
  const { url, smtpUrl } = await readyLine(child)
  return {
    url,
    smtpUrl,
    send: (path: string, body: unknown) => call(url, 'POST', path, token, body),
    query: (path: string) => call(url, 'GET', path, token),
    control: (method: string, path: string, body?: unknown) => call(url, method, path, controlToken, body),
    kill: () => end(child, 'SIGKILL'),
    stop: () => end(child, 'SIGTERM'),
  }
}

export type Outside = Awaited<ReturnType<typeof startOutside>>

type Ready = { readonly url: string; readonly smtpUrl: string }

async function readyLine(child: ChildProcess): Promise<Ready> {
  const { stdout, stderr } = child
  if (stdout === null || stderr === null) throw new Error('the simulator has no output')
  let complaints = ''
  stderr.on('data', (part: Buffer) => {
    complaints += part.toString()
  })
  for await (const line of createInterface({ input: stdout })) {
    stdout.resume()
    return JSON.parse(line) as Ready
  }
  throw new Error(`the simulator ended before it was ready: ${complaints}`)
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal)
    await once(child, 'exit')
  }
  return child.exitCode
}

export type Answered = {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown>
}

async function call(url: string, method: string, path: string, bearer: string, body?: unknown): Promise<Answered> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  }
}

/** Asks again until it holds; the limit only catches a hang. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const limit = Date.now() + 30_000
  while (!(await holds())) {
    if (Date.now() > limit) throw new Error('this did not come true in 30 s')
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** Numbers of the range kept for examples; the reference of each is n1, n2, … */
export function numbers(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    reference: `n${index + 1}`,
    e164: `+1202555${String(100 + index).padStart(4, '0')}`,
  }))
}
