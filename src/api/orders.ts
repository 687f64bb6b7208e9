import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { OrderId, OrganisationId } from '../domain/values.ts'
import type { OrderedRow } from '../store/command.ts'
import type { Queryable } from '../store/pool.ts'
import { lettersOf } from '../store/views/letterView.ts'
import { listOrders, type OrderView, orderChangesSince, readOrder } from '../store/views/orderView.ts'
import { actors, readers } from './access.ts'
import { carryOut } from './commands.ts'
import { afterId, pagedById } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { historyPage } from './history.ts'
import { listBodyLimit, rowLimit } from './imports.ts'
import { letter, shownLetter } from './letters.ts'
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
    isUnconfirmed: z.boolean().describe('submitted here, and nobody has reported yet that the desk has it'),
    numbers: z.record(z.string(), z.int()).describe('how many numbers stand at which authorisation'),
    withoutLetter: z.int().describe('numbers that a letter has to be signed for before the order can be submitted'),
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

const numberTexts = z.array(z.string().min(1).max(40)).max(rowLimit).describe('in E.164 form')
const expectedVersion = z.int().min(1).optional().describe('the version that was read; If-Match says the same')

export const oneOrder = inOrganisation.extend({ orderId })

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
        summary: 'Read an order and its letters; its ETag is the version to change or submit',
        params: oneOrder,
        response: { 200: order.extend({ letters: z.array(letter) }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, orderId: id } = request.params
        const view = await requireOrder(pool, orgId, id)
        const letters = await lettersOf(pool, orgId, [id])
        void reply.header('etag', `"${view.version}"`)
        return { ...shown(view), letters: letters.map(shownLetter) }
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
        await requireOrder(pool, orgId, id)
        return historyPage(pool, orgId, [id], request.query)
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/orders/:orderId/change',
      bodyLimit: listBodyLimit,
      config: { roles: actors },
      schema: {
        tags: ['orders'],
        summary: 'Put numbers into a draft and take others out; whoever saw an older version is shown what has changed',
        params: oneOrder,
        headers: ifMatch,
        body: z.strictObject({ add: numberTexts.default([]), remove: numberTexts.default([]), expectedVersion }),
        response: {
          200: z.object({
            version: z.int(),
            removed: z.int(),
            rows: z.array(z.discriminatedUnion('status', [orderedRow, refusedRow])).describe('of those to be added'),
          }),
          default: problemResponse,
        },
      },
      handler: async (request, reply) => {
        const { orgId, orderId: id } = request.params
        const { add, remove, expectedVersion: stated } = request.body
        const expected = expectedVersionOf(request.headers['if-match'], stated)
        if (expected === undefined) throw new Problem('VERSION_MISSING', { field: 'expectedVersion' })
        const data = { orderId: id, add, remove, expectedVersion: expected }
        const change = { type: 'ChangeOrder' as const, orgId, data, numbers: add }
        const result = await showingChanges(pool, orgId, id, expected, () => carryOut(execute, request, reply, change))
        void reply.header('etag', `"${result.version}"`)
        return {
          version: result.version,
          removed: result.removed,
          rows: result.added.map((each) => shownRow(each, add)),
        }
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
          expectedVersion,
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
        const submit = { type: 'SubmitOrder' as const, orgId, data }
        const result = await showingChanges(pool, orgId, id, expected, () => carryOut(execute, request, reply, submit))
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

export async function requireOrder(db: Queryable, orgId: OrganisationId, id: OrderId): Promise<OrderView> {
  const view = await readOrder(db, orgId, id)
  if (!view) throw new Problem('ORDER_NOT_FOUND')
  return view
}

/** Two editors: the later one gets, with the refusal, what the earlier one has done to the order. */
async function showingChanges<Result>(
  db: Queryable,
  orgId: OrganisationId,
  id: OrderId,
  seen: number | undefined,
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'STALE_VERSION' || seen === undefined) throw error
    const changes = await orderChangesSince(db, orgId, id, seen)
    throw new Problem('STALE_VERSION', {
      ...error.occurrence,
      changes: changes.map(({ actor: { role, subject }, added, removed, ...change }) => ({
        ...change,
        by: `${role} ${subject}`,
        added: [...added],
        removed: [...removed],
      })),
    })
  }
}

function shown(view: OrderView): z.output<typeof order> {
  return { ...view, isUnconfirmed: view.phase === 'submitted', numbers: { ...view.numbers } }
}

function shownRow(each: OrderedRow, numbers: readonly string[]) {
  if (each.status === 'refused') return refusedRowOf(each, numbers)
  const number = numbers[each.row]
  return { ...each, ...(number === undefined ? {} : { number }) }
}
