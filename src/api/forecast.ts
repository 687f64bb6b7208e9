import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { explainClass } from '../domain/explain.ts'
import {
  type Changes,
  type Deadline,
  dayOf,
  deadlineOf,
  type Forecast,
  forecast,
  latestStart,
  type Road,
  type Standing,
  slackOf,
  workingDaysLeft,
} from '../domain/forecast/forecast.ts'
import { withMeasured } from '../domain/forecast/measured.ts'
import { placeOf } from '../domain/forecast/standing.ts'
import { classInstants, parseClassKey } from '../domain/numberClass.ts'
import { courses, type Stretch, stretches } from '../domain/policy/durations.ts'
import type { PolicyPack } from '../domain/policy/policy.ts'
import type { Instant } from '../domain/values.ts'
import { readNow } from '../store/policy.ts'
import { countStandings, readMeasurements, type StandingCount } from '../store/views/forecastView.ts'
import { readers } from './access.ts'
import type { ApiDependencies } from './dependencies.ts'
import { problemResponse } from './problem.ts'
import { packFor, repeated, underRules } from './question.ts'
import { inOrganisation, instantOut, instantText } from './schemas.ts'

const day = z.iso.date().describe('a civil day in the zone of the policy pack')
/** A stretch, a colon, and a number of days or a day. */
function ofStretch<Value>(value: z.ZodType<Value>) {
  const item = z
    .string()
    .transform((text) => {
      const [name = '', said = '', ...rest] = text.split(':')
      const stretch = stretches.find((each) => each === name)
      const parsed = value.safeParse(said)
      return stretch && parsed.success && rest.length === 0 ? ([stretch, parsed.data] as const) : undefined
    })
    .refine((found) => found !== undefined, 'not a stretch of the road, a colon, and what is meant for it')
  return repeated(item)
}

const lengthOf = ofStretch(
  z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number),
)
const dayFor = ofStretch(day)

const changes = {
  loops: z.coerce.number().int().min(0).max(10).optional().describe('rejections from here on; else none, one and two'),
  pool: z.enum(['yes', 'no']).optional().describe('whether a number pool has to be asked for'),
  delay: lengthOf.describe('stretch:days more than usual'),
  doneOn: dayFor.describe('stretch:day on which it will be done'),
  days: lengthOf.describe('stretch:days instead of those of the pack'),
}

const road = z.object({
  loops: z.int(),
  finish: day,
  slack: z.object({ days: z.int().describe('negative: too late'), workingDays: z.int() }).nullable(),
  steps: z.array(z.object({ stretch: z.string(), from: day, to: day })),
})
const roads = { earliest: road, likely: road, late: road }

const deadline = z
  .object({ ruleId: z.string(), lastDay: day, instant: instantOut, planFor: day })
  .describe('numbers not registered by then are switched off')

const duration = z.object({
  stretch: z.string(),
  earliest: z.number(),
  likely: z.number(),
  late: z.number(),
  unit: z.string(),
  provenance: z.string().describe('rule, assumed, or measured from cases that ended here'),
  ruleIds: z.array(z.string()),
})

const forecastAnswer = z
  .object({
    from: z.string(),
    since: day,
    ...roads,
    deadline,
    workingDays: z
      .int()
      .describe('from the day on which it begins to planFor, both counted; without the holidays of either country'),
    latestStart: z
      .array(z.object({ loops: z.int(), forDeadline: day, forPlan: day }))
      .describe('the last day to begin this stretch and still be in time, by the likely course'),
    durations: z.array(duration),
  })
  .meta({ id: 'Forecast' })

const organisationForecast = z
  .object({
    at: instantOut,
    policyPack: z.string(),
    deadline,
    groups: z.array(
      z.object({
        count: z.int(),
        place: z.string().describe('the stretch that it stands at, done, or stuck where no act helps'),
        since: day.nullable(),
        earliest: day.nullable(),
        likely: day.nullable(),
        late: day.nullable(),
      }),
    ),
    atRisk: z
      .object({ willStop: z.int(), likely: z.int(), late: z.int() })
      .describe('numbers that text until the deadline, and of those the ones that come too late by each course'),
    durations: z.array(duration),
  })
  .meta({ id: 'OrganisationForecast' })

export function forecastRoutes({ store: { pool, clock } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/forecast',
      config: { roles: readers },
      schema: {
        tags: ['rules'],
        summary: 'When a road that begins on a day will end, and when it must begin to end in time',
        querystring: z.strictObject({
          ...underRules,
          ...changes,
          from: z.enum(standings).default('licence').describe('the stretch that begins'),
          since: day.optional().describe('the day on which it begins; without it today'),
        }),
        response: { 200: forecastAnswer, default: problemResponse },
      },
      handler: async (request) => {
        const { policy, reading, from, since, ...given } = request.query
        const { at: now, policy: today } = await readNow(pool, clock)
        const pack = withMeasured(packFor({ policy, reading }, now, { today }), await readMeasurements(pool))
        const begun = { from, since: since ?? dayOf(now, pack) }
        const [wanted, until] = [changesOf(given), deadlineOf(pack)]
        return {
          ...begun,
          ...shownRoads(forecast(begun, pack, wanted), until, pack),
          deadline: until,
          workingDays: workingDaysLeft(begun.since, until, pack),
          latestStart: [0, 1, 2].map((loops) => ({
            loops,
            forDeadline: latestStart(from, until.lastDay, pack, { ...wanted, loops }, 'likely'),
            forPlan: latestStart(from, until.planFor, pack, { ...wanted, loops }, 'likely'),
          })),
          durations: durationsOf(pack),
        }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/forecast',
      config: { roles: readers },
      schema: {
        tags: ['organisations'],
        summary: 'When the numbers of an organisation will have come to the end of their road, and which are at risk',
        params: inOrganisation,
        querystring: z.strictObject({
          ...underRules,
          ...changes,
          at: instantText.optional().describe('as if it were then; without it now'),
        }),
        response: { 200: organisationForecast, default: problemResponse },
      },
      handler: async (request) => {
        const { at: now, policy: today } = await readNow(pool, clock)
        const { policy, reading, at = now, ...given } = request.query
        const pack = withMeasured(packFor({ policy, reading }, at, { today }), await readMeasurements(pool))
        const counted = await countStandings(pool, request.params.orgId, classInstants(pack, at))
        const until = deadlineOf(pack)
        const all = counted.map((each) => foreseen(each, { pack, at, wanted: changesOf(given) }))
        const willStop = all.filter(({ verdict }) => verdict === 'willStop')
        const tooLate = (course: 'likely' | 'late') =>
          willStop.filter((each) => (each[course] ?? '9999') > until.lastDay)
        return {
          at,
          policyPack: pack.id,
          deadline: until,
          groups: grouped(all),
          atRisk: { willStop: sum(willStop), likely: sum(tooLate('likely')), late: sum(tooLate('late')) },
          durations: durationsOf(pack),
        }
      },
    })
  }
}

const standings = stretches.filter((each): each is Standing => each !== 'rejectionLoop' && each !== 'numberPool')

type Given = {
  readonly loops?: number | undefined
  readonly pool?: 'yes' | 'no' | undefined
  readonly delay?: readonly (readonly [Stretch, number])[] | undefined
  readonly doneOn?: readonly (readonly [Stretch, string])[] | undefined
  readonly days?: readonly (readonly [Stretch, number])[] | undefined
}

function changesOf({ loops, pool: needs, delay = [], doneOn = [], days = [] }: Given): Changes {
  return {
    ...(loops === undefined ? {} : { loops }),
    needsPool: needs === 'yes',
    delays: Object.fromEntries(delay),
    doneOn: Object.fromEntries(doneOn),
    days: Object.fromEntries(days),
  }
}

type Asked = { readonly pack: PolicyPack; readonly at: Instant; readonly wanted: Changes }
type Foreseen = z.output<typeof organisationForecast>['groups'][number] & { readonly verdict: string }

function foreseen({ key, count, submittedAt }: StandingCount, { pack, at, wanted }: Asked): Foreseen {
  const number = parseClassKey(key)
  const place = placeOf(number, pack, at)
  const { verdict } = explainClass(number, pack, at)
  if (place === 'done' || place === 'stuck')
    return { count, place, verdict, since: null, earliest: null, likely: null, late: null }
  const today = dayOf(at, pack)
  const since = place === 'review' && submittedAt !== null && submittedAt < at ? dayOf(submittedAt, pack) : today
  const ends = forecast({ from: place, since }, pack, wanted)
  // What should have ended already ends today at the earliest.
  const [earliest, likely, late] = courses.map((course) => (ends[course].finish < today ? today : ends[course].finish))
  return { count, place, verdict, since, earliest: earliest ?? null, likely: likely ?? null, late: late ?? null }
}

function grouped(all: readonly Foreseen[]): z.output<typeof organisationForecast>['groups'] {
  const groups = new Map<string, z.output<typeof organisationForecast>['groups'][number]>()
  for (const { verdict: _, count, ...same } of all) {
    const key = JSON.stringify(same)
    groups.set(key, { ...same, count: count + (groups.get(key)?.count ?? 0) })
  }
  const order = [...standings, 'done', 'stuck'] as readonly string[]
  return [...groups.values()].sort((a, b) => order.indexOf(a.place) - order.indexOf(b.place))
}

function shownRoads({ earliest, likely, late }: Forecast, until: Deadline, pack: PolicyPack) {
  const shown = ({ loops, finish, steps }: Road) => ({
    loops,
    finish,
    // Of a road that begins after the deadline there is nothing to be said.
    slack: (steps[0]?.from ?? finish) > until.lastDay ? null : slackOf(finish, until, pack),
    steps: steps.map((step) => ({ ...step })),
  })
  return { earliest: shown(earliest), likely: shown(likely), late: shown(late) }
}

function durationsOf({ durations }: PolicyPack): z.output<typeof duration>[] {
  return stretches.map((each) => {
    const { days, unit, provenance, ruleIds } = durations[each]
    return { stretch: each, ...days, unit, provenance, ruleIds: [...ruleIds] }
  })
}

function sum(groups: readonly { readonly count: number }[]): number {
  return groups.reduce((total, { count }) => total + count, 0)
}
