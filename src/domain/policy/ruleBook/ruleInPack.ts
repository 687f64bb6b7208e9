import type { Instant } from '../../values.ts'
import { type Age, ages, isUpTo, publication } from '../ages.ts'
import type { PolicyPack } from '../policy.ts'
import type { ChosenReadings } from './readings.ts'
import type { Audience, Rule, RuleKind, RuleParameters } from './rule.ts'
import { type RuleId, ruleIds, ruleOf } from './ruleBook.ts'

/** How one age speaks of a rule. `stated` is the first time, `silent` is no word at all, be it before or after that. */
export type Telling = 'stated' | 'restated' | 'statedDifferently' | 'silent' | 'contradicted'

export type RuleInPack = {
  readonly telling: Telling
  /** In force and silent: by the word of an older age or, where the rule has a date of its own, ahead of its telling. */
  readonly force: 'notYet' | 'inForce' | 'ended'
  readonly kind: RuleKind | 'obsolete'
  readonly audience: Audience
  readonly parameters: RuleParameters
  /** The last age, up to this one, that told it. */
  readonly source: Age | null
  /** From when it acts: its own date where it has one, else the publication of the first age that told it. */
  readonly effectiveFrom: Instant | null
  /** The age that ended it. */
  readonly endedBy: Age | null
}

/** The whole rule book as it stands in one age, by the readings chosen. */
export function rulesIn(
  age: Age,
  readings: ChosenReadings,
  instants: PolicyPack['instants'],
): Readonly<Record<RuleId, RuleInPack>> {
  const entries = ruleIds.map((id) => [id, ruleIn(id, ruleOf(id), age, readings, instants)])
  return Object.fromEntries(entries) as Readonly<Record<RuleId, RuleInPack>>
}

function ruleIn(
  id: RuleId,
  rule: Rule,
  age: Age,
  readings: ChosenReadings,
  instants: PolicyPack['instants'],
): RuleInPack {
  const { audience, parameters, toldIn, actsFrom } = rule
  const first = toldIn[0] ?? null
  const hasBegun = hasNoAge(id, readings) || (first !== null && isUpTo(first, age))
  const end = endOf(id, rule, readings)
  const endedBy = end !== null && isUpTo(end, age) ? end : null
  return {
    telling: tellingIn(rule, age, end),
    force: forceOf(hasBegun, endedBy),
    kind: endedBy ? 'obsolete' : rule.kind,
    audience,
    parameters,
    source: toldIn.findLast((each) => isUpTo(each, age)) ?? null,
    effectiveFrom: actsFrom ? instants[actsFrom] : first && publication[first].at,
    endedBy,
  }
}

function forceOf(hasBegun: boolean, endedBy: Age | null): RuleInPack['force'] {
  if (endedBy) return 'ended'
  return hasBegun ? 'inForce' : 'notYet'
}

function tellingIn(rule: Rule, age: Age, end: Age | null): Telling {
  if (rule.endedBy === age && end === age) return 'contradicted'
  if (!rule.toldIn.includes(age)) return 'silent'
  if (rule.differently[age] !== undefined) return 'statedDifferently'
  return rule.toldIn[0] === age ? 'stated' : 'restated'
}

/** What holds before any age tells it: dates act by their own instant, and letters where the carrier asks for them. */
function hasNoAge(id: RuleId, readings: ChosenReadings): boolean {
  if (id === 'Z8') return readings.letters === 'asFlagged'
  return ruleOf(id).actsFrom !== undefined
}

/** The age that ends a rule: the one that contradicts it or, where silence is read as an end, the first that is silent. */
function endOf(id: RuleId, rule: Rule, readings: ChosenReadings): Age | null {
  if (id === 'L4') return readings.eventsInterface === 'isThere' ? (rule.endedBy ?? null) : null
  if (rule.endedBy) return rule.endedBy
  if (readings.silence === 'keepsRules') return null
  const last = rule.toldIn.at(-1)
  return ages.find((age) => last !== undefined && age !== last && isUpTo(last, age)) ?? null
}
