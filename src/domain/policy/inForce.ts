import type { PolicyPack } from './policy.ts'
import type { RuleId } from './ruleBook/ruleBook.ts'

export function isInForce(pack: PolicyPack, id: RuleId): boolean {
  return pack.rules[id].force === 'inForce'
}

/** The texts that a parameter of a rule lists, one or several. */
export function textsOf(pack: Pick<PolicyPack, 'rules'>, id: RuleId, parameter: string): readonly string[] {
  return [pack.rules[id].parameters[parameter] ?? []].flat().map(String)
}
