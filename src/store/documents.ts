import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { DocumentId, DocumentRef, Instant, OrganisationId } from '../domain/values.ts'
import { freshId } from './ids.ts'
import type { Queryable, Transaction } from './pool.ts'

export type DocumentKind =
  | 'organisationName'
  | 'evidence'
  | 'letterOfAuthorisation'
  | 'registrationForm'
  | 'because'
  | 'contact'

export type NewDocument = {
  readonly id: DocumentId
  readonly orgId: OrganisationId
  readonly kind: DocumentKind
  readonly text: string
  readonly at: Instant
}

/**
 * Personal and business texts, encrypted with AES-256-GCM under a key per organisation that the master key wraps. Events
 * hold only the reference; losing an organisation's key row makes its texts unreadable for good.
 */
export type Documents = {
  readonly seal: (tx: Transaction, document: NewDocument) => Promise<DocumentRef>
  /** Throws where the document is missing, or its bytes were changed. */
  readonly open: (db: Queryable, orgId: OrganisationId, documentId: DocumentId) => Promise<string>
  /** The same protection for bytes that belong to no organisation yet. */
  readonly sealBytes: (bytes: Buffer, context: string) => Buffer
  readonly openBytes: (sealed: Buffer, context: string) => Buffer
}

type Key = { readonly keyId: string; readonly key: Buffer }

/** `masterKey` is 32 bytes in base64. Unwrapped keys are kept in memory for the life of the process. */
export function createDocuments(masterKey: string): Documents {
  const master = Buffer.from(masterKey, 'base64')
  if (master.length !== 32) throw new Error('the master key is 32 bytes in base64')
  const keys = new Map<OrganisationId, Key>()

  return { seal, open, sealBytes: (bytes, context) => encrypt(master, bytes, context), openBytes }

  async function seal(tx: Transaction, document: NewDocument): Promise<DocumentRef> {
    const { id, orgId, kind, text, at } = document
    const { keyId, key } = await keyOf(tx, orgId, at)
    const ciphertext = encrypt(key, Buffer.from(text, 'utf8'), id)
    const sha256 = createHash('sha256').update(ciphertext).digest('hex')
    await insertDocument(tx, [id, orgId, kind, 1, keyId, ciphertext, sha256, at])
    return { documentId: id, sha256 }
  }

  async function open(db: Queryable, orgId: OrganisationId, documentId: DocumentId): Promise<string> {
    const stored = await findDocument(db, orgId, documentId)
    if (!stored) throw new Error(`document ${documentId} is missing`)
    const key = decrypt(master, stored.wrapped, stored.key_id)
    return decrypt(key, stored.ciphertext, documentId).toString('utf8')
  }

  function openBytes(sealed: Buffer, context: string): Buffer {
    return decrypt(master, sealed, context)
  }

  async function keyOf(tx: Transaction, orgId: OrganisationId, at: Instant): Promise<Key> {
    const known = keys.get(orgId)
    if (known) return known
    const keyId = freshId()
    await insertKey(tx, [keyId, orgId, encrypt(master, randomBytes(32), keyId), at])
    const stored = await findKey(tx, orgId)
    if (!stored) throw new Error(`organisation ${orgId} has no document key`)
    const key = { keyId: stored.key_id, key: decrypt(master, stored.wrapped, stored.key_id) }
    // A key made in this transaction is not remembered: a rollback would take it away again.
    if (stored.key_id !== keyId) keys.set(orgId, key)
    return key
  }
}

const ivBytes = 12
const tagBytes = 16

/** Nonce, tag, ciphertext. The context is authenticated too, so that one document cannot stand in for another. */
function encrypt(key: Buffer, plain: Buffer, context: string): Buffer {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(context))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  const iv = sealed.subarray(0, ivBytes)
  const tag = sealed.subarray(ivBytes, ivBytes + tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(context))
  decipher.setAuthTag(tag)
  return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()])
}

async function insertDocument(tx: Transaction, values: readonly unknown[]): Promise<void> {
  await tx.query(
    `insert into document (id, org_id, kind, version, key_id, ciphertext, sha256, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [...values],
  )
}

async function findDocument(db: Queryable, orgId: OrganisationId, documentId: DocumentId) {
  const { rows } = await db.query<{ ciphertext: Buffer; key_id: string; wrapped: Buffer }>(
    `select d.ciphertext, d.key_id, k.wrapped from document d join document_key k on k.key_id = d.key_id
     where d.org_id = $1 and d.id = $2`,
    [orgId, documentId],
  )
  return rows[0]
}

async function insertKey(tx: Transaction, values: readonly unknown[]): Promise<void> {
  await tx.query(
    `insert into document_key (key_id, org_id, wrapped, recorded_at) values ($1, $2, $3, $4)
     on conflict (org_id) do nothing`,
    [...values],
  )
}

async function findKey(tx: Transaction, orgId: OrganisationId) {
  const { rows } = await tx.query<{ key_id: string; wrapped: Buffer }>(
    'select key_id, wrapped from document_key where org_id = $1',
    [orgId],
  )
  return rows[0]
}
