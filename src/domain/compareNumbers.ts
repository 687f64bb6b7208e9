import { type Explanation, explainClass, type Verdict } from './explain.ts'
import { type ClassAxisName, classAxes, type NumberClass } from './numberClass.ts'
import type { PolicyPack } from './policy/policy.ts'
import type { Instant } from './values.ts'

type Shut = {
  readonly gate: string
  readonly state: string
  readonly reason: string
  readonly ruleIds: readonly string[]
}
export type Side = { readonly verdict: Verdict; readonly reason: string; readonly shut: readonly Shut[] }

/** Why one may text and the other not: what each is stopped by alone, and every axis in which they differ. */
export type Comparison = {
  readonly one: Side
  readonly other: Side
  readonly axes: readonly { readonly axis: ClassAxisName; readonly one: string; readonly other: string }[]
}

export function compareNumbers(one: NumberClass, other: NumberClass, pack: PolicyPack, at: Instant): Comparison {
  const [here, there] = [explainClass(one, pack, at), explainClass(other, pack, at)]
  return {
    one: sideOf(here, there),
    other: sideOf(there, here),
    axes: classAxes
      .map(({ name }) => ({ axis: name, one: one[name], other: other[name] }))
      .filter((each) => each.one !== each.other),
  }
}

function sideOf({ verdict, reason, obstacles }: Explanation, other: Explanation): Side {
  const isShared = (gate: string, why: string) =>
    other.obstacles.some((each) => each.gate === gate && each.reason === why)
  const shut = obstacles
    .filter((each) => !isShared(each.gate, each.reason))
    .map(({ gate, state, reason: why, ruleIds }) => ({ gate, state, reason: why, ruleIds }))
  return { verdict, reason, shut }
}
