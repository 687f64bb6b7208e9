import type { NumberClass } from '../numberClass.ts'
import { isInForce, textsOf } from '../policy/inForce.ts'
import type { Owner, PolicyPack } from '../policy/policy.ts'
import { type Barrier, barrier } from './obstacle.ts'

/**
 * L9: what others block does not arrive, whatever was registered. Whoever blocks decides alone when it ends (L10): nothing of
 * ours and no appeal is known to lift it. Traffic that is slowed down still flows, and is a notice.
 */
export function traffic({ traffic: state, trafficParty: party }: NumberClass, pack: PolicyPack): Barrier | undefined {
  if (state !== 'blocked') return undefined
  // L10 claims the decision for Cisco and its vendor; that carriers block too stands in L9 alone.
  const also = party === 'carrier' ? (['S1'] as const) : (['L10', 'S1'] as const)
  const see = spamReport(pack)
  return barrier(pack, 'traffic', { ...(blockers[party] ?? blocker), by: ['L9'], also, act: 'liftBlock', see })
}

/** S1: where spam is reported, which is shown wherever traffic is blocked or slowed down. */
export function spamReport(pack: PolicyPack): string | undefined {
  return isInForce(pack, 'S1') ? textsOf(pack, 'S1', 'form').join() : undefined
}

type Blocker = { readonly reason: string; readonly owner: Owner }

const blocker: Blocker = { reason: 'BLOCKED_BY_CARRIER', owner: 'carrier' }
const blockers: Readonly<Record<string, Blocker>> = {
  carrier: blocker,
  vendor: { reason: 'BLOCKED_BY_VENDOR', owner: 'vendor' },
  cisco: { reason: 'BLOCKED_BY_CISCO', owner: 'cisco' },
}
