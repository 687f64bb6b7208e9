import type { CampaignStatus } from './campaign.ts'
import type { PolicyPack } from './policy/policy.ts'
import { type Instant, plusDays } from './values.ts'

/** How open points of the road are read, where the store asks: each is one reading of the pack. */

/** Z6: one open case of an organisation at a time. */
export function takesOneCase({ readings }: PolicyPack): boolean {
  return readings.cases === 'one'
}

const letterDays = 30

/** Z8: letters signed before then are too old; null where a letter does not grow old. */
export function lettersGoodFrom({ readings }: PolicyPack, at: Instant): Instant | null {
  return readings.letterAge === 'thirtyDays' ? plusDays(at, -letterDays) : null
}

/** Z7, R2: nothing that a number had outlives its move to another location. */
export function startsOverByMove({ readings }: PolicyPack): boolean {
  return readings.movedNumber === 'startsOver'
}

/** D2: a number that comes back is the one that left, where it stood. */
export function resumesOldLife({ readings }: PolicyPack): boolean {
  return readings.returningNumber === 'resumes'
}

/** R7: a form handed in again has only what is left of the time of the first. */
export function hasRestOfTime({ readings }: PolicyPack): boolean {
  return readings.afterRejection === 'restOfTime'
}

/** Z3: an approved campaign registers every number that was submitted for it. */
export function registersItsNumbers({ readings }: PolicyPack, campaign: CampaignStatus): boolean {
  return readings.registered === 'campaignApproved' && campaign === 'approved'
}
