import type { Language } from '../domain/contact.ts'
import { isOfContact, type MailFailure, type MailMatter, needsPerson, nextAttemptAt, ownersOf } from '../domain/mail.ts'
import type { ContactId, DocumentId, Instant, OrganisationId } from '../domain/values.ts'
import { type Addressee, addresseeFor, queueMails } from './mail.ts'
import { callForContact } from './missingContacts.ts'
import { callAttention } from './outbox.ts'
import type { Queryable, Transaction } from './pool.ts'

/** A mail that is to go out now, with where its reader's name and address are found. */
export type DueMail = {
  readonly id: string
  readonly key: string
  readonly orgId: OrganisationId
  readonly contactId: ContactId
  readonly language: Language
  readonly matter: MailMatter
  readonly queuedAt: Instant
  readonly attempts: number
  readonly isContactRemoved: boolean
  /** What it asks for has been done meanwhile. */
  readonly isAnswered: boolean
  readonly cardId: DocumentId
  readonly copyCardId: DocumentId | null
  readonly nameId: DocumentId | null
}

export async function dueMails(db: Queryable, at: Instant, limit: number): Promise<readonly DueMail[]> {
  const { rows } = await db.query<DueMail>(
    `select m.id, m.key, m.org_id as "orgId", m.contact_id as "contactId", m.language, m.data as matter,
       m.queued_at as "queuedAt", m.attempts, c.phase = 'removed' as "isContactRemoved",
       exists (select 1 from wait where wait_id = m.data->>'waitId' and closed_at is not null) as "isAnswered",
       c.document_id as "cardId", p.document_id as "copyCardId", o.name_document_id as "nameId"
     from mail m
     join contact c on c.org_id = m.org_id and c.id = m.contact_id
     join organisation o on o.id = m.org_id
     left join contact p on p.org_id = m.org_id and p.id = m.copy_id and p.phase = 'current'
     where m.sent_at is null and m.failed is null and m.due_at <= $1
     order by m.due_at, m.key limit $2`,
    [at, limit],
  )
  return rows
}

export async function markSent(db: Queryable, mailId: string, at: Instant): Promise<void> {
  await db.query(
    `update mail set sent_at = $2, attempts = attempts + 1 where id = $1 and sent_at is null and failed is null`,
    [mailId, at],
  )
}

export async function tryLater(db: Queryable, { id, attempts }: DueMail, at: Instant): Promise<void> {
  await db.query(
    `update mail set attempts = $2, due_at = $3 where id = $1 and attempts = $4 and sent_at is null and failed is null`,
    [id, attempts + 1, nextAttemptAt(attempts + 1, at), attempts],
  )
}

/** The mail is given up. Where the fault is its reader's, whoever comes next is written to; a person hears of the rest. */
export async function giveUp(
  tx: Transaction,
  mail: DueMail,
  { failure, reply, at }: { readonly failure: MailFailure; readonly reply?: string; readonly at: Instant },
): Promise<void> {
  const { id, orgId, contactId, matter } = mail
  if (!(await markFailed(tx, id, failure, at))) return
  if (isOfContact(failure)) await passOn(tx, mail, at)
  if (!needsPerson(failure)) return
  const detail = {
    contactId,
    mailId: id,
    kind: matter.kind,
    failure,
    ...(reply ? { reply } : {}),
    act: 'changeContact',
  }
  await callAttention(tx, { orgId, code: 'MAIL_FAILED', subject: `${contactId}/${failure}`, detail, at })
}

async function markFailed(tx: Transaction, mailId: string, failure: MailFailure, at: Instant): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update mail set failed = $2, failed_at = $3 where id = $1 and sent_at is null and failed is null`,
    [mailId, failure, at],
  )
  return rowCount === 1
}

/** Whoever comes next among those who can be written to about it; a person where there is nobody. */
async function passOn(tx: Transaction, { key, orgId, contactId, matter }: DueMail, at: Instant): Promise<void> {
  const [owner] = ownersOf(matter)
  if (matter.kind === 'contact' || owner === undefined) return
  const to = await nextAddressee(tx, orgId, matter)
  if (to) return void (await queueMails(tx, [{ key: `${key}/not/${contactId}`, orgId, to, matter }], at))
  const missing =
    matter.kind === 'wait'
      ? { subject: matter.waitId, about: { wait: matter.wait, processId: matter.processId } }
      : { subject: `${matter.cutoffId}/${orgId}`, about: { cutoffId: matter.cutoffId } }
  await callForContact(tx, { orgId, owner, ...missing, at })
}

async function nextAddressee(
  tx: Transaction,
  orgId: OrganisationId,
  matter: MailMatter,
): Promise<Addressee | undefined> {
  for (const owner of ownersOf(matter)) {
    const found = await addresseeFor(tx, orgId, owner)
    if (found) return found
  }
  return undefined
}
