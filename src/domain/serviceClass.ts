import { isInForce } from './policy/inForce.ts'
import type { PolicyPack } from './policy/policy.ts'

/** Z1: how carriers class what is sent. It goes along wherever numbers leave: on forms, cases, cards and in lists. */
export type ServiceClass = 'A2P'

export function serviceClass(pack: Pick<PolicyPack, 'rules'>): ServiceClass | null {
  return isInForce(pack, 'Z1') ? 'A2P' : null
}
