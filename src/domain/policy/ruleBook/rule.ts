import type { Age } from '../ages.ts'
import type { PolicyPack } from '../policy.ts'

/** What a rule is by nature. In a pack whose age has ended it, it counts as `obsolete`. */
export type RuleKind = 'gate' | 'default' | 'limit' | 'deadline' | 'duration' | 'information'

/** Whom it addresses. The dated notices speak to those who texted before them. */
export type Audience = 'everyCustomer' | 'existingTextingCustomers' | 'healthcareCustomers'

export type RuleParameters = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** What the product does with a rule: it acts, it is known and does not act yet, or it is only told. */
export type Here =
  | { readonly state: 'acts'; readonly how: string }
  | { readonly state: 'missing'; readonly what: string }
  | { readonly state: 'informs'; readonly note?: string }

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
  /** A dated rule acts by this instant, whatever the age that tells it. */
  readonly actsFrom?: keyof PolicyPack['instants']
  readonly here: Here
}

type Rest = Partial<Omit<Rule, 'words' | 'kind' | 'toldIn' | 'here'>>

export function rule(kind: RuleKind, words: string, toldIn: readonly Age[], here: Here, rest: Rest = {}): Rule {
  return { audience: 'everyCustomer', parameters: {}, differently: {}, ...rest, words, kind, toldIn, here }
}

export const acts = (how: string): Here => ({ state: 'acts', how })
export const missing = (what: string): Here => ({ state: 'missing', what })
export const informs: Here = { state: 'informs' }
export const once = (note: string): Here => ({ state: 'informs', note })
