import { neededActs } from '../domain/contact.ts'
import type { Owner } from '../domain/policy/policy.ts'
import type { ContactId, Instant, OrganisationId } from '../domain/values.ts'
import { callAttention } from './outbox.ts'
import type { Queryable, Transaction } from './pool.ts'

type Missing = {
  readonly orgId: OrganisationId
  readonly subject: string
  readonly owner: Owner
  readonly about: Readonly<Record<string, unknown>>
  readonly at: Instant
}

/** Somebody should be written to and there is nobody: a person has to know at once. */
export async function callForContact(db: Queryable, { orgId, subject, owner, about, at }: Missing): Promise<void> {
  if (!neededActs.includes(owner)) return
  const detail = { ...about, owner, act: 'addContact' }
  await callAttention(db, { orgId, code: 'NO_CONTACT', subject, detail, at })
}

/** There is somebody now. What was not written while there was nobody stays unwritten. */
export async function endMissingContacts(
  tx: Transaction,
  orgId: OrganisationId,
  acts: readonly Owner[],
): Promise<void> {
  await tx.query(
    `delete from attention where org_id = $1 and code = 'NO_CONTACT' and detail->>'owner' = any($2::text[])`,
    [orgId, acts],
  )
}

/** The contact is another one now, or none: what could not be sent to it is settled. */
export async function endFailedMails(tx: Transaction, orgId: OrganisationId, contactId: ContactId): Promise<void> {
  await tx.query(
    `delete from attention where org_id = $1 and code = 'MAIL_FAILED' and detail->>'contactId' = $2::text`,
    [orgId, contactId],
  )
}
