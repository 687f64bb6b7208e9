/** One way to read a point that the article leaves open. */
export type Reading = {
  readonly question: string
  /** Each option with what it means; the first is the default. */
  readonly options: Readonly<Record<string, string>>
  readonly ruleIds: readonly string[]
  readonly because: string
  /**
   * What another option changes. `instants`: those of the pack, and with them every decision that asks one. `rules`: which rules
   * the pack has in force. `decides`: what is decided under it. `noted`: it stands in the pack, and nothing can act on it.
   */
  readonly effect: 'instants' | 'rules' | 'decides' | 'noted'
  /** Options that nothing can act on, each with the fact that nobody tells us. */
  readonly lacks: Readonly<Record<string, string>>
}

type Effect = { readonly effect: Reading['effect']; readonly lacks?: Reading['lacks'] }

export function reading<const Options extends Readonly<Record<string, string>>>(
  question: string,
  options: Options,
  ruleIds: readonly string[],
  because: string,
  effect: Reading['effect'] | Effect,
) {
  const { lacks = {}, ...acts }: Effect = typeof effect === 'string' ? { effect } : effect
  return { question, options, ruleIds, because, effect: acts.effect, lacks } as const
}
