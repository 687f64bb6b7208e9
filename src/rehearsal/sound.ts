import type { Instant } from '../domain/values.ts'
import { type RefusalCode, ScenarioRefused } from './refused.ts'
import type { Act, ActOf, Scenario } from './scenario.ts'

/** What the form of a file cannot tell: that its instants are in order, and that what is named is there. */
export function sound(scenario: Scenario): Scenario {
  const { starts, ends, organisations, acts, expect } = scenario
  if (ends <= starts) throw new ScenarioRefused('INSTANT_OUTSIDE', 'ends', `${ends} is not after ${starts}`)
  checkNumbers(organisations)
  checkInstants('acts', acts, scenario)
  checkInstants('expect', expect, scenario)
  for (const [index, act] of acts.entries()) checkNames(organisations, act, `acts[${index}]`)
  for (const [index, each] of expect.entries()) checkNames(organisations, each, `expect[${index}]`)
  checkOneAtATime(acts)
  checkMade(acts)
  return scenario
}

function checkNumbers(organisations: Scenario['organisations']): void {
  const known = new Set<string>()
  for (const [name, { numbers, places }] of Object.entries(organisations)) {
    for (const [index, { number, at }] of numbers.entries()) {
      const place = `organisations.${name}.numbers[${index}]`
      if (!places[at]) throw new ScenarioRefused('PLACE_UNKNOWN', place, `there is no place ${at}`)
      if (known.has(number)) throw new ScenarioRefused('NUMBER_TWICE', place, `${number} stands there already`)
      known.add(number)
    }
  }
}

function checkInstants(list: string, all: readonly { readonly at: Instant }[], { starts, ends }: Scenario): void {
  let last = starts
  for (const [index, { at }] of all.entries()) {
    const place = `${list}[${index}].at`
    if (at < starts || at > ends)
      throw new ScenarioRefused('INSTANT_OUTSIDE', place, `${at} is not between ${starts} and ${ends}`)
    if (at < last) throw new ScenarioRefused('INSTANT_OUT_OF_ORDER', place, `${at} comes after ${last} in the list`)
    last = at
  }
}

type Naming = {
  readonly organisation: string
  readonly place?: string | undefined
  readonly number?: string
  readonly numbers?: readonly string[] | 'all' | undefined
  readonly add?: readonly string[] | undefined
  readonly remove?: readonly string[] | undefined
  readonly endsLike?: string | undefined
}

function checkNames(organisations: Scenario['organisations'], item: Naming, place: string): void {
  for (const [field, name] of [['organisation', item.organisation] as const, ['endsLike', item.endsLike] as const]) {
    if (name !== undefined && !organisations[name])
      throw new ScenarioRefused('ORGANISATION_UNKNOWN', `${place}.${field}`, `there is no organisation ${name}`)
  }
  const named = organisations[item.organisation]
  if (!named) return
  if (item.place !== undefined && !named.places[item.place])
    throw new ScenarioRefused('PLACE_UNKNOWN', `${place}.place`, `${item.organisation} has no place ${item.place}`)
  const known = named.numbers.map((each) => each.number)
  const { number, numbers, add, remove } = item
  for (const [field, given] of Object.entries({ number: number && [number], numbers, add, remove })) {
    const unknown = Array.isArray(given) ? given.find((each) => !known.includes(each)) : undefined
    if (unknown !== undefined)
      throw new ScenarioRefused('NUMBER_UNKNOWN', `${place}.${field}`, `${item.organisation} has no number ${unknown}`)
  }
}

function checkOneAtATime(acts: readonly Act[]): void {
  const seen = new Map<string, number>()
  for (const [index, { at, organisation }] of acts.entries()) {
    const before = seen.get(`${at} ${organisation}`)
    if (before !== undefined) {
      const reason = `acts[${before}] of ${organisation} is at ${at} too`
      throw new ScenarioRefused('ACTS_AT_ONE_INSTANT', `acts[${index}].at`, reason)
    }
    seen.set(`${at} ${organisation}`, index)
  }
}

type Thing = 'onboarding' | 'order' | 'letter' | 'case'

/** What an act makes, and what it speaks of: that of the organisation's newest. */
const making: Readonly<Partial<Record<Act['act'], Thing>>> = {
  startOnboarding: 'onboarding',
  order: 'order',
  signLetter: 'letter',
  openCase: 'case',
}

const speaking: Readonly<Partial<Record<Act['act'], Thing>>> = {
  order: 'onboarding',
  changeOrder: 'order',
  signLetter: 'order',
  submitOrder: 'order',
  withdrawOrder: 'order',
  reportOrder: 'order',
  answerOrder: 'order',
  reportLetter: 'letter',
  withdrawLetter: 'letter',
  openCase: 'onboarding',
  reportCase: 'case',
  answerCase: 'case',
  submitForm: 'case',
  decide: 'case',
  takeOutOfCase: 'case',
  cancelCase: 'case',
  giveUpCase: 'case',
  acknowledge: 'onboarding',
  cancelOnboarding: 'onboarding',
}

const missing: Readonly<Record<Thing, RefusalCode>> = {
  onboarding: 'ONBOARDING_UNKNOWN',
  order: 'ORDER_UNKNOWN',
  letter: 'LETTER_UNKNOWN',
  case: 'CASE_UNKNOWN',
}

function isReport(told: Act, { organisation, told: at }: ActOf<'retract'>): boolean {
  return told.organisation === organisation && told.at === at
}

function checkMade(acts: readonly Act[]): void {
  const made = new Set<string>()
  for (const [index, each] of acts.entries()) {
    const { act, organisation } = each
    const spoken = speaking[act]
    if (spoken !== undefined && !made.has(`${organisation} ${spoken}`))
      throw new ScenarioRefused(missing[spoken], `acts[${index}]`, `${organisation} has no ${spoken} yet`)
    if (each.act === 'retract' && !acts.slice(0, index).some((other) => isReport(other, each)))
      throw new ScenarioRefused('REPORT_UNKNOWN', `acts[${index}].told`, `${organisation} has no act at ${each.told}`)
    const thing = making[act]
    if (thing !== undefined) made.add(`${organisation} ${thing}`)
    if (each.act === 'order' && each.sign) made.add(`${organisation} letter`)
  }
}
