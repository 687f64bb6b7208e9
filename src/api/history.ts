import type * as z from 'zod'
import { brand, type Instant, type OrganisationId } from '../domain/values.ts'
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
  const found = await readHistory(db, orgId, streams, { after: placeOf(cursor), limit: limit + 1 })
  const { items, nextCursor } = paged('history', limit, found, ({ place: { recordedAt, streamId, version } }) => [
    recordedAt,
    streamId,
    version,
  ])
  return { items: items.map((each) => shownEvent(each.event)), nextCursor }
}

function placeOf(cursor: string | undefined): HistoryPlace | undefined {
  const key = decodeCursor('history', [instantPart, uuidPart, versionPart], cursor)
  if (!key) return undefined
  const [recordedAt = '', streamId = '', version] = key
  return { recordedAt: brand<Instant>(recordedAt), streamId, version: Number(version) }
}

export function shownEvent(each: HistoryEvent): z.output<typeof event> {
  return { ...each, data: { ...(each.data as object) }, ruleIds: [...each.ruleIds] }
}
