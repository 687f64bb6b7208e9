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
      return onRegistration(number)
    default:
      return 'done'
  }
}

function onRegistration({ registration, case: inCase, campaign }: NumberClass): Standing {
  if (registration === 'submitted') return 'review'
  if (registration === 'registered') return campaign === 'ended' ? 'opening' : 'review'
  return inCase === 'yes' ? 'formReturn' : 'opening'
}
