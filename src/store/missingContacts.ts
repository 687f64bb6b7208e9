import { neededActs } from '../domain/contact.ts'
import type { Owner } from '../domain/policy/policy.ts'
import type { ContactId, Instant, OrganisationId } from '../domain/values.ts'
import { freshId } from './ids.ts'
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

/** The same for many organisations at once, each under a subject of its own. */
export async function callForAdmins(
  tx: Transaction,
  orgIds: readonly OrganisationId[],
  { cutoffId, at }: { readonly cutoffId: string; readonly at: Instant },
): Promise<void> {
  const detail = { cutoffId, owner: 'customerAdmin', act: 'addContact' }
  await tx.query(
    `insert into attention (id, org_id, code, subject, detail, recorded_at)
     select m.id, m.org_id, 'NO_CONTACT', $3 || '/' || m.org_id, $4, $5
     from unnest($1::uuid[], $2::uuid[]) as m(id, org_id)
     on conflict (code, subject) do nothing`,
    [orgIds.map(() => freshId()), orgIds, cutoffId, JSON.stringify(detail), at],
  )
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
