import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type SignedWebhook, verifyWebhook, webhookKey } from '../../src/providers/webhookSignature.ts'

/** The example that the Standard Webhooks specification and its libraries publish. */
const published: SignedWebhook = {
  secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  headers: {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  rawBody: Buffer.from('{"test": 2432232314}'),
  nowSeconds: 1614265330,
}

const accepted = { ok: true, id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330 }

function withHeaders(headers: SignedWebhook['headers']): SignedWebhook {
  return { ...published, headers: { ...published.headers, ...headers } }
}

function signedWith(secret: string, id: string, timestamp: number, rawBody: Buffer): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest('base64')}`
}

test('the published example of the standard is accepted', () => {
  expect(verifyWebhook(published)).toEqual(accepted)
})

test('any body is accepted under its own signature, bytes that are no text included', () => {
  const body = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))
  const key = fc.uint8Array({ minLength: 24, maxLength: 64 })
  fc.assert(
    fc.property(body, key, (rawBody, bytes) => {
      const secret = `whsec_${Buffer.from(bytes).toString('base64')}`
      const signature = signedWith(secret, 'evt_1', 1_000, rawBody)
      const headers = { 'webhook-id': 'evt_1', 'webhook-timestamp': '1000', 'webhook-signature': signature }
      expect(verifyWebhook({ secrets: [secret], headers, rawBody, nowSeconds: 1_000 })).toMatchObject({ ok: true })
    }),
  )
})

describe('one changed bit is enough to refuse', () => {
  function flipped(bytes: Buffer, bit: number): Buffer {
    const copy = Buffer.from(bytes)
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    return copy
  }
  const bitOf = (bytes: Buffer) => fc.integer({ min: 0, max: bytes.length * 8 - 1 })

  test('in the body', () => {
    fc.assert(
      fc.property(bitOf(published.rawBody), (bit) => {
        const rawBody = flipped(published.rawBody, bit)
        expect(verifyWebhook({ ...published, rawBody })).toEqual({ ok: false, reason: 'BAD_SIGNATURE' })
      }),
    )
  })

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('in the header %s', (name) => {
    const value = Buffer.from(String(published.headers[name]), 'latin1')
    fc.assert(
      fc.property(bitOf(value), (bit) => {
        const headers = { [name]: flipped(value, bit).toString('latin1') }
        expect(verifyWebhook(withHeaders(headers))).toMatchObject({ ok: false })
      }),
    )
  })

  test('in the secret', () => {
    const key = webhookKey(published.secrets[0] ?? '')
    fc.assert(
      fc.property(bitOf(key), (bit) => {
        const secrets = [`whsec_${flipped(key, bit).toString('base64')}`]
        expect(verifyWebhook({ ...published, secrets })).toEqual({ ok: false, reason: 'BAD_SIGNATURE' })
      }),
    )
  })
})

const otherSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

test('while a secret is being changed both the old and the new one are accepted', () => {
  expect(verifyWebhook({ ...published, secrets: [otherSecret, ...published.secrets] })).toEqual(accepted)
  expect(verifyWebhook({ ...published, secrets: [...published.secrets, otherSecret] })).toEqual(accepted)
  expect(verifyWebhook({ ...published, secrets: [otherSecret] })).toEqual({ ok: false, reason: 'BAD_SIGNATURE' })
})

test('one good signature among several is enough, whatever scheme the others have', () => {
  const good = String(published.headers['webhook-signature'])
  const wrong = `v1,${Buffer.alloc(32).toString('base64')}`
  expect(verifyWebhook(withHeaders({ 'webhook-signature': `v1a,abc ${wrong} ${good}` }))).toEqual(accepted)
  expect(verifyWebhook(withHeaders({ 'webhook-signature': `v1a,abc ${wrong}` }))).toMatchObject({ ok: false })
})

test('a signature is one text: another spelling of the same digest is refused', () => {
  const respelled = String(published.headers['webhook-signature']).replace('OE=', 'OF=')
  expect(verifyWebhook(withHeaders({ 'webhook-signature': respelled }))).toMatchObject({ reason: 'BAD_SIGNATURE' })
})

test.each([
  [301, 'TIMESTAMP_OUT_OF_RANGE'],
  [-301, 'TIMESTAMP_OUT_OF_RANGE'],
])('a webhook %i seconds away from our clock is refused', (offset, reason) => {
  const nowSeconds = published.nowSeconds + offset
  expect(verifyWebhook({ ...published, nowSeconds })).toEqual({ ok: false, reason })
  expect(verifyWebhook({ ...published, nowSeconds, toleranceSeconds: 301 })).toEqual(accepted)
})

test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('without %s nothing is accepted', (name) => {
  expect(verifyWebhook(withHeaders({ [name]: undefined }))).toEqual({ ok: false, reason: 'MISSING_HEADER' })
  expect(verifyWebhook(withHeaders({ [name]: '' }))).toEqual({ ok: false, reason: 'MISSING_HEADER' })
})

test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('%s given twice is refused', (name) => {
  const value = String(published.headers[name])
  expect(verifyWebhook(withHeaders({ [name]: [value, value] }))).toMatchObject({ reason: 'DUPLICATE_HEADER' })
  expect(verifyWebhook(withHeaders({ [name]: `${value}, ${value}` }))).toMatchObject({ reason: 'DUPLICATE_HEADER' })
})

test.each([
  ['an id with a full stop', { 'webhook-id': 'msg.1614265330' }],
  ['an id with a blank', { 'webhook-id': 'msg 1' }],
  ['an id without end', { 'webhook-id': 'm'.repeat(129) }],
  ['a timestamp that is no number', { 'webhook-timestamp': '1614265330.5' }],
  ['a timestamp without end', { 'webhook-timestamp': '9'.repeat(400) }],
  ['signatures without end', { 'webhook-signature': Array(17).fill('v1,x').join(' ') }],
])('%s is malformed', (_, headers) => {
  expect(verifyWebhook(withHeaders(headers))).toEqual({ ok: false, reason: 'MALFORMED' })
})

test.each([
  '',
  'whsec_',
  'whsec_c2hvcnQ=',
  'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'whsec_not base64 at all, and long enough',
])('a secret such as "%s" is a fault of our configuration, and is not quoted', (secret) => {
  expect(() => verifyWebhook({ ...published, secrets: [secret] })).toThrow(/^a webhook secret must be whsec_/)
})

test('with no secret configured nothing is ever accepted', () => {
  expect(() => verifyWebhook({ ...published, secrets: [] })).toThrow('no webhook secret is configured')
})
