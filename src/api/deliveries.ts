import { isUtf8 } from 'node:buffer'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { brand, type Instant } from '../domain/values.ts'
import { idFor } from '../store/ids.ts'
import { actOnInbound, type InboundActKind } from '../store/inboundActs.ts'
import { inboundSources, inboundStates } from '../store/intake.ts'
import { type DeliveryPlace, type DeliveryWhole, listDeliveries, readDelivery } from '../store/views/deliveryView.ts'
import { idempotencyKeyOf, principalOf, scopeOf } from './access.ts'
import { decodeCursor, instantPart, paged, uuidPart } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { Problem, problemResponse } from './problem.ts'
import { actor, deliveryId, idempotencyKey, idOut, instantOut, pageOf, paging } from './schemas.ts'

const delivery = z
  .object({
    id: idOut,
    source: z.string(),
    sourceId: z.string().describe("the sender's id of it; of Webex the hash of its bytes"),
    orgId: idOut.nullable().describe('whose it is, once that is known'),
    type: z.string().nullable().describe("the sender's name of the type"),
    state: z.enum(inboundStates),
    reason: z.string().nullable().describe('why it is in this state'),
    attempts: z.int(),
    happenedAt: instantOut.nullable(),
    receivedAt: instantOut,
    dueAt: instantOut.nullable().describe('tried again, or given up, then'),
    processedAt: instantOut.nullable(),
  })
  .meta({ id: 'Delivery' })

const act = z.object({
  act: z.enum(['release', 'dismiss']),
  fromState: z.enum(inboundStates),
  by: actor,
  reason: z.string(),
  at: instantOut,
})

const whole = delivery.extend({
  body: z
    .object({ encoding: z.enum(['utf8', 'base64']), text: z.string() })
    .nullable()
    .describe('as it came; null where it cannot be opened'),
  acts: z.array(act).describe('what people did with it'),
})

const oneDelivery = z.strictObject({ deliveryId })
const because = z.strictObject({ reason: z.string().trim().min(1).max(500).describe('why; stored encrypted') })
const acted = z.object({ id: idOut, state: z.enum(inboundStates) })

/** What desk, registry and Webex have delivered, and what became of it. */
export function deliveryRoutes({ store }: ApiDependencies): FastifyPluginAsyncZod {
  const { pool, documents, clock } = store

  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/deliveries',
      config: { roles: ['operator', 'support', 'auditor'] },
      schema: {
        tags: ['intake'],
        summary: 'List what was delivered, oldest first: acted on, waiting, parked, unknown, in quarantine',
        querystring: z.strictObject({
          ...paging,
          state: z.enum(inboundStates).optional(),
          source: z.enum(inboundSources).optional(),
        }),
        response: { 200: pageOf(delivery), default: problemResponse },
      },
      handler: async (request) => {
        const { limit, cursor, state, source } = request.query
        const scope = scopeOf(principalOf(request))
        const found = await listDeliveries(pool, { scope, state, source, after: placeOf(cursor), limit: limit + 1 })
        const { items, nextCursor } = paged('deliveries', limit, found, ({ receivedAt, id }) => [receivedAt, id])
        return { items: [...items], nextCursor }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/deliveries/:deliveryId',
      config: { roles: ['operator', 'support'] },
      schema: {
        tags: ['intake'],
        summary: 'Read a delivery, with its body as it came and what people did with it',
        params: oneDelivery,
        response: { 200: whole, default: problemResponse },
      },
      handler: async (request, reply) => {
        const scope = scopeOf(principalOf(request))
        const found = await readDelivery(pool, documents, request.params.deliveryId, scope)
        if (!found) throw new Problem('DELIVERY_NOT_FOUND')
        return reply.header('cache-control', 'no-store').send(shown(found))
      },
    })

    for (const [kind, summary] of [
      ['release', 'Put a delivery back into line: it is looked into anew; harmless where it was acted on before'],
      ['dismiss', 'Leave a delivery as it is: nothing will come of it, and nobody is asked about it any more'],
    ] as const) {
      app.route({
        method: 'POST',
        url: `/v1/deliveries/:deliveryId/${kind}`,
        config: { roles: ['operator', 'support'] },
        schema: {
          tags: ['intake'],
          summary,
          params: oneDelivery,
          headers: idempotencyKey,
          body: because,
          response: { 200: acted, default: problemResponse },
        },
        handler: async (request, reply) =>
          carryOut(kind, request, reply, request.params.deliveryId, request.body.reason),
      })
    }
  }

  async function carryOut(
    kind: InboundActKind,
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    reason: string,
  ) {
    const principal = principalOf(request)
    const { subject, role } = principal
    const result = await actOnInbound(pool, documents, {
      id: idFor(`${subject}/deliveries`, idempotencyKeyOf(request), 'inboundAct'),
      inboundId: id,
      act: kind,
      actor: { kind: principal.kind, subject, role },
      reason,
      at: await clock.now(),
      scope: scopeOf(principal),
    })
    if (!result.ok) throw new Problem(result.code)
    if (result.repeated) void reply.header('Idempotency-Replayed', 'true')
    return { id, state: result.state }
  }
}

function placeOf(cursor: string | undefined): DeliveryPlace | undefined {
  const key = decodeCursor('deliveries', [instantPart, uuidPart], cursor)
  if (!key) return undefined
  const [receivedAt = '', id = ''] = key
  return { receivedAt: brand<Instant>(receivedAt), id }
}

function shown({ body, acts, ...view }: DeliveryWhole): z.output<typeof whole> {
  return { ...view, body: body ? textOf(body) : null, acts: acts.map((each) => ({ ...each, by: { ...each.by } })) }
}

/** Senders are asked for JSON; what is no text at all is shown all the same. */
function textOf(body: Buffer): { readonly encoding: 'utf8' | 'base64'; readonly text: string } {
  const encoding = isUtf8(body) ? 'utf8' : 'base64'
  return { encoding, text: body.toString(encoding) }
}
