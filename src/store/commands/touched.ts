import { isAnswer, isWordOnLetter, orderOf } from '../../domain/retraction.ts'
import { brand, type LoaId, type NumberId, type OrderId } from '../../domain/values.ts'
import { lockNumbers } from '../classSweep.ts'
import type { Context } from '../context.ts'
import type { StoredEvent, StreamKind } from '../eventStore.ts'
import { lockLettersBeside } from '../locks.ts'
import type { Transaction } from '../pool.ts'
import { stateTables } from '../stateTables.ts'
import type { StreamRef } from './effects.ts'

type Letter = { readonly id: LoaId; readonly orderId: OrderId }

/** Everything whose row may be another one after these events were struck. */
export type Touched = {
  readonly events: readonly StoredEvent[]
  readonly streams: readonly StreamRef[]
  readonly orders: readonly OrderId[]
  /** The letters whose judgement falls, each with those of its order. */
  readonly letters: readonly { readonly loaId: LoaId; readonly beside: readonly Letter[] }[]
  readonly numbers: readonly NumberId[]
}

export async function touchedBy(context: Context, events: readonly StoredEvent[]): Promise<Touched> {
  const { tx, orgId } = context
  const own = unique(events.map(({ streamId, streamKind }) => ({ kind: streamKind, id: streamId })))
  const orders = await ordersAmong(context, distinct(events.filter(isAnswer).flatMap((event) => orderOf(event) ?? [])))
  const judged = distinct(events.filter(isWordOnLetter).map((event) => event.streamId)).map((id) => brand<LoaId>(id))
  const letters = []
  for (const loaId of judged) letters.push({ loaId, beside: await lockLettersBeside(tx, orgId, loaId) })
  const beside = letters.flatMap((each) => each.beside)
  const numbers = distinct([
    ...own.filter((each) => each.kind === 'number').map(({ id }) => id),
    ...(await numbersUnder(context, beside)),
    ...(await numbersOn(context, own)),
  ])
  return {
    events,
    orders,
    letters,
    numbers: numbers.map((id) => brand<NumberId>(id)),
    streams: unique([
      ...own,
      ...orders.map((id) => ({ kind: 'order' as const, id })),
      ...beside.map(({ id }) => ({ kind: 'loa' as const, id })),
      ...numbers.map((id) => ({ kind: 'number' as const, id })),
    ]),
  }
}

/** The order of all locks: orders, letters, cases and campaigns before numbers. The organisation's row is locked already. */
export async function lockTouched({ tx, orgId }: Context, { streams, numbers }: Touched): Promise<void> {
  for (const kind of ['order', 'loa', 'supportCase', 'campaign', 'location', 'user'] as const) {
    const ids = streams.filter((each) => each.kind === kind).map(({ id }) => id)
    if (ids.length > 0) await lockRows(tx, orgId, kind, ids)
  }
  await lockNumbers(tx, orgId, numbers)
}

async function lockRows(tx: Transaction, orgId: string, kind: StreamKind, ids: readonly string[]): Promise<void> {
  const { table, key } = stateTables[kind]
  await tx.query(
    `select 1 from ${table} where org_id = $1 and ${key} = any($2::uuid[]) order by ${key} for no key update`,
    [orgId, ids],
  )
}

/** What was answered may have been a case of help: that has no row to be settled but its numbers'. */
async function ordersAmong({ tx, orgId }: Context, ids: readonly string[]): Promise<readonly OrderId[]> {
  const { rows } = await tx.query<{ id: OrderId }>(
    'select id from "order" where org_id = $1 and id = any($2::uuid[]) order by id',
    [orgId, ids],
  )
  return rows.map((row) => row.id)
}

/** Numbers in the orders of these letters: one letter's fall is another one's cover. */
async function numbersUnder({ tx, orgId }: Context, letters: readonly Letter[]): Promise<readonly string[]> {
  if (letters.length === 0) return []
  const { rows } = await tx.query<{ id: string }>(
    'select id from number where org_id = $1 and (order_id = any($2::uuid[]) or letter_id = any($3::uuid[])) order by id',
    [orgId, letters.map((each) => each.orderId), letters.map((each) => each.id)],
  )
  return rows.map((row) => row.id)
}

/** Numbers on the campaigns among these streams. */
async function numbersOn({ tx, orgId }: Context, streams: readonly StreamRef[]): Promise<readonly string[]> {
  const campaigns = streams.filter((each) => each.kind === 'campaign').map(({ id }) => id)
  if (campaigns.length === 0) return []
  const { rows } = await tx.query<{ id: string }>(
    `select n.id from number n join campaign c on c.org_id = n.org_id and c.ref = n.campaign_ref
     where n.org_id = $1 and c.stream_id = any($2::uuid[]) order by n.id`,
    [orgId, campaigns],
  )
  return rows.map((row) => row.id)
}

function distinct<Each>(all: readonly Each[]): readonly Each[] {
  return [...new Set(all)]
}

function unique(streams: readonly StreamRef[]): readonly StreamRef[] {
  return [...new Map(streams.map((each) => [each.id, each])).values()]
}
