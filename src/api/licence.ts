import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { readLicence } from '../store/views/licenceView.ts'
import { actors, readers } from './access.ts'
import { carryOut } from './commands.ts'
import type { ApiDependencies } from './dependencies.ts'
import { problemResponse } from './problem.ts'
import { evidence, idempotencyKey, inOrganisation, instantOut, telling } from './schemas.ts'

const licence = z
  .object({
    phase: z.string().describe('unknown where nobody has said anything'),
    version: z.int(),
    withoutOrder: z.boolean().describe('active although no order was reported'),
    turnsAt: instantOut.nullable(),
  })
  .meta({ id: 'Licence' })

export function licenceRoutes({ store: { pool, execute } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/licence',
      config: { roles: readers },
      schema: {
        tags: ['licence'],
        summary: 'Read where the licence stands',
        params: inOrganisation,
        response: { 200: licence, default: problemResponse },
      },
      handler: async (request) => {
        const view = await readLicence(pool, request.params.orgId)
        return view ?? { phase: 'unknown', version: 0, withoutOrder: false, turnsAt: null }
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/licence/request',
      config: { roles: actors },
      schema: {
        tags: ['licence'],
        summary: 'Ask the partner for the Business Texting licence',
        params: inOrganisation,
        headers: idempotencyKey,
        body: z.strictObject({}),
        response: { 200: z.object({ phase: z.string() }), default: problemResponse },
      },
      handler: async (request, reply) =>
        carryOut(execute, request, reply, {
          type: 'RequestLicence',
          orgId: request.params.orgId,
          data: {},
        }),
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/licence/report',
      config: { roles: ['partner', 'integration', 'operator'] },
      schema: {
        tags: ['licence'],
        summary: 'Report what became of the licence: ordered, activated, lapsed or ended',
        params: inOrganisation,
        headers: idempotencyKey,
        body: z.strictObject({ status: z.enum(['ordered', 'activated', 'lapsed', 'ended']), ...telling, evidence }),
        response: {
          200: z.object({ phase: z.string(), flags: z.array(z.string()) }),
          default: problemResponse,
        },
      },
      handler: async (request, reply) => {
        const { status, evidence: proof, happenedAt: when, because } = request.body
        const data = { status, ...(proof === undefined ? {} : { evidence: proof }) }
        const { orgId } = request.params
        const order = { type: 'ReportLicence' as const, orgId, data, happenedAt: when, because }
        const { phase, flags } = await carryOut(execute, request, reply, order)
        return { phase, flags: [...flags] }
      },
    })
  }
}
