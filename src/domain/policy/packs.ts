import type { Instant } from '../values.ts'
import { pack003 } from './pack003.ts'
import type { PolicyPack } from './policy.ts'

/** Every pack, oldest first. */
const packs: readonly PolicyPack[] = [pack003]

/** The pack in force at an instant: the newest that is effective by then, or the oldest there is. */
export function packAt(at: Instant): PolicyPack {
  return packs.findLast((pack) => pack.effectiveFrom <= at) ?? pack003
}
