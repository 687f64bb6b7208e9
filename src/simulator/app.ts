import { createHash, randomUUID, timingSafeEqual } from 'node:crypto'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify'
import { cases } from './cases.ts'
import { addControlRoutes } from './control.ts'
import { forms } from './forms.ts'
import { orders } from './orders.ts'
import type { Settings } from './settings.ts'
import { addSubmissionRoutes, type SubmissionParts } from './submissions.ts'
import { Declined, errorBody } from './wire.ts'

/** The outside world's HTTP face: the desk behind its token, the control endpoints behind another. */
export function buildApp(
  settings: Pick<Settings, 'mode' | 'token' | 'controlToken'>,
  parts: SubmissionParts,
): FastifyInstance {
  const app = Fastify({
    bodyLimit: 1_048_576,
    requestTimeout: 10_000,
    forceCloseConnections: true,
    genReqId: () => randomUUID(),
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
  })
  app.setErrorHandler<FastifyError | Declined>((error, request, reply) => {
    const { statusCode, code, description, retryAfterSeconds } = explained(error)
    if (statusCode >= 500 && !(error instanceof Declined)) process.stderr.write(`${error.stack}\n`)
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds))
    return reply.code(statusCode).send(errorBody(code, description, request.id))
  })
  app.setNotFoundHandler((request, reply) => reply.code(404).send(errorBody('NOT_FOUND', 'no such path', request.id)))

  app.get('/health', () => ({ status: 'ok' }))
  app.register(async (desk) => {
    desk.addHook('onRequest', async (request) => requireToken(request, settings.token))
    addSubmissionRoutes(desk, orders, parts)
    addSubmissionRoutes(desk, cases, parts)
    addSubmissionRoutes(desk, forms, parts)
  })
  app.register(async (control) => {
    control.addHook('onRequest', async (request) => requireToken(request, settings.controlToken))
    addControlRoutes(control, { ...parts, mode: settings.mode })
  })
  return app
}

function requireToken(request: FastifyRequest, token: string): void {
  const [, given] = /^Bearer (\S{1,512})$/.exec(request.headers.authorization ?? '') ?? []
  const digest = (text: string) => createHash('sha256').update(text).digest()
  if (given === undefined || !timingSafeEqual(digest(given), digest(token))) {
    throw new Declined(401, 'UNAUTHENTICATED', 'a valid bearer token is needed')
  }
}

type Explained = {
  readonly statusCode: number
  readonly code: string
  readonly description: string
  readonly retryAfterSeconds?: number | undefined
}

/** Says where a request is wrong, never what stood there: a path such as `/items/3/e164` holds no phone number. */
function explained(error: FastifyError | Declined): Explained {
  if (error instanceof Declined) {
    const { statusCode, code, message: description, retryAfterSeconds } = error
    return { statusCode, code, description, retryAfterSeconds }
  }
  const [fault] = error.validation ?? []
  if (fault) {
    const place = fault.instancePath || '/'
    return { statusCode: 422, code: 'INVALID_REQUEST', description: `${place} ${fault.message ?? 'is not valid'}` }
  }
  const statusCode = error.statusCode ?? 500
  if (statusCode >= 500) return { statusCode, code: 'INTERNAL', description: 'the simulator failed' }
  return { statusCode, code: 'BAD_REQUEST', description: plainFaults[statusCode] ?? 'the request cannot be read' }
}

const plainFaults: Readonly<Record<number, string>> = {
  413: 'the request is larger than 1 MiB',
  415: 'the body must be application/json',
}
