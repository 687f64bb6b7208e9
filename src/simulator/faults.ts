import type { Fault } from './script.ts'
import type { WorldKeeper } from './world.ts'

export type FaultQuestion = {
  readonly on: 'send' | 'query'
  readonly to: 'orders' | 'cases' | 'forms'
  readonly reference: string
  readonly organisation?: string
}

/** The next scripted fault for a request, counted as spent on disk before it shows, so that a restart repeats none. */
export function spendFault(keeper: WorldKeeper, { on, to, reference, organisation }: FaultQuestion): Fault | undefined {
  const { script, spentFaults } = keeper.current()
  const { faults } = script.desk
  const index = faults.findIndex(
    (fault, position) =>
      (fault.on ?? 'send') === on &&
      (fault.to === undefined || fault.to === to) &&
      (fault.when?.reference === undefined || fault.when.reference === reference) &&
      (fault.when?.organisation === undefined || fault.when.organisation === organisation) &&
      (spentFaults[position] ?? 0) < fault.times,
  )
  if (index < 0) return undefined
  keeper.change((world) => ({
    ...world,
    spentFaults: { ...world.spentFaults, [index]: (world.spentFaults[index] ?? 0) + 1 },
  }))
  return faults[index]
}
