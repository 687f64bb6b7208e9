import type * as z from 'zod'
import { brand, type Instant, type OrganisationId } from '../domain/values.ts'
import { shownActor } from '../store/disputes.ts'
import type { Queryable } from '../store/pool.ts'
import { type HistoryEvent, type HistoryPlace, readHistory } from '../store/views/historyView.ts'
import { decodeCursor, instantPart, paged, uuidPart, versionPart } from './cursor.ts'
import type { event, eventPage } from './schemas.ts'

/** A page of what was recorded in these streams, in the order in which it was learnt. */
export async function historyPage(
  db: Queryable,
  orgId: OrganisationId,
  streams: readonly string[],
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<z.output<typeof eventPage>> {
  return shownPage(await readHistory(db, orgId, streams, { after: placeOf(cursor), limit: limit + 1 }), limit)
}

/** A page of events that were read up to one more than it holds. */
export function shownPage(found: readonly HistoryEvent[], limit: number): z.output<typeof eventPage> {
  const { items, nextCursor } = paged('history', limit, found, ({ recordedAt, streamId, version }) => [
    recordedAt,
    streamId,
    version,
  ])
  return { items: items.map(shownEvent), nextCursor }
}

function placeOf(cursor: string | undefined): HistoryPlace | undefined {
  const key = decodeCursor('history', [instantPart, uuidPart, versionPart], cursor)
  if (!key) return undefined
  const [recordedAt = '', streamId = '', version] = key
  return { recordedAt: brand<Instant>(recordedAt), streamId, version: Number(version) }
}

/** Field by field, in the order of the schema. */
export function shownEvent(each: HistoryEvent): z.output<typeof event> {
  const { actor, source, provenance, struckBy } = each
  return {
    id: each.id,
    stream: each.stream,
    type: each.type,
    happenedAt: each.happenedAt,
    recordedAt: each.recordedAt,
    data: { ...(each.data as object) },
    actor: shownActor(actor),
    source: { kind: source.kind, id: source.id, rank: source.rank },
    ruleIds: [...each.ruleIds],
    policyVersion: each.policyVersion,
    because: each.because,
    provenance: provenance && {
      workflowId: provenance.workflowId,
      runId: provenance.runId,
      activityId: provenance.activityId,
      attempt: provenance.attempt,
    },
    commandId: each.commandId,
    struckBy: struckBy && {
      eventId: struckBy.eventId,
      reason: struckBy.reason,
      actor: shownActor(struckBy.actor),
      recordedAt: struckBy.recordedAt,
    },
  }
}
