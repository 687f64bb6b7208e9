import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { managersUnder } from '../domain/managing.ts'
import { packUnder } from '../domain/policy/effectivePack.ts'
import { pack003 } from '../domain/policy/pack003.ts'
import { brand, type OrganisationId } from '../domain/values.ts'
import type { Pool } from '../store/pool.ts'
import { findToken, isTokenText, type Role, type Token } from '../store/tokens.ts'
import { readScope } from '../store/views/organisationView.ts'
import { Problem } from './problem.ts'
import type { ApiCode } from './problems.ts'
import type { CountFailure } from './rateLimits.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route; `signed` ones prove themselves by a signature over the body. */
    roles?: readonly Role[] | 'signed'
  }
  interface FastifyRequest {
    principal: Token | null
  }
}

/** Everybody may read what lies in their scope. */
export const readers: readonly Role[] = ['admin', 'partner', 'support', 'auditor', 'integration', 'operator']
/** Those who run an organisation's texting, or do so on its behalf. */
export const actors: readonly Role[] = [...managersUnder(pack003), 'operator']
/** Those who report facts: people as above, and machines that know the inventory. */
export const reporters: readonly Role[] = [...managersUnder(pack003), 'integration', 'operator']

/** Those who write down by hand what desk, registry or carrier have said; support and machines among them. */
export const witnesses: readonly Role[] = ['admin', 'partner', 'support', 'integration', 'operator']
/** Those who may read what was signed and what was filled in: names, tax ids, contacts. */
export const confidants: readonly Role[] = ['admin', 'partner', 'support', 'operator']

/** Every `/v1` route says who may call it, or the server does not start; every request is held to it before its body is read. */
export function guardRoutes(app: FastifyInstance, pool: Pool, countFailure: CountFailure): void {
  app.decorateRequest('principal', null)
  app.addHook('onRoute', (route) => {
    const { url, config, method } = route
    if (!url.startsWith('/v1')) return
    if (!config?.roles?.length) throw new Error(`${String(method)} ${url} names no roles`)
    // A filter that nobody reads would look as if it had been applied.
    route.schema = { querystring: z.strictObject({}), ...route.schema }
  })
  app.addHook('onRequest', async (request, reply) => {
    const { roles } = request.routeOptions.config
    if (roles === undefined || roles === 'signed') return
    const found = await authenticate(pool, request.headers.authorization)
    if (!found.ok) {
      if (found.code !== 'TOKEN_MISSING') await countFailure(request, reply)
      throw new Problem(found.code)
    }
    const { principal } = found
    request.principal = principal
    if (!roles.includes(principal.role)) {
      throw new Problem('ROLE_NOT_ALLOWED', { reason: `${principal.role} is none of ${roles.join(', ')}` })
    }
    await requireScope(pool, principal, request.params, roles)
    if (request.method === 'POST') requireIdempotencyKey(request)
  })
}

export function principalOf(request: FastifyRequest): Token {
  if (!request.principal) throw new Error('the route is not guarded')
  return request.principal
}

export function idempotencyKeyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string') throw new Error('the route is not guarded')
  return key
}

/** `all` for the operator. */
export function scopeOf({ role, orgIds }: Token): readonly string[] | 'all' {
  return role === 'operator' ? 'all' : orgIds
}

type Found = { readonly ok: true; readonly principal: Token } | { readonly ok: false; readonly code: ApiCode }

async function authenticate(pool: Pool, header: string | undefined): Promise<Found> {
  if (header === undefined) return unknown('TOKEN_MISSING')
  const [, text] = /^Bearer ([^ ]+)$/i.exec(header) ?? []
  if (text === undefined || !isTokenText(text)) return unknown('TOKEN_MALFORMED')
  const principal = await findToken(pool, text)
  if (!principal) return unknown('TOKEN_UNKNOWN')
  if (principal.revokedAt !== null) return unknown('TOKEN_REVOKED')
  const { expiresAt } = principal
  if (expiresAt !== null && Date.parse(expiresAt) <= Date.now()) return unknown('TOKEN_EXPIRED')
  return { ok: true, principal }
}

function unknown(code: ApiCode): Found {
  return { ok: false, code }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** One answer and one query for an organisation that is missing and for one that is somebody else's. */
async function requireScope(pool: Pool, principal: Token, params: unknown, roles: readonly Role[]): Promise<void> {
  const orgId = organisationIn(params)
  if (orgId === undefined) return
  if (!uuid.test(orgId)) throw new Problem('ID_MALFORMED', { field: 'orgId' })
  const scope = scopeOf(principal)
  const covered = scope === 'all' || scope.includes(orgId)
  const { exists, chosen } = await readScope(pool, brand<OrganisationId>(orgId))
  if (!exists || !covered) throw new Problem('ORGANISATION_NOT_FOUND')
  const isManagers = roles === actors || roles === reporters
  if (isManagers && principal.role === 'partner' && !managersUnder(packUnder(pack003.id, chosen)).includes('partner'))
    throw new Problem('ROLE_NOT_ALLOWED', { reason: 'this deployment has chosen that only admins act for a customer' })
}

function organisationIn(params: unknown): string | undefined {
  const { orgId } = (params ?? {}) as { orgId?: string }
  return orgId?.toLowerCase()
}

function requireIdempotencyKey(request: FastifyRequest): void {
  const key = request.headers['idempotency-key']
  if (key === undefined) throw new Problem('IDEMPOTENCY_KEY_MISSING', { field: 'Idempotency-Key' })
  // Node joins a repeated header with a comma and a blank, which no key holds.
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw new Problem('IDEMPOTENCY_KEY_MALFORMED', { field: 'Idempotency-Key' })
  }
}
