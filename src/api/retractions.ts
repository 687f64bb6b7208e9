import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { aboutOf, type LeftEffect } from '../domain/leftEffects.ts'
import { retractionReasons } from '../domain/retraction.ts'
import { carryOut } from './commands.ts'
import type { ApiDependencies } from './dependencies.ts'
import { rowLimit } from './imports.ts'
import { problemResponse } from './problem.ts'
import { evidence, idempotencyKey, inOrganisation } from './schemas.ts'

const eventId = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:[1-9]\d{0,8}$/, 'not the id of an event')
  .describe('as a history gives it')

const wrong = z
  .strictObject({
    eventIds: z.array(eventId).min(1).max(rowLimit).optional(),
    commandId: z
      .string()
      .regex(/^[\x21-\x7e]{1,128}$/)
      .optional()
      .describe('everything that one request (by its Idempotency-Key) or delivery (by its id) has reported'),
    reason: z.enum(retractionReasons),
    evidence,
  })
  .refine((body) => (body.eventIds === undefined) !== (body.commandId === undefined), {
    path: ['eventIds'],
    message: 'either eventIds or commandId',
  })

const retracted = z
  .object({
    struck: z.array(z.string()).describe('the events that count no more'),
    effects: z
      .array(
        z.object({
          stream: z.string(),
          kind: z.string(),
          axis: z.string(),
          before: z.string().nullable(),
          after: z.string().nullable(),
        }),
      )
      .describe('what this request has changed by it; none where all was struck before'),
    left: z
      .array(
        z.object({
          what: z.string(),
          about: z.string().describe('the id of what it is about'),
          numbers: z.int().optional(),
          owner: z.string().describe('who must act'),
          act: z.string(),
        }),
      )
      .describe('what stays done outside, and is on the attention list'),
  })
  .meta({ id: 'Retracted' })

export function retractionRoutes({ store: { execute } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/retractions',
      config: { roles: ['admin', 'partner', 'support', 'operator'] },
      schema: {
        tags: ['retractions'],
        summary:
          'Retract wrong reports: they stay, struck through, and what rests on them is computed anew. Admins and partners retract their own',
        params: inOrganisation,
        headers: idempotencyKey,
        body: wrong,
        response: { 200: retracted, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { eventIds, commandId = '', reason, evidence: proof } = request.body
        const named = eventIds === undefined ? { commandId } : { eventIds }
        const data = { ...named, reason, ...(proof === undefined ? {} : { evidence: proof }) }
        const { orgId } = request.params
        const { struck, effects, left } = await carryOut(execute, request, reply, {
          type: 'RetractReport',
          orgId,
          data,
        })
        return { struck: [...struck], effects: [...effects], left: left.map(shown) }
      },
    })
  }
}

function shown(left: LeftEffect) {
  const { what, owner, act } = left
  return { what, about: aboutOf(left), ...('numbers' in left ? { numbers: left.numbers } : {}), owner, act }
}
