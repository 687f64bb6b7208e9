import { type Obstacle, obstacles } from './gates.ts'
import { type ClassInstants, classInstants, classOf, type NumberClass, type NumberRow } from './numberClass.ts'
import type { PolicyPack } from './policy/policy.ts'
import type { Instant } from './values.ts'

export type Verdict = 'can' | 'cannot' | 'unknown'

/** Whether a number may text, every obstacle in order, and the one that is shown first. */
export type Explanation = {
  readonly mayText: boolean
  readonly verdict: Verdict
  readonly reason: string
  readonly first?: Obstacle
  readonly obstacles: readonly Obstacle[]
  readonly ruleIds: readonly string[]
}

export function explain(row: NumberRow, pack: PolicyPack, at: Instant): Explanation {
  const instants: ClassInstants = classInstants(pack, at)
  return explainClass(classOf(row, instants), pack, at)
}

/** Unknown never counts as approval: it answers `mayText: false` and names the missing fact. */
export function explainClass(number: NumberClass, pack: PolicyPack, at: Instant): Explanation {
  const all = obstacles(number, pack, at)
  const failed = all.find((each) => each.state === 'failed')
  const first = failed ?? all[0]
  const verdict: Verdict = failed ? 'cannot' : first ? 'unknown' : 'can'
  return {
    mayText: verdict === 'can',
    verdict,
    reason: first?.reason ?? 'ALL_GATES_PASSED',
    ...(first ? { first } : {}),
    obstacles: all,
    ruleIds: [...new Set(all.flatMap((each) => each.ruleIds))],
  }
}
