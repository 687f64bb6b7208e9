import * as z from 'zod'
import type { Sending } from '../domain/gates/sending.ts'
import { ages } from '../domain/policy/ages.ts'
import { type DeploymentPolicy, packUnder } from '../domain/policy/effectivePack.ts'
import { firstPack, packAt } from '../domain/policy/packs.ts'
import type { PolicyPack } from '../domain/policy/policy.ts'
import { isOption } from '../domain/policy/ruleBook/readings.ts'
import type { Instant } from '../domain/values.ts'
import { suppositionOf } from '../domain/whatIf.ts'
import type { Policy } from '../store/policy.ts'
import { classifyNumber } from './phoneNumber.ts'
import { Problem } from './problem.ts'
import { instantText } from './schemas.ts'

/** A parameter that may be given once or several times. */
export function repeated<Item extends z.ZodType>(item: Item) {
  return z.union([item.transform((one) => [one]), z.array(item).max(20)]).optional()
}

const reading = z
  .string()
  .regex(/^[A-Za-z]+:[A-Za-z0-9]+$/, 'a reading is its name, a colon and an option')
  .transform((text): readonly [string, string] => {
    const [name = '', option = ''] = text.split(':')
    return [name, option]
  })
  .refine(([name, option]) => isOption(name, option), 'there is no such reading, or it has no such option')

const once = 'said twice, and not the same'

/** A question that supposes two things of one matter has no answer. */
function contradicts(said: readonly (readonly [string, string])[] = []): boolean {
  return said.some(([name, value]) => said.some(([other, another]) => other === name && another !== value))
}

/** Under which rules a question is asked. */
export const underRules = {
  policy: z
    .enum([...ages, 'today'])
    .optional()
    .describe('the age of the rules to ask, or today for what decides here now; without it what was in force then'),
  reading: repeated(reading)
    .refine((said) => !contradicts(said), once)
    .describe('name:option, once for each reading that is to be another than the chosen one'),
}

const supposition = z
  .string()
  .transform((text) => suppositionOf(text))
  .refine((found) => found !== undefined, 'nothing of this name can be supposed, or not this value')

/** What is to be supposed, as `licence:ended`. */
export const suppositions = {
  suppose: repeated(supposition)
    .refine((said) => !contradicts(said?.flatMap((each) => (each ? [[each.axis, each.value] as const] : []))), once)
    .describe('axis:value, once for each thing that is to be supposed'),
}

/** When it is asked about, and as what was known when. */
export const atMoment = {
  at: instantText.optional().describe('how it stood, or will stand, at this instant; without it at knownAt, else now'),
  knownAt: instantText.optional().describe('by what was known then; without it by what is known now'),
}

/** The one message that is asked about. */
export const aboutMessage = {
  direction: z.enum(['inbound', 'outbound']).optional(),
  kind: z.enum(['text', 'mms']).optional(),
  counterpart: z
    .string()
    .regex(/^\+[1-9]\d{1,14}$/, 'not E.164; in an address the plus sign is written %2B')
    .optional()
    .describe("the other side's number"),
  emoticons: z.enum(['yes', 'no']).optional(),
  platform: z.enum(['desktop', 'mobile']).optional(),
  app: z.string().max(40).optional().describe('the version of the app, as 42.12'),
}

export type RuleQuery = {
  readonly policy?: PolicyPack['id'] | 'today' | undefined
  readonly reading?: readonly (readonly [string, string])[] | undefined
}

/** What decides here now and, for a question about the past, what had been chosen as was known then. */
export type Ruling = { readonly today: Policy; readonly past?: DeploymentPolicy }

/** The pack that is to be asked at an instant. Before the first publication one has to be named. */
export function packFor({ policy, reading: other = [] }: RuleQuery, at: Instant, { today, past }: Ruling): PolicyPack {
  if (policy === undefined && at < firstPack.effectiveFrom) throw new Problem('NO_PACK_AT_INSTANT', { field: 'at' })
  const chosen = policy === undefined ? (past ?? today.chosen) : today.chosen
  const age = policy === 'today' ? today.pack.id : (policy ?? packAt(at).id)
  return packUnder(age, { ...chosen, readings: { ...chosen.readings, ...Object.fromEntries(other) } })
}

export type MomentQuery = { readonly at?: Instant | undefined; readonly knownAt?: Instant | undefined }

/** Both clocks of a question; what is not given is now, or follows the other one. */
export function momentOf({ at, knownAt }: MomentQuery, now: Instant): { at: Instant; knownAt: Instant } {
  if (knownAt !== undefined && knownAt > now) throw new Problem('KNOWN_AT_AHEAD', { field: 'knownAt' })
  return { at: at ?? knownAt ?? now, knownAt: knownAt ?? now }
}

type MessageQuery = { readonly [Name in keyof typeof aboutMessage]?: z.output<(typeof aboutMessage)[Name]> }

export function sendingOf({ direction, kind, counterpart, emoticons, platform, app }: MessageQuery): Sending {
  return {
    direction,
    kind,
    platform,
    appVersion: app,
    hasEmoticons: emoticons === 'yes',
    ...(counterpart === undefined ? {} : { counterpart: { country: classifyNumber(counterpart).country } }),
  }
}
