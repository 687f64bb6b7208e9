import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { explain } from '../domain/explain.ts'
import { packAt } from '../domain/policy/packs.ts'
import { readNumberByText } from '../store/views/numberView.ts'
import { readers } from './access.ts'
import type { ApiDependencies } from './dependencies.ts'
import { Problem, problemResponse } from './problem.ts'
import { aboutMessage, sendingOf } from './question.ts'
import { idOut, inOrganisation, instantOut, verdict } from './schemas.ts'

const mayText = z
  .object({
    numberId: idOut,
    mayText: z.boolean().describe('never absent: what is unknown may not text'),
    verdict,
    reason: z.string(),
    at: instantOut,
    validUntil: instantOut.nullable().describe('when the answer may change by itself; it may change sooner with news'),
    ruleIds: z.array(z.string()),
  })
  .meta({ id: 'MayText' })

/** The short answer that is asked before a message is sent: one row, no proof. */
export function mayTextRoutes({ store: { pool, clock } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/may-text',
      config: { roles: readers },
      schema: {
        tags: ['numbers'],
        summary: 'Whether a number may text now, or send or receive this message',
        params: inOrganisation,
        querystring: z.strictObject({
          number: z.string().regex(/^\+[1-9]\d{1,14}$/, 'not E.164; in an address the plus sign is written %2B'),
          ...aboutMessage,
        }),
        response: { 200: mayText, default: problemResponse },
      },
      handler: async ({ params, query: { number, ...message } }) => {
        const [view, at] = await Promise.all([readNumberByText(pool, params.orgId, number), clock.now()])
        if (!view) throw new Problem('NUMBER_NOT_FOUND')
        const { validUntil, ruleIds, ...answer } = explain(view.row, packAt(at), at, sendingOf(message))
        const { mayText: may, verdict: said, reason } = answer
        return {
          numberId: view.id,
          mayText: may,
          verdict: said,
          reason,
          at,
          validUntil: validUntil ?? null,
          ruleIds: [...ruleIds],
        }
      },
    })
  }
}
