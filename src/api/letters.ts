import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { OrganisationId } from '../domain/values.ts'
import type { Store } from '../store/execute.ts'
import { type LetterView, lettersOf, readLetter } from '../store/views/letterView.ts'
import { readOrder } from '../store/views/orderView.ts'
import { actors, confidants, readers, witnesses } from './access.ts'
import { carryOut } from './commands.ts'
import type { ApiDependencies } from './dependencies.ts'
import { historyPage } from './history.ts'
import { Problem, problemResponse } from './problem.ts'
import {
  actor,
  code,
  eventPage,
  idempotencyKey,
  idOut,
  inOrganisation,
  instantOut,
  letterId,
  orderId,
  paging,
  telling,
} from './schemas.ts'

export const letter = z
  .object({
    id: idOut,
    version: z.int(),
    orderId: idOut,
    phase: z.string().describe('signed here and not yet answered, accepted, refused, withdrawn or superseded'),
    reason: z.string().nullable().describe('why the desk sent it back'),
    numbers: z.int().describe('how many numbers it was signed for'),
    covered: z.int().describe('how many it covers now'),
    textVersion: z.string(),
    sha256: z.string().describe('of the encrypted letter'),
    signedAt: instantOut,
    submittedBy: actor.describe('who handed the signature in; who signed stands in the letter'),
  })
  .meta({ id: 'Letter' })

/** The letter itself. Only this answer holds the signer. */
const letterText = z
  .object({
    version: z.string(),
    text: z.string(),
    signer: z.object({
      firstName: z.string(),
      lastName: z.string(),
      title: z.string(),
      signature: z.string(),
      differenceConfirmed: z.boolean(),
    }),
    numbers: z.array(z.string()),
    signedAt: instantOut,
  })
  .meta({ id: 'LetterText' })

// Blank and overlong fields are for the domain to refuse, each with its own code.
const signerField = z.string().max(1000)
const oneLetter = inOrganisation.extend({ letterId })
const ofOrder = inOrganisation.extend({ orderId })

export function letterRoutes({ store }: ApiDependencies): FastifyPluginAsyncZod {
  const { pool, execute } = store

  return async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/orders/:orderId/letters',
      config: { roles: actors },
      schema: {
        tags: ['letters'],
        summary: 'Sign a letter of authorisation for the numbers of an order that need one and have none',
        params: ofOrder,
        headers: idempotencyKey,
        body: z.strictObject({
          firstName: signerField,
          lastName: signerField,
          title: signerField,
          signature: signerField.describe('what was typed or drawn, as text'),
          differenceConfirmed: z
            .boolean()
            .default(false)
            .describe('the signature differs from the name, and is meant to'),
        }),
        response: {
          201: z.object({ letterId: idOut, numbers: z.int(), sha256: z.string() }),
          default: problemResponse,
        },
      },
      handler: async (request, reply) => {
        const { orgId, orderId: id } = request.params
        const data = { orderId: id, signer: request.body }
        const { loaId, ...signed } = await carryOut(execute, request, reply, { type: 'SignLoa', orgId, data })
        const location = `/v1/organisations/${orgId}/letters/${loaId}`
        return reply
          .code(201)
          .header('location', location)
          .send({ letterId: loaId, ...signed })
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/orders/:orderId/letters',
      config: { roles: readers },
      schema: {
        tags: ['letters'],
        summary: 'List the letters of an order',
        params: ofOrder,
        response: { 200: z.object({ items: z.array(letter) }), default: problemResponse },
      },
      handler: async (request) => {
        const { orgId, orderId: id } = request.params
        if (!(await readOrder(pool, orgId, id))) throw new Problem('ORDER_NOT_FOUND')
        return { items: (await lettersOf(pool, orgId, [id])).map(shownLetter) }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/letters/:letterId',
      config: { roles: readers },
      schema: {
        tags: ['letters'],
        summary: 'Read what is known of a letter, without its text',
        params: oneLetter,
        response: { 200: letter, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, letterId: id } = request.params
        const view = await requireLetter(store, orgId, id)
        void reply.header('etag', `"${view.version}"`)
        return shownLetter(view)
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/letters/:letterId/text',
      config: { roles: confidants },
      schema: {
        tags: ['letters'],
        summary: 'Read a letter itself: its text, its signer and its numbers, as they were signed',
        params: oneLetter,
        response: { 200: letterText, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, letterId: id } = request.params
        const { documentId } = await requireLetter(store, orgId, id)
        void reply.header('cache-control', 'no-store')
        return letterText.parse(JSON.parse(await store.documents.open(pool, orgId, documentId)))
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/letters/:letterId/history',
      config: { roles: readers },
      schema: {
        tags: ['letters'],
        summary: 'Everything learnt about a letter, with both clocks',
        params: oneLetter,
        querystring: z.strictObject(paging),
        response: { 200: eventPage, default: problemResponse },
      },
      handler: async (request) => {
        const { orgId, letterId: id } = request.params
        await requireLetter(store, orgId, id)
        return historyPage(pool, orgId, [id], request.query)
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/letters/:letterId/report',
      config: { roles: witnesses },
      schema: {
        tags: ['letters'],
        summary:
          'Report that the desk has accepted a letter or sent it back; one sent back covers its numbers no longer',
        params: oneLetter,
        headers: idempotencyKey,
        body: z.strictObject({ status: z.enum(['accepted', 'refused']), reason: code.optional(), ...telling }),
        response: { 200: z.object({ phase: z.string(), voided: z.int() }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, letterId: id } = request.params
        const { status, reason, happenedAt: when, because } = request.body
        const data = { loaId: id, status, ...(reason === undefined ? {} : { reason }) }
        return carryOut(execute, request, reply, { type: 'ReportLoa', orgId, data, happenedAt: when, because })
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/letters/:letterId/withdraw',
      config: { roles: actors },
      schema: {
        tags: ['letters'],
        summary: 'Take a letter back: its numbers lose their cover, and the authorisation that rested on it',
        params: oneLetter,
        headers: idempotencyKey,
        body: z.strictObject({}),
        response: { 200: z.object({ voided: z.int(), revoked: z.int() }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, letterId: id } = request.params
        return carryOut(execute, request, reply, { type: 'WithdrawLoa', orgId, data: { loaId: id } })
      },
    })
  }
}

export function shownLetter({ documentId: _documentId, submittedBy, ...view }: LetterView): z.output<typeof letter> {
  return { ...view, submittedBy: { ...submittedBy } }
}

async function requireLetter({ pool }: Store, orgId: OrganisationId, id: LetterView['id']): Promise<LetterView> {
  const view = await readLetter(pool, orgId, id)
  if (!view) throw new Problem('LOA_NOT_FOUND')
  return view
}
