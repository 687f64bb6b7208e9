/** One way to read a point that the article leaves open. */
export type Reading = {
  readonly question: string
  /** Each option with what it means; the first is the default. */
  readonly options: Readonly<Record<string, string>>
  readonly ruleIds: readonly string[]
  readonly because: string
  /**
   * What another option changes. `instants`: those of the pack, and with them every decision that asks one. `rules`: which rules
   * the pack has in force. `decides`: what is decided under it. `noted`: it stands in the pack, and no code acts on it yet.
   */
  readonly effect: 'instants' | 'rules' | 'decides' | 'noted'
}

export function reading<const Options extends Readonly<Record<string, string>>>(
  question: string,
  options: Options,
  ruleIds: readonly string[],
  because: string,
  effect: Reading['effect'] = 'noted',
) {
  return { question, options, ruleIds, because, effect } as const
}
