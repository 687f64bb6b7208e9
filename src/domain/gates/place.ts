import { readiness } from '../location.ts'
import type { NumberClass } from '../numberClass.ts'
import type { Owner, PolicyPack } from '../policy/policy.ts'
import type { RuleId } from '../policy/ruleBook/ruleBook.ts'
import type { Act } from './act.ts'
import { type Barrier, barrier } from './obstacle.ts'

export function location(number: NumberClass, pack: PolicyPack): Barrier | undefined {
  const failed = (reason: string, by: readonly RuleId[], owner: Owner, act: Act) =>
    barrier(pack, 'location', { reason, by, owner, act })
  switch (readiness(number, pack)) {
    case 'ready':
      return undefined
    case 'country':
      return failed('LOCATION_COUNTRY', ['P1', 'P5'], 'nobody', 'noAct')
    case 'notCiscoPstn':
      return failed('NOT_CISCO_PSTN', ['P7'], 'customerAdmin', 'moveToCiscoPstnLocation')
    case 'textingNotOffered':
      return failed('TEXTING_NOT_OFFERED', ['P7', 'T4'], 'cisco', 'askCisco')
    case 'removed':
      return failed('LOCATION_REMOVED', ['P5'], 'customerAdmin', 'moveNumber')
    case 'unknown': {
      const said = { reason: 'LOCATION_FACT_MISSING', owner: 'customerAdmin', act: 'reportLocation' } as const
      return barrier(pack, 'location', { ...said, state: 'unknown', by: ['P5', 'P7', 'T4'] })
    }
  }
}

export function primary({ owner }: NumberClass, pack: PolicyPack): Barrier | undefined {
  if (owner === pack.rules.P5.parameters['owner']) return undefined
  if (owner === 'unknown')
    return barrier(pack, 'primary', {
      state: 'unknown',
      reason: 'OWNER_UNKNOWN',
      by: ['P5'],
      owner: 'customerAdmin',
      act: 'reportOwner',
    })
  const said = { reason: 'NOT_A_PRIMARY_NUMBER', owner: 'customerAdmin', act: 'assignAsPrimary' } as const
  return barrier(pack, 'primary', { ...said, by: ['P5'] })
}

/** P5, of a user: without a primary number nobody texts, whatever numbers there are. */
export const noPrimaryNumber = { reason: 'NO_PRIMARY_NUMBER', ruleIds: ['P5'] } as const

export function kind(number: NumberClass, pack: PolicyPack): Barrier | undefined {
  if (number.kind === 'standard') return undefined
  const reason = number.kind === 'tollFree' ? 'TOLL_FREE_NOT_10DLC' : 'KIND_NOT_TEXTABLE'
  return barrier(pack, 'kind', { reason, by: ['P5', 'P11'], owner: 'nobody', act: 'noAct' })
}

export function inventory(number: NumberClass, pack: PolicyPack): Barrier | undefined {
  if (number.inventory === 'inService') return undefined
  if (number.inventory === 'unknown')
    return barrier(pack, 'inventory', {
      state: 'unknown',
      reason: 'INVENTORY_UNKNOWN',
      by: ['P5'],
      owner: 'customerAdmin',
      act: 'reportInventory',
    })
  const said = { reason: 'NOT_IN_SERVICE', owner: 'customerAdmin', act: 'activateNumber' } as const
  return barrier(pack, 'inventory', { ...said, by: ['P5'] })
}
