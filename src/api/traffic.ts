import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { trafficParties, trafficStates } from '../domain/number.ts'
import { witnesses } from './access.ts'
import { codes } from './caseReports.ts'
import { carryOut } from './commands.ts'
import type { ApiDependencies } from './dependencies.ts'
import { listBodyLimit, rowLimit } from './imports.ts'
import { isNamedOnce, named, namedOnce, resolveNamed } from './namedNumbers.ts'
import { reported } from './orderReports.ts'
import { problemResponse } from './problem.ts'
import { idempotencyKey, inOrganisation, telling } from './schemas.ts'

/** L9, L10: what others do with the messages of numbers is a fact from outside, told as it becomes known. */
export function trafficRoutes({ store: { pool, execute } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/numbers/traffic',
      bodyLimit: listBodyLimit,
      config: { roles: witnesses },
      schema: {
        tags: ['numbers'],
        summary: 'Report that the traffic of numbers is blocked or slowed down, or flows again, and by whom',
        params: inOrganisation,
        headers: idempotencyKey,
        body: z.strictObject({
          numbers: z.array(z.strictObject(named).refine(isNamedOnce, namedOnce)).min(1).max(rowLimit),
          state: z.enum(trafficStates),
          by: z.enum(trafficParties),
          codes,
          ...telling,
        }),
        response: { 200: reported, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId } = request.params
        const { numbers, happenedAt: when, because, ...said } = request.body
        const { items, refused } = await resolveNamed(pool, orgId, numbers)
        const data = { numberIds: items.map(({ numberId }) => numberId), ...said }
        const order = { type: 'ReportTraffic' as const, orgId, data, happenedAt: when, because }
        const { recorded, repeated } = await carryOut(execute, request, reply, order)
        return { recorded, repeated, rows: [...refused] }
      },
    })
  }
}
