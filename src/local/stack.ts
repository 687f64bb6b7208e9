import { join } from 'node:path'
import { builtConsole } from '../api/console.ts'
import { migrate } from '../store/migrate.ts'
import { type Database, findDatabase, findTemporal, type Temporal } from './backends.ts'
import { type Child, type ChildNews, type ChildPlan, keepRunning } from './child.ts'
import { endLeftovers, recordChildren } from './claim.ts'
import { keepAlive } from './keepAlive.ts'
import { choosePorts, planProcesses } from './processes.ts'
import type { ProcessGuard } from './processGuard.ts'
import { loadSecrets, type Secrets } from './secrets.ts'
import type { StateFolder } from './stateFolder.ts'

export type StackNews =
  | { readonly what: 'progress'; readonly line: string }
  | { readonly what: 'up'; readonly part: string; readonly place: string; readonly note: string }
  | ChildNews

export type Stack = {
  readonly apiUrl: string
  /** Null where the console was not built: the interface runs without it. */
  readonly consoleUrl: string | null
  readonly simulatorUrl: string
  readonly database: Database
  readonly temporal: Temporal
  readonly secrets: Secrets
  /** Process ids by name, as they are now: a child that ended has another one. */
  readonly children: () => Readonly<Record<string, number>>
  /** Calls back whenever they change. One listener. */
  readonly onChildren: (listener: () => void) => void
  readonly stop: () => Promise<void>
}

export type StartStack = {
  readonly env: NodeJS.ProcessEnv
  readonly state: StateFolder
  readonly onNews: (news: StackNews) => void
  readonly guard?: ProcessGuard
}

/** The whole product on this machine: what runs already is taken over, the rest is started, and all of it kept running. */
export async function startStack(options: StartStack): Promise<Stack> {
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each()
  }
  try {
    return { ...(await start(options, (each) => void stops.push(each))), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function start(
  { env, state, onNews, guard }: StartStack,
  onStop: (stop: () => Promise<void>) => void,
): Promise<Omit<Stack, 'stop'>> {
  const secrets = loadSecrets(state)
  await endLeftovers(state)
  const onProgress = (line: string) => onNews({ what: 'progress', line })
  const found = { env, state, guard, onProgress }
  const [database, temporal] = await all([
    stoppable(findDatabase(found), onStop),
    stoppable(findTemporal(found), onStop),
  ] as const)
  onStop(keepAlive([database, temporal], onProgress))
  onNews({ what: 'up', part: 'Postgres', place: database.place, note: notes[database.from] })
  onNews({ what: 'up', part: 'Temporal', place: temporal.place, note: notes[temporal.from] })
  if (database.ownerUrl !== undefined) await migrate(database.ownerUrl, onProgress)

  let listener: () => void = () => undefined
  const pids = new Map<string, { readonly pid: number; readonly marker: string }>()
  const run = (plan: ChildPlan) =>
    keepRunning(plan, (news) => {
      if (news.what === 'started') {
        pids.set(plan.name, { pid: news.pid, marker: plan.marker })
        recordChildren(state, Object.fromEntries(pids))
        listener()
      }
      onNews(news)
    })
  const ports = await choosePorts(state, env)
  const plans = planProcesses({ env, state, secrets, database, temporal, ports })
  const [simulator, api, worker] = await all([
    stoppable(run(plans.simulator), onStop),
    stoppable(run(plans.api), onStop),
    stoppable(run(plans.worker), onStop),
  ] as const)
  onNews({ what: 'up', part: 'Outside world', place: hostOf(simulator), note: 'simulated: support desk and registry' })
  if (!env['CLEARLINE_SMTP_URL']) {
    const note = 'simulated: what people are written, at /control/mailbox of the outside world'
    onNews({ what: 'up', part: 'Mailboxes', place: `127.0.0.1:${ports.smtp}`, note })
  }
  onNews({ what: 'up', part: 'API', place: hostOf(api), note: 'its description: /docs' })
  onNews({ what: 'up', part: 'Worker', place: hostOf(worker), note: 'its health' })
  return {
    apiUrl: api.url,
    consoleUrl: builtConsole(join(import.meta.dirname, '../console')) ? api.url : null,
    simulatorUrl: simulator.url,
    database,
    temporal,
    secrets,
    children: () => Object.fromEntries([...pids].map(([name, { pid }]) => [name, pid])),
    onChildren: (each) => {
      listener = each
    },
  }
}

const notes = { started: '', adopted: 'was still running', given: 'yours' } as const

/** What has come up is stopped at the end, also where something beside it did not. */
async function stoppable<Part extends { readonly stop: () => Promise<void> }>(
  starting: Promise<Part>,
  onStop: (stop: () => Promise<void>) => void,
): Promise<Part> {
  const part = await starting
  onStop(() => part.stop())
  return part
}

/** Waits for all of them before it throws the first failure: none is left coming up behind our back. */
async function all<Parts extends readonly Promise<unknown>[]>(
  parts: Parts,
): Promise<{ -readonly [Index in keyof Parts]: Awaited<Parts[Index]> }> {
  await Promise.allSettled(parts)
  return Promise.all(parts)
}

function hostOf({ url }: Child): string {
  return new URL(url).host
}
