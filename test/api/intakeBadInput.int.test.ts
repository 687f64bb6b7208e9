import { createHmac, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { connect } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deskSecret, openTestApi, type TestApi, webexSecret } from './testApi.ts'

const registrySecret = `whsec_${Buffer.from('a secret of the registry, tests').toString('base64')}`

let api: TestApi
let address: URL

beforeAll(async () => {
  api = await openTestApi({
    webhookSecrets: { desk: [deskSecret], registry: [registrySecret], webex: [webexSecret] },
    limits: { requestsPerMinute: 100_000, refusedTokensPerMinute: 100_000, arrivalMs: 1_500 },
  })
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

function byWebex(bytes: Buffer, { secret = webexSecret }: Signing = {}) {
  const mac = createHmac('sha1', secret).update(bytes).digest('hex')
  return { 'content-type': 'application/json', 'x-spark-signature': mac }
}

function now(): number {
  return Math.floor(Date.now() / 1000)
}

const byRegistry = (bytes: Buffer, given: Signing = {}) => bySecret(bytes, { secret: registrySecret, ...given })
const signers = { desk: bySecret, registry: byRegistry, webex: byWebex } as const
const senders = ['desk', 'registry', 'webex'] as const
type Sender = (typeof senders)[number]

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
  test.each(senders)('of %s is refused with a code and leaves nothing', async (source) => {
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

describe.each(senders)('a delivery of %s that looks right and is not', (source) => {
  const sign: (bytes: Buffer, given?: Signing) => Record<string, string> = signers[source]
  const isRefused = async (headers: Record<string, string>, payload: Buffer, said: object) => {
    const before = await ledger()
    expect((await deliver(source, headers, payload)).json()).toMatchObject(said)
    expect(await ledger()).toBe(before)
  }

  test.each(foreignSecrets(source))('is refused under the secret of %s', (_, secret) =>
    isRefused(sign(body, { secret }), body, { status: 401, reason: 'BAD_SIGNATURE' }),
  )

  test('is refused when it is signed as another sender signs', async () => {
    const other = source === 'webex' ? bySecret(body) : byWebex(body)
    await isRefused(other, body, { status: 401, reason: 'MISSING_HEADER' })
  })

  test('is refused when it was re-serialised on its way: other bytes are another message', async () => {
    const respelled = Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1))
    await isRefused(sign(body), respelled, { status: 401, reason: 'BAD_SIGNATURE' })
  })

  test.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data', 'json'])(
    'is refused as %s, however well it is signed',
    (type) =>
      isRefused({ ...sign(body), 'content-type': type }, body, { status: 415, code: 'CONTENT_TYPE_UNSUPPORTED' }),
  )

  test('is refused when it is too large, and taken when it just fits', async () => {
    const large = Buffer.alloc(1024 * 1024 + 1, 32)
    await isRefused(sign(large), large, { status: 413, code: 'BODY_TOO_LARGE' })
    const largest = large.subarray(1)
    expect((await deliver(source, sign(largest), largest)).statusCode).toBe(202)
  })

  test('is refused with any of its signed headers twice, over a real connection', async () => {
    const headers = sign(body)
    const signed = Object.keys(headers).filter((name) => name !== 'content-type')
    expect(signed.length).toBeGreaterThan(0)
    for (const name of signed) {
      const value = headers[name] ?? ''
      const answer = await sent(source, { ...headers, [name]: [value, value] })
      expect(answer, name).toMatchObject({ status: 401, reason: 'DUPLICATE_HEADER' })
    }
  })
})

describe.each(['desk', 'registry'] as const)('a delivery of %s', (source) => {
  test.each([
    ['too old', -301],
    ['of the future', 301],
  ])('that is %s is refused', async (_, offset) => {
    const answer = await deliver(source, signers[source](body, { seconds: now() + offset }), body)
    expect(answer.json()).toMatchObject({ status: 401, reason: 'TIMESTAMP_OUT_OF_RANGE' })
  })
})

/** Those of the other senders here, and one that nobody here has. */
function foreignSecrets(source: Sender): readonly (readonly [string, string])[] {
  const strangers = `whsec_${Buffer.from('a secret of somebody else, for tests').toString('base64')}`
  const all = { desk: deskSecret, registry: registrySecret, webex: webexSecret, somebodyElse: strangers }
  return Object.entries(all).filter(([name]) => name !== source)
}

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
})

test('a body that drips in is cut off when its time is over, with an answer, and leaves nothing', async () => {
  const before = await ledger()
  const headers = Object.entries({ ...bySecret(body), 'content-length': '100000', host: 'x' })
  const head = headers.map(([name, value]) => `${name}: ${value}`).join('\r\n')
  const answered = await new Promise<string>((resolve) => {
    let heard = ''
    const socket = connect(Number(address.port), address.hostname, () =>
      socket.write(`POST /v1/intake/desk HTTP/1.1\r\n${head}\r\n\r\n`),
    )
    const drip = setInterval(() => socket.write(' '), 20)
    socket.on('data', (part) => {
      heard += part.toString()
    })
    // Writing into a connection that the other side has cut off is an error here, and just what is waited for.
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      clearInterval(drip)
      resolve(heard)
    })
  })
  expect(answered).toMatch(/^HTTP\/1\.1 408 /)
  expect(await ledger()).toBe(before)
  expect((await deliver('desk', bySecret(body), body)).statusCode).toBe(202)
})

test('a request has thirty seconds to arrive unless the process says otherwise', async () => {
  const usual = await openTestApi()
  expect(usual.app.server.requestTimeout).toBe(30_000)
  await usual.close()
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
