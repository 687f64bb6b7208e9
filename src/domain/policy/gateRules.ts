import type { RuleId } from './ruleBook/ruleBook.ts'
import type { RuleInPack } from './ruleBook/ruleInPack.ts'

export type GateName =
  | 'eligibility'
  | 'licence'
  | 'location'
  | 'primary'
  | 'kind'
  | 'inventory'
  | 'authorisation'
  | 'registration'
  | 'traffic'
  | 'setting'
  | 'app'
  | 'message'

/** A gate that applies under a pack, with the rules in force that make it one. */
export type GateInPack = {
  readonly gate: GateName
  readonly ruleIds: readonly RuleId[]
  /** D1: numbers from before are let through until its instant. */
  readonly isExempted: boolean
}

/** The gates in the order in which they are shown, each with the rules that make it apply. */
const gateRules: readonly (readonly [GateName, readonly RuleId[]])[] = [
  ['eligibility', ['P1', 'P2', 'P3', 'P4', 'P12', 'D3']],
  ['licence', ['P8', 'P10', 'R1']],
  ['location', ['P1', 'P5', 'P7', 'T4']],
  ['primary', ['P5']],
  ['kind', ['P5']],
  ['inventory', ['P5']],
  ['authorisation', ['R2']],
  ['registration', ['P11', 'Z2', 'Z3', 'D1', 'D2']],
  ['traffic', ['L9']],
  ['setting', ['T1', 'T2', 'T3', 'T6']],
  ['app', ['P6', 'L5']],
  ['message', ['L6', 'L7']],
]

/** Which gates apply under these rules, in their order. One none of whose rules is in force is not asked at all. */
export function gatesIn(rules: Readonly<Record<RuleId, RuleInPack>>): readonly GateInPack[] {
  const exempts = [rules.D1.parameters['exempts'] ?? []].flat()
  return gateRules.flatMap(([gate, all]) => {
    const ruleIds = all.filter((id) => rules[id].force === 'inForce')
    if (ruleIds.length === 0) return []
    return [{ gate, ruleIds, isExempted: all.some((id) => exempts.includes(id)) }]
  })
}
