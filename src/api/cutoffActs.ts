import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { cutoffIds } from '../domain/policy/cutoffs.ts'
import type { CutoffId } from '../domain/policy/policy.ts'
import { deployment } from '../domain/values.ts'
import { writeExemptions } from '../store/cutoff/publishing.ts'
import { carryOut } from './commands.ts'
import * as schemas from './cutoffSchemas.ts'
import type { ApiDependencies } from './dependencies.ts'
import { Problem, problemResponse } from './problem.ts'
import { because, idempotencyKey, idOut } from './schemas.ts'

const version = z.object({ version: z.int() })
const asked = z.object({
  requestId: idOut.describe('what a second operator confirms'),
  numbers: z.int().nullable(),
  warnings: schemas.warnings,
})

/** Chunks of a thousand that are written before the answer; what is more is written by the worker. */
const chunksAtOnce = 10

/** What operators decide about a cutoff. Whatever is lenient takes two of them: one asks, another confirms. */
export function cutoffActRoutes({ store }: ApiDependencies): FastifyPluginAsyncZod {
  const { execute } = store
  const roles = ['operator'] as const
  const common = { tags: ['cutoffs'], headers: idempotencyKey, params: schemas.oneCutoff }
  const whySaid = z.strictObject({ because })

  return async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/cutoffs/:cutoffId/plans',
      config: { roles: [...roles] },
      schema: {
        ...common,
        summary: 'Make a plan: count all numbers by class, and say what the cutoff does to each',
        body: whySaid,
        response: {
          201: z.object({
            planNo: z.int(),
            hash: z.string(),
            numbers: z.int(),
            switchOff: z.int(),
            isApproved: z.boolean(),
          }),
          default: problemResponse,
        },
      },
      handler: async (request, reply) => {
        const data = { cutoffId: named(request.params.cutoffId), occasion: 'byHand' }
        const order = { type: 'PlanCutoff', orgId: deployment, data, because: request.body.because } as const
        return reply.code(201).send(await carryOut(execute, request, reply, order))
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/cutoffs/:cutoffId/approvals',
      config: { roles: [...roles] },
      schema: {
        ...common,
        summary: 'Approve the last plan by its hash; two do, neither of whom has made a plan of the same',
        body: z.strictObject({ hash: z.string().min(1).max(100), because }),
        response: { 200: z.object({ planNo: z.int(), isComplete: z.boolean() }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { hash, because: why } = request.body
        const data = { cutoffId: named(request.params.cutoffId), hash }
        return carryOut(execute, request, reply, { type: 'ApprovePlan', orgId: deployment, data, because: why })
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/cutoffs/:cutoffId/import-complete',
      config: { roles: [...roles] },
      schema: {
        ...common,
        summary: 'Declare that all numbers have been imported: a cutoff that was over before is carried out only then',
        body: whySaid,
        response: { 200: version, default: problemResponse },
      },
      handler: async (request, reply) => {
        const data = { cutoffId: named(request.params.cutoffId) }
        const why = request.body.because
        return carryOut(execute, request, reply, {
          type: 'DeclareImportComplete',
          orgId: deployment,
          data,
          because: why,
        })
      },
    })

    for (const [path, isUndo, summary] of [
      ['exemptions', false, 'Ask that all, a class, an organisation or some numbers be let through past the cutoff'],
      ['undo', true, 'Ask, within the window, that what the cutoff did to a set be taken back until an instant'],
    ] as const) {
      app.route({
        method: 'POST',
        url: `/v1/cutoffs/:cutoffId/${path}`,
        config: { roles: [...roles] },
        schema: {
          ...common,
          summary,
          body: schemas.exemptionWish,
          response: { 202: asked, default: problemResponse },
        },
        handler: async (request, reply) => {
          const { because: why, ...wish } = request.body
          const data = { cutoffId: named(request.params.cutoffId), ...wish, isUndo }
          const order = { type: 'RequestExemption', orgId: deployment, data, because: why } as const
          const { requestId, numbers } = await carryOut(execute, request, reply, order)
          return reply.code(202).send({ requestId, numbers, warnings: ['CARRIERS_MAY_STILL_BLOCK'] })
        },
      })
    }

    app.route({
      method: 'POST',
      url: '/v1/cutoffs/:cutoffId/exemptions/:exemptionId/revocation',
      config: { roles: [...roles] },
      schema: {
        ...common,
        summary: 'Ask that an exemption end now',
        params: schemas.oneCutoff.extend({ exemptionId: schemas.exemptionId }),
        body: schemas.revocationWish,
        response: { 202: asked.pick({ requestId: true }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { reason, because: why } = request.body
        const { cutoffId, exemptionId } = request.params
        const data = { cutoffId: named(cutoffId), exemptionId, reason }
        const order = { type: 'RequestRevocation', orgId: deployment, data, because: why } as const
        return reply.code(202).send(await carryOut(execute, request, reply, order))
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/cutoffs/:cutoffId/postponement',
      config: { roles: [...roles] },
      schema: {
        ...common,
        summary: 'Ask that the whole cutoff act later',
        body: schemas.postponementWish,
        response: { 202: asked.pick({ requestId: true }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { until, reason, because: why } = request.body
        const data = { cutoffId: named(request.params.cutoffId), until, reason }
        const order = { type: 'RequestPostponement', orgId: deployment, data, because: why } as const
        return reply.code(202).send(await carryOut(execute, request, reply, order))
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/cutoffs/:cutoffId/requests/:requestId/confirm',
      config: { roles: [...roles] },
      schema: {
        ...common,
        summary: 'Confirm what another operator has asked for: the gate knows of it at once',
        params: schemas.oneCutoff.extend({ requestId: schemas.requestId }),
        body: whySaid,
        response: { 200: version, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { cutoffId, requestId } = request.params
        const data = { cutoffId: named(cutoffId), requestId }
        const order = { type: 'ConfirmRequest', orgId: deployment, data, because: request.body.because } as const
        const done = await carryOut(execute, request, reply, order)
        for (let chunk = 0; chunk < chunksAtOnce; chunk += 1) if ((await writeExemptions(store, 1)) === 0) break
        return done
      },
    })
  }
}

function named(text: string): CutoffId {
  const id = cutoffIds.find((each) => each === text)
  if (!id) throw new Problem('CUTOFF_NOT_FOUND', { field: 'cutoffId' })
  return id
}
