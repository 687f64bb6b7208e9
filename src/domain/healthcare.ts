import type { NumberClass } from './numberClass.ts'
import { isInForce } from './policy/inForce.ts'
import type { PolicyPack } from './policy/policy.ts'

/**
 * H1: a healthcare organisation takes note, before its first order, that no HIPAA compliance is promised. It denies a
 * compliance and not the feature, so a verdict does not ask it; and it does not ask organisations of which nobody said so.
 */
export function lacksHipaaNotice({ healthcare, hipaaNotice }: NumberClass, pack: PolicyPack): boolean {
  return isInForce(pack, 'H1') && healthcare === 'yes' && hipaaNotice !== 'acknowledged'
}
