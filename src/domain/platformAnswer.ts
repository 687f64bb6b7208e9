import type { Explanation } from './explain.ts'
import type { Act } from './gates/act.ts'
import type { NumberRow } from './numberClass.ts'
import type { Owner, PolicyPack } from './policy/policy.ts'
import type { Instant } from './values.ts'

/**
 * What the messaging platform does, which has to have a yes or a no. `lastKnown`: the verdict is unknown, and what was last
 * carried out stands; the `task` is what would end that, and whose it is.
 */
export type PlatformAnswer = {
  readonly mayText: boolean
  readonly basis: 'verdict' | 'lastKnown'
  readonly task: { readonly act: Act; readonly owner: Owner } | null
}

/**
 * Unknown is not a no where texting was on: what was activated stays so, what texted from before does until the switch-off,
 * and after it for as long as that cutoff keeps its answer.
 */
export function platformAnswer(
  { mayText, verdict, first }: Pick<Explanation, 'mayText' | 'verdict' | 'first'>,
  { texting }: Pick<NumberRow, 'texting'>,
  pack: PolicyPack,
  at: Instant,
): PlatformAnswer {
  if (verdict !== 'unknown') return { mayText, basis: 'verdict', task: null }
  const task = first ? { act: first.act, owner: first.owner } : null
  const wasOn = texting === 'on' || (texting === 'legacyOn' && at < pack.instants.unregisteredSwitchedOff)
  if (mayText || (pack.readings.unknownAt === 'keepLast' && wasOn)) return { mayText: true, basis: 'lastKnown', task }
  return { mayText: false, basis: 'verdict', task }
}
