import type { CutoffId } from '../../domain/policy/policy.ts'
import type { NumberId, OrganisationId } from '../../domain/values.ts'
import type { Queryable, Transaction } from '../pool.ts'

/** What a sweep does: it carries a plan out, or takes back what one has done. */
export type SweepKind = 'switchOff' | 'reinstate'

/** How the numbers ended that a sweep has looked at so far. `waiting`: not in the approved plan, left alone. */
export const noCounts = {
  switchedOff: 0,
  reinstated: 0,
  registered: 0,
  exempt: 0,
  unknown: 0,
  waiting: 0,
  notConcerned: 0,
}
export type SweepCounts = Readonly<Record<keyof typeof noCounts, number>>

/** The part of a sweep's numbers that one worker goes through; `run` names the plan or the undo that it is done for. */
export type Shard = {
  readonly cutoffId: CutoffId
  readonly kind: SweepKind
  readonly shard: number
  readonly run: string
}

/** A shard taken over: as long as nobody else takes it over, its holder may write. */
export type Claim = Shard & { readonly fence: number }

export const shardCount = 16

/**
 * Takes a shard over. Whoever held it before writes nothing any more. A run that was begun goes on where it was; another
 * run begins at the first number.
 */
export async function claimShard(db: Queryable, shard: Shard): Promise<Claim> {
  const { cutoffId, kind, run } = shard
  const { rows } = await db.query<{ fence: number }>(
    `insert into cutoff_shard as s (cutoff_id, kind, shard, run, fence, paused, is_done, chunks, counts, root)
     values ($1, $2, $3, $4, 1, false, false, 0, $5, '')
     on conflict (cutoff_id, kind, shard) do update set fence = s.fence + 1, run = excluded.run,
       is_done = s.is_done and s.run = excluded.run,
       cursor_org = case when s.run = excluded.run then s.cursor_org end,
       cursor_number = case when s.run = excluded.run then s.cursor_number end,
       counts = case when s.run = excluded.run then s.counts else excluded.counts end
     returning fence`,
    [cutoffId, kind, shard.shard, run, JSON.stringify(noCounts)],
  )
  return { ...shard, fence: rows[0]?.fence ?? 0 }
}

/** Holds a sweep up, or lets it go on. It takes effect between two chunks. */
export async function pauseSweep(
  db: Queryable,
  { cutoffId, kind }: Pick<Shard, 'cutoffId' | 'kind'>,
  paused: boolean,
): Promise<void> {
  await db.query(
    `insert into cutoff_shard (cutoff_id, kind, shard, run, fence, paused, is_done, chunks, counts, root)
     select $1, $2, shard, '', 0, $3, false, 0, $4, '' from generate_series(0, $5::int - 1) shard
     on conflict (cutoff_id, kind, shard) do update set paused = excluded.paused`,
    [cutoffId, kind, paused, JSON.stringify(noCounts), shardCount],
  )
}

export type ShardRow = {
  readonly run: string
  readonly fence: number
  readonly paused: boolean
  readonly isDone: boolean
  readonly cursorOrg: OrganisationId | null
  readonly cursorNumber: NumberId | null
  readonly chunks: number
  readonly counts: SweepCounts
  readonly root: string
}

const columns = `run, fence, paused, is_done as "isDone", cursor_org as "cursorOrg", cursor_number as "cursorNumber",
  chunks, counts, root`

export async function lockShard(tx: Transaction, { cutoffId, kind, shard }: Shard): Promise<ShardRow | undefined> {
  const { rows } = await tx.query<ShardRow>(
    `select ${columns} from cutoff_shard where cutoff_id = $1 and kind = $2 and shard = $3 for update`,
    [cutoffId, kind, shard],
  )
  return rows[0]
}

/** Every shard of a sweep as it stands, by its number; those that nobody has begun are not among them. */
export async function readShards(
  db: Queryable,
  { cutoffId, kind }: Pick<Shard, 'cutoffId' | 'kind'>,
): Promise<readonly (ShardRow & { readonly shard: number })[]> {
  const { rows } = await db.query<ShardRow & { readonly shard: number }>(
    `select shard, ${columns} from cutoff_shard where cutoff_id = $1 and kind = $2 order by shard`,
    [cutoffId, kind],
  )
  return rows
}

export async function moveShard(tx: Transaction, { cutoffId, kind, shard }: Shard, row: ShardRow): Promise<void> {
  await tx.query(
    `update cutoff_shard set is_done = $4, cursor_org = $5, cursor_number = $6, chunks = $7, counts = $8, root = $9
     where cutoff_id = $1 and kind = $2 and shard = $3`,
    [
      cutoffId,
      kind,
      shard,
      row.isDone,
      row.cursorOrg,
      row.cursorNumber,
      row.chunks,
      JSON.stringify(row.counts),
      row.root,
    ],
  )
}

/** The first and the last id that begin with the shard's digit. */
export function boundsOf(shard: number): { readonly first: OrganisationId; readonly last: OrganisationId } {
  const digit = shard.toString(16)
  const id = (rest: string) => `${digit}${rest.repeat(7)}-${[4, 4, 4, 12].map((n) => rest.repeat(n)).join('-')}`
  return { first: id('0') as unknown as OrganisationId, last: id('f') as unknown as OrganisationId }
}
