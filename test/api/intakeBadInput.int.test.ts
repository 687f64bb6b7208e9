import { createHmac, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { connect } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deskSecret, openTestApi, type TestApi, webexSecret } from './testApi.ts'

let api: TestApi
let address: URL

beforeAll(async () => {
  api = await openTestApi()
  address = new URL(await api.app.listen({ host: '127.0.0.1', port: 0 }))
})

afterAll(() => api.close())

const body = Buffer.from('{"type":"case.updated","eventId":"e","occurredAt":"2024-09-04T16:00:00Z","reference":"r"}')

type Signing = { readonly id?: string; readonly seconds?: number; readonly secret?: string }

function bySecret(bytes: Buffer, { id = randomUUID(), seconds = now(), secret = deskSecret }: Signing = {}) {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const mac = createHmac('sha256', key).update(`${id}.${seconds}.`).update(bytes).digest('base64')
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${mac}`,
  }
}

function byWebex(bytes: Buffer) {
  const mac = createHmac('sha1', webexSecret).update(bytes).digest('hex')
  return { 'content-type': 'application/json', 'x-spark-signature': mac }
}

function now(): number {
  return Math.floor(Date.now() / 1000)
}

const deliver = (source: string, headers: Record<string, string>, payload: Buffer) =>
  api.app.inject({ method: 'POST', url: `/v1/intake/${source}`, headers, payload })

async function ledger(): Promise<number> {
  const { rows } = await api.store.pool.query<{ count: number }>('select count(*)::int as count from inbound_fact')
  return rows[0]?.count ?? 0
}

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}

describe('one changed bit anywhere in a signed request', () => {
  const signers = { desk: bySecret, webex: byWebex } as const

  test.each(['desk', 'webex'] as const)('of %s is refused with a code and leaves nothing', async (source) => {
    const before = await ledger()
    const headers: Record<string, string> = signers[source](body)
    const places = ['body', ...Object.keys(headers)]
    const flips = fc.tuple(fc.constantFrom(...places), fc.nat(10_000))
    await fc.assert(
      fc.asyncProperty(flips, async ([place, at]) => {
        const bytes = place === 'body' ? body : Buffer.from(headers[place] ?? '', 'latin1')
        const changed = flipped(bytes, at % (bytes.length * 8))
        const answer =
          place === 'body'
            ? await deliver(source, headers, changed)
            : await deliver(source, { ...headers, [place]: changed.toString('latin1') }, body)
        // Media types are read without regard to case, and are not signed: what is still JSON is taken.
        const isSameType = place === 'content-type' && answer.statusCode === 202
        if (isSameType) expect(changed.toString('latin1').toLowerCase()).toMatch(/^application\/json/)
        else expect([400, 401, 415], `${place} ${at}: ${answer.body}`).toContain(answer.statusCode)
        if (answer.statusCode >= 400) expect(answer.json().code).toMatch(/^[A-Z_]+$/)
      }),
      { numRuns: 150 },
    )
    expect(await ledger()).toBeLessThanOrEqual(before + 1)
  })
})

describe('a delivery that looks right and is not', () => {
  test.each([
    ['too old', -301],
    ['of the future', 301],
  ])('%s is refused', async (_, offset) => {
    const answer = await deliver('desk', bySecret(body, { seconds: now() + offset }), body)
    expect(answer.json()).toMatchObject({ status: 401, reason: 'TIMESTAMP_OUT_OF_RANGE' })
  })

  test('under the secret of another sender is refused', async () => {
    const secret = `whsec_${Buffer.from('a secret of somebody else, for tests').toString('base64')}`
    expect((await deliver('desk', bySecret(body, { secret }), body)).json()).toMatchObject({ reason: 'BAD_SIGNATURE' })
  })

  test('re-serialised on its way is refused: other bytes are another message', async () => {
    const respelled = Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1))
    expect((await deliver('desk', bySecret(body), respelled)).json()).toMatchObject({ reason: 'BAD_SIGNATURE' })
  })

  test.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data', 'json'])(
    'called %s is refused, however well it is signed',
    async (type) => {
      const answer = await deliver('desk', { ...bySecret(body), 'content-type': type }, body)
      expect(answer.json()).toMatchObject({ status: 415, code: 'CONTENT_TYPE_UNSUPPORTED' })
    },
  )

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature', 'x-spark-signature'])(
    'with the header %s twice is refused, over a real connection',
    async (name) => {
      const isWebex = name === 'x-spark-signature'
      const headers: Record<string, string | string[]> = isWebex ? byWebex(body) : bySecret(body)
      const value = String(headers[name])
      const answer = await sent(isWebex ? 'webex' : 'desk', { ...headers, [name]: [value, value] })
      expect(answer).toMatchObject({ status: 401, reason: 'DUPLICATE_HEADER' })
    },
  )
})

function sent(source: string, headers: Record<string, string | string[]>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = address
    const outgoing = request({ method: 'POST', hostname, port, path: `/v1/intake/${source}`, headers }, (incoming) => {
      let text = ''
      incoming.on('data', (chunk) => {
        text += chunk
      })
      incoming.on('end', () => resolve(JSON.parse(text)))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

test('a body that stops half way is given up with its connection, and leaves nothing', async () => {
  const before = await ledger()
  const headers = Object.entries({ ...bySecret(body), 'content-length': '500', host: 'x' })
  const head = headers.map(([name, value]) => `${name}: ${value}`).join('\r\n')
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(address.port), address.hostname, () => {
      socket.write(`POST /v1/intake/desk HTTP/1.1\r\n${head}\r\n\r\n${body}`, () => socket.destroy())
    })
    socket.on('error', reject)
    socket.on('close', () => resolve())
  })
  expect((await deliver('desk', bySecret(body), body)).statusCode).toBe(202)
  expect(await ledger()).toBe(before + 1)
  expect(api.app.server.requestTimeout).toBe(30_000)
})

test('the same id with other bytes is another delivery: both are kept, and neither replaces the other', async () => {
  const before = await ledger()
  const id = randomUUID()
  const other = Buffer.from(body.toString().replace('"r"', '"s"'))
  for (const bytes of [body, other, body]) {
    expect((await deliver('desk', bySecret(bytes, { id }), bytes)).statusCode).toBe(202)
  }
  expect(await ledger()).toBe(before + 2)
})
