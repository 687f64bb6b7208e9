import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { managersUnder } from '../domain/managing.ts'
import { packUnder } from '../domain/policy/effectivePack.ts'
import { pack003 } from '../domain/policy/pack003.ts'
import { brand, type OrganisationId } from '../domain/values.ts'
import { type Admission, type Asking, type Principal, readAdmission } from '../store/admission.ts'
import type { Store } from '../store/execute.ts'
import { hashOf, isTokenText, type Role } from '../store/tokens.ts'
import type { Admitted } from '../store/views/askedNumber.ts'
import { Problem } from './problem.ts'
import type { ApiCode } from './problems.ts'
import type { CountFailure } from './rateLimits.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route; `signed` ones prove themselves by a signature over the body. */
    roles?: readonly Role[] | 'signed'
    /** What is read in the same statement as the token. */
    reads?: Reads<unknown>
  }
  interface FastifyRequest {
    principal: Principal | null
    found: unknown
  }
}

/**
 * Reads what an address names together with who asks for it. `undefined` where the address is malformed: nothing is read,
 * and the shapes of the route tell the caller.
 */
export type Reads<Found> = (
  store: Pick<Store, 'pool' | 'clock'>,
  asking: Asking & { readonly orgId: OrganisationId },
  request: Pick<FastifyRequest, 'params' | 'query'>,
) => Promise<Admitted<Found>> | undefined

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
export function guardRoutes(
  app: FastifyInstance,
  store: Pick<Store, 'pool' | 'clock'>,
  countFailure: CountFailure,
): void {
  app.decorateRequest('principal', null)
  app.decorateRequest('found', null)
  app.addHook('onRoute', (route) => {
    const { url, config, method } = route
    if (!url.startsWith('/v1')) return
    if (!config?.roles?.length) throw new Error(`${String(method)} ${url} names no roles`)
    // A filter that nobody reads would look as if it had been applied.
    route.schema = { querystring: z.strictObject({}), ...route.schema }
  })
  app.addHook('onRequest', async (request, reply) => {
    const { roles, reads } = request.routeOptions.config
    if (roles === undefined || roles === 'signed') return
    const orgId = organisationIn(request.params)
    const known = await authenticate(request, (tokenHash) => admit(store, { tokenHash, orgId }, reads, request))
    if (!known.ok) {
      if (known.code !== 'TOKEN_MISSING') await countFailure(request, reply)
      throw new Problem(known.code)
    }
    const { principal } = known
    request.principal = principal
    if (!roles.includes(principal.role)) {
      throw new Problem('ROLE_NOT_ALLOWED', { reason: `${principal.role} is none of ${roles.join(', ')}` })
    }
    if (orgId !== undefined) requireScope(known, orgId, roles)
    if (request.method === 'POST') requireIdempotencyKey(request)
  })
}

export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw new Error('the route is not guarded')
  return request.principal
}

/** What was read for the request before it came to its route, by what the route says that it reads. */
export function foundBy<Found>(reads: Reads<Found>, request: FastifyRequest): Found | undefined {
  if (request.routeOptions.config.reads !== reads) throw new Error('the route does not say that it reads this')
  return (request.found ?? undefined) as Found | undefined
}

export function idempotencyKeyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string') throw new Error('the route is not guarded')
  return key
}

/** `all` for the operator. */
export function scopeOf({ role, orgIds }: Principal): readonly string[] | 'all' {
  return role === 'operator' ? 'all' : orgIds
}

type Known =
  | ({ readonly ok: true; readonly principal: Principal } & Admission)
  | { readonly ok: false; readonly code: ApiCode }

/** Asked anew for every request: a token that is revoked is refused from the next one on. */
async function authenticate(
  { headers: { authorization } }: FastifyRequest,
  admitted: (tokenHash: string) => Promise<Admission>,
): Promise<Known> {
  if (authorization === undefined) return unknown('TOKEN_MISSING')
  const [, text] = /^Bearer ([^ ]+)$/i.exec(authorization) ?? []
  if (text === undefined || !isTokenText(text)) return unknown('TOKEN_MALFORMED')
  const admission = await admitted(hashOf(text))
  const { principal } = admission
  if (!principal) return unknown('TOKEN_UNKNOWN')
  if (principal.revokedAt !== null) return unknown('TOKEN_REVOKED')
  const { expiresAt } = principal
  if (expiresAt !== null && Date.parse(expiresAt) <= Date.now()) return unknown('TOKEN_EXPIRED')
  return { ok: true, ...admission, principal }
}

function unknown(code: ApiCode): Known {
  return { ok: false, code }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

type Addressed = { readonly tokenHash: string; readonly orgId: string | undefined }

/** Who asks, whether the organisation is there, and what the route reads of it, by one statement. */
async function admit(
  store: Pick<Store, 'pool' | 'clock'>,
  { tokenHash, orgId: text }: Addressed,
  reads: Reads<unknown> | undefined,
  request: FastifyRequest,
): Promise<Admission> {
  const orgId = text !== undefined && uuid.test(text) ? brand<OrganisationId>(text) : null
  const reading = orgId === null ? undefined : reads?.(store, { tokenHash, orgId }, request)
  if (!reading) return readAdmission(store.pool, { tokenHash, orgId })
  const admitted = await reading
  request.found = admitted.found
  return admitted
}

/** One answer for an organisation that is missing and for one that is somebody else's. */
function requireScope(
  { principal, organisationIsThere, chosen }: Admission & { readonly principal: Principal },
  orgId: string,
  roles: readonly Role[],
): void {
  if (!uuid.test(orgId)) throw new Problem('ID_MALFORMED', { field: 'orgId' })
  const scope = scopeOf(principal)
  const covered = scope === 'all' || scope.includes(orgId)
  if (!organisationIsThere || !covered) throw new Problem('ORGANISATION_NOT_FOUND')
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
