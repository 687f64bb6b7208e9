import type { Fault } from './script.ts'
import type { SideName, WorldKeeper } from './world.ts'

export type FaultQuestion = {
  readonly side: SideName
  readonly on: 'send' | 'query'
  readonly reference: string
  readonly organisation?: string
}

/** The next scripted fault for a request, counted as spent on disk before it shows, so that a restart repeats none. */
export function spendFault(
  keeper: WorldKeeper,
  { side, on, reference, organisation }: FaultQuestion,
): Fault | undefined {
  const { script, spentFaults } = keeper.current()
  const faults = script[side].faults ?? []
  const index = faults.findIndex(
    (fault, position) =>
      (fault.on ?? 'send') === on &&
      (fault.when?.reference === undefined || fault.when.reference === reference) &&
      (fault.when?.organisation === undefined || fault.when.organisation === organisation) &&
      (spentFaults[faultKey(side, position)] ?? 0) < fault.times,
  )
  if (index < 0) return undefined
  const key = faultKey(side, index)
  keeper.change((world) => ({
    ...world,
    spentFaults: { ...world.spentFaults, [key]: (world.spentFaults[key] ?? 0) + 1 },
  }))
  return faults[index]
}

function faultKey(side: SideName, position: number): string {
  return `${side}/${position}`
}
