import { disputesIn, type Word } from '../../domain/authority.ts'
import type { Sources } from '../../domain/policy/sources.ts'
import type { DocumentId, Instant, OrganisationId } from '../../domain/values.ts'
import { tellingTypes } from '../../domain/word.ts'
import { shownWord } from '../disputes.ts'
import { type EventRow, eventColumns, readRow, type StoredEvent } from '../eventStore.ts'
import type { Store } from '../execute.ts'
import type { Queryable } from '../pool.ts'
import { stands } from '../struck.ts'

const types = [...new Set(tellingTypes.map(({ type }) => type))]

/**
 * Where sources disagree about these streams: what is believed, the other word beside it, and who set themselves against the
 * authoritative source, with the reason they gave.
 */
export async function readDisputes(
  { pool, documents }: Pick<Store, 'pool' | 'documents'>,
  orgId: OrganisationId,
  streams: readonly string[],
  { sources, at }: { readonly sources: Sources; readonly at: Instant },
) {
  const events = await readTold(pool, orgId, streams)
  const found = streams.flatMap((id) => {
    const own = events.filter(({ streamId }) => streamId === id)
    return disputesIn(own, sources, at).map((dispute) => ({ dispute, own }))
  })
  return Promise.all(
    found.map(async ({ dispute: { code, question, believed, beside, override }, own }) => ({
      code,
      question,
      stream: own[0]?.streamKind ?? '',
      believed: shownWord(believed),
      beside: shownWord(beside),
      override: override
        ? { ...shownWord(override), by: override.actor, because: await reasonOf(override, own) }
        : null,
    })),
  )

  async function reasonOf({ eventId }: Word, own: readonly StoredEvent[]): Promise<string | null> {
    const because: DocumentId | null | undefined = own.find(({ id }) => id === eventId)?.because
    return because ? documents.open(pool, orgId, because) : null
  }
}

async function readTold(db: Queryable, orgId: OrganisationId, streams: readonly string[]) {
  const { rows } = await db.query<EventRow>(
    `select ${eventColumns} from event
     where stream_id = any($1::uuid[]) and org_id = $2 and type = any($3) and ${stands('event')}
     order by stream_id, version`,
    [streams, orgId, types],
  )
  return rows.map(readRow)
}
