import { type Instant, type OrganisationId, plusDays } from '../domain/values.ts'
import type { Logger } from '../log.ts'
import type { Store } from '../store/execute.ts'
import {
  assignInbound,
  expiredParked,
  type Inbound,
  isIdTaken,
  type Looked,
  matchParked,
  organisationOf,
  parkInbound,
  postponeInbound,
  settleInbound,
  unsortedInbound,
} from '../store/intake.ts'
import { callAttention } from '../store/outbox.ts'
import { errandOf, isTold } from './intakeCommands.ts'
import { type Noted, readEvent } from './intakeEvents.ts'
import { quarantine, tryAgain } from './intakeQuarantine.ts'
import { reasonOf } from './leadership.ts'

/** How long a report waits for the object that it speaks of. */
const parkedDays = 3
const batch = 50
const parkedPage = 200

/**
 * Looks into what was stored at the door and says whose it is. It waits for no lock that another organisation could hold,
 * and a delivery that makes trouble is put back without stopping the next.
 */
export function createSorter({ store, log }: { readonly store: Store; readonly log: Logger }) {
  const { pool, clock, documents } = store
  let place: string | null = null
  return { sort, match }

  /** Answers whether there is more. */
  async function sort(signal: AbortSignal): Promise<boolean> {
    const unsorted = await unsortedInbound(pool, documents, await clock.now(), batch)
    for (const inbound of unsorted) {
      if (signal.aborted) return false
      try {
        await look(inbound, await clock.now())
      } catch (error) {
        log.warn({ inbound: inbound.id, reason: reasonOf(error) }, 'a delivery could not be looked into')
        const found = { reason: 'FAILED', at: await clock.now() }
        await tryAgain(pool, inbound, found).catch(() => undefined)
      }
    }
    return unsorted.length === batch
  }

  /** A page of the parked ones at each call, from the first to the last and then anew. */
  async function match(): Promise<void> {
    place = await matchParked(pool, place, parkedPage)
    const at = await clock.now()
    for (const each of await expiredParked(pool, at, batch))
      await quarantine(pool, each, { reason: 'UNKNOWN_OBJECT', at })
  }

  async function look(inbound: Inbound, at: Instant): Promise<void> {
    if (await isIdTaken(pool, inbound.id)) return quarantine(pool, inbound, { reason: 'DELIVERY_ID_REUSED', at })
    const read = readEvent(inbound)
    if (!read.ok) {
      const orgId = await namedIn(read.reference)
      return quarantine(pool, inbound, { reason: read.reason, at, ...(orgId ? { orgId } : {}) })
    }
    const { event, name, isMock } = read
    const told: Looked = { type: name, happenedAt: event.occurredAt ?? null }
    if (event.type === 'unknown') return settleInbound(pool, inbound.id, { state: 'unknownType' }, { told, at })
    if (isMock) return settleInbound(pool, inbound.id, { state: 'noted', reason: 'MOCK' }, { told, at })
    if (!isTold(event)) return note(inbound, event, told, at)
    if (event.occurredAt > at) return postponeInbound(pool, inbound.id, 'FUTURE_DATED', event.occurredAt)
    const errand = errandOf(event)
    if (!errand) return quarantine(pool, inbound, { reason: 'REFERENCE_NOT_OURS', at, told })
    const orgId = await organisationOf(pool, errand.subject)
    if (orgId) return assignInbound(pool, inbound.id, orgId, told)
    return parkInbound(pool, inbound.id, { ...told, waitsFor: errand.subject, until: plusDays(at, parkedDays) })
  }

  /** Webex speaks of no object of ours: what it says is kept and shown, and only the loss of our access needs a person. */
  async function note({ id, source }: Inbound, { type }: Noted, told: Looked, at: Instant): Promise<void> {
    if (type === 'serviceApp.deauthorized') {
      await callAttention(pool, { orgId: null, code: 'WEBEX_ACCESS_WITHDRAWN', subject: id, detail: { source }, at })
    }
    await settleInbound(pool, id, { state: 'noted', reason: 'NO_FACT_OF_OURS' }, { told, at })
  }

  /** Whose a delivery is that is not of the agreed form: that organisation's people may look at it. */
  async function namedIn(reference: string | undefined): Promise<OrganisationId | undefined> {
    return reference === undefined ? undefined : organisationOf(pool, reference)
  }
}
