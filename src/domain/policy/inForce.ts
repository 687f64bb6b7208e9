import type { PolicyPack } from './policy.ts'
import type { RuleId } from './ruleBook/ruleBook.ts'

export function isInForce({ rules }: Pick<PolicyPack, 'rules'>, id: RuleId): boolean {
  return isRuleInForce(rules, id)
}

export function isRuleInForce(rules: PolicyPack['rules'], id: RuleId): boolean {
  return rules[id].force === 'inForce'
}

/** The texts that a parameter of a rule lists, one or several. */
export function textsOf({ rules }: Pick<PolicyPack, 'rules'>, id: RuleId, parameter: string): readonly string[] {
  return [rules[id].parameters[parameter] ?? []].flat().map(String)
}

export function numberOf(rules: PolicyPack['rules'], id: RuleId, parameter: string): number {
  return Number(rules[id].parameters[parameter])
}
