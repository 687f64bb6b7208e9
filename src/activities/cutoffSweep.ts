import { cancellationSignal, heartbeat } from '@temporalio/activity'
import type { CutoffId } from '../domain/policy/policy.ts'
import { noCounts, readShards, type SweepCounts, type SweepKind } from '../store/cutoff/shards.ts'
import { recordTakenBack, shardsInUse } from '../store/cutoff/standing.ts'
import { type NextChunk, openSwitchOff, openTakeBack, planRun } from '../store/cutoff/sweep.ts'
import { tellReinstated, tellResults } from '../store/cutoff/telling.ts'
import { verifyCutoff } from '../store/cutoff/verify.ts'
import type { Store } from '../store/execute.ts'
import { beating } from './beating.ts'
import { type CutoffOfPlan, type CutoffStepOf, callForApproval, callForRepair } from './cutoff.ts'
import { fromCutoff } from './envelopes.ts'
import type { Outside } from './outside.ts'
import { done, notYet, resultOf, type StepResult } from './results.ts'

export type ExecuteShard = CutoffOfPlan & { readonly shard: number }
export type Reinstate = CutoffStepOf & { readonly undo: string }

export function sweepActivities({ store, sweepStore = store }: Outside) {
  return {
    executeShard: ({ cutoffId, planNo, shard }: ExecuteShard): Promise<StepResult> =>
      beating(async () => {
        await goThrough(await openSwitchOff(sweepStore, { cutoffId, planNo, shard }))
        return done
      }),

    /** The counts are those of the shards, which keep them with every chunk. */
    async recordSwept({ planNo, ...step }: CutoffOfPlan): Promise<StepResult> {
      const { cutoffId } = step
      const run = await planRun(store, cutoffId, planNo)
      const { reinstated: _, notConcerned: __, ...counts } = await countsOf(store, { cutoffId, kind: 'switchOff', run })
      const data = { cutoffId, planNo, ...counts }
      return resultOf(await store.execute({ type: 'RecordCutoffExecuted', data, ...fromCutoff(step) }))
    },

    verifyCutoff: ({ planNo, ...step }: CutoffOfPlan): Promise<StepResult> =>
      beating(async () => {
        const { cutoffId } = step
        const { counts, differing, broken } = await verifyCutoff(sweepStore, { cutoffId, planNo })
        const { waiting } = counts
        if (differing + broken.length > 0) await callForRepair(store, { ...step, differing, broken: broken.length })
        if (waiting > 0) await callForApproval(store, { ...step, waiting })
        await tellResults(sweepStore, cutoffId)
        const data = { cutoffId, planNo, waiting, differing }
        return resultOf(await store.execute({ type: 'RecordCutoffVerified', data, ...fromCutoff(step) }))
      }),

    /** One part after the other: an undo is seldom, and its numbers are those that were switched off. */
    reinstate: ({ undo, ...step }: Reinstate): Promise<StepResult> =>
      beating(async () => {
        const { cutoffId, step: run } = step
        const numbers = await takeBack(sweepStore, { cutoffId, run, isUndo: true })
        await recordTakenBack(store.pool, { cutoffId, undo, numbers }, await store.clock.now())
        return done
      }),
  }
}

export type TakeBack = { readonly cutoffId: CutoffId; readonly run: string; readonly isUndo: boolean }

/** Every part of what takes a cutoff back; answers how many numbers text again. */
export async function takeBack(store: Store, { cutoffId, run, isUndo }: TakeBack): Promise<number> {
  for (const shard of await shardsInUse(store.pool))
    await goThrough(await openTakeBack(store, { cutoffId, run, isUndo, shard }))
  const { reinstated } = await countsOf(store, { cutoffId, kind: 'reinstate', run })
  if (reinstated > 0) await tellReinstated(store, cutoffId, run)
  return reinstated
}

export type SwitchOff = { readonly cutoffId: CutoffId; readonly planNo: number; readonly run: string }

/** Every part of a cutoff once more, by what was approved of it; answers how its numbers ended. */
export async function switchOffAgain(store: Store, { cutoffId, planNo, run }: SwitchOff): Promise<SweepCounts> {
  for (const shard of await shardsInUse(store.pool))
    await goThrough(await openSwitchOff(store, { cutoffId, planNo, shard, run }))
  return countsOf(store, { cutoffId, kind: 'switchOff', run })
}

/**
 * Chunk by chunk, each a transaction of its own that goes on behind the last. A repeat, here or in another worker, takes
 * the part over and goes on where it stood; whoever had it before finds that out at its next chunk, and writes nothing.
 */
async function goThrough(next: NextChunk): Promise<void> {
  for (;;) {
    if (cancellationSignal().aborted) throw cancellationSignal().reason
    const chunk = await next()
    heartbeat(chunk)
    if (chunk.state === 'done') return
    if (chunk.state === 'paused') throw notYet('SweepPaused', '10 seconds')
    if (chunk.state === 'outdated') throw notYet('ShardTakenOver', '10 seconds')
  }
}

type Run = { readonly cutoffId: CutoffId; readonly kind: SweepKind; readonly run: string }

async function countsOf({ pool }: Pick<Store, 'pool'>, { run, ...sweep }: Run): Promise<SweepCounts> {
  const shards = await readShards(pool, sweep)
  const sum: Record<keyof SweepCounts, number> = { ...noCounts }
  for (const { counts } of shards.filter((each) => each.run === run)) {
    for (const name of Object.keys(noCounts) as (keyof SweepCounts)[]) sum[name] += counts[name]
  }
  return sum
}
