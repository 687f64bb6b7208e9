import { existsSync } from 'node:fs'
import { NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { createActivities } from '../activities/index.ts'
import { buildApp } from '../api/app.ts'
import { taskQueues } from '../contract/taskQueues.ts'
import { instant } from '../domain/values.ts'
import type { Secrets } from '../local/secrets.ts'
import type { Logger } from '../log.ts'
import { createDesk } from '../providers/desk.ts'
import { createSmtpMail } from '../providers/mail.ts'
import { createDocuments } from '../store/documents.ts'
import { createStore, type Store } from '../store/execute.ts'
import { freshId } from '../store/ids.ts'
import { createPool } from '../store/pool.ts'
import { ensureToken } from '../store/tokens.ts'
import { bundleWorkflows, workflowBundlePath } from '../worker/bundle.ts'
import { createDelivery } from '../worker/delivery.ts'
import { intake } from '../worker/intake.ts'
import { mailing } from '../worker/mailing.ts'
import { relay } from '../worker/relay.ts'
import { runtimeOptions } from '../worker/temporalLog.ts'
import { turning } from '../worker/turning.ts'
import { type Attempts, createAttempts } from './attempts.ts'
import type { VirtualTime } from './virtualTime.ts'

/** The whole product on the rehearsal's time: the same interface, worker and duties as everywhere else. */
export type Product = {
  readonly store: Store
  readonly apiUrl: string
  readonly operatorToken: string
  readonly attempts: Attempts
  /** Begins to work with the outside at these addresses; until then only the interface is open. */
  readonly work: (outside: { readonly url: string; readonly smtpUrl: string }) => Promise<void>
  readonly stop: () => Promise<void>
}

export type ProductParts = {
  readonly databaseUrl: string
  readonly time: VirtualTime
  readonly secrets: Secrets
  readonly log: Logger
  /** A bundle made beforehand; else that of the build, else one of the sources. */
  readonly bundlePath?: string
  /** How long the desk is waited for; less than a workflow may take to come to rest. */
  readonly providerTimeoutMs?: number
}

const usualTimeoutMs = 5_000
/** The duties look more often than elsewhere: whoever plays weeks should not wait for them. */
const idleMs = 25
let isRuntimeReady = false

export async function startProduct(parts: ProductParts): Promise<Product> {
  const { databaseUrl, time, secrets, log, providerTimeoutMs = usualTimeoutMs } = parts
  const pool = createPool({ url: databaseUrl, max: 20, name: 'clearline-rehearsal' })
  pool.on('error', () => undefined)
  const store = createStore({ pool, clock: time.clock, documents: createDocuments(secrets.masterKey) })
  const [operator] = secrets.operators
  if (operator === undefined) throw new Error('a rehearsal needs an operator')
  const grant = { subject: operator.subject, role: 'operator', kind: 'person', orgIds: [] } as const
  await ensureToken(pool, { ...grant, id: freshId(), token: operator.token, at: instant(Date.now()) })
  const { desk, registry, webex } = secrets.webhooks
  const webhookSecrets = { desk: [desk], registry: [registry], webex: [webex] }
  const limits = { requestsPerMinute: 100_000, refusedTokensPerMinute: 1_000 }
  const app = await buildApp({ store, temporal: time.client, log, webhookSecrets, limits })
  const apiUrl = await app.listen({ host: '127.0.0.1', port: 0 })
  const stops: (() => Promise<unknown>)[] = [() => pool.end(), () => app.close()]
  const attempts = createAttempts(time)

  const work: Product['work'] = async ({ url, smtpUrl }) => {
    prepareRuntime(log)
    const desk = createDesk({ url, token: secrets.bridgeToken, timeoutMs: providerTimeoutMs })
    const mail = createSmtpMail({ url: smtpUrl, from: 'Clearline <clearline@localhost>', timeoutMs: providerTimeoutMs })
    const connection = await NativeConnection.connect({ address: time.address })
    const worker = await Worker.create({
      connection,
      namespace: time.namespace,
      taskQueue: taskQueues.onboarding,
      workflowBundle: await bundleOf(parts),
      activities: attempts.watched(createActivities({ store, desk })),
    })
    const working = worker.run()
    const ending = new AbortController()
    const deliver = createDelivery(time.client, undefined, time.offsetMs)
    const duties = [
      relay({ store, tell: (delivery) => deliver.fact(delivery, delivery.fact), log, idleMs }),
      intake({ store, log, idleMs }),
      turning({ store, log, idleMs }),
      mailing({ store, mail, log, idleMs }),
    ].map((duty) => duty(ending.signal))
    stops.push(async () => {
      ending.abort()
      await Promise.all(duties)
      attempts.end()
      worker.shutdown()
      await working
      await connection.close()
      await desk.close()
      mail.close()
    })
  }

  return {
    store,
    apiUrl,
    operatorToken: operator.token,
    attempts,
    work,
    stop: async () => {
      for (const each of stops.reverse()) await each()
    },
  }
}

/** Once per process: the SDK's core refuses a second time. */
function prepareRuntime(log: Logger): void {
  if (!isRuntimeReady) Runtime.install(runtimeOptions(log))
  isRuntimeReady = true
}

async function bundleOf({ bundlePath = workflowBundlePath }: ProductParts) {
  return existsSync(bundlePath) ? { codePath: bundlePath } : { code: await bundleWorkflows() }
}
