import type { Event, Obstacle, Why } from '../api/contract.ts'

/** The gates in the order in which the product asks them. */
export const gateOrder = [
  'eligibility',
  'licence',
  'location',
  'primary',
  'kind',
  'inventory',
  'authorisation',
  'registration',
  'setting',
] as const

export type GateLine = {
  readonly gate: string
  readonly state: 'passed' | Obstacle['state']
  readonly obstacle: Obstacle | null
  readonly proof: readonly Event[]
}

/** A checklist: every gate, those that are passed too. A gate that this list does not know comes last, never left out. */
export function gateLines({ obstacles, proof }: Pick<Why, 'obstacles' | 'proof'>): readonly GateLine[] {
  const others = obstacles.map(({ gate }) => gate).filter((gate) => !(gateOrder as readonly string[]).includes(gate))
  return [...gateOrder, ...others].map((gate) => {
    const obstacle = obstacles.find((each) => each.gate === gate) ?? null
    return {
      gate,
      state: obstacle?.state ?? 'passed',
      obstacle,
      proof: proof.find((each) => each.gate === gate)?.events ?? [],
    }
  })
}
