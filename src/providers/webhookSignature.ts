import { createHmac, timingSafeEqual } from 'node:crypto'

export type WebhookHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

export type WebhookCheck =
  | { readonly ok: true; readonly id: string; readonly timestamp: number }
  | { readonly ok: false; readonly reason: WebhookFault }

export type WebhookFault =
  | 'MISSING_HEADER'
  | 'MALFORMED'
  | 'TIMESTAMP_OUT_OF_RANGE'
  | 'BAD_SIGNATURE'
  | 'DUPLICATE_HEADER'

export type SignedWebhook = {
  /** `whsec_<base64>` each; two while a secret is being changed. A malformed one throws: that is our own configuration. */
  readonly secrets: readonly string[]
  /** Lower-case names, as Node's request gives them. */
  readonly headers: WebhookHeaders
  /** The bytes as they came, before any parsing. */
  readonly rawBody: Buffer
  /** Wall-clock seconds: never a rehearsal's time. */
  readonly nowSeconds: number
  readonly toleranceSeconds?: number
}

const signatureLimit = 16

/** Checks a Standard Webhooks signature: base64 HMAC-SHA256 of `id.timestamp.body`, scheme v1. */
export function verifyWebhook(webhook: SignedWebhook): WebhookCheck {
  const keys = webhook.secrets.map(webhookKey)
  if (keys.length === 0) throw new Error('no webhook secret is configured')
  const id = webhook.headers['webhook-id']
  const timestamp = webhook.headers['webhook-timestamp']
  const signature = webhook.headers['webhook-signature']
  if (!id || !timestamp || !signature) return fault('MISSING_HEADER')
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signature !== 'string') {
    return fault('DUPLICATE_HEADER')
  }
  if ([id, timestamp, signature].some(isJoined)) return fault('DUPLICATE_HEADER')
  if (!isMessageId(id) || !/^\d{1,12}$/.test(timestamp)) return fault('MALFORMED')
  const signatures = signature.split(' ')
  if (signatures.length > signatureLimit) return fault('MALFORMED')
  const tolerance = webhook.toleranceSeconds ?? 300
  if (Math.abs(webhook.nowSeconds - Number(timestamp)) > tolerance) return fault('TIMESTAMP_OUT_OF_RANGE')
  const expected = keys.map((key) => signed(key, id, timestamp, webhook.rawBody))
  return anyEqual(expected, signatures) ? { ok: true, id, timestamp: Number(timestamp) } : fault('BAD_SIGNATURE')
}

/** Decodes `whsec_<base64>`; throws, without the secret in the message, unless it holds 24 to 64 bytes. */
export function webhookKey(secret: string): Buffer {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? []
  const key = Buffer.from(encoded ?? '', 'base64')
  if (key.length < 24 || key.length > 64)
    throw new Error('a webhook secret must be whsec_ and base64 of 24 to 64 bytes')
  return key
}

/** Node joins repeated headers with a comma and a blank; a lone value of ours never holds that pair. */
function isJoined(value: string): boolean {
  return /,\s/.test(value)
}

/** A full stop is the separator of what is signed, so an id with one could pass for another message. */
function isMessageId(id: string): boolean {
  return /^[\x21-\x2d\x2f-\x7e]{1,128}$/.test(id)
}

function signed(key: Buffer, id: string, timestamp: string, rawBody: Buffer): Buffer {
  const digest = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest('base64')
  return Buffer.from(`v1,${digest}`)
}

/** Compares the encoded texts, so two spellings of one digest are not equal, and never stops early at a match. */
function anyEqual(expected: readonly Buffer[], signatures: readonly string[]): boolean {
  const given = signatures.map((each) => Buffer.from(each))
  const hits = expected.flatMap((each) =>
    given.filter((one) => one.length === each.length && timingSafeEqual(one, each)),
  )
  return hits.length > 0
}

function fault(reason: WebhookFault): WebhookCheck {
  return { ok: false, reason }
}
