import { cancellationSignal, heartbeat } from '@temporalio/activity'
import { executeChunk } from '../store/cutoff/executeChunk.ts'
import { readNow } from '../store/policy.ts'
import { beating } from './beating.ts'
import type { CutoffOfPlan } from './cutoff.ts'
import type { Outside } from './outside.ts'
import { done, notYet, type StepResult } from './results.ts'
import { createTurns } from './turns.ts'

export type ExecuteShard = CutoffOfPlan & { readonly shard: number }

/** So many parts are swept at once, each on one connection; the others wait, and beat meanwhile. */
const sweptAtOnce = 2

export function sweepActivities({ store, sweepStore = store }: Outside) {
  const turn = createTurns(sweptAtOnce)
  return {
    executeShard: (part: ExecuteShard): Promise<StepResult> => beating(() => turn(() => executeShard(part))),
  }

  /**
   * Chunk by chunk, each a transaction of its own that goes on behind the last: so a repeat, here or in another worker,
   * takes up where the dead one stood. Time and policy are read before each, since an operator may put the cutoff off.
   */
  async function executeShard({ cutoffId, planNo, shard }: ExecuteShard): Promise<StepResult> {
    for (;;) {
      if (cancellationSignal().aborted) throw cancellationSignal().reason
      const now = await readNow(sweepStore.pool, sweepStore.clock)
      const chunk = await executeChunk(sweepStore, { cutoffId, planNo, shard, ...now })
      heartbeat(chunk)
      if (chunk.last) return done
    }
  }
}
