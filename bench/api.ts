import { randomUUID } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import fastify, { type FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { buildApp } from '../src/api/app.ts'
import { instant } from '../src/domain/values.ts'
import type { Store } from '../src/store/execute.ts'
import { ensureToken, freshToken } from '../src/store/tokens.ts'

export const deskSecret = `whsec_${Buffer.from('a secret of the desk, to measure').toString('base64')}`

export type Listening = { readonly origin: string; readonly close: () => Promise<void> }

/** The product's interface as its own process has it, log lines included; they go nowhere. No Temporal is needed. */
export async function listenProduct(store: Store): Promise<Listening> {
  const temporal = new Client({ connection: Connection.lazy({ address: '127.0.0.1:1' }) })
  const app = await buildApp({
    store,
    temporal,
    log: pino({ level: 'info' }, pino.destination({ dest: '/dev/null', sync: true })),
    webhookSecrets: { desk: [deskSecret], registry: [], webex: [] },
    limits: { requestsPerMinute: 10_000_000, refusedTokensPerMinute: 10 },
  })
  const { origin, close } = await listen(app)
  return { origin, close: () => Promise.all([close(), temporal.connection.close()]).then(() => undefined) }
}

/** Fastify with one route, and nothing else. */
export function listenBare(route: (app: FastifyInstance) => void): Promise<Listening> {
  const app = fastify()
  route(app)
  return listen(app)
}

async function listen(app: FastifyInstance): Promise<Listening> {
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  return { origin, close: () => app.close() }
}

export async function supportToken({ pool }: Store, orgId: string): Promise<string> {
  const token = freshToken()
  const grant = { subject: 'support-1', role: 'support', kind: 'person', orgIds: [orgId] } as const
  await ensureToken(pool, { id: randomUUID(), ...grant, token, at: instant(Date.now()) })
  return token
}
