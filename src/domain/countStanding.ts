import { unjudged } from './campaign.ts'
import { goesByCase } from './gates/road.ts'
import { classInstants, classOf, type NumberRow } from './numberClass.ts'
import type { PolicyPack } from './policy/policy.ts'
import type { NumberCounts } from './process/onboarding.ts'
import type { Instant } from './values.ts'

/** Where a number stands in its onboarding: what the counts of now count too, which the store does by set. */
export function countStanding(
  counts: NumberCounts,
  row: NumberRow,
  { pack, at }: { readonly pack: PolicyPack; readonly at: Instant },
): NumberCounts {
  const { authorisation, registration, inventory, texting } = row
  if (inventory === 'gone') return counts
  if (authorisation === 'ordered') return { ...counts, ordered: counts.ordered + 1 }
  if (authorisation === 'refused' || authorisation === 'revoked') return { ...counts, refused: counts.refused + 1 }
  if (authorisation !== 'authorised') return counts
  if (registration === 'rejected' && row.case === null) return { ...counts, rejected: counts.rejected + 1 }
  if (registration === 'registered') {
    if (unjudged.some((each) => each === (row.campaign ?? 'unknown')))
      return { ...counts, submitted: counts.submitted + 1 }
    const active = counts.active + (texting === 'on' ? 1 : 0)
    return { ...counts, registered: counts.registered + 1, active }
  }
  if (registration === 'submitted') return { ...counts, submitted: counts.submitted + 1 }
  if (row.case !== null) return { ...counts, inCase: counts.inCase + 1 }
  return goesByCase(classOf(row, classInstants(pack, at)), pack)
    ? { ...counts, authorised: counts.authorised + 1 }
    : { ...counts, submitted: counts.submitted + 1 }
}
