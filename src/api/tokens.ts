import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Actor } from '../domain/fact.ts'
import { type Instant, instant } from '../domain/values.ts'
import { idFor } from '../store/ids.ts'
import {
  issueToken,
  listTokens,
  type Role,
  readToken,
  revokeToken,
  roles,
  rotateToken,
  type Token,
} from '../store/tokens.ts'
import { idempotencyKeyOf, principalOf } from './access.ts'
import { afterId, pagedById } from './cursor.ts'
import type { ApiDependencies } from './dependencies.ts'
import { Problem, problemResponse } from './problem.ts'
import { idempotencyKey, idOut, instantOut, instantText, organisationId, pageOf, paging, tokenId } from './schemas.ts'

const token = z
  .object({
    id: idOut,
    subject: z.string(),
    role: z.string(),
    organisations: z.array(idOut).describe('empty for an operator, who has all'),
    issuedBy: z.string(),
    issuedAt: instantOut,
    expiresAt: instantOut.nullable(),
    revokedAt: instantOut.nullable(),
  })
  .meta({ id: 'Token' })

const issued = z.object({ id: idOut, token: z.string().describe('shown this once; only its hash is kept') })

const grant = z.strictObject({
  subject: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'letters, digits, full stops, hyphens and underscores')
    .regex(/^(?!.*\d{7})/, 'holds what could be a phone number')
    .describe('stands in every event as the one who acted: an opaque name, no mail address'),
  role: z.enum(roles),
  organisations: z.array(organisationId).max(1000),
  expiresAt: instantText.optional(),
})

const oneToken = z.strictObject({ tokenId })
const longestGraceSeconds = 7 * 86_400

/** Tokens live by the wall clock, and outside the record of events: they say who may ask, not what is true. */
export function tokenRoutes({ store: { pool } }: ApiDependencies): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: 'POST',
      url: '/v1/tokens',
      config: { roles: ['operator'] },
      schema: {
        tags: ['tokens'],
        summary: 'Issue a token; its secret is shown once, so a repeat is answered with the id alone',
        headers: idempotencyKey,
        body: grant,
        response: { 201: issued, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { organisations, ...rest } = request.body
        const isOperator = rest.role === 'operator'
        if (isOperator !== (organisations.length === 0))
          throw new Problem('TOKEN_SCOPE_INVALID', { field: '/organisations' })
        const { subject: issuedBy } = principalOf(request)
        const id = idFor(issuedBy, idempotencyKeyOf(request), 'token')
        const secret = await issueToken(pool, {
          id,
          subject: rest.subject,
          role: rest.role,
          kind: kindOf(rest.role),
          orgIds: organisations,
          issuedBy,
          at: wallClock(),
          ...(rest.expiresAt === undefined ? {} : { expiresAt: rest.expiresAt }),
        })
        if (secret === undefined) throw new Problem('TOKEN_SECRET_ALREADY_SHOWN', { reason: id })
        return reply
          .code(201)
          .headers({ location: `/v1/tokens/${id}`, 'cache-control': 'no-store' })
          .send({ id, token: secret })
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/tokens',
      config: { roles: ['operator'] },
      schema: {
        tags: ['tokens'],
        summary: 'List tokens, without their secrets',
        querystring: z.strictObject(paging),
        response: { 200: pageOf(token), default: problemResponse },
      },
      handler: async (request) => {
        const { limit, cursor } = request.query
        const { items, nextCursor } = pagedById(
          'tokens',
          limit,
          await listTokens(pool, afterId('tokens', cursor), limit + 1),
        )
        return { items: items.map(shown), nextCursor }
      },
    })

    app.route({
      method: 'GET',
      url: '/v1/tokens/:tokenId',
      config: { roles: ['operator'] },
      schema: {
        tags: ['tokens'],
        summary: 'Read a token, without its secret',
        params: oneToken,
        response: { 200: token, default: problemResponse },
      },
      handler: async (request) => {
        const found = await readToken(pool, request.params.tokenId)
        if (!found) throw new Problem('TOKEN_NOT_FOUND')
        return shown(found)
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/tokens/:tokenId/rotate',
      config: { roles: ['operator'] },
      schema: {
        tags: ['tokens'],
        summary: 'Issue a successor with the same rights; the old secret works until the grace is over',
        params: oneToken,
        headers: idempotencyKey,
        body: z.strictObject({ graceSeconds: z.int().min(0).max(longestGraceSeconds).default(3600) }),
        response: { 201: issued, default: problemResponse },
      },
      handler: async (request, reply) => {
        const { subject: issuedBy } = principalOf(request)
        const newId = idFor(issuedBy, idempotencyKeyOf(request), 'token')
        const now = Date.now()
        const secret = await rotateToken(pool, {
          id: request.params.tokenId,
          newId,
          issuedBy,
          at: instant(now),
          graceUntil: instant(now + request.body.graceSeconds * 1000),
        })
        if (secret === 'secretAlreadyShown') throw new Problem('TOKEN_SECRET_ALREADY_SHOWN', { reason: newId })
        if (secret === undefined) throw new Problem('TOKEN_NOT_FOUND')
        const location = `/v1/tokens/${newId}`
        return reply.code(201).headers({ location, 'cache-control': 'no-store' }).send({ id: newId, token: secret })
      },
    })

    app.route({
      method: 'POST',
      url: '/v1/tokens/:tokenId/revoke',
      config: { roles: ['operator'] },
      schema: {
        tags: ['tokens'],
        summary: 'Revoke a token; it is refused from the next request on',
        params: oneToken,
        headers: idempotencyKey,
        body: z.strictObject({}),
        response: { 200: z.object({ id: idOut }), default: problemResponse },
      },
      handler: async (request) => {
        const { tokenId: id } = request.params
        if (!(await revokeToken(pool, id, wallClock()))) throw new Problem('TOKEN_NOT_FOUND')
        return { id }
      },
    })
  }
}

export function kindOf(role: Role): Actor['kind'] {
  if (role === 'partner') return 'partner'
  return role === 'integration' ? 'service' : 'person'
}

function wallClock(): Instant {
  return instant(Date.now())
}

function shown({ kind: _kind, orgIds, ...rest }: Token): z.output<typeof token> {
  return { ...rest, organisations: [...orgIds] }
}
