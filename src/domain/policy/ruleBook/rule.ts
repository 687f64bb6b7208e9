import type { Age } from '../ages.ts'
import type { PolicyPack } from '../policy.ts'

/** What a rule is by nature. In a pack whose age has ended it, it counts as `obsolete`. */
export type RuleKind = 'gate' | 'default' | 'limit' | 'deadline' | 'duration' | 'information'

/** Whom it addresses. The dated notices speak to those who texted before them. */
export type Audience = 'everyCustomer' | 'existingTextingCustomers' | 'healthcareCustomers'

export type RuleParameters = Readonly<Record<string, string | number | boolean | readonly string[]>>

export type Rule = {
  /** In our own words. */
  readonly words: string
  readonly kind: RuleKind
  readonly audience: Audience
  readonly parameters: RuleParameters
  /** The ages that tell it, oldest first, those that tell it differently among them. */
  readonly toldIn: readonly Age[]
  /** Where an age tells it in other terms than `words`: which. */
  readonly differently: Readonly<Partial<Record<Age, string>>>
  /** The age that contradicts it and so ends it. Silence ends nothing by itself. */
  readonly endedBy?: Age
  /** Rules that say the opposite, in an age that tells both. */
  readonly conflicts?: readonly string[]
  /** A dated rule acts by this instant, whatever the age that tells it. */
  readonly actsFrom?: keyof PolicyPack['instants']
  /** What the product does with it. Each acts, if only by being told as what it is. */
  readonly does: string
}

type Rest = Partial<Omit<Rule, 'words' | 'kind' | 'toldIn' | 'does'>>

export function rule(kind: RuleKind, words: string, toldIn: readonly Age[], does: string, rest: Rest = {}): Rule {
  return { audience: 'everyCustomer', parameters: {}, differently: {}, ...rest, words, kind, toldIn, does }
}
