import type { CutoffId } from '../../domain/policy/policy.ts'
import type { Store } from '../execute.ts'
import { readNow } from '../policy.ts'
import { cutoffIn } from './plans.ts'
import { writeExemptions } from './publishing.ts'
import { reinstatedBy } from './reinstated.ts'
import { releasedBy } from './released.ts'
import { claimShard } from './shards.ts'
import { type ChunkOutcome, chunksOf, type Sweep } from './sweepChunk.ts'

/** Makes the next chunk of a shard, until it answers that nothing is left, or that it is not its turn. */
export type NextChunk = () => Promise<ChunkOutcome>

export type SwitchOff = {
  readonly cutoffId: CutoffId
  readonly planNo: number
  readonly shard: number
  /** What it is done for, where that is not the plan itself: a look for what has run out since. */
  readonly run?: string
  readonly chunkSize?: number
}

/**
 * Takes a shard of a plan over, to switch its numbers off; whoever worked at it until now stops. Begun twice, it does nothing
 * twice. A cutoff that was put off and comes again at another instant is another run, and begins at the first number.
 */
export async function openSwitchOff(
  store: Store,
  { cutoffId, planNo, shard, run, chunkSize }: SwitchOff,
): Promise<NextChunk> {
  const named = run ?? (await planRun(store, cutoffId, planNo))
  const claim = await claimShard(store.pool, { cutoffId, kind: 'switchOff', shard, run: named })
  return nextOf(store, {
    claim,
    judgingFor: (tx, now) => releasedBy(tx, { cutoffId, planNo }, now),
    ...(chunkSize ? { chunkSize } : {}),
  })
}

/** The run of a plan, which is another one at another instant. */
export async function planRun({ pool, clock }: Store, cutoffId: CutoffId, planNo: number): Promise<string> {
  const { policy } = await readNow(pool, clock)
  return `plan/${planNo}/${cutoffIn(policy.pack, cutoffId)?.instant}`
}

export type TakeBack = {
  readonly cutoffId: CutoffId
  /** What it is done for: an undo, or a look for what was learnt late. Another run begins at the first number. */
  readonly run: string
  readonly isUndo: boolean
  readonly shard: number
  readonly chunkSize?: number
}

/** The same for what the cutoff has switched off and should text: registered in time and learnt late, exempt, or undone. */
export async function openTakeBack(
  store: Store,
  { cutoffId, run, isUndo, shard, chunkSize }: TakeBack,
): Promise<NextChunk> {
  const claim = await claimShard(store.pool, { cutoffId, kind: 'reinstate', shard, run })
  return nextOf(store, {
    claim,
    judgingFor: async (_, now) => reinstatedBy({ cutoffId, isUndo }, now),
    ...(chunkSize ? { chunkSize } : {}),
  })
}

/** Exemptions that were granted are written to their numbers first: what is let through is not switched off. */
function nextOf(store: Store, sweep: Sweep): NextChunk {
  const chunk = chunksOf(store, sweep)
  return async () => {
    while ((await writeExemptions(store, atOnce)) > 0) {}
    return chunk()
  }
}

const atOnce = 100
