import { isInForce } from './policy/inForce.ts'
import type { PolicyPack } from './policy/policy.ts'

/** Who runs an organisation's texting. */
export type Manager = 'admin' | 'partner'

/** A1: its own admins; and partners for them, who sell the licence anyway (P9) and are named wherever they act. */
export function managersUnder(pack: PolicyPack): readonly Manager[] {
  if (!isInForce(pack, 'A1')) return []
  return pack.readings.actingFor === 'adminsAndPartners' ? ['admin', 'partner'] : ['admin']
}
