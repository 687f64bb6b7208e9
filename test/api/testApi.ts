import { randomUUID } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import { expect } from 'vitest'
import { buildApp } from '../../src/api/app.ts'
import type { ApiDependencies } from '../../src/api/dependencies.ts'
import { mayText } from '../../src/api/mayText.ts'
import { explained } from '../../src/api/numbers.ts'
import { kindOf } from '../../src/api/tokens.ts'
import { why } from '../../src/api/whyAnswer.ts'
import { databaseClock } from '../../src/clock.ts'
import { instant } from '../../src/domain/values.ts'
import { createDocuments } from '../../src/store/documents.ts'
import { createStore, type Store } from '../../src/store/execute.ts'
import { createPool } from '../../src/store/pool.ts'
import { ensureToken, freshToken, type Role, type TokenGrant } from '../../src/store/tokens.ts'
import { openTestStore, type TestStore } from '../support/store.ts'

export const deskSecret = `whsec_${Buffer.from('a secret of the desk, for tests').toString('base64')}`

export const webexSecret = 'a secret given to Webex, 0123'.replaceAll(' ', '_')

/** Where nothing listens: the interface must do without. */
const nowhere = '127.0.0.1:1'

/** Makes a new token of a role; an operator's list of organisations is empty. */
export type MakeToken = (role: Role, orgIds?: readonly string[], given?: Partial<TokenGrant>) => Promise<string>

export type TestApi = TestStore & {
  readonly app: FastifyInstance
  /** Every line logged so far. */
  readonly logged: () => string
  readonly token: MakeToken
}

/** The interface on a database of its own, and no Temporal. */
export async function openTestApi(given: Partial<ApiDependencies> = {}): Promise<TestApi> {
  const testStore = await openTestStore()
  const { store } = testStore
  const temporal = new Client({ connection: Connection.lazy({ address: nowhere }) })
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const app = await appOn({ store, temporal, log, ...given })

  async function close(): Promise<void> {
    await app.close()
    await temporal.connection.close()
    await testStore.close()
  }

  return { ...testStore, app, token: tokenMaker(store), close, logged: () => lines.join('') }
}

export async function appOn(
  given: Pick<ApiDependencies, 'store' | 'temporal'> & Partial<ApiDependencies>,
): Promise<FastifyInstance> {
  const app = await buildApp({
    log: pino({ level: 'silent' }),
    webhookSecrets: { desk: [deskSecret], registry: [], webex: [webexSecret] },
    limits: { requestsPerMinute: 100_000, refusedTokensPerMinute: 100_000 },
    ...given,
  })
  await app.ready()
  return app
}

export function tokenMaker({ pool }: Store): MakeToken {
  return async (role, orgIds = [], given = {}) => {
    const token = freshToken()
    const subject = `${role}-${randomUUID().slice(0, 8)}`
    const at = instant(Date.now())
    await ensureToken(pool, { id: randomUUID(), subject, role, kind: kindOf(role), orgIds, token, at, ...given })
    return token
  }
}

let next = 0

/** Numbers that the numbering plan knows as standard ones, new to this file's database. */
export function usNumbers(count: number): readonly string[] {
  return Array.from({ length: count }, () => {
    next += 1
    return `+1202556${String(next).padStart(4, '0')}`
  })
}

export type Call = {
  readonly token?: string
  readonly body?: unknown
  /** A fresh one unless given; null leaves it out. */
  readonly key?: string | null
  readonly headers?: Readonly<Record<string, string>>
}

/** What goes out as it was built, and the schema that would make the same text of it. */
const built = [
  { path: /\/numbers\/[0-9a-f-]{36}$/, schema: explained },
  { path: /\/numbers\/[0-9a-f-]{36}\/why$/, schema: why },
  { path: /\/may-text$/, schema: mayText },
]

function holdToSchema(url: string, answer: LightMyRequestResponse): void {
  const schema = built.find(({ path }) => path.test(url.replace(/\?.*/, '')))?.schema
  if (!schema || answer.statusCode !== 200) return
  expect(JSON.stringify(schema.parse(answer.json()))).toBe(answer.payload)
}

/** As a client would: JSON, a token, and an Idempotency-Key on every POST. */
export async function call(
  app: FastifyInstance,
  method: 'GET' | 'POST',
  url: string,
  { token, body, key, headers = {} }: Call = {},
): Promise<LightMyRequestResponse> {
  const idempotencyKey = key === undefined ? randomUUID() : key
  const answer = await app.inject({
    method,
    url,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      ...(method === 'POST' && idempotencyKey !== null ? { 'idempotency-key': idempotencyKey } : {}),
      ...headers,
    },
    ...(method === 'POST' ? { payload: typeof body === 'string' ? body : JSON.stringify(body ?? {}) } : {}),
  })
  if (method === 'GET') holdToSchema(url, answer)
  return answer
}

/** An app on dependencies that are never used: for what can be asked of the routes themselves. */
export async function unconnectedApp(): Promise<FastifyInstance> {
  const pool = createPool({ url: 'postgres://127.0.0.1:1/none', max: 1, name: 'test' })
  const documents = createDocuments(Buffer.alloc(32).toString('base64'))
  const store = createStore({ pool, clock: databaseClock(pool), documents })
  const temporal = new Client({ connection: Connection.lazy({ address: nowhere }) })
  const app = await buildApp({
    store,
    temporal,
    log: pino({ level: 'silent' }),
    webhookSecrets: { desk: [], registry: [], webex: [] },
    limits: { requestsPerMinute: 1_000, refusedTokensPerMinute: 10 },
  })
  app.addHook('onClose', async () => {
    await temporal.connection.close()
    await pool.end()
  })
  return app
}
