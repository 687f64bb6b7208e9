import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { type LocationFacts, readiness } from '../domain/location.ts'
import type { PolicyPack } from '../domain/policy/policy.ts'
import { readNow } from '../store/policy.ts'
import { type LocationView, listLocations, readLocation } from '../store/views/locationView.ts'
import { readers, reporters } from './access.ts'
import { carryOut } from './commands.ts'
import { afterId, pagedById } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { Problem, problemResponse } from './problem.ts'
import { idempotencyKey, idOut, inOrganisation, locationId, pageOf, paging, telling } from './schemas.ts'

const location = z
  .object({
    id: idOut,
    version: z.int(),
    country: z.string(),
    pstnConnection: z.string(),
    textingOffered: z.string(),
    presence: z.string(),
    readiness: z.enum(['ready', 'unknown', 'country', 'notCiscoPstn', 'textingNotOffered', 'removed']),
  })
  .meta({ id: 'Location' })

const facts = {
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'not a country code of two capital letters')
    .optional(),
  pstnConnection: z.enum(['ciscoPstn', 'localGateway', 'nonIntegratedCcp', 'integratedCcp', 'unset']).optional(),
  textingOffered: z.enum(['yes', 'no']).optional(),
  presence: z.enum(['present', 'removed']).optional(),
}

const report = z.strictObject({ ...facts, ...telling })
const oneLocation = inOrganisation.extend({ locationId })

export function locationRoutes({ store: { pool, clock, execute } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/locations',
      config: { roles: reporters },
      schema: {
        tags: ['locations'],
        summary: 'Add a location with the facts known of it',
        params: inOrganisation,
        headers: idempotencyKey,
        body: report,
        response: { 201: z.object({ locationId: idOut }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId } = request.params
        const { happenedAt: when, because, ...said } = request.body
        const order = { type: 'AddLocation' as const, orgId, data: { facts: stated(said) }, happenedAt: when, because }
        const { locationId: id } = await carryOut(execute, request, reply, order)
        return reply.code(201).header('location', `/v1/organisations/${orgId}/locations/${id}`).send({ locationId: id })
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/locations',
      config: { roles: readers },
      schema: {
        tags: ['locations'],
        summary: 'List the locations and whether each can serve texting',
        params: inOrganisation,
        querystring: z.strictObject(paging),
        response: { 200: pageOf(location), default: problemResponse },
      },
      handler: async (request) => {
        const { limit, cursor } = request.query
        const after = afterId('locations', cursor)
        const [views, { policy }] = await Promise.all([
          listLocations(pool, request.params.orgId, { after, limit: limit + 1 }),
          readNow(pool, clock),
        ])
        const { items, nextCursor } = pagedById('locations', limit, views)
        return { items: items.map((each) => shown(each, policy.pack)), nextCursor }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/locations/:locationId',
      config: { roles: readers },
      schema: {
        tags: ['locations'],
        summary: 'Read a location',
        params: oneLocation,
        response: { 200: location, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, locationId: id } = request.params
        const [view, { policy }] = await Promise.all([readLocation(pool, orgId, id), readNow(pool, clock)])
        if (!view) throw new Problem('LOCATION_NOT_FOUND')
        void reply.header('etag', `"${view.version}"`)
        return shown(view, policy.pack)
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/locations/:locationId/report',
      config: { roles: reporters },
      schema: {
        tags: ['locations'],
        summary: 'Report facts of a location',
        params: oneLocation,
        headers: idempotencyKey,
        body: report.refine((body) => Object.keys(stated(body)).length > 0, 'no fact is given'),
        response: { 200: z.object({ version: z.int() }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, locationId: id } = request.params
        const { happenedAt: when, because, ...said } = request.body
        const data = { locationId: id, facts: stated(said) }
        return carryOut(execute, request, reply, { type: 'ReportLocation', orgId, data, happenedAt: when, because })
      },
    })
  }
}

type Said = { readonly [Kind in keyof LocationFacts]?: LocationFacts[Kind] | undefined }

/** Leaves out what was not said: silence is not a fact. */
function stated({ country, pstnConnection, textingOffered, presence }: Said): LocationFacts {
  return {
    ...(country === undefined ? {} : { country }),
    ...(pstnConnection === undefined ? {} : { pstnConnection }),
    ...(textingOffered === undefined ? {} : { textingOffered }),
    ...(presence === undefined ? {} : { presence }),
  }
}

function shown(view: LocationView, pack: PolicyPack): z.output<typeof location> {
  return { ...view, readiness: readiness(view, pack) }
}
