import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { type OrderedNumber, orderSummary } from '../store/views/orderView.ts'
import { readers, witnesses } from './access.ts'
import { carryOut } from './commands.ts'
import { afterId, pagedById } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { listBodyLimit, rowLimit } from './imports.ts'
import { isNamedOnce, named, namedOnce, resolveNamed } from './namedNumbers.ts'
import { oneOrder, requireOrder } from './orders.ts'
import { problemResponse, refusedRow } from './problem.ts'
import { code, idempotencyKey, idOut, instantOut, pageOf, paging, telling, ticket } from './schemas.ts'

const summaryRow = z
  .object({
    id: idOut,
    number: z.string(),
    result: z.enum(['selected', 'takenOut', 'ordered', 'authorised', 'refused', 'revoked']),
    reason: z.string().nullable(),
    at: instantOut,
    loa: z.string().describe('whether the carrier wants a letter for it'),
    letterId: idOut.nullable().describe('the letter that covers it now'),
  })
  .meta({ id: 'OrderedNumber' })

export const answer = z
  .strictObject({ ...named, status: z.enum(['authorised', 'refused']), reason: code.optional() })
  .refine(isNamedOnce, namedOnce)

export const reported = z.object({
  recorded: z.int(),
  repeated: z.int().describe('said before, by the same source of the same instant'),
  rows: z.array(refusedRow).describe('those that were not taken'),
})

/** What became of an order, and how somebody says it who has no bridge to the desk. */
export function orderReportRoutes({ store: { pool, execute } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/orders/:orderId/summary',
      config: { roles: readers },
      schema: {
        tags: ['orders'],
        summary: 'What became of each number of an order, those that have gone on to another one included',
        params: oneOrder,
        querystring: z.strictObject(paging),
        response: { 200: pageOf(summaryRow), default: problemResponse },
      },
      handler: async (request) => {
        const { orgId, orderId: id } = request.params
        const { limit, cursor } = request.query
        await requireOrder(pool, orgId, id)
        const rows = await orderSummary(pool, orgId, id, { after: afterId('summary', cursor), limit: limit + 1 })
        const { items, nextCursor } = pagedById('summary', limit, rows)
        return { items: items.map(shown), nextCursor }
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/orders/:orderId/report',
      config: { roles: witnesses },
      schema: {
        tags: ['orders'],
        summary: 'Report that the desk has an order, with its ticket: what was submitted here is confirmed',
        params: oneOrder,
        headers: idempotencyKey,
        body: z.strictObject({ ticket }),
        response: { 200: z.object({ version: z.int() }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, orderId: id } = request.params
        const data = { orderId: id, ticket: request.body.ticket }
        return carryOut(execute, request, reply, { type: 'RecordOrderSent', orgId, data })
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/orders/:orderId/answers',
      bodyLimit: listBodyLimit,
      config: { roles: witnesses },
      schema: {
        tags: ['orders'],
        summary: 'Report what the desk has answered for numbers of an order, one by one',
        params: oneOrder,
        headers: idempotencyKey,
        body: z.strictObject({ answers: z.array(answer).min(1).max(rowLimit), ...telling }),
        response: { 200: reported, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, orderId: id } = request.params
        await requireOrder(pool, orgId, id)
        const { items, refused } = await resolveNamed(pool, orgId, request.body.answers)
        const said = items.map(({ numberId, status, reason }) => ({
          numberId,
          status,
          ...(reason === undefined ? {} : { reason }),
        }))
        const { recorded, repeated } = await carryOut(execute, request, reply, {
          type: 'RecordOrderAnswer',
          orgId,
          data: { orderId: id, items: said },
          happenedAt: request.body.happenedAt,
          because: request.body.because,
        })
        return { recorded, repeated, rows: [...refused] }
      },
    })
  }
}

function shown({ result, ...row }: OrderedNumber): z.output<typeof summaryRow> {
  return { ...row, result: summaryRow.shape.result.parse(result) }
}
