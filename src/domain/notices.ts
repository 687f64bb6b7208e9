import type { Obstacle } from './gates/obstacle.ts'
import { isVersion, type Sending } from './gates/sending.ts'
import type { NumberClass } from './numberClass.ts'
import { isInForce } from './policy/inForce.ts'
import type { PolicyPack } from './policy/policy.ts'
import type { RuleId } from './policy/ruleBook/ruleBook.ts'
import type { Instant } from './values.ts'

/** What a verdict has to say beside its obstacles: it decides nothing. */
export type Notice = { readonly code: 'APP_VERSION_UNKNOWN' | 'STARTS_LATE'; readonly ruleIds: readonly RuleId[] }

type Told = {
  readonly pack: PolicyPack
  readonly at: Instant
  readonly sending: Sending
  readonly obstacles: readonly Obstacle[]
}

export function noticesOf(number: NumberClass, { pack, at, sending, obstacles }: Told): readonly Notice[] {
  const all: Notice[] = []
  if (isAppUnknown(sending) && isInForce(pack, 'P6')) all.push({ code: 'APP_VERSION_UNKNOWN', ruleIds: ['P6'] })
  if (startsLate(number, pack, at, obstacles) && isInForce(pack, 'D4'))
    all.push({ code: 'STARTS_LATE', ruleIds: ['D4'] })
  return all
}

/** An app was spoken of, and its version was not told or is nonsense. */
function isAppUnknown({ platform, appVersion }: Sending): boolean {
  return appVersion === undefined ? platform !== undefined : !isVersion(appVersion)
}

/** D4 refuses nothing: who has not begun by then may not be in time for the switch-off of its number. */
function startsLate(number: NumberClass, pack: PolicyPack, at: Instant, obstacles: readonly Obstacle[]): boolean {
  const { lateStartWarning, unregisteredSwitchedOff } = pack.instants
  if (at < lateStartWarning || at >= unregisteredSwitchedOff) return false
  const willStop = obstacles.some(({ gate, state }) => gate === 'registration' && state === 'ahead')
  return willStop && number.case !== 'yes' && number.registration !== 'submitted'
}
