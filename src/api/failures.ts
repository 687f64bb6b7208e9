import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { document, Problem, problemType } from './problem.ts'
import { type ProblemCode, type ProblemEntry, problems } from './problems.ts'

/** Whatever ends a request early leaves as a problem of the catalogue, and nothing of its inside leaves with it. */
export function answerFailures(app: FastifyInstance): void {
  app.setErrorHandler((error: unknown, request, reply) => send(problemOf(error), error, request, reply))
  app.setNotFoundHandler((request, reply) => {
    const problem = new Problem('ROUTE_NOT_FOUND')
    return send(problem, problem, request, reply)
  })
}

export function send(problem: Problem, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const { status }: ProblemEntry = problems[problem.code]
  if (status >= 500) request.log.error({ code: problem.code, failure: failureOf(error) }, 'request failed')
  if (status === 401) void reply.header('www-authenticate', 'Bearer')
  if (status === 503) void reply.header('retry-after', '2')
  return reply.code(status).type(problemType).send(document(problem, request.id))
}

export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(error)
  const { code, statusCode } = fieldsOf(error)
  const known = byCode[String(code)]
  if (known) return new Problem(known)
  if (isLostConnection(error, String(code))) return new Problem('DATABASE_UNAVAILABLE')
  if (busyStates.has(String(code))) return new Problem('DATABASE_BUSY')
  if (statusCode === 429) return new Problem('TOO_MANY_REQUESTS')
  const isCallers = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500
  return new Problem(isCallers ? 'REQUEST_MALFORMED' : 'INTERNAL_ERROR')
}

type Invalid = Omit<FastifyError, 'validation'> & { validation: readonly Fault[] }
type Fault = { readonly keyword: string; readonly instancePath: string; readonly message?: string }

function invalid({ validation, validationContext }: Invalid): Problem {
  const errors = validation.map(({ instancePath, message = 'invalid' }) => ({ field: instancePath, reason: message }))
  const [first] = errors
  const name = first?.field.slice(1) ?? ''
  switch (validationContext) {
    case 'params':
      return new Problem('ID_MALFORMED', { field: name })
    case 'querystring': {
      const isUnknown = validation.some(({ keyword }) => keyword === 'unrecognized_keys')
      return new Problem(isUnknown ? 'FILTER_UNKNOWN' : 'QUERY_INVALID', {
        errors: errors.map(({ field, reason }) => ({ field: field.slice(1), reason })),
      })
    }
    default:
      return new Problem('BODY_INVALID', { ...(first ? { field: first.field, reason: first.reason } : {}), errors })
  }
}

const byCode: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'JSON_MALFORMED',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'JSON_MALFORMED',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'CONTENT_TYPE_UNSUPPORTED',
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
}

/** Lock, statement and serialisation limits of Postgres, and its refusal of one more connection. */
const busyStates = new Set(['55P03', '57014', '40P01', '40001', '53300', '25P03'])
const lostStates = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', '57P01', '57P02', '57P03'])

function isLostConnection(error: unknown, code: string): boolean {
  if (lostStates.has(code) || code.startsWith('08')) return true
  // pg has no code for these two.
  const isOurs =
    error instanceof Error && /^(timeout exceeded when trying to connect|Connection terminated)/.test(error.message)
  return isOurs
}

function fieldsOf(error: unknown): Readonly<Record<string, unknown>> {
  return error instanceof Error ? { ...error } : {}
}

/** What may be logged of a failure: messages of drivers and parsers quote their input, so they stay out. */
function failureOf(error: unknown) {
  if (!(error instanceof Error)) return { name: typeof error }
  const { name, stack = '' } = error
  const { code, constraint } = fieldsOf(error)
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return { name, code, constraint, at: frames.slice(0, 6).map((line) => line.trim()) }
}
