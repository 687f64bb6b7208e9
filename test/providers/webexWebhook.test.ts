import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseWebexEvent } from '../../src/providers/webexEvents.ts'
import { verifyWebexWebhook } from '../../src/providers/webexSignature.ts'

const secret = '86dacc007724d8ea666f88fc77d918dad9537a15'
const rawBody = Buffer.from('{"id":"Y2lzY28","resource":"serviceApp","event":"authorized","data":{"id":"x"}}')
const sign = (bytes: Buffer, key = secret) => createHmac('sha1', key).update(bytes).digest('hex')
const good = { secrets: [secret], headers: { 'x-spark-signature': sign(rawBody) }, rawBody }

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}
const bitOf = (bytes: Buffer) => fc.integer({ min: 0, max: bytes.length * 8 - 1 })

describe('a webhook of Webex', () => {
  test('is known by its bytes: the same ones are the same delivery, whenever they come', () => {
    const id = `sha256:${createHash('sha256').update(rawBody).digest('hex')}`
    expect(verifyWebexWebhook(good)).toEqual({ ok: true, id })
  })

  test('with any body is accepted under its own signature, bytes that are no text included', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const body = Buffer.from(bytes)
        const headers = { 'x-spark-signature': sign(body) }
        expect(verifyWebexWebhook({ secrets: [secret], headers, rawBody: body })).toMatchObject({ ok: true })
      }),
    )
  })

  test('is refused after one changed bit of its body or signature', () => {
    fc.assert(
      fc.property(bitOf(rawBody), (bit) => {
        const changed = { ...good, rawBody: flipped(rawBody, bit) }
        expect(verifyWebexWebhook(changed)).toEqual({ ok: false, reason: 'BAD_SIGNATURE' })
      }),
    )
    const signature = Buffer.from(good.headers['x-spark-signature'])
    fc.assert(
      fc.property(bitOf(signature), (bit) => {
        const headers = { 'x-spark-signature': flipped(signature, bit).toString('latin1') }
        expect(verifyWebexWebhook({ ...good, headers })).toMatchObject({ ok: false })
      }),
    )
  })

  test('is refused under another secret, re-serialised, or without the one header', () => {
    expect(verifyWebexWebhook({ ...good, secrets: ['0123456789abcdef'] })).toMatchObject({ reason: 'BAD_SIGNATURE' })
    const respelled = Buffer.from(JSON.stringify(JSON.parse(rawBody.toString()), null, 1))
    expect(verifyWebexWebhook({ ...good, rawBody: respelled })).toMatchObject({ reason: 'BAD_SIGNATURE' })
    expect(verifyWebexWebhook({ ...good, headers: {} })).toMatchObject({ reason: 'MISSING_HEADER' })
    const twice = `${sign(rawBody)}, ${sign(rawBody)}`
    expect(verifyWebexWebhook({ ...good, headers: { 'x-spark-signature': twice } })).toMatchObject({
      reason: 'DUPLICATE_HEADER',
    })
    const loud = sign(rawBody).toUpperCase()
    expect(verifyWebexWebhook({ ...good, headers: { 'x-spark-signature': loud } })).toMatchObject({
      reason: 'MALFORMED',
    })
  })

  test('is accepted under both secrets while one is being changed, and never without one', () => {
    expect(verifyWebexWebhook({ ...good, secrets: ['0123456789abcdef', secret] })).toMatchObject({ ok: true })
    expect(() => verifyWebexWebhook({ ...good, secrets: [] })).toThrow('no webhook secret is configured')
  })
})

describe('what a webhook of Webex says', () => {
  const said = (more: Record<string, unknown>) =>
    parseWebexEvent({ id: 'hook', created: '2020-01-01T00:00:00Z', ...more })

  test('of our own access is known; the date of the webhook itself is not taken for that of the event', () => {
    expect(said({ resource: 'serviceApp', event: 'deauthorized', data: { id: 'x' } })).toEqual({
      ok: true,
      event: { type: 'serviceApp.deauthorized' },
    })
  })

  test('of anything else is an unknown type, with its name and its date', () => {
    expect(said({ resource: 'messages', event: 'created', data: { created: '2024-09-04T16:00:00.000Z' } })).toEqual({
      ok: true,
      event: { type: 'unknown', name: 'messages.created', occurredAt: '2024-09-04T16:00:00.000Z' },
    })
  })

  test('in no form that Webex has is malformed', () => {
    expect(parseWebexEvent([])).toEqual({ ok: false, reason: 'NOT_AN_OBJECT' })
    expect(said({ resource: 'messages' })).toEqual({ ok: false, reason: 'TYPE_MALFORMED' })
  })
})
