import { type Instant, instant, type OrganisationId } from '../domain/values.ts'
import type { Queryable } from './pool.ts'
import type { Token } from './tokens.ts'

/** Who a token stands for, as far as a request needs to know. */
export type Principal = Omit<Token, 'issuedBy' | 'issuedAt'>

/** By the hash of its token somebody asks, about an organisation where the address names one. */
export type Asking = { readonly tokenHash: string; readonly orgId: OrganisationId | null }

/** Whose token it is, and whether the organisation is there. Whether that one may ask is for the reader to decide. */
export type Admission = { readonly principal: Principal | undefined; readonly organisationExists: boolean }

export async function readAdmission(db: Queryable, { tokenHash, orgId }: Asking): Promise<Admission> {
  const { rows } = await db.query<AdmissionRow>({
    name: 'admission',
    text: `select ${admissionColumns}
      from (select $1::text as token_hash, $2::uuid as org_id) asking ${admissionSources}`,
    values: [tokenHash, orgId],
  })
  const [row] = rows
  if (!row) throw new Error('the database did not answer who asks')
  return admissionOf(row)
}

/** For statements that read more in the same breath: `asking` has to hold `token_hash` and `org_id`. */
export const admissionSources = `left join api_token t on t.secret_sha256 = asking.token_hash
  left join organisation o on o.id = asking.org_id`

export const admissionColumns = `t.id as "tokenId", t.subject as "tokenSubject", t.role as "tokenRole",
  t.kind as "tokenKind", t.org_ids as "tokenOrgIds", t.expires_at as "tokenExpiresAt",
  t.revoked_at as "tokenRevokedAt", o.id is not null as "organisationExists"`

export type AdmissionRow = {
  readonly tokenId: string | null
  readonly tokenSubject: string
  readonly tokenRole: Token['role']
  readonly tokenKind: Token['kind']
  readonly tokenOrgIds: readonly string[]
  readonly tokenExpiresAt: string | null
  readonly tokenRevokedAt: string | null
  readonly organisationExists: boolean
}

export function admissionOf(row: AdmissionRow): Admission {
  const { organisationExists } = row
  if (row.tokenId === null) return { principal: undefined, organisationExists }
  const principal = {
    id: row.tokenId,
    subject: row.tokenSubject,
    role: row.tokenRole,
    kind: row.tokenKind,
    orgIds: row.tokenOrgIds,
    expiresAt: instantOf(row.tokenExpiresAt),
    revokedAt: instantOf(row.tokenRevokedAt),
  }
  return { principal, organisationExists }
}

/** An instant as JSON from the database has it. */
export function instantOf(text: string): Instant
export function instantOf(text: string | null): Instant | null
export function instantOf(text: string | null): Instant | null {
  return text === null ? null : instant(text)
}
