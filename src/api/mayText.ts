import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { askAgainAt, explain } from '../domain/explain.ts'
import { readNow } from '../store/policy.ts'
import { readNumberByText } from '../store/views/numberView.ts'
import { readers } from './access.ts'
import type { ApiDependencies } from './dependencies.ts'
import { Problem, problemResponse } from './problem.ts'
import { aboutMessage, sendingOf } from './question.ts'
import { idOut, inOrganisation, instantOut, verdict } from './schemas.ts'

const mayText = z
  .object({
    numberId: idOut,
    mayText: z
      .boolean()
      .describe(
        'never absent: what is unknown may not text, but where a cutoff keeps the answer of before for a while',
      ),
    verdict,
    reason: z.string(),
    at: instantOut,
    validUntil: instantOut
      .nullable()
      .describe('when to ask again at the latest: never past the next cutoff; news may change the answer sooner'),
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
        const [view, now] = await Promise.all([readNumberByText(pool, params.orgId, number), readNow(pool, clock)])
        if (!view) throw new Problem('NUMBER_NOT_FOUND')
        const { at, policy } = now
        const explained = explain(view.row, policy.pack, at, sendingOf(message))
        const { mayText: may, verdict: said, reason, ruleIds } = explained
        return {
          numberId: view.id,
          mayText: may,
          verdict: said,
          reason,
          at,
          validUntil: askAgainAt(view.row, explained, policy.pack, at) ?? null,
          ruleIds: [...ruleIds],
        }
      },
    })
  }
}
