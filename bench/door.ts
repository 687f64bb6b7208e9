import { createHmac, randomUUID } from 'node:crypto'
import { webhookKey } from '../src/providers/webhookSignature.ts'
import { freshId } from '../src/store/ids.ts'
import { deskSecret, type Listening, listenBare, listenProduct } from './api.ts'
import { type LoadClient, openClient } from './client.ts'
import type { Benchmark, Side } from './harness.ts'
import { inLanes } from './lanes.ts'
import type { Requests } from './load.ts'
import type { Stage } from './stage.ts'

const lanes = 16
const product = 'signed delivery over HTTP, kept'
const route = 'bare Fastify route that inserts the bytes'
const insert = 'bare insert of the bytes'

/** What comes in: the door for signed webhooks against the least that could keep the same bytes. */
export const door: Benchmark = {
  name: 'door',
  piece: 'a delivery of ten numbers, about a kilobyte',
  ratios: [
    { ours: product, bare: route, atLeast: 0.5 },
    { ours: product, bare: insert },
    { ours: route, bare: insert },
  ],
  open: async (stage) => {
    const { pool } = stage.store
    await stage.owner.query('create table bare_delivery (id uuid primary key, body bytea not null)')
    await stage.owner.query('grant insert on bare_delivery to clearline_app')
    const keep = (body: Buffer) => pool.query('insert into bare_delivery (id, body) values ($1, $2)', [freshId(), body])
    const ours = await listenProduct(stage.store)
    const bare = await listenBare((app) => {
      app.removeAllContentTypeParsers()
      app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
      app.post<{ Body: Buffer }>('/deliver', async (request, reply) => {
        await keep(request.body)
        return reply.code(202).send({ state: 'kept' })
      })
    })
    const clients = [openClient(), openClient()] as const
    const ops = stage.size(1_500, 20)
    return {
      sides: {
        [product]: overHttp(clients[0], ours, ops, '/v1/intake/desk'),
        [insert]: inserting(ops, keep),
        [route]: overHttp(clients[1], bare, ops, '/deliver'),
      },
      close: async () => {
        for (const each of clients) await each.close()
        await ours.close()
        await bare.close()
        await emptied(stage)
      },
    }
  },
}

function overHttp(client: LoadClient, { origin }: Listening, ops: number, path: string): Side {
  const requests = () => Array.from({ length: ops }, () => signed(path, aDelivery()))
  const laid = (): Requests => ({ origin, connections: lanes, expected: 202, requests: requests() })
  return { ops, ready: () => client.lay(laid()), run: () => client.send() }
}

function inserting(ops: number, keep: (body: Buffer) => Promise<unknown>): Side {
  let bodies: readonly Buffer[] = []
  return {
    ops,
    ready: async () => {
      bodies = Array.from({ length: ops }, () => Buffer.from(aDelivery()))
    },
    run: () => inLanes(bodies, lanes, keep),
  }
}

function aDelivery(): string {
  const items = Array.from({ length: 10 }, () => ({ reference: randomUUID(), status: 'authorised' }))
  const occurredAt = new Date(Date.now()).toISOString()
  const shared = { eventId: randomUUID(), occurredAt, reference: randomUUID(), ticket: 'PTS-100200' }
  return JSON.stringify({ type: 'order.updated', ...shared, status: 'PARTIAL', items })
}

function signed(path: string, body: string): Requests['requests'][number] {
  const id = randomUUID()
  const timestamp = String(Math.floor(Date.now() / 1000))
  const digest = createHmac('sha256', webhookKey(deskSecret)).update(`${id}.${timestamp}.${body}`).digest('base64')
  const signature = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${digest}` }
  return { method: 'POST', path, body, headers: { 'content-type': 'application/json', ...signature } }
}

/** Nothing that was delivered here is of anybody: the next benchmark does not have to look into it. */
async function emptied({ owner }: Stage): Promise<void> {
  await owner.query('truncate inbound_fact')
  await owner.query('drop table bare_delivery')
}
