import { axisKinds } from '../../domain/authority.ts'
import { cutoffAxes } from '../../domain/cutoffPlan.ts'
import { type NumberCommand, touches } from '../../domain/decideNumber.ts'
import { classInstants } from '../../domain/numberClass.ts'
import { brand, deployment, type NumberId, type OrganisationId } from '../../domain/values.ts'
import { type Bind, binding } from '../binding.ts'
import { arrivalSql, axesSql, beside } from '../classText.ts'
import { planRow, writeSql } from '../classWrite.ts'
import { toldAs } from '../context.ts'
import type { Recording } from '../eventStore.ts'
import type { Store } from '../execute.ts'
import { readNow } from '../policy.ts'
import type { Transaction } from '../pool.ts'
import { inTransaction, isRetryable } from '../transaction.ts'
import { commandIdOf, leafOf, leafSql, noteChunk, rootAfter } from './chain.ts'
import type { Judgement, Judging, Now } from './judging.ts'
import { boundsOf, type Claim, lockShard, moveShard, type ShardRow, type SweepCounts } from './shards.ts'

/**
 * `outdated`: somebody else has taken the shard over, or another run began; nothing was written. `paused`: nothing was
 * written either. `counts` are those of the shard so far.
 */
export type ChunkOutcome =
  | { readonly state: 'outdated' | 'paused' }
  | { readonly state: 'more' | 'done'; readonly numbers: number; readonly counts: SweepCounts }

/** What a sweep goes through its numbers with. `judgingFor` is asked anew when what it answered does not stand any more. */
export type Sweep = {
  readonly claim: Claim
  readonly judgingFor: (tx: Transaction, now: Now) => Promise<Judging>
  readonly chunkSize?: number
}

export const usualChunk = 2_000
const attempts = 5

/** Makes the chunks of one shard, each in a transaction of its own. A lost race for a lock repeats the chunk. */
export function chunksOf({ pool, clock }: Pick<Store, 'pool' | 'clock'>, sweep: Sweep): () => Promise<ChunkOutcome> {
  let judging: Judging | undefined
  return async () => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await inTransaction(pool, deployment, (tx) => carryOut(tx))
      } catch (error) {
        if (attempt === attempts || !isRetryable(error)) throw error
      }
    }
  }

  async function carryOut(tx: Transaction): Promise<ChunkOutcome> {
    const { claim, judgingFor, chunkSize = usualChunk } = sweep
    const row = await lockShard(tx, claim)
    if (row?.fence !== claim.fence || row.run !== claim.run) return { state: 'outdated' }
    if (row.isDone) return { state: 'done', numbers: 0, counts: row.counts }
    if (row.paused) return { state: 'paused' }
    const range = await rangeOf(tx, claim.shard, row, chunkSize)
    await lockOrganisations(tx, range)
    const now = await readNow(tx, clock)
    if (!judging?.stands(now)) judging = await judgingFor(tx, now)
    const written = await sweepRange(tx, { claim, row, range, now, judging })
    const next = await finish(tx, { claim, row, range, now, written })
    return { state: next.isDone ? 'done' : 'more', numbers: written.numbers, counts: next.counts }
  }
}

/** Numbers behind `after`, up to `to` and with it, in the order of the primary key. `isLast`: the shard ends there. */
type Range = {
  readonly after: Place
  readonly to: Place
  readonly isLast: boolean
}
type Place = { readonly org: OrganisationId; readonly number: NumberId }

const leastId = brand<NumberId>('00000000-0000-0000-0000-000000000000')
const greatestId = brand<NumberId>('ffffffff-ffff-ffff-ffff-ffffffffffff')

async function rangeOf(tx: Transaction, shard: number, row: ShardRow, chunkSize: number): Promise<Range> {
  const { first, last } = boundsOf(shard)
  const { cursorOrg, cursorNumber } = row
  const after = cursorOrg && cursorNumber ? { org: cursorOrg, number: cursorNumber } : { org: first, number: leastId }
  const { rows } = await tx.query<Place>(
    `select org_id as org, id as number from number
     where (org_id, id) > ($1::uuid, $2::uuid) and org_id <= $3::uuid order by org_id, id offset $4::int - 1 limit 1`,
    [after.org, after.number, last, chunkSize],
  )
  return { after, to: rows[0] ?? { org: last, number: greatestId }, isLast: rows.length === 0 }
}

/** What a decision rests on beside the number stands still from here on: whoever grants an exemption comes before or after. */
async function lockOrganisations(tx: Transaction, { after, to }: Range): Promise<void> {
  await tx.query('select 1 from organisation where id between $1 and $2 order by id for share', [after.org, to.org])
}

type Sweeping = {
  readonly claim: Claim
  readonly row: ShardRow
  readonly range: Range
  readonly now: Now
  readonly judging: Judging
}

type Written = { readonly numbers: number; readonly leaf: string; readonly counts: Readonly<Record<string, number>> }

const maxRounds = 5

/**
 * Writes what is known at once, and then looks at what is left: classes that nobody had seen, and rows that changed under
 * way. Of those that have to be written the rows are locked first.
 */
async function sweepRange(tx: Transaction, sweeping: Sweeping): Promise<Written> {
  const { judging } = sweeping
  const judged = new Map<string, Judgement>()
  for (const key of judging.known) judged.set(key, judging.judge(key))
  const written: { readonly numbers: number; readonly leaf: string }[] = []
  const write = async (isLocked: boolean) => {
    const said = await writeRange(tx, sweeping, judged, isLocked)
    if (said.numbers > 0) written.push(said)
  }
  if (judged.size > 0) await write(false)
  for (let round = 0; ; round += 1) {
    const left = await countLeft(tx, sweeping)
    for (const { key } of left) if (!judged.has(key)) judged.set(key, judging.judge(key))
    if (!left.some(({ key, arrival }) => arrival === 'newer' && judged.get(key)?.writes)) {
      return summed(tx, sweeping, written, totals(left, judged))
    }
    if (round === maxRounds) throw new Error('numbers of a chunk kept changing')
    await lockLeft(tx, sweeping)
    await write(true)
  }
}

/** A chunk that was written in several rounds has one leaf all the same. */
async function summed(
  tx: Transaction,
  { claim, row, now: { at } }: Sweeping,
  written: readonly { readonly numbers: number; readonly leaf: string }[],
  left: Readonly<Record<string, number>>,
): Promise<Written> {
  const numbers = written.reduce((sum, each) => sum + each.numbers, 0)
  const [first, ...others] = written
  const leaf = others.length === 0 ? (first?.leaf ?? '') : await leafOf(tx, commandIdOf(claim, row.chunks + 1), at)
  return { numbers, leaf, counts: { ...left, [claim.kind === 'switchOff' ? 'switchedOff' : 'reinstated']: numbers } }
}

type Left = { readonly key: string; readonly arrival: string; readonly count: number }

/** What should have been written and may not, because something newer stands there, waits for a person. */
function totals(left: readonly Left[], judged: ReadonlyMap<string, Judgement>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { key, count } of left) {
    const judgement = judged.get(key)
    const ends = judgement?.writes ? 'waiting' : (judgement?.ends ?? 'unknown')
    counts[ends] = (counts[ends] ?? 0) + count
  }
  return counts
}

/** Both commands say the same of where they write; what tells the events apart is their class. */
function commandOf({ cutoffId, kind }: Claim): NumberCommand {
  return kind === 'switchOff'
    ? { type: 'SwitchTextingOff', cutoffId, reason: '' }
    : { type: 'ReinstateTexting', cutoffId, reason: 'exempt' }
}

function recordingOf({ claim, row, now: { at, policy } }: Sweeping): Recording {
  const telling = {
    happenedAt: at,
    recordedAt: at,
    actor: { kind: 'calendar', subject: 'calendar', role: 'calendar' },
    source: { kind: 'process', id: 'calendar' },
    commandId: commandIdOf(claim, row.chunks + 1),
    policyVersion: policy.version,
  } as const
  return toldAs(axisKinds.texting, { recording: telling, policy })
}

function textSql(sweeping: Sweeping, bind: Bind): { readonly key: string; readonly arrival: string } {
  const { now, claim } = sweeping
  const instants = classInstants(now.policy.pack, now.at)
  return {
    key: axesSql(cutoffAxes, (name) => bind(instants[name], 'timestamptz')),
    arrival: arrivalSql(commandOf(claim), recordingOf(sweeping), bind),
  }
}

function whereSql({ claim, range: { after, to } }: Sweeping, bind: Bind): string {
  const place = ({ org, number }: Place) => `(${bind(org, 'uuid')}, ${bind(number, 'uuid')})`
  const range = `(n.org_id, n.id) > ${place(after)} and (n.org_id, n.id) <= ${place(to)}`
  return claim.kind === 'switchOff' ? range : `${range} and ${switchedOffSql(claim.cutoffId, bind)}`
}

/** Switched off by this cutoff, and by that event that its row says it by. */
function switchedOffSql(cutoffId: string, bind: Bind): string {
  return `n.texting = 'suspended' and exists (select 1 from event s where s.stream_id = n.id
    and s.type = 'NumberSwitchedOff' and s.happened_at = n.texting_at and s.data->>'cutoffId' = ${bind(cutoffId, 'text')})`
}

async function writeRange(
  tx: Transaction,
  sweeping: Sweeping,
  judged: ReadonlyMap<string, Judgement>,
  isLocked: boolean,
): Promise<{ readonly numbers: number; readonly leaf: string }> {
  const recording = recordingOf(sweeping)
  const { axis } = touches(commandOf(sweeping.claim))
  const rows = [...judged].flatMap(([key, { writes }]) =>
    writes ? [planRow({ text: key, axis, moves: true }, writes, recording)] : [],
  )
  if (rows.length === 0) return { numbers: 0, leaf: '' }
  const { bind, values } = binding()
  const { key, arrival } = textSql(sweeping, bind)
  const where = `${whereSql(sweeping, bind)} and ${arrival} = 'newer'`
  const { policy } = sweeping.now
  const statement = { axis, recording, policy, rows, isLocked, where, classSql: key, isBeside: true }
  const { rows: said } = await tx.query<{ numbers: number; leaf: string | null }>(
    `${writeSql(statement, bind)}
     select count(*)::int as numbers, ${leafSql(`id || ':' || version`, 'said')} as leaf from changed`,
    [...values],
  )
  return { numbers: said[0]?.numbers ?? 0, leaf: said[0]?.leaf ?? '' }
}

/** The classes of the rows that this chunk has not written. */
async function countLeft(tx: Transaction, sweeping: Sweeping): Promise<readonly Left[]> {
  const { bind, values } = binding()
  const { key, arrival } = textSql(sweeping, bind)
  const { rows } = await tx.query<Left>(
    `select ${key} as key, ${arrival} as arrival, count(*)::int as count
     from number n join (${beside}) on o.id = n.org_id
     where ${whereSql(sweeping, bind)} and ${unwrittenSql(sweeping, bind)} group by 1, 2`,
    [...values],
  )
  return rows
}

async function lockLeft(tx: Transaction, sweeping: Sweeping): Promise<void> {
  const { bind, values } = binding()
  await tx.query(
    `select 1 from number n where ${whereSql(sweeping, bind)} and ${unwrittenSql(sweeping, bind)}
     order by org_id, id for no key update`,
    [...values],
  )
}

function unwrittenSql(sweeping: Sweeping, bind: Bind): string {
  const at = bind(sweeping.now.at, 'timestamptz')
  return `(n.texting_at is distinct from ${at} or n.texting <> 'suspended')`
}

async function finish(
  tx: Transaction,
  { claim, row, range, now, written }: Omit<Sweeping, 'judging'> & { readonly written: Written },
): Promise<ShardRow> {
  const counts = Object.fromEntries(
    Object.entries(row.counts).map(([name, count]) => [name, count + (written.counts[name] ?? 0)]),
  ) as SweepCounts
  const cursor = { cursorOrg: range.to.org, cursorNumber: range.to.number }
  const moved = { ...row, ...cursor, isDone: range.isLast, counts }
  if (written.numbers === 0) {
    await moveShard(tx, claim, moved)
    return moved
  }
  const chunk = row.chunks + 1
  const { leaf, numbers } = written
  const link = { commandId: commandIdOf(claim, chunk), at: now.at, numbers, leaf }
  const root = rootAfter(row.root, link)
  await noteChunk(tx, claim, { chunk, root, link })
  const chained = { ...moved, chunks: chunk, root }
  await moveShard(tx, claim, chained)
  return chained
}
