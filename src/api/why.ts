import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { compareNumbers } from '../domain/compareNumbers.ts'
import { noPrimaryNumber } from '../domain/gates/place.ts'
import { classInstants, classOf } from '../domain/numberClass.ts'
import { tellers } from '../domain/word.ts'
import { readNow } from '../store/policy.ts'
import { readGrounded } from '../store/views/askedNumber.ts'
import { keepEvents } from '../store/views/keptEvents.ts'
import { readNumber } from '../store/views/numberView.ts'
import { readUser } from '../store/views/userView.ts'
import { findPrimary } from '../store/views/whyView.ts'
import { foundBy, readers } from './access.ts'
import { asBuilt } from './asBuilt.ts'
import { groundedNumber } from './askedNumber.ts'
import type { ApiDependencies } from './dependencies.ts'
import { oneNumber } from './numbers.ts'
import { Problem, problemResponse } from './problem.ts'
import { provingTypes } from './proof.ts'
import { packFor, underRules } from './question.ts'
import { idOut, inOrganisation, instantOut, numberId, userId, verdict } from './schemas.ts'
import { answerWhy, why, whyQuery } from './whyAnswer.ts'

const side = z.object({
  numberId: idOut,
  verdict,
  reason: z.string(),
  shut: z
    .array(z.object({ gate: z.string(), state: z.string(), reason: z.string(), ruleIds: z.array(z.string()) }))
    .describe('what stops this one alone'),
})

const comparison = z
  .object({
    at: instantOut,
    policyPack: z.string(),
    one: side,
    other: side,
    axes: z.array(z.object({ axis: z.string(), one: z.string(), other: z.string() })).describe('where they differ'),
  })
  .meta({ id: 'Comparison' })

const whyUser = z
  .object({
    userId: idOut,
    setting: z.string(),
    mayText: z.boolean(),
    reason: z.string().describe('NO_PRIMARY_NUMBER where the user has none: without one nobody texts'),
    ruleIds: z.array(z.string()),
    number: why.nullable().describe("the same question about the user's primary number"),
  })
  .meta({ id: 'WhyUser' })

export function whyRoutes({ store }: ApiDependencies): FastifyPluginAsyncZod {
  const { pool, clock } = store
  const from = { ...store, events: keepEvents(pool, [...new Set([...provingTypes, ...tellers])]) }

  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/numbers/:numberId/why',
      config: { roles: readers, reads: groundedNumber },
      schema: {
        tags: ['numbers'],
        summary:
          'Why a number may or may not text: every gate, who must act, how, by when, and the events that prove it',
        params: oneNumber,
        querystring: z.strictObject(whyQuery),
        response: { 200: why, default: problemResponse },
      },
      handler: async (request, reply) => {
        const found = foundBy(groundedNumber, request)
        if (!found) throw new Problem('NUMBER_NOT_FOUND')
        return asBuilt(reply, await answerWhy(from, request.params.orgId, found, request.query))
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/users/:userId/why',
      config: { roles: readers },
      schema: {
        tags: ['users'],
        summary: 'Why a user may or may not text: the answer for the primary number, or that there is none',
        params: inOrganisation.extend({ userId }),
        querystring: z.strictObject(whyQuery),
        response: { 200: whyUser, default: problemResponse },
      },
      handler: async ({ params: { orgId, userId: id }, query }) => {
        const user = await readUser(pool, orgId, id)
        if (!user) throw new Problem('USER_NOT_FOUND')
        const primary = await findPrimary(pool, orgId, id)
        const known = { userId: id, setting: user.setting }
        const { reason, ruleIds } = noPrimaryNumber
        if (!primary) return { ...known, mayText: false, reason, ruleIds: [...ruleIds], number: null }
        const { found } = await readGrounded(store, { tokenHash: null, orgId }, primary)
        if (!found) throw new Problem('NUMBER_NOT_FOUND')
        const number = await answerWhy(from, orgId, found, query)
        return { ...known, mayText: number.mayText, reason: number.reason, ruleIds: number.ruleIds, number }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/numbers/:numberId/compare/:otherId',
      config: { roles: readers },
      schema: {
        tags: ['numbers'],
        summary: 'Why one number may text and another not: what stops each alone, and where they differ',
        params: oneNumber.extend({ otherId: numberId }),
        querystring: z.strictObject(underRules),
        response: { 200: comparison, default: problemResponse },
      },
      handler: async ({ params: { orgId, numberId: oneId, otherId }, query }) => {
        const [one, other, now] = await Promise.all([
          readNumber(pool, orgId, oneId),
          readNumber(pool, orgId, otherId),
          readNow(pool, clock),
        ])
        if (!one || !other) throw new Problem('NUMBER_NOT_FOUND')
        const { at } = now
        const pack = packFor(query, at, { today: now.policy })
        const instants = classInstants(pack, at)
        const compared = compareNumbers(classOf(one.row, instants), classOf(other.row, instants), pack, at)
        const shown = (id: string, { shut, ...rest }: typeof compared.one) => ({
          numberId: id,
          ...rest,
          shut: shut.map((each) => ({ ...each, ruleIds: [...each.ruleIds] })),
        })
        return {
          at,
          policyPack: pack.id,
          one: shown(oneId, compared.one),
          other: shown(otherId, compared.other),
          axes: compared.axes.map((each) => ({ ...each })),
        }
      },
    })
  }
}
