import * as z from 'zod'
import { instantOut } from './schemas.ts'

export const packSummary = z
  .object({
    id: z.string(),
    version: z.string().describe('the age and the hash of its content, as events record it'),
    effectiveFrom: instantOut,
    isEffectiveFromAssumed: z.boolean().describe('the publication carries no date'),
    isInForce: z.boolean(),
    rules: z.object({ inForce: z.int(), ended: z.int(), notYet: z.int() }),
  })
  .meta({ id: 'PolicyPack' })

const ids = z.array(z.string())
const told = z.object({
  ruleId: z.string(),
  words: z.string(),
  conflictsWith: ids.describe('rules of the same age that say the opposite'),
  names: z.array(z.string()),
})

export const packWhole = packSummary
  .extend({
    zone: z.string(),
    instants: z.record(z.string(), instantOut).describe('when the dated rules begin to act'),
    gates: z
      .array(z.object({ gate: z.string(), ruleIds: ids, isExempted: z.boolean() }))
      .describe('in the order in which they are asked; isExempted: not asked of numbers from before, until D1 acts'),
    readings: z.record(z.string(), z.string()),
    terms: z.object({
      serviceClass: z.string().nullable(),
      features: z.array(z.object({ feature: z.string(), isSupported: z.enum(['yes', 'no', 'unsaid']), ruleIds: ids })),
      retention: z.object({ days: z.int(), canBeChanged: z.boolean(), ruleIds: ids }).nullable(),
      conduct: z.array(told),
      benefits: z.array(told),
      switches: z.array(told),
      notices: z.array(told),
      spamReport: z.string().nullable(),
    }),
  })
  .meta({ id: 'PolicyPackWhole' })

const ruleInPack = z.object({
  telling: z.enum(['stated', 'restated', 'statedDifferently', 'silent', 'contradicted']),
  force: z.enum(['notYet', 'inForce', 'ended']),
  kind: z.string(),
  audience: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  source: z.string().nullable().describe('the last age, up to this one, that told it'),
  effectiveFrom: instantOut.nullable(),
  endedBy: z.string().nullable(),
})

export const ruleItem = ruleInPack
  .extend({
    id: z.string(),
    words: z.string(),
    differently: z.string().nullable().describe('in which other terms this age tells it'),
    does: z.string().describe('what the product does with it'),
  })
  .meta({ id: 'Rule' })

export const ruleWhole = z
  .object({
    id: z.string(),
    words: z.string(),
    kind: z.string(),
    audience: z.string(),
    does: z.string().describe('what the product does with it'),
    ages: z
      .array(ruleInPack.extend({ pack: z.string(), differently: z.string().nullable() }))
      .describe('how it stands in each age, oldest first'),
    readings: z.array(z.string()).describe('open points that it bears on'),
  })
  .meta({ id: 'RuleWhole' })

export type RuleAnswer = z.output<typeof ruleItem>

export const packDiff = z
  .object({
    from: z.string(),
    to: z.string(),
    rules: z.array(
      z.object({
        id: z.string(),
        words: z.string(),
        change: z.string(),
        before: ruleInPack,
        after: ruleInPack,
        terms: z.string().optional().describe('in which other terms the second tells it'),
      }),
    ),
    readings: z.array(z.object({ name: z.string(), before: z.string(), after: z.string() })),
    instants: z.array(z.object({ name: z.string(), before: instantOut, after: instantOut })),
    acts: z.array(z.string()).describe('what is done outside in another way'),
  })
  .meta({ id: 'PolicyPackDiff' })

export const retention = z.object({
  sentAt: instantOut,
  keptUntil: instantOut.nullable(),
  days: z.int().nullable(),
  canBeChanged: z.boolean().nullable(),
  ruleIds: ids,
})

export const identification = z.object({
  age: z.string().nullable().describe('null: a part that fits several ages, or no text of the article'),
  possible: z.array(z.string()),
  language: z.string().nullable(),
  found: z.array(z.string()).describe('what it was known by'),
  scores: z.record(z.string(), z.number()),
  inForce: z.string(),
  since: packDiff.nullable().describe('what has changed from that age to the one in force'),
})

export const readingItem = z
  .object({
    name: z.string(),
    question: z.string(),
    options: z.array(z.object({ option: z.string(), words: z.string() })),
    default: z.string(),
    ruleIds: ids,
    because: z.string(),
    effect: z.string().describe('what another option changes: instants, rules, what is decided, or nothing yet'),
  })
  .meta({ id: 'Reading' })
