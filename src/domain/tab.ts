import { barriers } from './gates.ts'
import type { NumberClass } from './numberClass.ts'
import { isInForce } from './policy/inForce.ts'
import type { PolicyPack } from './policy/policy.ts'
import type { RuleId } from './policy/ruleBook/ruleBook.ts'
import type { Instant } from './values.ts'

/** Whether the organisation's admins see the pages of Business Texting, and why not. `null`: a fact is missing. */
export type Tab = {
  readonly isVisible: boolean | null
  readonly reason:
    | 'LICENCE_ACTIVE'
    | 'NO_TAB_IN_PACK'
    | 'NO_LICENCE'
    | 'LICENCE_LAPSED'
    | 'LICENCE_FACT_MISSING'
    | 'ORGANISATION_NOT_ELIGIBLE'
  readonly ruleIds: readonly RuleId[]
}

/** P10, R1: the pages show with a licence in force. Of an organisation that cannot have one, that is what is said. */
export function tabOf(organisation: NumberClass, pack: PolicyPack, at: Instant): Tab {
  const ruleIds = (['P10', 'R1'] as const).filter((id) => isInForce(pack, id))
  if (ruleIds.length === 0) return { isVisible: false, reason: 'NO_TAB_IN_PACK', ruleIds }
  const { licence, licenceTurns } = organisation
  if (licenceTurns === 'reached' || licence === 'unknown')
    return { isVisible: null, reason: 'LICENCE_FACT_MISSING', ruleIds }
  if (licence === 'active') return { isVisible: true, reason: 'LICENCE_ACTIVE', ruleIds }
  const [ineligible] = barriers(organisation, pack, at, ['eligibility'])
  if (ineligible?.state === 'failed')
    return { isVisible: false, reason: 'ORGANISATION_NOT_ELIGIBLE', ruleIds: [...ruleIds, ...ineligible.ruleIds] }
  const hasLapsed = licence === 'lapsed' || licence === 'ended'
  return { isVisible: false, reason: hasLapsed ? 'LICENCE_LAPSED' : 'NO_LICENCE', ruleIds }
}
