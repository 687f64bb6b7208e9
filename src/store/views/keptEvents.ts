import type { OrganisationId } from '../../domain/values.ts'
import type { Pool } from '../pool.ts'
import type { StreamAt } from './askedNumber.ts'
import { type HistoryEvent, readStanding } from './historyView.ts'

/** Answers the standing events of streams, in the order of the streams and of their versions. */
export type KeptEvents = (
  orgId: OrganisationId,
  streams: readonly StreamAt[],
) => Promise<readonly (readonly HistoryEvent[])[]>

type Kept = { readonly orgId: OrganisationId; readonly version: number; readonly events: readonly HistoryEvent[] }

/**
 * Keeps in memory what many numbers share: the events of their organisation, its licence, locations, campaigns. The caller
 * has read of each stream how many events it holds; what is kept is used only where it is as many. Nothing is ever taken out of a
 * stream, and what strikes an event is itself one of its stream, so as many events are the same events.
 */
export function keepEvents(pool: Pool, types: readonly string[], mostEvents = 20_000): KeptEvents {
  const kept = new Map<string, Kept>()
  let size = 0

  return async (orgId, streams) => {
    const known = streams.map(({ id, version }) => {
      const found = kept.get(id)
      return found?.version === version && found.orgId === orgId ? found.events : undefined
    })
    const missing = streams.filter((_, position) => known[position] === undefined)
    if (missing.length === 0) return known.map((events) => events ?? [])
    const read = await readMissing(orgId, missing)
    return streams.map(({ id }, position) => known[position] ?? read.get(id) ?? [])
  }

  async function readMissing(orgId: OrganisationId, missing: readonly StreamAt[]) {
    const ids = missing.map(({ id }) => id)
    const all = await readStanding(pool, orgId, ids, types)
    const read = new Map<string, readonly HistoryEvent[]>()
    for (const { id, version } of missing) {
      // What came after the count was read belongs to the next one who asks.
      const events = all.filter((each) => each.streamId === id && each.version <= version)
      read.set(id, events)
      keep(id, { orgId, version, events })
    }
    return read
  }

  function keep(id: string, anew: Kept): void {
    forget(id)
    kept.set(id, anew)
    size += anew.events.length
    for (const oldest of kept.keys()) {
      if (size <= mostEvents) break
      forget(oldest)
    }
  }

  function forget(id: string): void {
    size -= kept.get(id)?.events.length ?? 0
    kept.delete(id)
  }
}
