import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { askAgainAt, explain } from '../domain/explain.ts'
import { platformAnswer } from '../domain/platformAnswer.ts'
import { foundBy, readers } from './access.ts'
import { asBuilt } from './asBuilt.ts'
import { askedByText } from './askedNumber.ts'
import { Problem, problemResponse } from './problem.ts'
import { aboutMessage, sendingOf } from './question.ts'
import { idOut, inOrganisation, instantOut, verdict } from './schemas.ts'

export const mayText = z
  .object({
    numberId: idOut,
    mayText: z.boolean().describe('never absent: by the reading unknownAt, what is unknown stays as it was last'),
    basis: z.enum(['verdict', 'lastKnown']).describe('lastKnown: the verdict is unknown, and texting was on'),
    task: z
      .object({ act: z.string(), owner: z.string() })
      .nullable()
      .describe('what has to be found out, and by whom, where the verdict is unknown'),
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
export function mayTextRoutes(): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'GET',
      url: '/v1/organisations/:orgId/may-text',
      config: { roles: readers, reads: askedByText },
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
      handler: async (request, reply) => {
        const found = foundBy(askedByText, request)
        if (!found) throw new Problem('NUMBER_NOT_FOUND')
        const { at, policy, view } = found
        const { number: _, ...message } = request.query
        const explained = explain(view.row, policy.pack, at, sendingOf(message))
        const { verdict: said, reason, ruleIds } = explained
        return asBuilt(reply, {
          numberId: view.id,
          ...platformAnswer(explained, view.row, policy.pack, at),
          verdict: said,
          reason,
          at,
          validUntil: askAgainAt(view.row, explained, policy.pack, at) ?? null,
          ruleIds: [...ruleIds],
        })
      },
    })
  }
}
