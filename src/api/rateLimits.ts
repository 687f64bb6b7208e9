import { createHash } from 'node:crypto'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Limits } from './dependencies.ts'
import { Problem } from './problem.ts'

export type CountFailure = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

const minuteMs = 60_000

/**
 * Limits each caller before anything is looked up for it. What comes back counts a refused token against its address: a
 * caller who tries another token each time would else have a budget for each.
 */
export async function limitRequests(app: FastifyInstance, limits: Limits): Promise<CountFailure> {
  await app.register(rateLimit, { global: false })
  const ofCaller = app.createRateLimit({ max: limits.requestsPerMinute, timeWindow: minuteMs, keyGenerator: callerOf })
  const ofFailures = app.createRateLimit({
    max: limits.refusedTokensPerMinute,
    timeWindow: minuteMs,
    keyGenerator: (request) => request.ip,
  })

  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url?.startsWith('/health/')) return
    await spend(ofCaller, request, reply)
  })
  return (request, reply) => spend(ofFailures, request, reply)
}

type Limiter = ReturnType<FastifyInstance['createRateLimit']>

async function spend(limiter: Limiter, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const answer = await limiter(request)
  if (answer.isAllowed || !answer.isExceeded) return
  void reply.header('retry-after', String(answer.ttlInSeconds))
  throw new Problem('TOO_MANY_REQUESTS')
}

/** The token where there is one, else the address. Hashed: the limiter's memory is no place for secrets. */
function callerOf(request: FastifyRequest): string {
  const { authorization } = request.headers
  if (authorization === undefined) return request.ip
  return createHash('sha256').update(authorization).digest('base64url')
}
