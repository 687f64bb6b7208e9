import { goesByCase } from '../gates/road.ts'
import { barriers } from '../gates.ts'
import type { NumberClass } from '../numberClass.ts'
import type { PolicyPack } from '../policy/policy.ts'
import type { Instant } from '../values.ts'
import type { Standing } from './forecast.ts'

/** Where a number stands on its road. `done`: nothing of the road is ahead. `stuck`: no act helps under this pack. */
export type Place = Standing | 'done' | 'stuck'

export function placeOf(number: NumberClass, pack: PolicyPack, at: Instant): Place {
  const shut = barriers(number, pack, at)
  if (shut.some(({ act }) => act === 'noAct')) return 'stuck'
  const first = shut.find(({ gate }) => gate === 'licence' || gate === 'authorisation' || gate === 'registration')
  switch (first?.gate) {
    case 'licence':
      return 'licence'
    case 'authorisation':
      return 'authorisation'
    case 'registration':
      return onRegistration(number, pack)
    default:
      return 'done'
  }
}

function onRegistration(number: NumberClass, pack: PolicyPack): Standing {
  const { registration, case: inCase, campaign } = number
  if (registration === 'submitted') return 'review'
  if (registration === 'registered') return campaign === 'ended' ? 'opening' : 'review'
  if (inCase === 'yes') return 'formReturn'
  return goesByCase(number, pack) ? 'opening' : 'review'
}
