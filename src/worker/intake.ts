import { type Instant, type OrganisationId, plusMinutes } from '../domain/values.ts'
import type { Logger } from '../log.ts'
import { type DeskEvent, parseDeskEvent } from '../providers/deskEvents.ts'
import { parseRegistryEvent, type RegistryEvent } from '../providers/registryEvents.ts'
import { parseWebexEvent, type WebexEvent } from '../providers/webexEvents.ts'
import type { Envelope, ReportedItems } from '../store/command.ts'
import type { Store } from '../store/execute.ts'
import { type Inbound, organisationOf, pendingInbound, postponeInbound, settleInbound } from '../store/intake.ts'
import { callAttention } from '../store/outbox.ts'
import { errandOf, type Told } from './intakeCommands.ts'
import { type Duty, reasonOf, repeating } from './leadership.ts'

const batch = 50
/** Some seventeen hours of growing pauses: what still names an unknown object after that needs a person. */
const maxAttempts = 12

/**
 * Acts on what was stored at the door: one delivery at a time, each its own transaction, so that a bad one stops nobody.
 * A crash between acting and settling acts again under the same command id, and changes nothing.
 */
export function intake({ store, log }: { readonly store: Store; readonly log: Logger }): Duty {
  const { pool, clock, documents } = store
  return repeating('intake', log, { idleMs: 150, failedMs: 1_000 }, async (signal) => {
    const waiting = await pendingInbound(pool, documents, await clock.now(), batch)
    for (const inbound of waiting) if (!signal.aborted) await take(inbound)
    return waiting.length === batch ? 'more' : 'idle'
  })

  async function take(inbound: Inbound): Promise<void> {
    const at = await clock.now()
    const read = readEvent(inbound)
    if (!read.ok) return quarantine(inbound, read.reason, at)
    const { event } = read
    const happenedAt = event.occurredAt ?? null
    if (event.type === 'unknown') return settleInbound(pool, inbound.id, { state: 'unknownType' }, happenedAt, at)
    if (!isTold(event)) return note(inbound, event, at)
    if (event.occurredAt > at) return postponeInbound(pool, inbound.id, 'FUTURE_DATED', happenedAt, event.occurredAt)
    try {
      await act(inbound, event, at)
    } catch (error) {
      log.warn({ inbound: inbound.id, reason: reasonOf(error) }, 'a delivery could not be acted on')
      await postpone(inbound, 'FAILED', event.occurredAt, at)
    }
  }

  /** Webex speaks of no object of ours: what it says is kept and shown, and only the loss of our access needs a person. */
  async function note({ id, source }: Inbound, { type, occurredAt }: Noted, at: Instant): Promise<void> {
    if (type === 'serviceApp.deauthorized') {
      await callAttention(pool, { orgId: null, code: 'WEBEX_ACCESS_WITHDRAWN', subject: id, detail: { source }, at })
    }
    await settleInbound(pool, id, { state: 'noted', reason: type }, occurredAt ?? null, at)
  }

  async function act(inbound: Inbound, event: Told, at: Instant): Promise<void> {
    const errand = errandOf(event)
    const orgId = errand && (await organisationOf(pool, errand.subject))
    if (!errand || !orgId) return postpone(inbound, 'UNKNOWN_OBJECT', event.occurredAt, at)
    const outcome = await store.execute({ ...errand.does, ...envelopeOf(inbound, event, orgId) })
    if (!outcome.ok) {
      log.warn({ inbound: inbound.id, code: outcome.refusal.code }, 'a report found no object')
      return postpone(inbound, 'UNKNOWN_OBJECT', event.occurredAt, at)
    }
    const { result } = outcome
    if ('unknown' in result) {
      const { recorded, repeated } = result
      const unknown = result.unknown + errand.nameless
      if (unknown > 0) await callUnknown(inbound, orgId, { recorded, repeated, unknown }, at)
    }
    await settleInbound(pool, inbound.id, { state: 'processed' }, event.occurredAt, at)
  }

  async function postpone(inbound: Inbound, reason: string, happenedAt: Instant, at: Instant): Promise<void> {
    if (inbound.attempts >= maxAttempts) return quarantine(inbound, reason, at)
    await postponeInbound(pool, inbound.id, reason, happenedAt, plusMinutes(at, 2 ** inbound.attempts / 4))
  }

  async function quarantine({ id, source, sourceId }: Inbound, reason: string, at: Instant): Promise<void> {
    const detail = { source, sourceId, reason }
    await callAttention(pool, { orgId: null, code: 'REPORT_QUARANTINED', subject: id, detail, at })
    await settleInbound(pool, id, { state: 'quarantined', reason }, null, at)
  }

  async function callUnknown({ id, source }: Inbound, orgId: OrganisationId, reported: ReportedItems, at: Instant) {
    const detail = { source, ...reported }
    await callAttention(pool, { orgId, code: 'REPORT_NAMES_UNKNOWN_NUMBERS', subject: id, detail, at })
  }
}

type AnyEvent = DeskEvent | RegistryEvent | WebexEvent
type Noted = Exclude<WebexEvent, { readonly type: 'unknown' }>

function isTold(event: Told | Noted): event is Told {
  return 'reference' in event
}

function readEvent({ source, body }: Inbound): { ok: true; event: AnyEvent } | { ok: false; reason: string } {
  if (!body) return { ok: false, reason: 'UNREADABLE' }
  let json: unknown
  try {
    json = JSON.parse(body.toString('utf8'))
  } catch {
    return { ok: false, reason: 'NOT_JSON' }
  }
  switch (source) {
    case 'desk':
      return parseDeskEvent(json)
    case 'registry':
      return parseRegistryEvent(json)
    case 'webex':
      return parseWebexEvent(json)
  }
}

/** The delivery names the command: a second attempt at it is the same request. */
function envelopeOf({ id, source }: Inbound, { occurredAt: happenedAt }: Told, orgId: OrganisationId): Envelope {
  return {
    scope: 'intake',
    commandId: id,
    orgId,
    actor: { kind: 'service', subject: source, role: 'integration' },
    source: { kind: source, id: 'bridge' },
    happenedAt,
  }
}
