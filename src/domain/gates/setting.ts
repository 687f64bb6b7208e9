import type { NumberClass } from '../numberClass.ts'
import { isInForce } from '../policy/inForce.ts'
import type { PolicyPack } from '../policy/policy.ts'
import { type Barrier, barrier } from './obstacle.ts'

/** T2: a user's override beats the organisation's default; neither beats a gate. */
export function setting(number: NumberClass, pack: PolicyPack): Barrier | undefined {
  const own = override(number.setting, pack)
  if (own === 'on') return undefined
  if (own === 'off')
    return barrier(pack, 'setting', {
      reason: 'SWITCHED_OFF_FOR_USER',
      by: ['T2', 'T6'],
      owner: 'customerAdmin',
      act: 'switchOnUser',
    })
  if (number.textingDefault === 'on') return undefined
  if (number.textingDefault === 'unknown')
    return barrier(pack, 'setting', {
      state: 'unknown',
      reason: 'TEXTING_DEFAULT_UNKNOWN',
      by: ['T1'],
      owner: 'customerAdmin',
      act: 'attestFacts',
    })
  return barrier(pack, 'setting', {
    reason: 'SWITCHED_OFF_FOR_ORGANISATION',
    by: ['T1'],
    owner: 'customerAdmin',
    act: 'switchOnOrganisation',
  })
}

/** T3 gives chosen users the feature, T6 lets a user leave it; without T2 neither counts against the default. */
function override(said: string, pack: PolicyPack): 'on' | 'off' | undefined {
  if (!isInForce(pack, 'T2')) return undefined
  if (said === 'overrideOn' && isInForce(pack, 'T3')) return 'on'
  return said === 'overrideOff' && isInForce(pack, 'T6') ? 'off' : undefined
}
