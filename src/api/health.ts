import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { ApiDependencies } from './dependencies.ts'
import { isTemporalUp } from './temporal.ts'

const up = z.enum(['up', 'down'])
const readiness = z.object({
  status: z.enum(['ready', 'degraded', 'unready']).describe('degraded: everything but acts on a running process works'),
  database: up,
  temporal: up,
})

/** Open to everybody: they tell whether, never what. */
export function healthRoutes({ store: { clock }, temporal }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/health/live',
      schema: {
        tags: ['health'],
        summary: 'The process runs',
        security: [],
        response: { 200: z.object({ status: z.literal('live') }) },
      },
      handler: async () => ({ status: 'live' as const }),
    })

    app.route({
      method: 'GET',
      url: '/health/ready',
      schema: {
        tags: ['health'],
        summary: 'Requests can be served: needs the database; without Temporal it is degraded',
        security: [],
        response: { 200: readiness, 503: readiness },
      },
      handler: async (_request, reply) => {
        const [hasDatabase, hasTemporal] = await Promise.all([
          clock.now().then(
            () => true,
            () => false,
          ),
          isTemporalUp(temporal),
        ])
        const database = hasDatabase ? 'up' : 'down'
        const temporalState = hasTemporal ? 'up' : 'down'
        if (!hasDatabase) return reply.code(503).send({ status: 'unready', database, temporal: temporalState })
        return reply.code(200).send({ status: hasTemporal ? 'ready' : 'degraded', database, temporal: temporalState })
      },
    })
  }
}
