import type { Instant } from '../values.ts'
import type { Age } from './ages.ts'
import type { OutsideAct, PolicyPack } from './policy.ts'
import { type ReadingName, readingNames } from './ruleBook/readings.ts'
import { type RuleId, ruleIds, ruleOf } from './ruleBook/ruleBook.ts'
import type { RuleInPack } from './ruleBook/ruleInPack.ts'

/**
 * What became of a rule from one pack to the other. `told`: the second is the first of the two to know it; `untold`: the reverse.
 * `notRestated`: it fell silent and the rule stays; `toldAgain`: the reverse. `begun`, `notBegun`, `moved`: other readings only.
 */
export type Change =
  | 'told'
  | 'untold'
  | 'ended'
  | 'revived'
  | 'notRestated'
  | 'toldAgain'
  | 'reworded'
  | 'begun'
  | 'notBegun'
  | 'moved'

export type RuleChange = {
  readonly id: RuleId
  readonly words: string
  readonly change: Change
  readonly before: RuleInPack
  readonly after: RuleInPack
  /** In which other terms the second pack tells it, where it does. */
  readonly terms?: string
}

export type PackDiff = {
  readonly from: Age
  readonly to: Age
  readonly rules: readonly RuleChange[]
  readonly readings: readonly { readonly name: ReadingName; readonly before: string; readonly after: string }[]
  readonly instants: readonly { readonly name: string; readonly before: Instant; readonly after: Instant }[]
  /** The acts that are done in another way, or told by another age. */
  readonly acts: readonly OutsideAct[]
}

/** What changed between two packs, rule by rule in the order of their ids. Two alike have nothing to say. */
export function diffPacks(before: PolicyPack, after: PolicyPack): PackDiff {
  return {
    from: before.id,
    to: after.id,
    rules: ruleIds.flatMap((id) => changeOf(id, before, after) ?? []),
    readings: readingNames
      .map((name) => ({ name, before: before.readings[name], after: after.readings[name] }))
      .filter(differ),
    instants: namesOf(before.instants)
      .map((name) => ({ name, before: before.instants[name], after: after.instants[name] }))
      .filter(differ),
    acts: namesOf(before.outsideActs).filter((act) => {
      const [one, other] = [before.outsideActs[act], after.outsideActs[act]]
      return one.title !== other.title || one.path.join('>') !== other.path.join('>')
    }),
  }
}

function changeOf(id: RuleId, from: PolicyPack, to: PolicyPack): RuleChange | undefined {
  const [before, after] = [from.rules[id], to.rules[id]]
  const { words, differently } = ruleOf(id)
  const terms = differently[to.id]
  const isReworded = isTold(before) && isTold(after) && differently[from.id] !== terms
  const change = kindOf(before, after) ?? (isReworded ? 'reworded' : undefined)
  return change && { id, words, change, before, after, ...(terms === undefined ? {} : { terms }) }
}

function kindOf(before: RuleInPack, after: RuleInPack): Change | undefined {
  if (before.force !== 'ended' && after.force === 'ended') return 'ended'
  if (before.force === 'ended' && after.force !== 'ended') return 'revived'
  if (before.source === null && after.source !== null) return 'told'
  if (before.source !== null && after.source === null) return 'untold'
  if (before.force !== after.force) return after.force === 'inForce' ? 'begun' : 'notBegun'
  if (before.effectiveFrom !== after.effectiveFrom) return 'moved'
  if (after.force === 'ended' || isTold(before) === isTold(after)) return undefined
  return isTold(after) ? 'toldAgain' : 'notRestated'
}

function isTold({ telling }: RuleInPack): boolean {
  return telling !== 'silent' && telling !== 'contradicted'
}

function differ({ before, after }: { readonly before: string; readonly after: string }): boolean {
  return before !== after
}

function namesOf<Key extends string>(data: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(data) as Key[]
}
