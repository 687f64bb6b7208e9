import { Runtime } from '@temporalio/worker'
import { createActivities } from '../activities/index.ts'
import { databaseClock } from '../clock.ts'
import { workerConfig } from '../config.ts'
import { createLogger } from '../log.ts'
import { whenParentIsGone } from '../parent.ts'
import { createDesk } from '../providers/desk.ts'
import { createSmtpMail, type MailBridge } from '../providers/mail.ts'
import { createDocuments } from '../store/documents.ts'
import { createStore } from '../store/execute.ts'
import { createPool } from '../store/pool.ts'
import { createTemporalClient, temporalSettings } from '../temporal.ts'
import { createDelivery } from './delivery.ts'
import { serveHealth } from './health.ts'
import { intake } from './intake.ts'
import { startLeadership } from './leadership.ts'
import { mailing } from './mailing.ts'
import { relay } from './relay.ts'
import { runtimeOptions } from './temporalLog.ts'
import { startTemporalWorker } from './temporalWorker.ts'
import { turning } from './turning.ts'

const leaderLock = 726_481_953
const leaderRetryMs = 1_000
const providerTimeoutMs = 15_000
const cachedWorkflows = 400

const config = workerConfig(process.env)
const log = createLogger({ level: config.LOG_LEVEL, name: 'worker' })
Runtime.install(runtimeOptions(log))

const pool = createPool({ url: config.DATABASE_URL, max: config.DATABASE_POOL, name: 'clearline-worker' })
// An idle connection that breaks is replaced by the pool; without a listener it would end the process.
pool.on('error', () => log.warn('an idle database connection broke'))
const documents = createDocuments(config.CLEARLINE_MASTER_KEY)
const store = createStore({ pool, clock: databaseClock(pool), documents })
const temporal = temporalSettings(process.env)
const client = createTemporalClient(temporal)
const deliver = createDelivery(client)
const desk = deskBridge(config.DESK_URL, config.DESK_TOKEN)
const mail = mailBridge(config.CLEARLINE_SMTP_URL, config.CLEARLINE_MAIL_FROM)
if (!mail) log.warn('there is no mail server: what is queued waits for one')

const worker = startTemporalWorker({
  temporal,
  activities: createActivities({ store, ...(desk ? { desk } : {}) }),
  maxActivities: config.DATABASE_POOL,
  cachedWorkflows: config.CLEARLINE_NO_WORKFLOW_CACHE ? 0 : cachedWorkflows,
  buildId: config.CLEARLINE_BUILD_ID,
  useVersioning: config.CLEARLINE_WORKER_VERSIONING,
  log,
})
const leadership = startLeadership(
  { databaseUrl: config.DATABASE_URL, lock: leaderLock, retryMs: leaderRetryMs, log },
  [
    relay({ store, tell: (delivery) => deliver.fact(delivery, delivery.fact), log }),
    intake({ store, log }),
    turning({ store, log }),
    ...(mail ? [mailing({ store, mail, log })] : []),
  ],
)
const health = await serveHealth(config.WORKER_HEALTH_PORT, async () => {
  await pool.query('select 1')
  return worker.isPolling()
})

const end = new AbortController()
end.signal.addEventListener('abort', () => void stop(), { once: true })
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end.abort())
whenParentIsGone(process.env, () => end.abort())

await worker.firstPoll
if (!end.signal.aborted) process.stdout.write(`${JSON.stringify({ ready: true, url: health.url })}\n`)

/** What is under way is finished first; then nobody is told anything any more; then the doors are closed. */
async function stop(): Promise<void> {
  log.info('stopping')
  await worker.drain()
  await leadership.stop()
  mail?.close()
  await health.close()
  await Promise.all([desk?.close(), client.connection.close()])
  await pool.end()
}

function deskBridge(url: string | undefined, token: string | undefined): ReturnType<typeof createDesk> | undefined {
  if (url === undefined) return undefined
  if (token === undefined) throw new Error(`the bridge ${url} has an address but no token`)
  return createDesk({ url, token, timeoutMs: providerTimeoutMs })
}

function mailBridge(url: string | undefined, from: string | undefined): MailBridge | undefined {
  if (url === undefined) return undefined
  if (from === undefined) throw new Error('CLEARLINE_SMTP_URL is set, and CLEARLINE_MAIL_FROM is not')
  return createSmtpMail({ url, from, timeoutMs: providerTimeoutMs })
}
