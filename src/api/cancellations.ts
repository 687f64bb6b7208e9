import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { cancelUpdate, retryStepUpdate } from '../contract/onboarding.ts'
import type { OnboardingId, OrganisationId } from '../domain/values.ts'
import type { Envelope } from '../store/command.ts'
import type { Store } from '../store/execute.ts'
import { idFor } from '../store/ids.ts'
import { claim } from '../store/inbox.ts'
import { contentHash } from '../store/policy.ts'
import { inTransaction } from '../store/transaction.ts'
import { findCancellation } from '../store/views/cancellationView.ts'
import { readOnboarding } from '../store/views/onboardingView.ts'
import { actors } from './access.ts'
import { envelopeFor } from './commands.ts'
import type { ApiDependencies } from './dependencies.ts'
import { oneOnboarding } from './onboardings.ts'
import { Problem, problemResponse } from './problem.ts'
import { type ProblemCode, problemCodes } from './problems.ts'
import { idempotencyKey } from './schemas.ts'
import { askOnboarding, type UpdateAnswer } from './temporal.ts'

const released = z.object({ released: z.int().describe('numbers that are free for another onboarding') })
const underWay = z.object({ state: z.literal('underWay') })

/** The acts on a running process itself. They need Temporal; everything else that people do is recorded without it. */
export function cancellationRoutes({ store, temporal }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/onboardings/:onboardingId/cancel',
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
        const { orgId, onboardingId: id } = request.params
        const { reason } = request.body
        const envelope = envelopeFor(request, orgId)
        await requireOnboarding(store, orgId, id)
        await claimKey(store, envelope, { type: 'cancel', onboardingId: id, reason })
        const commandId = idFor(envelope.scope, envelope.commandId, 'cancel')
        const done = await findCancellation(store.pool, id, commandId)
        if (done) return reply.code(200).header('Idempotency-Replayed', 'true').send(done)
        await requireOpen(store, orgId, id)
        const { subject, role } = envelope.actor
        const kind = envelope.actor.kind === 'partner' ? 'partner' : 'person'
        const argument = { commandId, reason, actor: { kind, subject, role } } as const
        const answer = await askOnboarding(temporal, id, cancelUpdate, { updateId: commandId, argument })
        if (answer.state === 'answered') return reply.code(200).send(answer.result)
        if (answer.state === 'notRunning') {
          const doneMeanwhile = await findCancellation(store.pool, id, commandId)
          if (doneMeanwhile) return reply.code(200).send(doneMeanwhile)
          await requireOpen(store, orgId, id)
        }
        requireAccepted(answer)
        return reply
          .code(202)
          .header('location', `/v1/organisations/${orgId}/onboardings/${id}`)
          .send({ state: 'underWay' })
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/organisations/:orgId/onboardings/:onboardingId/retry',
      config: { roles: ['operator'] },
      schema: {
        tags: ['onboardings'],
        summary: 'Try a step again that has failed or was left to a person; live=true names them',
        params: oneOnboarding,
        headers: idempotencyKey,
        body: z.strictObject({ step: z.string().min(1).max(200) }),
        response: { 200: z.object({ state: z.literal('retried') }), 202: underWay, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { orgId, onboardingId: id } = request.params
        const { step } = request.body
        const envelope = envelopeFor(request, orgId)
        await requireOnboarding(store, orgId, id)
        await claimKey(store, envelope, { type: 'retry', onboardingId: id, step })
        await requireOpen(store, orgId, id)
        const updateId = idFor(envelope.scope, envelope.commandId, 'retry')
        const answer = await askOnboarding(temporal, id, retryStepUpdate, { updateId, argument: step })
        if (answer.state === 'answered') return reply.code(200).send({ state: 'retried' })
        if (answer.state === 'notRunning') await requireOpen(store, orgId, id)
        requireAccepted(answer)
        return reply
          .code(202)
          .header('location', `/v1/organisations/${orgId}/onboardings/${id}`)
          .send({ state: 'underWay' })
      },
    })
  }
}

async function requireOnboarding({ pool }: Store, orgId: OrganisationId, id: OnboardingId): Promise<void> {
  if (!(await readOnboarding(pool, orgId, id))) throw new Problem('ONBOARDING_NOT_FOUND')
}

async function requireOpen({ pool }: Store, orgId: OrganisationId, id: OnboardingId): Promise<void> {
  const view = await readOnboarding(pool, orgId, id)
  if (view?.phase !== 'open') throw new Problem('ONBOARDING_NOT_OPEN', { reason: view?.phase ?? 'none' })
}

/** An update has no inbox row of its own, so the key is claimed here: the same key with another wish is refused. */
async function claimKey({ pool }: Store, envelope: Envelope, wish: Readonly<Record<string, string>>): Promise<void> {
  const answer = await inTransaction(pool, envelope.orgId, (tx) => claim(tx, envelope, contentHash(wish)))
  if (answer.seen === 'otherBody') throw new Problem('IDEMPOTENCY_KEY_REUSED', { field: 'Idempotency-Key' })
}

/** Nothing less than an accepted update may be answered with 202: only that one is sure to be carried out. */
function requireAccepted(answer: UpdateAnswer<unknown>): void {
  switch (answer.state) {
    case 'refused':
      throw new Problem(known(answer.code))
    case 'down':
      throw new Problem('TEMPORAL_UNAVAILABLE')
    case 'unheard':
    case 'notRunning':
      throw new Problem('ONBOARDING_NOT_ANSWERING')
    case 'accepted':
    case 'answered':
      return
  }
}

function known(code: string): ProblemCode {
  const found = problemCodes.find((each) => each === code)
  if (!found) throw new Error(`the process refused with ${code}, which is no public code`)
  return found
}
