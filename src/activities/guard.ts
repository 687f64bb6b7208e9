import type { CutoffId } from '../domain/policy/policy.ts'
import { nextMove } from '../domain/process/cutoff.ts'
import { publishCutoffs } from '../store/cutoff/publishing.ts'
import { executedCutoffs, openCutoffs, readCutoffStanding } from '../store/cutoff/standing.ts'
import { readNow } from '../store/policy.ts'
import { beating } from './beating.ts'
import { callForApproval } from './cutoff.ts'
import { switchOffAgain, takeBack } from './cutoffSweep.ts'
import type { Outside } from './outside.ts'

/** `executed`: those of which what was learnt since may change what they made of a number. */
export type GuardedCutoffs = { readonly woken: number; readonly executed: readonly CutoffId[] }

/** How many numbers were put right, in either direction. */
export type Corrected = { readonly switchedOff: number; readonly reinstated: number }

export function guardActivities({ store, sweepStore = store, wakeCutoff }: Outside) {
  return {
    /** A cutoff that has something to do is woken, also where it does it already: then it looks once more, and that is all. */
    async guardCutoffs(): Promise<GuardedCutoffs> {
      await publishCutoffs(store)
      const overdue = await overdueCutoffs()
      for (const cutoffId of overdue) await wakeCutoff?.(cutoffId)
      return { woken: overdue.length, executed: await executedCutoffs(store.pool) }
    },

    correctCutoff: ({ cutoffId }: { readonly cutoffId: CutoffId }): Promise<Corrected> =>
      beating(() => correctCutoff(cutoffId)),
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

  /**
   * What was learnt late, and what has run out: numbers that were registered in time text again, those whose exemption is
   * over do not. Where the process of the cutoff has something to do itself, it is left to it.
   */
  async function correctCutoff(cutoffId: CutoffId): Promise<Corrected> {
    const now = await readNow(store.pool, store.clock)
    const standing = await readCutoffStanding(store.pool, cutoffId, now)
    if (!standing || nextMove(standing).kind === 'step') return { switchedOff: 0, reinstated: 0 }
    const run = `guard/${now.at}`
    const reinstated = await takeBack(sweepStore, { cutoffId, run, isUndo: false })
    const { released } = standing
    if (released === undefined || now.at < standing.instant) return { switchedOff: 0, reinstated }
    const { planNo } = released
    const { switchedOff, waiting } = await switchOffAgain(sweepStore, { cutoffId, planNo, run })
    // Called once for what waits: as long as a plan that nobody has approved yet shows just that, nobody is called again.
    const isPlanned = standing.plan !== undefined && standing.plan.no > planNo && standing.plan.switchOff === waiting
    if (waiting > (standing.verified?.waiting ?? 0) && !isPlanned)
      await callForApproval(store, { cutoffId, step: run, waiting })
    return { switchedOff, reinstated }
  }
}
