import type { Instant } from '../domain/values.ts'
import { type Malformed, malformed, type UnknownEvent } from './eventShape.ts'
import { isIdentifier, isRecord, readInstant } from './shape.ts'

/**
 * What Webex tells about our own standing with it. Its webhooks speak of no number, licence, order or texting, so nothing
 * here is a fact about an organisation's numbers.
 */
export type WebexEvent =
  | {
      readonly type: 'serviceApp.authorized' | 'serviceApp.deauthorized' | 'adminBatchJobs.statusChanged'
      readonly occurredAt?: Instant
    }
  | UnknownEvent

const known = ['serviceApp.authorized', 'serviceApp.deauthorized', 'adminBatchJobs.statusChanged'] as const

/**
 * Reads a webhook body whose signature has been checked: `{resource, event, data, …}`. Its `created` is when the webhook was
 * set up, not when something happened; only `data.created`, where there is one, says that.
 */
export function parseWebexEvent(body: unknown): { readonly ok: true; readonly event: WebexEvent } | Malformed {
  if (!isRecord(body)) return malformed('NOT_AN_OBJECT')
  const { resource, event, data } = body
  if (!isIdentifier(resource) || !isIdentifier(event)) return malformed('TYPE_MALFORMED')
  const when = readInstant(isRecord(data) ? data['created'] : undefined)
  const occurred = when === undefined ? {} : { occurredAt: when }
  const name = `${resource}.${event}`
  const type = known.find((each) => each === name)
  if (type === undefined) return { ok: true, event: { type: 'unknown', name, ...occurred } }
  return { ok: true, event: { type, ...occurred } }
}
