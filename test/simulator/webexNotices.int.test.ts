import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { intake } from '../../src/worker/intake.ts'
import { call, openTestApi, type TestApi } from '../api/testApi.ts'
import {
  numbers,
  type Outside,
  type Receiver,
  secrets,
  startOutside,
  startReceiver,
  stateFolder,
  until,
} from './outside.ts'

const script = {
  webex: {
    orders: [
      {
        when: { e164Suffix: '0100' },
        answers: [{ after: { hours: 1 }, notice: 'adminBatchJobs.statusChanged', copies: 2 }],
      },
    ],
  },
}
const order = { reference: 'order-1', organisationReference: 'org-1', locationReference: 'here', letters: [] }
const at = (hour: number) => `2024-09-04T${String(hour).padStart(2, '0')}:00:00.000Z`

let api: TestApi
let operator: string
let outside: Outside
let receiver: Receiver
const state = stateFolder()
const stopping = new AbortController()
let running: Promise<void>

beforeAll(async () => {
  receiver = await startReceiver()
  api = await openTestApi({
    webhookSecrets: { desk: [secrets.desk], registry: [secrets.registry], webex: [secrets.webex] },
  })
  operator = await api.token('operator')
  running = intake({ store: api.store, log: createLogger({ level: 'silent', name: 'test' }) })(stopping.signal)
})

afterAll(async () => {
  stopping.abort()
  await running
  await outside?.stop()
  await api.close()
  await receiver.close()
  state.remove()
})

async function outsideThatTells(receiverUrl: string): Promise<void> {
  await outside?.stop()
  outside = await startOutside({ mode: 'controlled', receiverUrl, state: state.path, script })
}

const clock = (hour: number) => outside.control('POST', '/control/clock', { now: at(hour) })

type Shown = { readonly source: string; readonly type: string; readonly state: string; readonly reason: string | null }

async function shown(): Promise<readonly Shown[]> {
  const answer = await call(api.app, 'GET', '/v1/deliveries?source=webex', { token: operator })
  return answer.json().items
}

test('Webex signs the bytes alone and names neither an event nor a reference of ours', async () => {
  await outsideThatTells(receiver.url)
  await clock(8)
  expect((await outside.send('/desk/orders', { ...order, items: numbers(1) })).status).toBe(201)
  await clock(9)
  const heard = receiver.heard.filter(({ path }) => path === '/v1/intake/webex')
  expect(heard).toHaveLength(2)
  const [notice] = heard
  const body = notice?.rawBody ?? Buffer.alloc(0)
  expect(notice?.headers['x-spark-signature']).toBe(createHmac('sha1', secrets.webex).update(body).digest('hex'))
  expect(notice?.headers).not.toHaveProperty('webhook-id')
  expect(JSON.parse(body.toString())).toMatchObject({
    resource: 'adminBatchJobs',
    event: 'statusChanged',
    data: { created: at(9) },
  })
  expect(body.toString()).not.toMatch(/order-1|eventId|2025550100/)
})

test('a notice of Webex that comes twice is taken, kept once, and shown; it changes nothing', async () => {
  await outsideThatTells(await api.app.listen({ host: '127.0.0.1', port: 0 }))
  await clock(10)
  await outside.send('/desk/orders', { ...order, reference: 'order-2', items: numbers(1) })
  await clock(11)
  await until(async () => (await shown()).some(({ state: reached }) => reached !== 'pending'))
  expect(await shown()).toMatchObject([
    {
      source: 'webex',
      type: 'adminBatchJobs.statusChanged',
      state: 'noted',
      reason: 'NO_FACT_OF_OURS',
      happenedAt: at(11),
    },
  ])
  const { rows } = await api.store.pool.query('select count(*)::int as count from event')
  expect(rows).toEqual([{ count: 0 }])
})

test('that our access was withdrawn is put before a person', async () => {
  const body = { id: 'hook', resource: 'serviceApp', event: 'deauthorized', data: { id: 'app' } }
  await outside.control('POST', '/control/reports', { side: 'webex', body })
  await clock(11)
  await until(async () => (await shown()).some(({ type }) => type === 'serviceApp.deauthorized'))
  const answer = await call(api.app, 'GET', '/v1/attention', { token: operator })
  const called = answer.json().items.filter(({ code }: { code: string }) => code === 'WEBEX_ACCESS_WITHDRAWN')
  expect(called).toMatchObject([{ detail: { source: 'webex' } }])
})
