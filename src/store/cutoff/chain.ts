import { createHash } from 'node:crypto'
import type { CutoffId } from '../../domain/policy/policy.ts'
import type { Instant } from '../../domain/values.ts'
import type { Queryable, Transaction } from '../pool.ts'
import type { Claim, SweepKind } from './shards.ts'

/** SQL: the hash of events, each by its id, type and data, in the order of their ids. Both texts name columns. */
export function leafSql(id: string, said: string): string {
  return `encode(sha256(convert_to(string_agg(${id} || ' ' || ${said}, e'\\n' order by ${id}), 'UTF8')), 'hex')`
}

/** The same of events that are written already. */
export async function leafOf(db: Queryable, commandId: string, at: Instant): Promise<string> {
  const { rows } = await db.query<{ leaf: string | null }>(
    `select ${leafSql(`stream_id || ':' || version`, `type || ' ' || data`)} as leaf from event
     where recorded_at = $2 and command_id = $1`,
    [commandId, at],
  )
  return rows[0]?.leaf ?? ''
}

type Link = { readonly commandId: string; readonly at: Instant; readonly numbers: number; readonly leaf: string }

/** The chain: whoever changes a chunk, or leaves one out, has to change every root behind it. */
export function rootAfter(before: string, { commandId, at, numbers, leaf }: Link): string {
  return createHash('sha256')
    .update(JSON.stringify([before, commandId, at, numbers, leaf]))
    .digest('hex')
}

export function commandIdOf(
  { cutoffId, kind, shard }: Pick<Claim, 'cutoffId' | 'kind' | 'shard'>,
  chunk: number,
): string {
  return `cutoff/${cutoffId}/${kind}/${shard}/${chunk}`
}

export async function noteChunk(
  tx: Transaction,
  { cutoffId, kind, shard, run }: Claim,
  { chunk, root, link: { commandId, at, numbers, leaf } }: { chunk: number; root: string; link: Link },
): Promise<void> {
  await tx.query(
    `insert into cutoff_chunk (cutoff_id, kind, shard, chunk, run, command_id, at, numbers, leaf, root)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [cutoffId, kind, shard, chunk, run, commandId, at, numbers, leaf, root],
  )
}

type ChunkRow = Link & {
  readonly kind: SweepKind
  readonly shard: number
  readonly chunk: number
  readonly root: string
}

/** Chunks whose events or whose root are not what they were when they were written, by their command ids; none is well. */
export async function brokenLinks(db: Queryable, cutoffId: CutoffId): Promise<readonly string[]> {
  const { rows } = await db.query<ChunkRow>(
    `select kind, shard, chunk, command_id as "commandId", at, numbers, leaf, root from cutoff_chunk
     where cutoff_id = $1 order by kind, shard, chunk`,
    [cutoffId],
  )
  const broken: string[] = []
  let before: ChunkRow | undefined
  for (const row of rows) {
    const isFirst = before?.kind !== row.kind || before.shard !== row.shard
    const follows = row.chunk === (isFirst ? 1 : (before?.chunk ?? 0) + 1)
    const root = rootAfter(isFirst ? '' : (before?.root ?? ''), row)
    if (!follows || root !== row.root || (await leafOf(db, row.commandId, row.at)) !== row.leaf)
      broken.push(row.commandId)
    before = row
  }
  return [...broken, ...(await cutTails(db, cutoffId))]
}

/** Shards that have come further than their chunks say: the end of the chain is missing. */
async function cutTails(db: Queryable, cutoffId: CutoffId): Promise<readonly string[]> {
  const { rows } = await db.query<{ tail: string }>(
    `select s.cutoff_id || '/' || s.kind || '/' || s.shard as tail from cutoff_shard s
     left join cutoff_chunk c on c.cutoff_id = s.cutoff_id and c.kind = s.kind and c.shard = s.shard and c.chunk = s.chunks
     where s.cutoff_id = $1 and s.chunks > 0 and c.root is distinct from s.root order by 1`,
    [cutoffId],
  )
  return rows.map(({ tail }) => tail)
}
