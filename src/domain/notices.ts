import type { Obstacle } from './gates/obstacle.ts'
import { isVersion, type Sending } from './gates/sending.ts'
import { spamReport } from './gates/traffic.ts'
import type { NumberClass } from './numberClass.ts'
import { isInForce } from './policy/inForce.ts'
import type { PolicyPack } from './policy/policy.ts'
import type { RuleId } from './policy/ruleBook/ruleBook.ts'
import type { Instant } from './values.ts'

/** What a verdict has to say beside its obstacles: it decides nothing. */
export type Notice = {
  readonly code: 'APP_VERSION_UNKNOWN' | 'STARTS_LATE' | 'REGISTRATION_OWED' | 'TRAFFIC_THROTTLED'
  readonly ruleIds: readonly RuleId[]
  readonly see?: string
}

/** How far its registration has come that is not the number's own: what a start of it may be taken from. */
export type Begun = { readonly onboarding: boolean; readonly formSent: boolean }

type Told = {
  readonly pack: PolicyPack
  readonly at: Instant
  readonly sending: Sending
  readonly obstacles: readonly Obstacle[]
  readonly begun?: Begun | undefined
}

export function noticesOf(number: NumberClass, { pack, at, sending, obstacles, begun }: Told): readonly Notice[] {
  const all: Notice[] = []
  if (isAppUnknown(sending) && isInForce(pack, 'P6')) all.push({ code: 'APP_VERSION_UNKNOWN', ruleIds: ['P6'] })
  if (comesLate(pack, at, obstacles) && !hasStarted(number, pack, begun) && isInForce(pack, 'D4'))
    all.push({ code: 'STARTS_LATE', ruleIds: ['D4'] })
  if (owesRegistration(number, pack)) all.push({ code: 'REGISTRATION_OWED', ruleIds: ['Z3'] })
  if (number.traffic === 'throttled' && isInForce(pack, 'L9')) all.push(throttled(pack))
  return all
}

/** L9: it is slower, and still allowed. */
function throttled(pack: PolicyPack): Notice {
  const see = spamReport(pack)
  return {
    code: 'TRAFFIC_THROTTLED',
    ruleIds: see === undefined ? ['L9'] : ['L9', 'S1'],
    ...(see === undefined ? {} : { see }),
  }
}

/** An app was spoken of, and its version was not told or is nonsense. */
function isAppUnknown({ platform, appVersion }: Sending): boolean {
  return appVersion === undefined ? platform !== undefined : !isVersion(appVersion)
}

/** D4 refuses nothing: who has not begun by then may not be in time for the switch-off of its number. */
function comesLate(pack: PolicyPack, at: Instant, obstacles: readonly Obstacle[]): boolean {
  const { lateStartWarning, unregisteredSwitchedOff } = pack.instants
  if (at < lateStartWarning || at >= unregisteredSwitchedOff) return false
  return obstacles.some(({ gate, state }) => gate === 'registration' && state === 'ahead')
}

/** Whether what counts as a start has to be looked up beside the number. */
export function asksWhatBegan({ readings, instants }: PolicyPack, at: Instant): boolean {
  const isInWindow = at >= instants.lateStartWarning && at < instants.unregisteredSwitchedOff
  return isInWindow && readings.started !== 'caseOpened'
}

/** What counts as a start is an open point. Of what nobody looked up the number's own case tells the most. */
function hasStarted(number: NumberClass, { readings }: PolicyPack, begun: Begun | undefined): boolean {
  if (number.registration === 'submitted') return true
  switch (readings.started) {
    case 'onboardingCreated':
      return number.case === 'yes' || begun?.onboarding === true
    case 'formSent':
      return number.case === 'yes' && begun?.formSent === true
    default:
      return number.case === 'yes'
  }
}

/** Z3, by the other reading: whether it is to text or not. One that left, or that no campaign takes, owes nothing. */
function owesRegistration({ kind, inventory, registration }: NumberClass, pack: PolicyPack): boolean {
  if (pack.readings.mustRegister !== 'every' || !isInForce(pack, 'Z3')) return false
  return kind === 'standard' && inventory !== 'gone' && registration !== 'registered'
}
