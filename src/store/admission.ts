import type { DeploymentPolicy } from '../domain/policy/effectivePack.ts'
import { type Instant, instant, type OrganisationId } from '../domain/values.ts'
import { chosenColumns } from './policy.ts'
import type { Queryable } from './pool.ts'
import type { Token } from './tokens.ts'

/** Who a token stands for, as far as a request needs to know. */
export type Principal = Omit<Token, 'issuedBy' | 'issuedAt'>

/** By the hash of its token somebody asks, about an organisation where the address names one. */
export type Asking = { readonly tokenHash: string; readonly orgId: OrganisationId | null }

/**
 * Whose token it is; whether the organisation is there and in its scope, which nobody can tell apart; and what the deployment
 * has chosen, on which it rests what a role may do.
 */
export type Admission = {
  readonly principal: Principal | undefined
  readonly organisationIsThere: boolean
  readonly chosen: DeploymentPolicy
}

export async function readAdmission(db: Queryable, { tokenHash, orgId }: Asking): Promise<Admission> {
  const { rows } = await db.query<AdmissionRow>({
    name: 'admission',
    text: `select ${principalCells} as principal, o.id is not null as "organisationIsThere", ${chosenColumns}
      from ${admissionSources} cross join deployment d`,
    values: [tokenHash, orgId],
  })
  const [row] = rows
  if (!row) throw new Error('the deployment has no row')
  const { principal, organisationIsThere, ...chosen } = row
  return { principal: principalOf(principal), organisationIsThere, chosen }
}

type AdmissionRow = DeploymentPolicy &
  Omit<Admission, 'principal' | 'chosen'> & { readonly principal: PrincipalCells | null }

/**
 * `t` is the token of the hash `$1`, and `o` the organisation `$2` if it lies in the token's scope: of what lies outside nothing
 * is read. A null for the hash answers whoever asks.
 */
export const admissionSources = `(select) asking
  left join api_token t on t.secret_sha256 = $1::text
  left join organisation o on o.id = $2::uuid
    and ($1::text is null or t.role = 'operator' or o.id = any(t.org_ids))`

export const principalCells = `case when t.id is not null then
  json_build_array(t.id, t.subject, t.role, t.kind, t.org_ids, t.expires_at, t.revoked_at) end`

export type PrincipalCells = readonly [
  id: string,
  subject: string,
  role: Token['role'],
  kind: Token['kind'],
  orgIds: readonly string[],
  expiresAt: string | null,
  revokedAt: string | null,
]

export function principalOf(cells: PrincipalCells | null): Principal | undefined {
  if (!cells) return undefined
  const [id, subject, role, kind, orgIds, expiresAt, revokedAt] = cells
  return { id, subject, role, kind, orgIds, expiresAt: instantOf(expiresAt), revokedAt: instantOf(revokedAt) }
}

/** An instant as JSON from the database has it. */
export function instantOf(text: string): Instant
export function instantOf(text: string | null): Instant | null
export function instantOf(text: string | null): Instant | null {
  return text === null ? null : instant(text)
}
