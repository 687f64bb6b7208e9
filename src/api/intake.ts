import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { verifyWebexWebhook } from '../providers/webexSignature.ts'
import { type SignedWebhook, verifyWebhook, type WebhookFault } from '../providers/webhookSignature.ts'
import { type InboundSource, storeInbound } from '../store/intake.ts'
import type { ApiDependencies } from './dependencies.ts'
import { Problem, problemResponse } from './problem.ts'

const bodyLimit = 1024 * 1024

/**
 * Where desk, registry and Webex report. The signature is checked over the bytes as they came, before anything parses them; the
 * delivery is kept as it is and answered, and acted on later. What is not signed as agreed is answered with 401 and leaves
 * no more than a log line: whoever cannot sign must not be able to fill the disk.
 */
export function intakeRoutes({ store, webhookSecrets }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    )

    app.route({
      method: 'POST',
      url: '/v1/intake/:source',
      bodyLimit,
      config: { roles: 'signed' },
      schema: {
        tags: ['intake'],
        summary: 'Deliver a signed event (Standard Webhooks; Webex as it signs); 202 once it is kept',
        security: [],
        params: z.strictObject({ source: z.enum(['desk', 'registry', 'webex']) }),
        headers: z.object({
          'webhook-id': z.string().optional(),
          'webhook-timestamp': z.string().optional().describe('seconds, within five minutes of now'),
          'webhook-signature': z.string().optional().describe('v1, and base64 HMAC-SHA256 of id.timestamp.body'),
          'x-spark-signature': z.string().optional().describe('of Webex instead: hex HMAC-SHA1 of the body'),
        }),
        response: { 202: z.object({ state: z.literal('kept') }), default: problemResponse },
      },
      handler: async (request, reply) => {
        const { source } = request.params
        const secrets = webhookSecrets[source]
        if (secrets.length === 0) throw new Problem('INTAKE_NOT_CONFIGURED')
        const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        const nowSeconds = Math.floor(Date.now() / 1000)
        const check = verified(source, { secrets, headers: request.raw.headers, rawBody, nowSeconds })
        if (!check.ok) {
          request.log.warn({ source, reason: check.reason, bytes: rawBody.length }, 'unsigned delivery')
          throw new Problem('WEBHOOK_SIGNATURE_INVALID', { reason: check.reason })
        }
        const { sourceId, headers } = check
        const receivedAt = await store.clock.now()
        await storeInbound(store.pool, store.documents, { source, sourceId, headers, body: rawBody, receivedAt })
        return reply.code(202).send({ state: 'kept' })
      },
    })
  }
}

type Verified =
  | { readonly ok: true; readonly sourceId: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly reason: WebhookFault }

/** The sender's id of the message, or one made of its bytes, and those headers that are worth keeping. */
function verified(source: InboundSource, webhook: SignedWebhook): Verified {
  if (source === 'webex') {
    const check = verifyWebexWebhook(webhook)
    return check.ok ? { ok: true, sourceId: check.id, headers: {} } : check
  }
  const check = verifyWebhook(webhook)
  if (!check.ok) return check
  const headers = { 'webhook-id': check.id, 'webhook-timestamp': String(check.timestamp) }
  return { ok: true, sourceId: check.id, headers }
}
