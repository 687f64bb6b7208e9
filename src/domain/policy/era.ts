import type { Instant } from '../values.ts'
import type { PolicyPack } from './policy.ts'

/** Whether the pack decides alike at both instants: whatever it compares the time with lies before both, or after both. */
export function isSameEra({ instants, rules, effectiveFrom }: PolicyPack, one: Instant, other: Instant): boolean {
  const dates = [effectiveFrom, ...Object.values(instants), ...Object.values(rules).map((rule) => rule.effectiveFrom)]
  return dates.every((date) => date === null || one >= date === other >= date)
}
