import type { Explanation } from './explain.ts'
import type { Act } from './gates/act.ts'
import type { NumberRow } from './numberClass.ts'
import type { Owner, PolicyPack } from './policy/policy.ts'

/**
 * What the messaging platform does, which has to have a yes or a no. `lastKnown`: the verdict is unknown, and what was last
 * carried out stands; the `task` is what would end that, and whose it is.
 */
export type PlatformAnswer = {
  readonly mayText: boolean
  readonly basis: 'verdict' | 'lastKnown'
  readonly task: { readonly act: Act; readonly owner: Owner } | null
}

/** The one place where unknown is not a no, and only where texting was on: everywhere else it never counts as yes. */
export function platformAnswer(
  { mayText, verdict, first }: Pick<Explanation, 'mayText' | 'verdict' | 'first'>,
  { texting }: Pick<NumberRow, 'texting'>,
  pack: PolicyPack,
): PlatformAnswer {
  if (verdict !== 'unknown') return { mayText, basis: 'verdict', task: null }
  const task = first ? { act: first.act, owner: first.owner } : null
  const wasOn = texting === 'on' || texting === 'legacyOn'
  if (pack.readings.unknownAt === 'keepLast' && wasOn) return { mayText: true, basis: 'lastKnown', task }
  return { mayText: false, basis: 'verdict', task }
}
