import type { CutoffId } from '../domain/policy/policy.ts'
import { nextMove } from '../domain/process/cutoff.ts'
import { publishCutoffs } from '../store/cutoff/publishing.ts'
import { executedCutoffs, openCutoffs, readCutoffStanding } from '../store/cutoff/standing.ts'
import { readNow } from '../store/policy.ts'
import type { Outside } from './outside.ts'

/** `executed`: those of which what was learnt since may change what they made of a number. */
export type GuardedCutoffs = {
  readonly woken: number
  readonly executed: readonly CutoffId[]
}

export function guardActivities({ store, wakeCutoff }: Outside) {
  return {
    /** A cutoff that has something to do is woken, also where it does it already: then it looks once more, and that is all. */
    async guardCutoffs(): Promise<GuardedCutoffs> {
      await publishCutoffs(store)
      const overdue = await overdueCutoffs()
      for (const cutoffId of overdue) await wakeCutoff?.(cutoffId)
      return { woken: overdue.length, executed: await executedCutoffs(store.pool) }
    },
  }

  async function overdueCutoffs(): Promise<readonly CutoffId[]> {
    const now = await readNow(store.pool, store.clock)
    const overdue: CutoffId[] = []
    for (const cutoffId of await openCutoffs(store.pool)) {
      const standing = await readCutoffStanding(store.pool, cutoffId, now)
      if (standing && nextMove(standing).kind === 'step') overdue.push(cutoffId)
    }
    return overdue
  }
}
