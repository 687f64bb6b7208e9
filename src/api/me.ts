import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { roles } from '../store/tokens.ts'
import { principalOf, readers } from './access.ts'
import type { ApiDependencies } from './dependencies.ts'
import { problemResponse } from './problem.ts'
import { idOut, instantOut } from './schemas.ts'

const me = z
  .object({
    subject: z.string(),
    role: z.enum(roles),
    organisations: z.array(idOut).describe('empty for an operator, who has all'),
    expiresAt: instantOut.nullable().describe('when this token ends'),
    at: instantOut.describe('what time it is for the product'),
  })
  .meta({ id: 'Me' })

export function meRoutes({ store: { clock } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/me',
      config: { roles: readers },
      schema: {
        tags: ['tokens'],
        summary: 'Who you are here: the subject, role and organisations of the token that you sent',
        response: { 200: me, default: problemResponse },
      },
      handler: async (request) => {
        const { subject, role, orgIds, expiresAt } = principalOf(request)
        return { subject, role, organisations: [...orgIds], expiresAt, at: await clock.now() }
      },
    })
  }
}
