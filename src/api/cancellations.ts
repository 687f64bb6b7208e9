import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { cancelUpdate, onboardingWorkflowId } from '../contract/onboarding.ts'
import type { Wish } from '../contract/process.ts'
import { cancelCaseUpdate, caseWorkflowId } from '../contract/supportCase.ts'
import type { CaseId, OnboardingId, OrganisationId } from '../domain/values.ts'
import type { Queryable } from '../store/pool.ts'
import { readOnboarding } from '../store/views/onboardingView.ts'
import { actors } from './access.ts'
import { oneCase, requireCase } from './cases.ts'
import type { ApiDependencies } from './dependencies.ts'
import { oneOnboarding } from './onboardings.ts'
import { Problem, problemResponse } from './problem.ts'
import { type Act, cancelProcess, type Process, retryStep } from './processActs.ts'
import { idempotencyKey } from './schemas.ts'

const released = z.object({ released: z.int().describe('numbers that are free again') })
const retried = z.object({ state: z.literal('retried') })
const underWay = z.object({ state: z.literal('underWay') })
const step = z.strictObject({ step: z.string().min(1).max(200) })

const onboardings = '/v1/organisations/:orgId/onboardings/:onboardingId'
const cases = '/v1/organisations/:orgId/cases/:caseId'

/** The acts on a running process itself. They need Temporal; everything else that people do is recorded without it. */
export function cancellationRoutes({ store, temporal }: ApiDependencies): FastifyPluginAsyncZod {
  const { pool } = store

  return async (app) => {
    app.route({
      method: 'POST',
      url: `${onboardings}/cancel`,
      config: { roles: actors },
      schema: {
        tags: ['onboardings'],
        summary: 'Cancel an onboarding; 202 once the process has taken the wish up but not yet answered',
        params: oneOnboarding,
        headers: idempotencyKey,
        body: z.strictObject({
          reason: z.enum(['requestedByCustomer', 'requestedByPartner', 'startedByMistake', 'other']),
        }),
        response: { 200: released, 202: underWay, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, onboardingId } = request.params
        const process = await onboardingProcess(pool, orgId, onboardingId)
        const { reason } = request.body
        const asked = { details: { reason }, requestOf: (wish: Wish) => ({ ...wish, reason }) }
        const act = await cancelProcess({ store, temporal, request }, process, cancelUpdate, asked)
        mark(reply, act, `/v1/organisations/${orgId}/onboardings/${onboardingId}`)
        return act.state === 'done' ? reply.code(200).send(act.result) : reply.code(202).send({ state: 'underWay' })
      },
    })

    app.route({
      method: 'POST',
      url: `${onboardings}/retry`,
      config: { roles: ['operator'] },
      schema: {
        tags: ['onboardings'],
        summary: 'Try a step again that has failed or was left to a person; live=true names them',
        params: oneOnboarding,
        headers: idempotencyKey,
        body: step,
        response: { 200: retried, 202: underWay, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, onboardingId } = request.params
        const process = await onboardingProcess(pool, orgId, onboardingId)
        const act = await retryStep({ store, temporal, request }, process, request.body.step)
        mark(reply, act, `/v1/organisations/${orgId}/onboardings/${onboardingId}`)
        return act.state === 'done'
          ? reply.code(200).send({ state: 'retried' })
          : reply.code(202).send({ state: 'underWay' })
      },
    })

    app.route({
      method: 'POST',
      url: `${cases}/cancel`,
      config: { roles: actors },
      schema: {
        tags: ['cases'],
        summary: 'Cancel a case, so that its undecided numbers are free for another one; 202 as for an onboarding',
        params: oneCase,
        headers: idempotencyKey,
        body: z.strictObject({}),
        response: { 200: released, 202: underWay, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, caseId } = request.params
        const process = await caseProcess(pool, orgId, caseId)
        const asked = { details: {}, requestOf: (wish: Wish) => wish }
        const act = await cancelProcess({ store, temporal, request }, process, cancelCaseUpdate, asked)
        mark(reply, act, `/v1/organisations/${orgId}/cases/${caseId}`)
        return act.state === 'done' ? reply.code(200).send(act.result) : reply.code(202).send({ state: 'underWay' })
      },
    })

    app.route({
      method: 'POST',
      url: `${cases}/retry`,
      config: { roles: ['operator'] },
      schema: {
        tags: ['cases'],
        summary: 'Try a step of a case again that has failed or was left to a person; live=true names them',
        params: oneCase,
        headers: idempotencyKey,
        body: step,
        response: { 200: retried, 202: underWay, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, caseId } = request.params
        const process = await caseProcess(pool, orgId, caseId)
        const act = await retryStep({ store, temporal, request }, process, request.body.step)
        mark(reply, act, `/v1/organisations/${orgId}/cases/${caseId}`)
        return act.state === 'done'
          ? reply.code(200).send({ state: 'retried' })
          : reply.code(202).send({ state: 'underWay' })
      },
    })
  }
}

async function onboardingProcess(db: Queryable, orgId: OrganisationId, id: OnboardingId): Promise<Process> {
  if (!(await readOnboarding(db, orgId, id))) throw new Problem('ONBOARDING_NOT_FOUND')
  return {
    orgId,
    workflowId: onboardingWorkflowId(id),
    silence: 'ONBOARDING_NOT_ANSWERING',
    requireOpen: async () => {
      const view = await readOnboarding(db, orgId, id)
      if (view?.phase !== 'open') throw new Problem('ONBOARDING_NOT_OPEN', { reason: view?.phase ?? 'none' })
    },
  }
}

async function caseProcess(db: Queryable, orgId: OrganisationId, id: CaseId): Promise<Process> {
  await requireCase(db, orgId, id)
  return {
    orgId,
    workflowId: caseWorkflowId(id),
    silence: 'CASE_NOT_ANSWERING',
    requireOpen: async () => {
      const { endedAt, phase } = await requireCase(db, orgId, id)
      if (endedAt !== null) throw new Problem('CASE_NOT_OPEN', { reason: phase })
    },
  }
}

function mark(reply: FastifyReply, act: Act<unknown>, address: string): void {
  if (act.state === 'underWay') void reply.header('location', address)
  else if (act.isReplayed) void reply.header('Idempotency-Replayed', 'true')
}
