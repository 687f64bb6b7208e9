import type { Clock } from '../clock.ts'
import type { OrganisationId } from '../domain/values.ts'
import { type EventRow, eventColumns, readRow, type StoredEvent } from './eventStore.ts'
import { foldNumber, insertNumbers, numberCells } from './numberRow.ts'
import type { Pool, Transaction } from './pool.ts'
import { type SmallKind, stateOf, streamTypes } from './stateTables.ts'
import { load, type organisations } from './streams.ts'
import { inTransaction } from './transaction.ts'

/** `differing` are streams whose row is not the fold of their events: each is a fault of the engine. */
export type Rebuilt = { readonly numbers: number; readonly streams: number; readonly differing: readonly string[] }

/**
 * Folds every event again and compares with the live rows. `mend` puts the fold in their place. Runs as the tables' owner
 * and holds all writers off while it runs. Numbers go into a shadow table, which is swapped in whole.
 */
export async function rebuild(owner: Pool, clock: Clock, purpose: 'compare' | 'mend'): Promise<Rebuilt> {
  return inTransaction(owner, 'nothing', async (tx) => {
    await tx.query('set local statement_timeout = 0')
    await tx.query('set local lock_timeout = 0')
    await tx.query('lock table event, number in share row exclusive mode')
    await tx.query('create table number_shadow (like number including all)')
    const numbers = await fillShadow(tx)
    const differingNumbers = await differences(tx)
    if (purpose === 'mend') await swap(tx)
    else await tx.query('drop table number_shadow')
    const struck = await rebuildStruck(tx, purpose)
    const small = await rebuildSmall(tx, clock, purpose)
    return { numbers, streams: small.streams, differing: [...differingNumbers, ...struck, ...small.differing] }
  })
}

const page = 5_000

async function fillShadow(tx: Transaction): Promise<number> {
  let last: StoredEvent | undefined
  let open: Folding | undefined
  let numbers = 0
  for (;;) {
    const events = await numberEvents(tx, last)
    const finished: Folding[] = []
    for (const event of events) {
      if (open && open.id !== event.streamId) finished.push(open)
      open = withEvent(open?.id === event.streamId ? open : undefined, event)
    }
    last = events.at(-1)
    const isEnd = events.length < page
    if (isEnd && open) finished.push(open)
    numbers += finished.length
    await insertNumbers(
      tx,
      finished.map((each) => numberCells(each, foldNumber(each.events))),
      'number_shadow',
    )
    if (isEnd) return numbers
  }
}

type Folding = {
  readonly orgId: OrganisationId
  readonly id: string
  readonly version: number
  readonly events: StoredEvent[]
}

function withEvent(before: Folding | undefined, event: StoredEvent): Folding {
  const { orgId, streamId: id, version } = event
  const events = before?.events ?? []
  events.push(event)
  return { orgId, id, version, events }
}

async function numberEvents(tx: Transaction, after: StoredEvent | undefined): Promise<readonly StoredEvent[]> {
  const { rows } = await tx.query<EventRow>(
    `select ${eventColumns} from event
     where stream_kind = 'number' and ($1::uuid is null or (stream_id, version) > ($1::uuid, $2::int))
     order by stream_id, version limit ${page}`,
    [after?.streamId ?? null, after?.version ?? null],
  )
  return rows.map(readRow)
}

async function differences(tx: Transaction): Promise<readonly string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select coalesce(live.id, shadow.id) as id from number live
     full join number_shadow shadow on shadow.org_id = live.org_id and shadow.id = live.id
     where to_jsonb(live) is distinct from to_jsonb(shadow) order by 1`,
  )
  return rows.map((row) => `number ${row.id}`)
}

async function swap(tx: Transaction): Promise<void> {
  await tx.query(`
    drop table number;
    alter table number_shadow rename to number;
    alter index number_shadow_pkey rename to number_pkey;
    alter index number_shadow_e164_idx rename to number_living;
    alter table number set (fillfactor = 50);
    grant select, insert, update on number to clearline_app`)
}

/** The rows of few events each: written anew as of now, and put back where only a comparison was asked for. */
async function rebuildSmall(tx: Transaction, clock: Clock, purpose: 'compare' | 'mend') {
  const { rows: streams } = await tx.query<{ kind: SmallKind; id: string; orgId: OrganisationId }>(
    `select distinct stream_kind as kind, stream_id as id, org_id as "orgId" from event
     where stream_kind <> 'number' order by 1, 2`,
  )
  const at = await clock.now(tx)
  const differing: string[] = []
  for (const { kind, id, orgId } of streams) {
    const before = await stateOf(tx, kind, id)
    await tx.query('savepoint row')
    // Every kind is written by the writer of its own fold; the pairing is the table above.
    const type = streamTypes[kind] as typeof organisations
    const { state, version } = await load(tx, type, id)
    await type.write(tx, state, { orgId, id, version, at })
    if (before !== (await stateOf(tx, kind, id))) differing.push(`${kind} ${id}`)
    await tx.query(purpose === 'mend' ? 'release savepoint row' : 'rollback to savepoint row')
  }
  return { streams: streams.length, differing }
}

/** Struck events are told twice: as retractions, and in a list of their own for queries. */
async function rebuildStruck(tx: Transaction, purpose: 'compare' | 'mend'): Promise<readonly string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `with told as (
       select org_id, stream_id, split_part(data->>'eventId', ':', 2)::int as version, version as retraction
       from event where type = 'ReportRetracted')
     select coalesce(struck.stream_id, told.stream_id) || ':' || coalesce(struck.version, told.version) as id
     from struck full join told using (stream_id, version)
     where struck.retraction is distinct from told.retraction or struck.org_id is distinct from told.org_id order by 1`,
  )
  if (purpose === 'mend' && rows.length > 0) {
    await tx.query('delete from struck')
    await tx.query(
      `insert into struck (org_id, stream_id, version, retraction)
       select org_id, stream_id, split_part(data->>'eventId', ':', 2)::int, version from event where type = 'ReportRetracted'`,
    )
  }
  return rows.map(({ id }) => `struck ${id}`)
}
