import type { GuardSweepWorkflow } from '../contract/cutoff.ts'
import { database, longDatabase } from './calls.ts'

/**
 * Looks each hour at what the cutoffs may have missed: one that was never started or sleeps past its instant, a registration
 * in time that was learnt late, an exemption that has run out. It finds nothing on most days, and may run at any time.
 */
export const guardSweep: GuardSweepWorkflow = async () => {
  const { woken, executed } = await database.guardCutoffs.executeWithOptions(
    { summary: 'Start cutoffs that are missing, wake those that are overdue' },
    [],
  )
  let switchedOff = 0
  let reinstated = 0
  for (const cutoffId of executed) {
    const corrected = await longDatabase.correctCutoff.executeWithOptions(
      { summary: `Put right what was learnt since: ${cutoffId}` },
      [{ cutoffId }],
    )
    switchedOff += corrected.switchedOff
    reinstated += corrected.reinstated
  }
  return { woken, switchedOff, reinstated }
}
