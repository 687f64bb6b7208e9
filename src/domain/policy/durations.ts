import { isRuleInForce, numberOf } from './inForce.ts'
import type { PolicyPack } from './policy.ts'
import type { RuleId } from './ruleBook/ruleBook.ts'

/** The stretches of the road, in their order; a loop and a pool come in only where they are needed. */
export const stretches = [
  'licence',
  'authorisation',
  'opening',
  'formSending',
  'formReturn',
  'review',
  'rejectionLoop',
  'numberPool',
  'activation',
] as const

export type Stretch = (typeof stretches)[number]
export const courses = ['earliest', 'likely', 'late'] as const
export type Course = (typeof courses)[number]

/** How long a stretch takes by each course, and on whose word. */
export type Duration = {
  readonly days: Readonly<Record<Course, number>>
  readonly unit: 'calendar' | 'business'
  /** `rule`: told by the rules named. `assumed`: ours. `measured`: from cases that were seen to the end here. */
  readonly provenance: 'rule' | 'assumed' | 'measured'
  readonly ruleIds: readonly RuleId[]
}

const assumed = (earliest: number, likely: number, late: number): Duration => ({
  days: { earliest, likely, late },
  unit: 'calendar',
  provenance: 'assumed',
  ruleIds: [],
})

/** R7, D5: the registration. Everything beside it is an assumption of ours, and says so. */
export function durationsUnder(
  rules: PolicyPack['rules'],
  readings: PolicyPack['readings'],
): Readonly<Record<Stretch, Duration>> {
  return {
    licence: assumed(1, 3, 14),
    authorisation: assumed(0, 2, 7),
    opening: assumed(0, 0, 2),
    formSending: assumed(0, 1, 3),
    formReturn: assumed(0, 3, 14),
    review: review(rules, readings),
    rejectionLoop: assumed(14, 14, 28),
    numberPool: assumed(7, 28, 28),
    activation: assumed(0, 0, 2),
  }
}

function review(rules: PolicyPack['rules'], { weeks }: PolicyPack['readings']): Duration {
  const ruleIds = (['R7', 'D5'] as const).filter((id) => isRuleInForce(rules, id))
  if (ruleIds.length === 0) return assumed(21, 28, 28)
  const nearly = isRuleInForce(rules, 'R7') ? numberOf(rules, 'R7', 'days') : numberOf(rules, 'D5', 'toDays')
  const shortest = isRuleInForce(rules, 'D5') ? numberOf(rules, 'D5', 'fromDays') : nearly
  const inUnit = (days: number) => (weeks === 'business' ? (days / 7) * 5 : days)
  const days = { earliest: inUnit(shortest), likely: inUnit(nearly), late: inUnit(nearly) }
  return { days, unit: weeks, provenance: 'rule', ruleIds }
}
