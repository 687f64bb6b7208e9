import type { Refusal } from '../../domain/decision.ts'
import type { RetractionReason } from '../../domain/retraction.ts'
import { brand, type DocumentRef, type EventId, type NumberId } from '../../domain/values.ts'
import { type Context, type Decided, done, toldAs } from '../context.ts'
import { appendEach, loadStreams, type StoredEvent } from '../eventStore.ts'
import { foldNumber, numberCells, replaceNumbers } from '../numberRow.ts'
import { streamTypes } from '../stateTables.ts'
import { eventIdOf, type organisations, refold } from '../streams.ts'
import { insertStrikes } from '../struck.ts'

/** Why something is struck. */
export type Ground = { readonly reason: RetractionReason; readonly evidence?: DocumentRef }

/** The retraction that stands last in each stream: the proof of what changed there. */
export type Proofs = ReadonlyMap<string, EventId>

/**
 * Writes a retraction behind each of these events and every row anew. The caller has locked their rows. Refuses to bring a
 * number back whose text another number has by now.
 */
export async function strike(
  context: Context,
  events: readonly StoredEvent[],
  ground: Ground,
): Promise<Decided<Proofs>> {
  const { tx, orgId } = context
  const last = new Map(await lastVersions(context, [...new Set(events.map((each) => each.streamId))]))
  const proofs = new Map<string, EventId>()
  const retractions = events.map(({ id, streamId, streamKind, version }) => {
    const retraction = (last.get(streamId) ?? 0) + 1
    last.set(streamId, retraction)
    proofs.set(streamId, eventIdOf(streamId, retraction))
    return { id, streamId, kind: streamKind, version, retraction }
  })
  await appendEach(
    tx,
    retractions.map(({ id, streamId, kind, retraction }) => ({
      orgId,
      id: streamId,
      kind,
      version: retraction,
      type: 'ReportRetracted',
      data: { eventId: brand<EventId>(id), ...ground },
    })),
    toldAs('retraction', context),
  )
  await insertStrikes(tx, orgId, retractions)
  const refusal = await rewrite(context, events)
  return refusal ? { ok: false, refusal } : done(proofs)
}

/** Numbers are folded by the set, every other stream by itself. */
async function rewrite(context: Context, events: readonly StoredEvent[]): Promise<Refusal | undefined> {
  const { tx, orgId, at } = context
  const streams = new Map(events.map(({ streamId, streamKind }) => [streamId, streamKind]))
  const numberIds = [...streams].filter(([, kind]) => kind === 'number').map(([id]) => brand<NumberId>(id))
  for (const [id, kind] of streams) {
    // Every kind is written by the writer of its own fold; the pairing is the table's.
    if (kind !== 'number') await refold(tx, streamTypes[kind] as typeof organisations, { orgId, id, at })
  }
  return numberIds.length > 0 ? rewriteNumbers(context, numberIds) : undefined
}

async function rewriteNumbers({ tx, orgId }: Context, ids: readonly NumberId[]): Promise<Refusal | undefined> {
  const byNumber = new Map<string, StoredEvent[]>()
  for (const event of await loadStreams(tx, ids)) {
    const others = byNumber.get(event.streamId)
    if (others) others.push(event)
    else byNumber.set(event.streamId, [event])
  }
  const folded = [...byNumber].map(([id, events]) => {
    return { id, version: events.at(-1)?.version ?? 0, state: foldNumber(events) }
  })
  const living = folded.filter(({ state }) => state.inventory.value !== 'gone')
  const texts = living.map(({ id, state }) => ({ id, e164: state.e164 ?? null }))
  if (await isAnyTaken(tx, texts)) return { code: 'NUMBER_TAKEN', field: 'eventIds' }
  const cells = folded.map(({ id, version, state }) => numberCells({ orgId, id, version }, state))
  await replaceNumbers(tx, cells)
  return undefined
}

type Text = { readonly id: string; readonly e164: string | null }

async function isAnyTaken(tx: Context['tx'], living: readonly Text[]): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select 1 from number n join jsonb_to_recordset($1::jsonb) as anew(id uuid, e164 text) on anew.e164 = n.e164
     where n.id <> anew.id and n.inventory <> 'gone' limit 1`,
    [JSON.stringify(living)],
  )
  return rowCount !== 0
}

async function lastVersions(
  { tx }: Context,
  streamIds: readonly string[],
): Promise<readonly (readonly [string, number])[]> {
  const { rows } = await tx.query<{ id: string; version: number }>(
    'select stream_id as id, max(version) as version from event where stream_id = any($1::uuid[]) group by stream_id',
    [streamIds],
  )
  return rows.map(({ id, version }) => [id, version])
}
