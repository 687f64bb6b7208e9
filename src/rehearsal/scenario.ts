import * as z from 'zod'
import { type Instant, instant } from '../domain/values.ts'

/** A scenario that cannot be rehearsed: where it is wrong, and a code that stays the same when words change. */
export class ScenarioRefused extends Error {
  override readonly name: RefusalCode
  readonly code: RefusalCode
  readonly place: string

  constructor(code: RefusalCode, place: string, reason: string) {
    super(`${code} at ${place}: ${reason}`)
    this.name = code
    this.code = code
    this.place = place
  }
}

export type RefusalCode =
  | 'SCENARIO_UNREADABLE'
  | 'SCENARIO_MALFORMED'
  | 'ACT_UNKNOWN'
  | 'INSTANT_OUT_OF_ORDER'
  | 'ORGANISATION_UNKNOWN'
  | 'PLACE_UNKNOWN'
  | 'NUMBER_UNKNOWN'
  | 'OUTSIDE_REFUSED'

/** Whole minutes: milliseconds belong to the machine, and are not told. */
const at = z.iso
  .datetime()
  .transform((text): Instant => instant(text))
  .refine((text) => text.endsWith(':00.000Z'), 'not a whole minute of UTC')
const number = z.string().regex(/^\+1[2-9]\d{9}$/, '+1 and ten digits')
const name = z.string().regex(/^[a-z][A-Za-z0-9]{0,31}$/, 'a small letter, then letters and digits')
const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'letters, digits, underscores, full stops, hyphens')
const codes = z.array(code).default([])
const numbers = z.array(number).min(1).optional()

const organisation = z.strictObject({
  facts: z.record(z.string(), z.string()).optional(),
  places: z.record(name, z.record(z.string(), z.string())),
  numbers: z
    .array(z.strictObject({ number, at: name, loa: z.enum(['required', 'notRequired']).optional() }))
    .min(1)
    .max(200),
})

const common = {
  at,
  organisation: name,
  happenedAt: at.optional(),
  /** The act is declined, with this code. */
  declined: z.string().optional(),
} as const

const act = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ ...common, act: z.literal(kind), ...shape })

const acts = z.discriminatedUnion('act', [
  act('reportFact', { fact: z.string(), value: z.string(), expiresAt: at.optional() }),
  act('startOnboarding', {}),
  act('requestLicence', {}),
  act('reportLicence', { status: z.enum(['ordered', 'activated', 'lapsed', 'ended']) }),
  act('reportPlace', { place: name, facts: z.record(z.string(), z.string()) }),
  act('setUser', { number, setting: z.enum(['inherit', 'overrideOn', 'overrideOff']) }),
  act('order', {
    place: name,
    numbers,
    next: z.enum(['more', 'done']).default('done'),
    sign: z.boolean().default(false),
  }),
  act('answerOrder', { status: z.enum(['authorised', 'refused']), reason: code.optional(), numbers }),
  act('openCase', { numbers }),
  act('reportCase', { status: z.string(), reason: code.optional() }),
  act('submitForm', {}),
  act('decide', {
    campaign: z.enum(['approved', 'rejected']),
    brand: z.enum(['verified', 'unverified']).optional(),
    codes,
    numbers,
  }),
  act('reportCampaign', { status: z.string(), codes }),
  act('giveUpCase', {}),
  act('acknowledge', {}),
  act('cancelOnboarding', {}),
  act('webhook', {
    side: z.enum(['desk', 'registry']),
    body: z.record(z.string(), z.unknown()),
    copies: z.int().min(1).max(10).default(1),
  }),
])

const numberState = {
  verdict: z.enum(['can', 'cannot', 'unknown']).optional(),
  reason: z.string().optional(),
  authorisation: z.string().optional(),
  registration: z.string().optional(),
  texting: z.string().optional(),
} as const

const organisationState = {
  licence: z.string().optional(),
  onboarding: z.string().optional(),
  case: z.string().optional(),
  overdue: z.boolean().optional(),
} as const

/** With `numbers` (or `all`) it speaks of each of these, else of the organisation. */
const expectation = z.strictObject({
  at,
  organisation: name,
  numbers: z.union([z.literal('all'), z.array(number).min(1)]).optional(),
  ...numberState,
  ...organisationState,
  /** Everything about it is as it is with the other organisation, number by number in the order of the file. */
  endsLike: name.optional(),
})

const scenario = z.strictObject({
  title: z.string().min(1).max(200),
  starts: at,
  ends: at,
  organisations: z.record(name, organisation).refine((all) => Object.keys(all).length > 0, 'no organisation'),
  /** The script of the outside world; its rules name organisations as this file does. */
  outside: z.record(z.string(), z.unknown()).default({}),
  acts: z.array(acts),
  expect: z.array(expectation).default([]),
})

export type Scenario = z.output<typeof scenario>
export type Act = Scenario['acts'][number]
export type ActOf<Kind extends Act['act']> = Extract<Act, { readonly act: Kind }>
export type Expectation = Scenario['expect'][number]
export type ScenarioOrganisation = Scenario['organisations'][string]

export function parseScenario(text: string): Scenario {
  const read = scenario.safeParse(json(text))
  if (!read.success) throw malformed(read.error)
  const { starts, ends, organisations, acts: all, expect } = read.data
  for (const [list, each] of [['acts', all] as const, ['expect', expect] as const]) {
    let last = starts
    for (const [index, item] of each.entries()) {
      const place = `${list}[${index}]`
      if (item.at < last || item.at > ends)
        throw new ScenarioRefused('INSTANT_OUT_OF_ORDER', place, `${item.at} is not between ${last} and ${ends}`)
      last = item.at
      checkNames(organisations, item, place)
    }
  }
  for (const [key, each] of Object.entries(organisations))
    for (const item of each.numbers) checkPlace(each, item.at, `organisations.${key}`)
  return read.data
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ScenarioRefused('SCENARIO_UNREADABLE', 'the file', error instanceof Error ? error.message : 'no JSON')
  }
}

function malformed(error: z.ZodError): ScenarioRefused {
  const issue = error.issues[0]
  const place = (issue?.path ?? []).map(String).join('.') || 'the file'
  const isAct = issue?.code === 'invalid_union' && /^acts\.\d+\.act$/.test(place)
  return new ScenarioRefused(isAct ? 'ACT_UNKNOWN' : 'SCENARIO_MALFORMED', place, issue?.message ?? 'it is not usable')
}

type Naming = { readonly organisation: string; readonly place?: string; readonly number?: string } & {
  readonly numbers?: readonly string[] | 'all' | undefined
  readonly endsLike?: string | undefined
}

function checkNames(organisations: Scenario['organisations'], item: Naming, place: string): void {
  for (const key of [item.organisation, item.endsLike]) {
    if (key !== undefined && !organisations[key])
      throw new ScenarioRefused('ORGANISATION_UNKNOWN', place, `there is no organisation ${key}`)
  }
  const named = organisations[item.organisation]
  if (!named) return
  if (item.place !== undefined) checkPlace(named, item.place, place)
  const known = named.numbers.map((each) => each.number)
  const asked = [...(Array.isArray(item.numbers) ? item.numbers : []), ...(item.number ? [item.number] : [])]
  const unknown = asked.find((each) => !known.includes(each))
  if (unknown) throw new ScenarioRefused('NUMBER_UNKNOWN', place, `${item.organisation} has no number ${unknown}`)
}

function checkPlace(organisation: ScenarioOrganisation, name: string, place: string): void {
  if (!organisation.places[name]) throw new ScenarioRefused('PLACE_UNKNOWN', place, `there is no place ${name}`)
}
