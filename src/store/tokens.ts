import { createHash, randomBytes } from 'node:crypto'
import type { Actor } from '../domain/fact.ts'
import type { Instant } from '../domain/values.ts'
import type { Queryable } from './pool.ts'

/** `partner` acts for organisations not its own; `operator` runs the whole deployment and has no list of organisations. */
export const roles = ['admin', 'partner', 'support', 'auditor', 'integration', 'operator'] as const
export type Role = (typeof roles)[number]

/** Who a token stands for, without its secret. All instants are those of the wall clock. */
export type Token = {
  readonly id: string
  readonly subject: string
  readonly role: Role
  readonly kind: Actor['kind']
  readonly orgIds: readonly string[]
  readonly issuedBy: string
  readonly issuedAt: Instant
  readonly expiresAt: Instant | null
  readonly revokedAt: Instant | null
}

export type TokenGrant = Pick<Token, 'subject' | 'role' | 'kind' | 'orgIds'> & { readonly expiresAt?: Instant }

const secretForm = /^clt_[A-Za-z0-9_-]{43}$/

export function isTokenText(text: string): boolean {
  return secretForm.test(text)
}

/** 256 random bits: nothing to guess, so the hash needs no salt and the look-up no constant time. */
export function freshToken(): string {
  return `clt_${randomBytes(32).toString('base64url')}`
}

/** Makes sure at start-up that a token given by the configuration exists; one that does is left as it is, revoked or not. */
export async function ensureToken(
  db: Queryable,
  grant: TokenGrant & { readonly id: string; readonly token: string; readonly at: Instant },
): Promise<void> {
  if (!isTokenText(grant.token))
    throw new Error(`the token configured for ${grant.subject} is not clt_ and 43 characters`)
  await insert(db, { ...grant, issuedBy: 'configuration' })
}

/** Answers the secret, the only time it is seen, or `undefined` where a token of this id exists. */
export async function issueToken(
  db: Queryable,
  grant: TokenGrant & { readonly id: string; readonly issuedBy: string; readonly at: Instant },
): Promise<string | undefined> {
  const token = freshToken()
  return (await insert(db, { ...grant, token })) ? token : undefined
}

export type Rotation = {
  readonly id: string
  readonly newId: string
  readonly issuedBy: string
  readonly at: Instant
  /** Until then the old secret works beside the new one. */
  readonly graceUntil: Instant
}

/**
 * Issues a successor with the same rights and lets the old token run out. `undefined` where the old one is not alive,
 * `secretAlreadyShown` where the successor exists.
 */
export async function rotateToken(
  db: Queryable,
  { id, newId, issuedBy, at, graceUntil }: Rotation,
): Promise<string | 'secretAlreadyShown' | undefined> {
  const token = freshToken()
  const { rows } = await db.query<{ found: boolean; made: boolean }>(
    `with successor as (select 1 from api_token where id = $2),
     old as (
       update api_token set expires_at = least(expires_at, $5)
       where id = $1 and revoked_at is null and (expires_at is null or expires_at > $4)
         and not exists (select 1 from successor)
       returning subject, role, kind, org_ids
     ),
     made as (
       insert into api_token (id, subject, role, kind, org_ids, secret_sha256, issued_by, issued_at)
       select $2, subject, role, kind, org_ids, $6, $3, $4 from old
       on conflict do nothing returning id
     )
     select exists (select 1 from made) as made, exists (select 1 from successor) as found`,
    [id, newId, issuedBy, at, graceUntil, hashOf(token)],
  )
  const [row] = rows
  if (row?.found) return 'secretAlreadyShown'
  return row?.made ? token : undefined
}

/** True where a token of this id exists; revoking twice keeps the first instant. */
export async function revokeToken(db: Queryable, id: string, at: Instant): Promise<boolean> {
  const { rowCount } = await db.query('update api_token set revoked_at = coalesce(revoked_at, $2) where id = $1', [
    id,
    at,
  ])
  return rowCount === 1
}

export async function readToken(db: Queryable, id: string): Promise<Token | undefined> {
  const { rows } = await db.query<TokenRow>(`select ${columns} from api_token where id = $1`, [id])
  return rows.map(readRow)[0]
}

export async function listTokens(db: Queryable, after: string | undefined, limit: number): Promise<readonly Token[]> {
  const { rows } = await db.query<TokenRow>(
    `select ${columns} from api_token where $1::uuid is null or id > $1::uuid order by id limit $2`,
    [after ?? null, limit],
  )
  return rows.map(readRow)
}

type NewToken = TokenGrant & {
  readonly id: string
  readonly token: string
  readonly issuedBy: string
  readonly at: Instant
}

async function insert(db: Queryable, grant: NewToken): Promise<boolean> {
  const { id, subject, role, kind, orgIds, token, issuedBy, at, expiresAt } = grant
  const { rowCount } = await db.query(
    `insert into api_token (id, subject, role, kind, org_ids, secret_sha256, issued_by, issued_at, expires_at)
     values ($1, $2, $3, $4, $5::uuid[], $6, $7, $8, $9) on conflict do nothing`,
    [id, subject, role, kind, orgIds, hashOf(token), issuedBy, at, expiresAt ?? null],
  )
  return rowCount === 1
}

const columns = 'id, subject, role, kind, org_ids, issued_by, issued_at, expires_at, revoked_at'

type TokenRow = {
  readonly id: string
  readonly subject: string
  readonly role: Role
  readonly kind: Actor['kind']
  readonly org_ids: readonly string[]
  readonly issued_by: string
  readonly issued_at: Instant
  readonly expires_at: Instant | null
  readonly revoked_at: Instant | null
}

function readRow(row: TokenRow): Token {
  return {
    id: row.id,
    subject: row.subject,
    role: row.role,
    kind: row.kind,
    orgIds: row.org_ids,
    issuedBy: row.issued_by,
    issuedAt: row.issued_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  }
}

/** What is kept of a token, and what it is found by. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
