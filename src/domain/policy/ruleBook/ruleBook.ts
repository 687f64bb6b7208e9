import { authorisation } from './authorisation.ts'
import { benefits } from './benefits.ts'
import { limits } from './limits.ts'
import { prerequisites } from './prerequisites.ts'
import { registration } from './registration.ts'
import type { Rule } from './rule.ts'
import { settings } from './settings.ts'

/** Every rule that any age of the article has told, by its id. None is absent, the ended ones included. */
export const ruleBook = {
  ...prerequisites,
  ...benefits,
  ...settings,
  ...registration,
  ...authorisation,
  ...limits,
} as const satisfies Readonly<Record<string, Rule>>

export type RuleId = keyof typeof ruleBook

/** The ids in the order of their letters and numbers. */
export const ruleIds: readonly RuleId[] = (Object.keys(ruleBook) as RuleId[]).sort((a, b) =>
  a[0] === b[0] ? Number(a.slice(1)) - Number(b.slice(1)) : a.localeCompare(b),
)

/** The rule behind an id, with all that any rule may have. */
export function ruleOf(id: RuleId): Rule {
  return ruleBook[id]
}
