import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { classInstants, parseClassKey } from '../domain/numberClass.ts'
import { packUnder } from '../domain/policy/effectivePack.ts'
import { defaultReadings, isOption, readingNames, readings } from '../domain/policy/ruleBook/readings.ts'
import { deployment } from '../domain/values.ts'
import { compared } from '../domain/whatIf.ts'
import { readNow } from '../store/policy.ts'
import { countEverywhere } from '../store/views/whatIfView.ts'
import { readers } from './access.ts'
import { carryOut } from './commands.ts'
import type { ApiDependencies } from './dependencies.ts'
import { historyPage } from './history.ts'
import { Problem, problemResponse } from './problem.ts'
import { because, eventPage, idempotencyKey, instantOut, paging, verdict } from './schemas.ts'

const point = z
  .object({
    point: z.string(),
    question: z.string(),
    read: z.string().describe('the option that decides here'),
    default: z.string(),
    isChosen: z.boolean().describe('another one than the default'),
    options: z.array(z.object({ option: z.string(), words: z.string(), lacks: z.string().nullable() })),
  })
  .meta({ id: 'OpenPoint' })

const answer = z.object({ verdict, mayText: z.boolean(), reason: z.string() })

const preview = z
  .object({
    at: instantOut,
    point: z.string(),
    read: z.string(),
    option: z.string(),
    numbers: z.int().describe('numbers of all organisations that would have another answer'),
    groups: z.array(z.object({ count: z.int(), before: answer, after: answer })),
  })
  .meta({ id: 'ReadingPreview' })

const onePoint = z.strictObject({ point: z.string().max(40) })
const oneOption = z.string().max(40).describe('one of the options of the point')

/** How this deployment reads the open points: what is chosen, what another choice would change, and the choice. */
export function chosenReadingRoutes({ store }: ApiDependencies): FastifyPluginAsyncZod {
  const { pool, clock, execute } = store

  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/open-points',
      config: { roles: readers },
      schema: {
        tags: ['rules'],
        summary: 'List the points that the rules leave open, and how each is read here',
        response: {
          200: z.object({ at: instantOut, policyVersion: z.string(), items: z.array(point) }),
          default: problemResponse,
        },
      },
      handler: async () => {
        const { at, policy } = await readNow(pool, clock)
        const items = readingNames.map((name) => {
          const { question, options, lacks } = readings[name]
          const read = policy.pack.readings[name]
          return {
            point: name,
            question,
            read,
            default: defaultReadings[name],
            isChosen: read !== defaultReadings[name],
            options: Object.entries(options).map(([option, words]) => ({
              option,
              words,
              lacks: new Map(Object.entries(lacks)).get(option) ?? null,
            })),
          }
        })
        return { at, policyVersion: policy.version, items }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/open-points/history',
      config: { roles: ['operator', 'auditor'] },
      schema: {
        tags: ['rules'],
        summary: 'Every choice that was made here: when, by whom, and why',
        querystring: z.strictObject(paging),
        response: { 200: eventPage, default: problemResponse },
      },
      handler: async (request) => historyPage(pool, deployment, [deployment], request.query),
    })

    app.route({
      method: 'GET',
      url: '/v1/open-points/:point/preview',
      config: { roles: ['operator', 'auditor'] },
      schema: {
        tags: ['rules'],
        summary:
          'How many numbers of all organisations would have another answer by another choice; nothing is changed',
        params: onePoint,
        querystring: z.strictObject({ option: oneOption }),
        response: { 200: preview, default: problemResponse },
      },
      handler: async ({ params, query: { option } }) => {
        const { at, policy } = await readNow(pool, clock)
        const name = readingNames.find((each) => each === params.point)
        if (name === undefined) throw new Problem('READING_NOT_FOUND', { field: 'point' })
        if (!isOption(name, option)) throw new Problem('READING_OPTION_NOT_FOUND', { field: 'option' })
        const { pack, chosen } = policy
        const other = packUnder(pack.id, { ...chosen, readings: { ...chosen.readings, [name]: option } })
        const found = await countEverywhere(pool, classInstants(pack, at), classInstants(other, at))
        const groups = compared(
          found.map(({ count, before, after }) => ({
            count,
            before: { pack, at, number: parseClassKey(before) },
            after: { pack: other, at, number: parseClassKey(after) },
          })),
        ).filter(({ before, after }) => before.verdict !== after.verdict || before.reason !== after.reason)
        const numbers = groups.reduce((total, { count }) => total + count, 0)
        return { at, point: name, read: pack.readings[name], option, numbers, groups: [...groups] }
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/open-points/:point/choice',
      config: { roles: ['operator'] },
      schema: {
        tags: ['rules'],
        summary: 'Read an open point in another of its ways, for every organisation and at once',
        params: onePoint,
        headers: idempotencyKey,
        body: z.strictObject({ option: oneOption, because }),
        response: { 200: z.object({ version: z.int(), policyVersion: z.string() }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { option, because: why } = request.body
        const data = { point: request.params.point, option }
        return carryOut(execute, request, reply, { type: 'ChooseReading', orgId: deployment, data, because: why })
      },
    })
  }
}
