import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { WebhookFault, WebhookHeaders } from './webhookSignature.ts'

export type WebexCheck =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly reason: Exclude<WebhookFault, 'TIMESTAMP_OUT_OF_RANGE'> }

export type WebexWebhook = {
  /** The texts given to Webex when the webhook was made; two while one is being changed. */
  readonly secrets: readonly string[]
  /** Lower-case names, as Node's request gives them. */
  readonly headers: WebhookHeaders
  /** The bytes as they came, before any parsing. */
  readonly rawBody: Buffer
}

const header = 'x-spark-signature'

/**
 * Checks how Webex signs: hex HMAC-SHA1 of the body alone. Neither an id nor a time is signed, or even sent, so an old
 * delivery is as good as a new one. The id is therefore made of the bytes: a ledger that keeps every id once, for good, is
 * what stops a replay.
 */
export function verifyWebexWebhook({ secrets, headers, rawBody }: WebexWebhook): WebexCheck {
  if (secrets.length === 0) throw new Error('no webhook secret is configured')
  const signature = headers[header]
  if (!signature) return { ok: false, reason: 'MISSING_HEADER' }
  // Node joins a repeated header with a comma, which no signature holds.
  if (typeof signature !== 'string' || signature.includes(',')) return { ok: false, reason: 'DUPLICATE_HEADER' }
  if (!/^[0-9a-f]{40}$/.test(signature)) return { ok: false, reason: 'MALFORMED' }
  const given = Buffer.from(signature, 'hex')
  const hits = secrets.filter((secret) => timingSafeEqual(createHmac('sha1', secret).update(rawBody).digest(), given))
  if (hits.length === 0) return { ok: false, reason: 'BAD_SIGNATURE' }
  return { ok: true, id: `sha256:${createHash('sha256').update(rawBody).digest('hex')}` }
}
