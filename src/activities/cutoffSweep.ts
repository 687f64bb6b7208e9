import { cancellationSignal, heartbeat } from '@temporalio/activity'
import type { CutoffId } from '../domain/policy/policy.ts'
import { reinstatedBy } from '../store/cutoff/reinstated.ts'
import { releasedBy } from '../store/cutoff/released.ts'
import {
  claimShard,
  noCounts,
  readShards,
  type Shard,
  type SweepCounts,
  type SweepKind,
} from '../store/cutoff/shards.ts'
import { recordTakenBack } from '../store/cutoff/standing.ts'
import { chunksOf, type Sweep } from '../store/cutoff/sweepChunk.ts'
import type { Store } from '../store/execute.ts'
import { beating } from './beating.ts'
import type { CutoffOfPlan, CutoffStepOf } from './cutoff.ts'
import { fromCutoff } from './envelopes.ts'
import type { Outside } from './outside.ts'
import { done, notYet, resultOf, type StepResult } from './results.ts'
import { createTurns } from './turns.ts'

export type ExecuteShard = CutoffOfPlan & { readonly shard: number }
export type Reinstate = CutoffStepOf & { readonly undo: string }

/** So many parts are swept at once, each on one connection; the others wait, and beat meanwhile. */
const sweptAtOnce = 2

export function sweepActivities({ store, sweepStore = store }: Outside) {
  const turn = createTurns(sweptAtOnce)
  return {
    executeShard: ({ cutoffId, planNo, shard, step: run }: ExecuteShard): Promise<StepResult> =>
      beating(() =>
        turn(async () => {
          await sweepShard(sweepStore, { cutoffId, kind: 'switchOff', shard, run }, (tx, now) =>
            releasedBy(tx, { cutoffId, planNo }, now),
          )
          return done
        }),
      ),

    /** The counts are those of the shards, which they have kept with every chunk. */
    async recordSwept({ planNo, ...step }: CutoffOfPlan): Promise<StepResult> {
      const { cutoffId, step: run } = step
      const { reinstated: _, notConcerned: __, ...counts } = await countsOf(store, { cutoffId, kind: 'switchOff', run })
      const data = { cutoffId, planNo, ...counts }
      return resultOf(await store.execute({ type: 'RecordCutoffExecuted', data, ...fromCutoff(step) }))
    },

    /** One part after the other: an undo is seldom, and its numbers are those that were switched off. */
    reinstate: ({ undo, ...step }: Reinstate): Promise<StepResult> =>
      beating(async () => {
        const { cutoffId, step: run } = step
        const { reinstated } = await sweepAll(sweepStore, { cutoffId, kind: 'reinstate', run }, (_, now) =>
          Promise.resolve(reinstatedBy({ cutoffId, isUndo: true }, now)),
        )
        await recordTakenBack(store.pool, { cutoffId, undo, numbers: reinstated }, await store.clock.now())
        return done
      }),
  }
}

type Run = { readonly cutoffId: CutoffId; readonly kind: SweepKind; readonly run: string }

/** Every part of a sweep, and how its numbers ended. */
export async function sweepAll(store: Store, run: Run, judgingFor: Sweep['judgingFor']): Promise<SweepCounts> {
  for (let shard = 0; shard < 16; shard += 1) await sweepShard(store, { ...run, shard }, judgingFor)
  return countsOf(store, run)
}

/**
 * Chunk by chunk, each a transaction of its own that goes on behind the last. A repeat, here or in another worker, takes
 * the part over and goes on where it stood; whoever had it before finds that out at its next chunk, and writes nothing.
 */
async function sweepShard(store: Store, shard: Shard, judgingFor: Sweep['judgingFor']): Promise<void> {
  const next = chunksOf(store, { claim: await claimShard(store.pool, shard), judgingFor })
  for (;;) {
    if (cancellationSignal().aborted) throw cancellationSignal().reason
    const chunk = await next()
    heartbeat(chunk)
    if (chunk.state === 'done') return
    if (chunk.state === 'paused') throw notYet('SweepPaused', '10 seconds')
    if (chunk.state === 'outdated') throw notYet('ShardTakenOver', '10 seconds')
  }
}

async function countsOf({ pool }: Pick<Store, 'pool'>, { run, ...sweep }: Run): Promise<SweepCounts> {
  const shards = await readShards(pool, sweep)
  const all = shards.filter((each) => each.run === run).map((each) => each.counts)
  return all.reduce((sum, counts) => {
    const added = Object.entries(sum).map(([name, count]) => [name, count + counts[name as keyof SweepCounts]])
    return Object.fromEntries(added) as SweepCounts
  }, noCounts)
}
