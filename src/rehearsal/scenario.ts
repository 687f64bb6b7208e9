import * as z from 'zod'
import { contactActs, languages } from '../domain/contact.ts'
import { trafficParties, trafficStates } from '../domain/number.ts'
import { retractionReasons } from '../domain/retraction.ts'
import { type Instant, instant } from '../domain/values.ts'
import { mostSeeds } from './unruly.ts'

const at = z.iso
  .datetime({ message: 'an instant is written as 2026-01-05T16:00:00Z' })
  .transform((text): Instant => instant(text))
const number = z.string().regex(/^\+1[2-9]\d{9}$/, '+1 and ten digits')
const name = z.string().regex(/^[a-z][A-Za-z0-9]{0,31}$/, 'a small letter, then letters and digits')
const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'letters, digits, underscores, full stops, hyphens')
const codes = z.array(code).default([])
const numbers = z.array(number).min(1).optional()

/** `outOfReach`: with an address that no mail server knows. */
const contact = {
  acts: z.array(z.enum(contactActs)).min(1),
  language: z.enum(languages).default('en'),
  deputy: z.boolean().default(false),
  outOfReach: z.boolean().default(false),
} as const

const organisation = z.strictObject({
  facts: z.record(z.string(), z.string()).optional(),
  places: z.record(name, z.record(z.string(), z.string())),
  numbers: z
    .array(z.strictObject({ number, at: name, loa: z.enum(['required', 'notRequired']).optional() }))
    .min(1)
    .max(200),
  contacts: z.array(z.strictObject(contact)).optional(),
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
  act('reportNumber', {
    number,
    inventory: z.enum(['pending', 'inService', 'inactive', 'gone']).optional(),
    place: name.optional(),
    usage: z.enum(['none', 'primary', 'alternate', 'workspace', 'virtualLine', 'huntGroup']).optional(),
    loa: z.enum(['required', 'notRequired']).optional(),
    enteredAt: at.optional(),
  }),
  act('setUser', { number, setting: z.enum(['inherit', 'overrideOn', 'overrideOff']) }),
  act('addContact', contact),
  /** The newest contact for the first of these acts. */
  act('changeContact', contact),
  act('removeContact', { of: z.enum(contactActs) }),
  act('order', {
    place: name,
    numbers,
    next: z.enum(['more', 'done']).default('done'),
    sign: z.boolean().default(false),
    draft: z.boolean().default(false),
  }),
  act('changeOrder', { add: numbers, remove: numbers }),
  act('signLetter', {}),
  act('submitOrder', { next: z.enum(['more', 'done']).default('done') }),
  act('withdrawOrder', {}),
  act('reportOrder', { ticket: code }),
  act('answerOrder', { status: z.enum(['authorised', 'refused']), reason: code.optional(), numbers }),
  act('reportLetter', { status: z.enum(['accepted', 'refused']), reason: code.optional() }),
  act('withdrawLetter', {}),
  act('openCase', { numbers, kind: z.enum(['registration', 'authorisationHelp']).optional() }),
  act('answerCase', { status: z.enum(['authorised', 'refused']), reason: code.optional(), numbers }),
  act('reportCase', { status: z.string(), reason: code.optional() }),
  act('submitForm', {}),
  act('decide', {
    campaign: z.enum(['approved', 'rejected']),
    brand: z.enum(['verified', 'unverified']).optional(),
    codes,
    numbers,
  }),
  act('reportCampaign', { status: z.string(), codes }),
  act('reportRegistration', { numbers, status: z.enum(['registered', 'rejected']), code: code.optional() }),
  act('reportTraffic', { numbers, state: z.enum(trafficStates), by: z.enum(trafficParties).default('carrier'), codes }),
  act('takeOutOfCase', { numbers: z.array(number).min(1) }),
  act('cancelCase', {}),
  act('giveUpCase', {}),
  act('acknowledge', {}),
  act('cancelOnboarding', {}),
  /** What the act at this instant reported was wrong. */
  act('retract', { told: at, reason: z.enum(retractionReasons).default('mistaken') }),
  act('webhook', {
    side: z.enum(['desk', 'registry']),
    body: z.record(z.string(), z.unknown()),
    copies: z.int().min(1).max(10).default(1),
  }),
])

const numberState = {
  verdict: z.enum(['can', 'willStop', 'cannot', 'unknown']).optional(),
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
export type ScenarioContact = NonNullable<ScenarioOrganisation['contacts']>[number]
export type ScenarioOrganisation = Scenario['organisations'][string]

/** Another scenario, beside whose organisations twins with unruly webhooks are played. */
const twins = z.strictObject({
  title: z.string().min(1).max(200),
  plays: z.string().regex(/^[\w.-]+\.json$/, 'the name of a file of the same folder'),
  unruly: z.strictObject({
    seeds: z.array(z.int().min(0).max(999_999)).min(1).max(mostSeeds),
    copies: z.int().min(1).max(10),
    withinHours: z.number().positive().max(8_760),
  }),
})

export type Twins = z.output<typeof twins>

/** What is wrong first, and where: a list of names and places in lists. */
export type Malformed = { readonly path: readonly string[]; readonly reason: string; readonly isUnknownAct: boolean }
export type Checked<Form> =
  | { readonly ok: true; readonly form: Form }
  | { readonly ok: false; readonly malformed: Malformed }

export function checkScenario(json: unknown): Checked<Scenario> {
  return checked(scenario.safeParse(json))
}

export function checkTwins(json: unknown): Checked<Twins> {
  return checked(twins.safeParse(json))
}

export const actNames: readonly string[] = acts.options.map((option) => option.shape.act.value)

function checked<Form>(read: z.ZodSafeParseResult<Form>): Checked<Form> {
  if (read.success) return { ok: true, form: read.data }
  const [issue] = read.error.issues
  const path = (issue?.path ?? []).map(String)
  const isUnknownAct = issue?.code === 'invalid_union' && path[0] === 'acts' && path.at(-1) === 'act'
  return { ok: false, malformed: { path, reason: issue?.message ?? 'it is not usable', isUnknownAct } }
}
