import { brand, type Instant, type OrganisationId } from '../domain/values.ts'
import type { Logger } from '../log.ts'
import type { Envelope, ReportedItems } from '../store/command.ts'
import type { Store } from '../store/execute.ts'
import { type Inbound, pendingInbound, postponeInbound, settleInbound, waitingOrganisations } from '../store/intake.ts'
import { callAttention } from '../store/outbox.ts'
import { errandOf, isTold, type Told } from './intakeCommands.ts'
import { readEvent } from './intakeEvents.ts'
import { quarantine, tryAgain } from './intakeQuarantine.ts'
import { createSorter } from './intakeSorting.ts'
import { createLanes, type Ran } from './lanes.ts'
import { type Duty, reasonOf, repeating } from './leadership.ts'

/** `idleMs`: how long it rests where there was nothing to do. */
export type IntakeParts = { readonly store: Store; readonly log: Logger; readonly idleMs?: number }

/** Organisations served at once. Each holds a connection while it acts, so half of them are left to everything else. */
const mostLanes = 8
const slice = 25
/** Slices of one turn: then the others are asked. */
const turns = 10

/**
 * Acts on what was stored at the door: first each delivery is looked into and given to its organisation, then the
 * organisations are served side by side, each delivery in its own transaction, so that a bad one stops nobody.
 * A crash between acting and settling acts again under the same command id, and changes nothing.
 */
export function intake({ store, log, idleMs = 150 }: IntakeParts): Duty {
  const { pool, clock, documents } = store
  const sorter = createSorter({ store, log })

  return async (signal) => {
    const lanes = Math.max(2, Math.min(mostLanes, Math.floor(pool.options.max / 2)))
    const served = createLanes(lanes, async (orgId) => {
      try {
        return await serve(brand<OrganisationId>(orgId), signal)
      } catch (error) {
        log.warn({ orgId, reason: reasonOf(error) }, 'deliveries of an organisation could not be served')
        return 'failed'
      }
    })
    await repeating('intake', log, { idleMs, failedMs: 1_000 }, async () => {
      const hasMore = await sorter.sort(signal)
      await sorter.match()
      if (!signal.aborted) served.start(await waitingOrganisations(pool, await clock.now()))
      return hasMore ? 'more' : 'idle'
    })(signal)
    await served.ended()
  }

  async function serve(orgId: OrganisationId, signal: AbortSignal): Promise<Ran> {
    let ran: Ran = 'well'
    for (let turn = 0; turn < turns; turn += 1) {
      const waiting = await pendingInbound(pool, documents, { orgId, at: await clock.now(), limit: slice })
      for (const inbound of waiting) {
        if (signal.aborted) return ran
        if ((await take(inbound, orgId)) === 'failed') ran = 'failed'
      }
      if (waiting.length < slice) break
    }
    return ran
  }

  async function take(inbound: Inbound, orgId: OrganisationId): Promise<Ran> {
    try {
      await act(inbound, orgId, await clock.now())
      return 'well'
    } catch (error) {
      log.warn({ inbound: inbound.id, reason: reasonOf(error) }, 'a delivery could not be acted on')
      await tryAgain(pool, inbound, { reason: 'FAILED', orgId, at: await clock.now() })
      return 'failed'
    }
  }

  async function act(inbound: Inbound, orgId: OrganisationId, at: Instant): Promise<void> {
    const read = readEvent(inbound)
    const errand = read.ok && isTold(read.event) ? errandOf(read.event) : undefined
    if (!read.ok || !isTold(read.event) || !errand)
      return quarantine(pool, inbound, { reason: 'UNREADABLE', orgId, at })
    const { event, name } = read
    const outcome = await store.execute({ ...errand.does, ...envelopeOf(inbound, event, orgId) })
    if (!outcome.ok) {
      const { code } = outcome.refusal
      log.warn({ inbound: inbound.id, code }, 'a report was refused')
      if (code === 'HAPPENED_AT_AHEAD') return postponeInbound(pool, inbound.id, 'FUTURE_DATED', event.occurredAt)
      return quarantine(pool, inbound, { reason: code, orgId, at })
    }
    const { result } = outcome
    if ('unknown' in result) {
      const { recorded, repeated } = result
      const unknown = result.unknown + errand.nameless
      if (unknown > 0) await callUnknown(inbound, orgId, { recorded, repeated, unknown }, at)
    }
    const told = { type: name, happenedAt: event.occurredAt }
    await settleInbound(pool, inbound.id, { state: 'processed' }, { told, orgId, at })
  }

  async function callUnknown({ id, source }: Inbound, orgId: OrganisationId, reported: ReportedItems, at: Instant) {
    const detail = { source, ...reported }
    await callAttention(pool, { orgId, code: 'REPORT_NAMES_UNKNOWN_NUMBERS', subject: id, detail, at })
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
