import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database, Temporal } from './backends.ts'
import type { ChildPlan } from './child.ts'
import { freePort } from './process.ts'
import type { Secrets } from './secrets.ts'
import { type StateFolder, writeOwnerOnly } from './stateFolder.ts'

export type Ports = { readonly api: number; readonly simulator: number; readonly smtp: number }

/** The ports of the last start where they are free: whoever kept an address finds the same thing there. */
export async function choosePorts(state: StateFolder, env: NodeJS.ProcessEnv): Promise<Ports> {
  const file = join(state.path, 'ports.json')
  const last: Partial<Ports> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const api = await freePort(Number(env['API_PORT'] || (last.api ?? 8080)))
  const ports = { api, simulator: await freePort(last.simulator), smtp: await freePort(last.smtp) }
  writeOwnerOnly(file, `${JSON.stringify(ports)}\n`)
  return ports
}

export type ProcessParts = {
  readonly env: NodeJS.ProcessEnv
  readonly state: StateFolder
  readonly secrets: Secrets
  readonly database: Database
  readonly temporal: Temporal
  readonly ports: Ports
}

/** Every process is told all it needs, and nothing of the environment around it that it does not. */
export function planProcesses(parts: ProcessParts): {
  readonly simulator: ChildPlan
  readonly api: ChildPlan
  readonly worker: ChildPlan
} {
  const { env, state, secrets, ports } = parts
  const { webhooks, bridgeToken, controlToken, operators } = secrets
  const child = (name: string, own: NodeJS.ProcessEnv): ChildPlan => ({
    name,
    program: join(import.meta.dirname, '..', name, 'main.js'),
    marker: `clearline-${name}@${state.path}`,
    env: own,
    log: join(state.logs, `${name}.log`),
  })
  const apiUrl = `http://127.0.0.1:${ports.api}`
  const simulatorUrl = `http://127.0.0.1:${ports.simulator}`
  const product = productEnvironment(parts)
  return {
    simulator: child('simulator', {
      ...bareEnvironment(env),
      SIMULATOR_STATE: join(state.path, 'simulator'),
      SIMULATOR_PORT: String(ports.simulator),
      SIMULATOR_SMTP_PORT: String(ports.smtp),
      SIMULATOR_SCRIPT: env['SIMULATOR_SCRIPT'],
      SIMULATOR_TOKEN: bridgeToken,
      SIMULATOR_CONTROL_TOKEN: controlToken,
      SIMULATOR_TIED_TO_STDIN: '1',
      DESK_WEBHOOK_URL: `${apiUrl}/v1/intake/desk`,
      DESK_WEBHOOK_SECRET: webhooks.desk,
      REGISTRY_WEBHOOK_URL: `${apiUrl}/v1/intake/registry`,
      REGISTRY_WEBHOOK_SECRET: webhooks.registry,
      WEBEX_WEBHOOK_URL: `${apiUrl}/v1/intake/webex`,
      WEBEX_WEBHOOK_SECRET: webhooks.webex,
    }),
    api: child('api', {
      ...product,
      API_HOST: '127.0.0.1',
      API_PORT: String(ports.api),
      DESK_WEBHOOK_SECRET: webhooks.desk,
      REGISTRY_WEBHOOK_SECRET: webhooks.registry,
      WEBEX_WEBHOOK_SECRET: webhooks.webex,
      CLEARLINE_OPERATOR_TOKENS: operators.map(({ subject, token }) => `${subject}:${token}`).join(','),
    }),
    worker: child('worker', {
      ...product,
      WORKER_HEALTH_PORT: '0',
      DESK_URL: simulatorUrl,
      DESK_TOKEN: bridgeToken,
      ...mailServer(parts),
    }),
  }
}

/** Yours where you name one, else the simulator's mailboxes. */
function mailServer({ env, ports }: ProcessParts): NodeJS.ProcessEnv {
  return {
    CLEARLINE_SMTP_URL: env['CLEARLINE_SMTP_URL'] || `smtp://127.0.0.1:${ports.smtp}`,
    CLEARLINE_MAIL_FROM: env['CLEARLINE_MAIL_FROM'] || 'Clearline <clearline@localhost>',
  }
}

function productEnvironment({ env, secrets, database, temporal }: ProcessParts): NodeJS.ProcessEnv {
  return {
    ...bareEnvironment(env),
    ...temporal.env,
    DATABASE_URL: database.appUrl,
    CLEARLINE_MASTER_KEY: env['CLEARLINE_MASTER_KEY'] || secrets.masterKey,
    CLEARLINE_TIED_TO_STDIN: '1',
    LOG_LEVEL: env['LOG_LEVEL'],
  }
}

function bareEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { PATH: env['PATH'], HOME: env['HOME'], TZ: 'UTC', NODE_ENV: 'production' }
}
