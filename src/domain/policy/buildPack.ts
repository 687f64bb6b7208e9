import { type Age, publication } from './ages.ts'
import { calendarOf, cutoffsUnder, type Postponed, zones } from './cutoffs.ts'
import { durationsUnder } from './durations.ts'
import { gatesIn } from './gateRules.ts'
import { textsOf } from './inForce.ts'
import { outsideActsIn } from './outsideActs.ts'
import type { PolicyPack } from './policy.ts'
import { type ChosenReadings, defaultReadings } from './ruleBook/readings.ts'
import type { RuleId } from './ruleBook/ruleBook.ts'
import { rulesIn } from './ruleBook/ruleInPack.ts'
import { sources } from './sources.ts'
import { waits } from './waits.ts'

/**
 * The pack of one age under the readings chosen, each point left out by its default, with what has been put off. Other
 * readings and other instants make another content hash.
 */
export function buildPack(age: Age, chosen: Partial<ChosenReadings> = {}, postponed: Postponed = {}): PolicyPack {
  const readings: ChosenReadings = { ...defaultReadings, ...chosen }
  const instants = cutoffsUnder(readings, postponed)
  return packOf(age, readings, instants, rulesIn(age, readings, instants))
}

/** The pack as it would be if one of its rules had never been told: what a rule decides shows in the difference. */
export function withoutRule(pack: PolicyPack, id: RuleId): PolicyPack {
  return packOf(pack.id, pack.readings, pack.instants, { ...pack.rules, [id]: { ...pack.rules[id], force: 'notYet' } })
}

function packOf(
  age: Age,
  readings: ChosenReadings,
  instants: PolicyPack['instants'],
  rules: PolicyPack['rules'],
): PolicyPack {
  return {
    id: age,
    effectiveFrom: publication[age].at,
    isEffectiveFromAssumed: publication[age].isAssumed,
    readings,
    rules,
    gates: gatesIn(rules),
    zone: zones[readings.zone],
    instants,
    cutoffs: calendarOf(rules, { instants, readings }),
    countries: textsOf({ rules }, 'P1', 'countries'),
    pstnConnection: textsOf({ rules }, 'P7', 'pstnConnection').join(),
    lateAfterMinutes: 60,
    waits: quotingInForce(waits, rules),
    durations: durationsUnder(rules, readings),
    measuredFromCases: 20,
    outsideActs: quotingInForce(outsideActsIn(age), rules),
    sources,
  }
}

/** Waits and acts quote the rules of the newest age that tells them; a pack names only those that it has. */
function quotingInForce<Name extends string, Quoting extends { readonly ruleIds: readonly string[] }>(
  all: Readonly<Record<Name, Quoting>>,
  rules: PolicyPack['rules'],
): Readonly<Record<Name, Quoting>> {
  const inForce = new Set<string>(Object.entries(rules).flatMap(([id, { force }]) => (force === 'inForce' ? [id] : [])))
  const entries = Object.entries<Quoting>(all).map(([name, each]) => [
    name,
    { ...each, ruleIds: each.ruleIds.filter((id) => inForce.has(id)) },
  ])
  return Object.fromEntries(entries) as Readonly<Record<Name, Quoting>>
}
