import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { OrderedRow } from '../store/command.ts'
import { listOrders, type OrderView, readOrder } from '../store/views/orderView.ts'
import { actors, readers } from './access.ts'
import { carryOut } from './commands.ts'
import { afterId, pagedById } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { historyPage } from './history.ts'
import { listBodyLimit, rowLimit } from './imports.ts'
import { Problem, problemResponse, refusedRow, refusedRowOf } from './problem.ts'
import {
  eventPage,
  idempotencyKey,
  idOut,
  ifMatch,
  inOrganisation,
  locationId,
  onboardingId,
  orderId,
  pageOf,
  paging,
} from './schemas.ts'

const phases = ['open', 'submitted', 'sent', 'complete', 'partial', 'failed', 'withdrawn'] as const

const order = z
  .object({
    id: idOut,
    version: z.int(),
    onboardingId: idOut,
    locationId: idOut,
    phase: z.string(),
    ticket: z.string().nullable().describe('the reference of the desk, once it has the order'),
    numbers: z.record(z.string(), z.int()).describe('how many numbers stand at which authorisation'),
  })
  .meta({ id: 'Order' })

const orderedRow = z.object({
  row: z.int(),
  number: z.string().optional(),
  status: z.enum(['selected', 'alreadyAuthorised']),
  numberId: idOut,
})

const created = z.object({
  orderId: idOut.nullable().describe('null where every number was authorised already'),
  version: z.int(),
  rows: z.array(z.discriminatedUnion('status', [orderedRow, refusedRow])),
})

const oneOrder = inOrganisation.extend({ orderId })

export function orderRoutes({ store: { pool, execute } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/orders',
      bodyLimit: listBodyLimit,
      config: { roles: actors },
      schema: {
        tags: ['orders'],
        summary: 'Select numbers of one location for authorisation; bad ones are named with their reason',
        params: inOrganisation,
        headers: idempotencyKey,
        body: z.strictObject({
          onboardingId,
          locationId,
          numbers: z.array(z.string().min(1).max(40)).min(1).max(rowLimit).describe('in E.164 form'),
        }),
        response: { 200: created, 201: created, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId } = request.params
        const data = request.body
        const { numbers } = data
        const result = await carryOut(execute, request, reply, { type: 'CreateOrder', orgId, data, numbers })
        const { orderId: id = null, version } = result
        const rows = result.rows.map((each) => shownRow(each, numbers))
        if (id === null) return reply.code(200).send({ orderId: null, version, rows })
        const location = `/v1/organisations/${orgId}/orders/${id}`
        void reply.headers({ location, etag: `"${version}"` })
        return reply.code(201).send({ orderId: id, version, rows })
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/orders',
      config: { roles: readers },
      schema: {
        tags: ['orders'],
        summary: 'List orders',
        params: inOrganisation,
        querystring: z.strictObject({
          ...paging,
          phase: z.enum(phases).optional(),
          onboardingId: onboardingId.optional(),
        }),
        response: { 200: pageOf(order), default: problemResponse },
      },
      handler: async (request) => {
        const { limit, cursor, ...filter } = request.query
        const after = afterId('orders', cursor)
        const views = await listOrders(pool, request.params.orgId, { filter, after, limit: limit + 1 })
        const { items, nextCursor } = pagedById('orders', limit, views)
        return { items: items.map(shown), nextCursor }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/orders/:orderId',
      config: { roles: readers },
      schema: {
        tags: ['orders'],
        summary: 'Read an order; its ETag is the version to submit',
        params: oneOrder,
        response: { 200: order, default: problemResponse },
      },
      handler: async (request, reply) => {
        const view = await readOrder(pool, request.params.orgId, request.params.orderId)
        if (!view) throw new Problem('ORDER_NOT_FOUND')
        void reply.header('etag', `"${view.version}"`)
        return shown(view)
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/orders/:orderId/history',
      config: { roles: readers },
      schema: {
        tags: ['orders'],
        summary: 'Everything learnt about an order, with both clocks',
        params: oneOrder,
        querystring: z.strictObject(paging),
        response: { 200: eventPage, default: problemResponse },
      },
      handler: async (request) => {
        const { orgId, orderId: id } = request.params
        if (!(await readOrder(pool, orgId, id))) throw new Problem('ORDER_NOT_FOUND')
        return historyPage(pool, orgId, [id], request.query)
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/orders/:orderId/submit',
      config: { roles: actors },
      schema: {
        tags: ['orders'],
        summary: 'Submit an order; the desk hears of it in a moment',
        params: oneOrder,
        headers: ifMatch,
        body: z.strictObject({
          next: z.enum(['more', 'done']).describe('whether further orders will follow in this onboarding'),
          expectedVersion: z.int().min(1).optional().describe('the version that was read; If-Match says the same'),
        }),
        response: {
          202: z.object({ version: z.int(), phase: z.string(), numbers: z.int() }),
          default: problemResponse,
        },
      },
      handler: async (request, reply) => {
        const { orgId, orderId: id } = request.params
        const expected = expectedVersionOf(request.headers['if-match'], request.body.expectedVersion)
        const data = {
          orderId: id,
          next: request.body.next,
          ...(expected === undefined ? {} : { expectedVersion: expected }),
        }
        const result = await carryOut(execute, request, reply, { type: 'SubmitOrder', orgId, data })
        const location = `/v1/organisations/${orgId}/orders/${id}`
        return reply
          .code(202)
          .headers({ location, etag: `"${result.version}"` })
          .send(result)
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/orders/:orderId/withdraw',
      config: { roles: actors },
      schema: {
        tags: ['orders'],
        summary: 'Withdraw an order that has not been submitted; its numbers are free again',
        params: oneOrder,
        headers: idempotencyKey,
        body: z.strictObject({}),
        response: { 200: z.object({ released: z.int() }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, orderId: id } = request.params
        return carryOut(execute, request, reply, { type: 'WithdrawOrder', orgId, data: { orderId: id } })
      },
    })
  }
}

/** The version that the caller has read, from the header or the body; both must agree where both are given. */
export function expectedVersionOf(header: string | undefined, stated: number | undefined): number | undefined {
  if (header === undefined) return stated
  const [, version] = /^"(\d{1,9})"$/.exec(header) ?? []
  if (version === undefined || (stated !== undefined && Number(version) !== stated)) {
    throw new Problem('IF_MATCH_MALFORMED', { field: 'If-Match' })
  }
  return Number(version)
}

function shown(view: OrderView): z.output<typeof order> {
  return { ...view, numbers: { ...view.numbers } }
}

function shownRow(each: OrderedRow, numbers: readonly string[]) {
  if (each.status === 'refused') return refusedRowOf(each, numbers)
  const number = numbers[each.row]
  return { ...each, ...(number === undefined ? {} : { number }) }
}
