import { disputesIn, type Word } from '../../domain/authority.ts'
import type { Sources } from '../../domain/policy/sources.ts'
import { brand, type DocumentId, type Instant, type OrganisationId } from '../../domain/values.ts'
import { shownActor, shownWord } from '../disputes.ts'
import type { Store } from '../execute.ts'
import type { HistoryEvent } from './historyView.ts'

/**
 * Where sources disagree in these streams, of each the events that stand: what is believed, the other word beside it, and who
 * set themselves against the authoritative source, with the reason they gave.
 */
export async function showDisputes(
  { pool, documents }: Pick<Store, 'pool' | 'documents'>,
  orgId: OrganisationId,
  streams: readonly (readonly HistoryEvent[])[],
  { sources, at }: { readonly sources: Sources; readonly at: Instant },
) {
  const found = streams.flatMap((own) => disputesIn(own, sources, at).map((dispute) => ({ dispute, own })))
  return Promise.all(
    found.map(async ({ dispute: { code, question, believed, beside, override }, own }) => ({
      code,
      question,
      stream: own[0]?.stream ?? '',
      believed: shownWord(believed),
      beside: shownWord(beside),
      override: override
        ? { ...shownWord(override), by: shownActor(override.actor), because: await reasonOf(override, own) }
        : null,
    })),
  )

  async function reasonOf({ eventId }: Word, own: readonly HistoryEvent[]): Promise<string | null> {
    const because = own.find(({ id }) => id === eventId)?.because
    return because ? documents.open(pool, orgId, brand<DocumentId>(because)) : null
  }
}
