import type { Act, Expectation, Scenario, ScenarioOrganisation } from './scenario.ts'

/** How the webhooks of the twins come: each so often, each time late by up to so many hours, by each of these chances. */
export type Unruly = { readonly seeds: readonly number[]; readonly copies: number; readonly withinHours: number }

/** Area codes for the numbers of the twins: as many as there may be seeds. */
const areaCodes = ['206', '303', '404', '503', '602', '612', '617', '702', '713', '916']
export const mostSeeds = areaCodes.length

/**
 * Beside every organisation a twin for each seed: the same places, numbers, acts and answers of the outside, but unruly
 * webhooks. It must end like the orderly one, number by number.
 */
export function withTwins(orderly: Scenario, unruly: Unruly): Scenario {
  const twins = unruly.seeds.flatMap((seed, index) =>
    Object.entries(orderly.organisations).map(([of, plan]) => ({ of, plan, seed, area: areaCodes[index] ?? '' })),
  )
  const named = twins.map((twin) => ({ ...twin, name: twinName(twin.of, twin.seed) }))
  const rename = (number: string, area: string) => `+1${area}${number.slice(5)}`
  const organisations = named.map(({ name, plan, area }): [string, ScenarioOrganisation] => {
    const numbers = plan.numbers.map((each) => ({ ...each, number: rename(each.number, area) }))
    return [name, { ...plan, numbers }]
  })
  const acts = orderly.acts.flatMap((act): readonly Act[] => [
    act,
    ...named
      .filter(({ of }) => of === act.organisation)
      .map(({ name, area }) => renumbered({ ...act, organisation: name }, (number) => rename(number, area))),
  ])
  const alike = named.map(({ name, of }): Expectation => ({ at: orderly.ends, organisation: name, endsLike: of }))
  return {
    ...orderly,
    organisations: { ...orderly.organisations, ...Object.fromEntries(organisations) },
    outside: unrulyOutside(orderly.outside, named, unruly),
    acts,
    expect: [...orderly.expect, ...alike],
  }
}

type Twin = { readonly name: string; readonly of: string; readonly seed: number }

export function twinName(of: string, seed: number): string {
  return `${of}Unruly${seed}`
}

function renumbered(act: Act, rename: (number: string) => string): Act {
  return {
    ...act,
    ...('number' in act ? { number: rename(act.number) } : {}),
    ...('numbers' in act && act.numbers ? { numbers: act.numbers.map(rename) } : {}),
  }
}

type Rule = { readonly when?: { readonly organisation?: string } }

/** A rule that names an organisation stands once more for each of its twins. */
function unrulyOutside(outside: Scenario['outside'], twins: readonly Twin[], { copies, withinHours }: Unruly) {
  const side = (rules: Readonly<Record<string, readonly Rule[]>>) =>
    Object.fromEntries(Object.entries(rules).map(([list, all]) => [list, all.flatMap((rule) => forTwins(rule, twins))]))
  const sides = Object.entries(outside as Readonly<Record<string, Readonly<Record<string, readonly Rule[]>>>>)
  return {
    ...Object.fromEntries(sides.map(([name, rules]) => [name, side(rules)])),
    unruly: twins.map(({ name, seed }) => ({ organisation: name, seed, copies, withinHours })),
  }
}

function forTwins(rule: Rule, twins: readonly Twin[]): readonly Rule[] {
  const { when } = rule
  if (when?.organisation === undefined) return [rule]
  const same = twins.filter(({ of }) => of === when.organisation)
  return [rule, ...same.map(({ name }) => ({ ...rule, when: { ...when, organisation: name } }))]
}
