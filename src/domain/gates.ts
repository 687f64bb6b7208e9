import type { Barrier, Obstacle } from './gates/obstacle.ts'
import { eligibility, licence } from './gates/organisation.ts'
import { inventory, kind, location, primary } from './gates/place.ts'
import { authorisation, registration } from './gates/road.ts'
import { app, message, type Sending } from './gates/sending.ts'
import { setting } from './gates/setting.ts'
import { traffic } from './gates/traffic.ts'
import type { NumberClass } from './numberClass.ts'
import type { GateInPack, GateName } from './policy/gateRules.ts'
import { isInForce } from './policy/inForce.ts'
import type { PolicyPack } from './policy/policy.ts'
import type { Eligibility } from './process/onboarding.ts'
import { type Instant, instant } from './values.ts'

type Asked = { readonly pack: PolicyPack; readonly at: Instant; readonly sending: Sending }

/** How each gate decides. Which of them are asked, and in which order, is for the pack to say. */
const gates: Readonly<Record<GateName, (number: NumberClass, asked: Asked) => Obstacle | undefined>> = {
  eligibility: (number, { pack, at }) => eligibility(number, pack, at),
  licence: (number, { pack }) => licence(number, pack),
  location: (number, { pack }) => location(number, pack),
  primary: (number, { pack }) => primary(number, pack),
  kind: (number, { pack }) => kind(number, pack),
  inventory: (number, { pack }) => inventory(number, pack),
  authorisation: (number, { pack }) => authorisation(number, pack),
  registration: (number, { pack }) => registration(number, pack),
  traffic: (number, { pack }) => traffic(number, pack),
  setting: (number, { pack }) => setting(number, pack),
  app: (_, { pack, sending }) => app(sending, pack),
  message: (_, { pack, sending }) => message(sending, pack),
}

/**
 * Every obstacle in the order in which the gates are shown; without one the number may text. Numbers from before are let
 * through some gates until an instant: these stand as `ahead`.
 */
export function obstacles(
  number: NumberClass,
  pack: PolicyPack,
  at: Instant,
  sending: Sending = {},
): readonly Obstacle[] {
  const asked = { pack, at, sending }
  // Asked before every message: a number that passes costs no list but the empty one.
  const all: Obstacle[] = []
  for (const each of pack.gates) {
    const found = gates[each.gate](number, asked)
    if (found === undefined || (each.gate === 'licence' && outlivesLicence(number, pack))) continue
    all.push(exempted(found, each, exemptionOf(number, pack, at), pack))
  }
  return all
}

/** What shuts a gate by itself, exemptions left aside: on this rests whether a number can be carried on. */
export function barriers(
  number: NumberClass,
  pack: PolicyPack,
  at: Instant,
  only?: readonly GateName[],
): readonly Barrier[] {
  return pack.gates
    .filter(({ gate }) => only === undefined || only.includes(gate))
    .flatMap(({ gate }) => gates[gate](number, { pack, at, sending: {} }) ?? [])
    .filter((each): each is Barrier => each.state !== 'ahead')
}

/** What keeps a number from being authorised: its organisation, licence, location and kind. */
export function authorisationObstacles(number: NumberClass, pack: PolicyPack, at: Instant): readonly Barrier[] {
  return barriers(number, pack, at, ['eligibility', 'licence', 'location', 'kind', 'inventory'])
}

/** The verdict on the organisation alone: what processes wait for and hold on. */
export function eligibilityOf(number: NumberClass, pack: PolicyPack, at: Instant): Eligibility {
  const [shut] = barriers(number, pack, at, ['eligibility'])
  if (!shut) return 'eligible'
  return shut.state === 'unknown' ? 'unknown' : 'ineligible'
}

/** By the other reading of a lapse, what is registered keeps texting without a licence; nothing new comes onto its road. */
function outlivesLicence({ licence: phase, registration: stands }: NumberClass, pack: PolicyPack): boolean {
  const hasLapsed = phase === 'lapsed' || phase === 'ended'
  return pack.readings.lapse === 'keepsTexting' && hasLapsed && stands === 'registered'
}

/** Until when a number is let through: `unknown` where nobody has said since when it is here. */
type Exemption = Instant | 'unknown' | undefined

/** D1, D2: whoever was here before new numbers started off keeps texting until the switch-off, or for as long as it is exempt. */
export function exemptionOf({ entered, exempt }: NumberClass, pack: PolicyPack, at: Instant): Exemption {
  const { newNumbersStartOff } = pack.instants
  const until = letThroughUntil(exempt, pack)
  if (!isInForce(pack, 'D1') || at >= until) return undefined
  if (entered === 'before' || !isInForce(pack, 'D2')) return until
  if (entered === 'after') return undefined
  return at < newNumbersStartOff ? until : 'unknown'
}

function letThroughUntil(exempt: string, { instants: { unregisteredSwitchedOff } }: PolicyPack): Instant {
  return exempt > unregisteredSwitchedOff && exempt !== 'no' && exempt !== 'unknown'
    ? instant(exempt)
    : unregisteredSwitchedOff
}

function exempted(found: Obstacle, { isExempted }: GateInPack, exemption: Exemption, pack: PolicyPack): Obstacle {
  if (!isExempted || exemption === undefined || found.state === 'ahead') return found
  const dated = (['D1', 'D2'] as const).filter((id) => isInForce(pack, id) && !found.ruleIds.includes(id))
  if (exemption !== 'unknown') return { ...found, state: 'ahead', from: exemption, ruleIds: withD1(found.ruleIds) }
  const missing = { reason: 'ENTRY_UNKNOWN', owner: 'customerAdmin', act: 'reportEntry' } as const
  return { ...found, ...missing, state: 'unknown', ruleIds: [...found.ruleIds, ...dated] }
}

function withD1(ruleIds: Obstacle['ruleIds']): Obstacle['ruleIds'] {
  return ruleIds.includes('D1') ? ruleIds : [...ruleIds, 'D1']
}
