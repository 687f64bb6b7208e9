import type { Clock } from '../clock.ts'
import { evolve, type NumberEvent, type NumberState, noNumber } from '../domain/number.ts'
import type { OrganisationId } from '../domain/values.ts'
import { type EventRow, eventColumns, metaOf, readRow, type StoredEvent } from './eventStore.ts'
import { insertNumbers, numberCells } from './numberRow.ts'
import type { Pool, Transaction } from './pool.ts'
import {
  campaigns,
  licences,
  load,
  loas,
  locations,
  onboardings,
  orders,
  organisations,
  supportCases,
  users,
} from './streams.ts'
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
    const small = await rebuildSmall(tx, clock, purpose)
    return { numbers, streams: small.streams, differing: [...differingNumbers, ...small.differing] }
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
      open = folded(open?.id === event.streamId ? open : undefined, event)
    }
    last = events.at(-1)
    const isEnd = events.length < page
    if (isEnd && open) finished.push(open)
    numbers += finished.length
    await insertNumbers(
      tx,
      finished.map((each) => numberCells(each, each.state)),
      'number_shadow',
    )
    if (isEnd) return numbers
  }
}

type Folding = {
  readonly orgId: OrganisationId
  readonly id: string
  readonly version: number
  readonly state: NumberState
}

function folded(before: Folding | undefined, event: StoredEvent): Folding {
  const state = evolve(before?.state ?? noNumber, { type: event.type, data: event.data } as NumberEvent, metaOf(event))
  return { orgId: event.orgId, id: event.streamId, version: event.version, state }
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

const kinds = {
  organisation: organisations,
  licence: licences,
  location: locations,
  user: users,
  order: orders,
  loa: loas,
  supportCase: supportCases,
  campaign: campaigns,
  onboarding: onboardings,
}
const tables = {
  organisation: { table: 'organisation', key: 'id' },
  licence: { table: 'licence', key: 'stream_id' },
  location: { table: 'location', key: 'id' },
  user: { table: '"user"', key: 'id' },
  order: { table: '"order"', key: 'id' },
  loa: { table: 'loa', key: 'id' },
  supportCase: { table: 'support_case', key: 'id' },
  campaign: { table: 'campaign', key: 'stream_id' },
  onboarding: { table: 'onboarding', key: 'id' },
} as const satisfies Record<keyof typeof kinds, { table: string; key: string }>

/** The rows of few events each: written anew as of now, and put back where only a comparison was asked for. */
async function rebuildSmall(tx: Transaction, clock: Clock, purpose: 'compare' | 'mend') {
  const { rows: streams } = await tx.query<{ kind: keyof typeof kinds; id: string; orgId: OrganisationId }>(
    `select distinct stream_kind as kind, stream_id as id, org_id as "orgId" from event
     where stream_kind <> 'number' order by 1, 2`,
  )
  const at = await clock.now(tx)
  const differing: string[] = []
  for (const { kind, id, orgId } of streams) {
    const before = await rowOf(tx, kind, id)
    await tx.query('savepoint row')
    // Every kind is written by the writer of its own fold; the pairing is the table above.
    const type = kinds[kind] as typeof organisations
    const { state, version } = await load(tx, type, id)
    await type.write(tx, state, { orgId, id, version, at })
    if (before !== (await rowOf(tx, kind, id))) differing.push(`${kind} ${id}`)
    await tx.query(purpose === 'mend' ? 'release savepoint row' : 'rollback to savepoint row')
  }
  return { streams: streams.length, differing }
}

async function rowOf(tx: Transaction, kind: keyof typeof kinds, id: string): Promise<string | undefined> {
  const { table, key } = tables[kind]
  const { rows } = await tx.query<{ row: string }>(
    `select to_jsonb(t)::text as row from ${table} t where ${key} = $1`,
    [id],
  )
  return rows[0]?.row
}
