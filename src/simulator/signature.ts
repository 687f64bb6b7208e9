import { createHmac } from 'node:crypto'

/** Webex: hex HMAC-SHA1 of the body alone, no id and no time. */
export function webexHeaders(secret: string, body: string) {
  return { 'x-spark-signature': createHmac('sha1', secret).update(body).digest('hex') }
}

/** Standard Webhooks, scheme v1: base64 HMAC-SHA256 of `id.timestamp.body` under the bytes behind `whsec_`. */
export function signatureHeaders(secret: string, id: string, timestampSeconds: number, body: string) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const digest = createHmac('sha256', key).update(`${id}.${timestampSeconds}.${body}`).digest('base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': `v1,${digest}`,
  }
}
