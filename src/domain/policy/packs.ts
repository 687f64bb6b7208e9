import type { Instant } from '../values.ts'
import { ages } from './ages.ts'
import { buildPack } from './buildPack.ts'
import { isInForce } from './inForce.ts'
import { pack003 } from './pack003.ts'
import type { PolicyPack } from './policy.ts'

/** Every pack by the default readings, oldest first. */
export const packs: readonly PolicyPack[] = ages.map((age) => (age === '003' ? pack003 : buildPack(age)))

/** The pack in force at an instant: the newest that is effective by then. Before the first one the first is asked, by name. */
export function packAt(at: Instant): PolicyPack {
  return packs.findLast((pack) => pack.effectiveFrom <= at) ?? firstPack
}

/** What judges the time before any publication: the rules as they were told first. */
export const firstPack: PolicyPack = packs[0] ?? pack003

/** Older ages know no 10DLC registration: under them there is none to start. */
export function hasRegistration(pack: PolicyPack): boolean {
  return isInForce(pack, 'P11')
}
