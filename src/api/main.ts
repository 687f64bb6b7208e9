import { join } from 'node:path'
import { databaseClock } from '../clock.ts'
import { apiConfig } from '../config.ts'
import { instant } from '../domain/values.ts'
import { createLogger } from '../log.ts'
import { whenParentIsGone } from '../parent.ts'
import { createDocuments } from '../store/documents.ts'
import { createStore } from '../store/execute.ts'
import { freshId } from '../store/ids.ts'
import { createPool, type Pool } from '../store/pool.ts'
import { ensureToken } from '../store/tokens.ts'
import { createTemporalClient, temporalSettings } from '../temporal.ts'
import { buildApp } from './app.ts'
import { builtConsole } from './console.ts'
import { parseOperatorTokens } from './operatorTokens.ts'

const config = apiConfig(process.env)
const log = createLogger({ level: config.LOG_LEVEL, name: 'api' })
const pool = createPool({ url: config.DATABASE_URL, max: config.DATABASE_POOL, name: 'clearline-api' })
// An idle connection that breaks is replaced by the pool; without a listener it would end the process.
pool.on('error', () => log.warn('an idle database connection broke'))
const documents = createDocuments(config.CLEARLINE_MASTER_KEY)
const store = createStore({ pool, clock: databaseClock(pool), documents })
const temporal = createTemporalClient(temporalSettings(process.env))

await ensureOperators(pool, config.CLEARLINE_OPERATOR_TOKENS)
const app = await buildApp({
  store,
  temporal,
  log,
  webhookSecrets: {
    desk: config.DESK_WEBHOOK_SECRET ?? [],
    registry: config.REGISTRY_WEBHOOK_SECRET ?? [],
    webex: config.WEBEX_WEBHOOK_SECRET ?? [],
  },
  limits: { requestsPerMinute: config.API_REQUESTS_PER_MINUTE, refusedTokensPerMinute: 30 },
  consoleFolder: builtConsole(join(import.meta.dirname, '../console')),
})

const end = new AbortController()
end.signal.addEventListener('abort', () => void stop(), { once: true })
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end.abort())
whenParentIsGone(process.env, () => end.abort())

const url = await app.listen({ host: config.API_HOST, port: config.API_PORT })
process.stdout.write(`${JSON.stringify({ ready: true, url })}\n`)

/** Requests under way are answered first; new ones find the door closed. */
async function stop(): Promise<void> {
  log.info('stopping')
  await app.close()
  await temporal.connection.close()
  await pool.end()
}

async function ensureOperators(db: Pool, given: string | undefined): Promise<void> {
  for (const { subject, token } of parseOperatorTokens(given)) {
    const at = instant(Date.now())
    await ensureToken(db, { id: freshId(), subject, role: 'operator', kind: 'person', orgIds: [], token, at })
  }
}
