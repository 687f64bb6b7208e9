import type { Language } from '../domain/contact.ts'
import type { MailMatter } from '../domain/mail.ts'
import type { Owner } from '../domain/policy/policy.ts'
import type { ContactId, Instant, OrganisationId } from '../domain/values.ts'
import { mailIdFor } from './ids.ts'
import { callForContact } from './missingContacts.ts'
import type { Queryable, Transaction } from './pool.ts'

export type Addressee = { readonly contactId: ContactId; readonly language: Language }

/** A mail that is to be written. Of one key there is one mail, whoever asks for it and however often. */
export type NewMail = {
  readonly key: string
  readonly orgId: OrganisationId
  readonly to: Addressee
  /** Who gets the same mail for their information. */
  readonly copyTo?: ContactId
  readonly matter: MailMatter
}

/** A contact whose address its server has refused is out of reach until the contact is changed. */
export const reachable = `c.phase = 'current' and not exists (
  select 1 from mail r where r.contact_id = c.id and r.failed = 'ADDRESS_REFUSED' and r.failed_at >= c.changed_at)`

/** First those who come first, then deputies; of equals the one who was added earlier. */
export const byPlace = `case c.place when 'first' then 0 else 1 end, c.added_at, c.id`

/** Who is written to about the acts of an owner; nobody where none of its contacts can be reached. */
export async function addresseeFor(db: Queryable, orgId: OrganisationId, owner: Owner): Promise<Addressee | undefined> {
  const { rows } = await db.query<Addressee>(
    `select c.id as "contactId", c.language from contact c
     where c.org_id = $1 and $2 = any(c.acts) and ${reachable} order by ${byPlace} limit 1`,
    [orgId, owner],
  )
  return rows[0]
}

type WaitMail = {
  readonly orgId: OrganisationId
  readonly matter: Extract<MailMatter, { readonly kind: 'wait' }>
  readonly at: Instant
}

/** Writes to whoever a wait is on. Where nobody can be reached, a person is told instead. */
export async function queueWaitMail(tx: Transaction, { orgId, matter, at }: WaitMail): Promise<void> {
  const to = await requireContact(tx, { orgId, ...matter, at })
  const key = `wait/${matter.waitId}/${matter.mark}/${matter.dueAt}`
  if (to) await queueMails(tx, [{ key, orgId, to, matter }], at)
}

type OnWhom = Pick<WaitMail['matter'], 'owner' | 'wait' | 'processId' | 'waitId'> & {
  readonly orgId: OrganisationId
  readonly at: Instant
}

/** Asked when a wait opens, too: that nobody can be reminded has to be known before the first reminder. */
export async function requireContact(tx: Transaction, on: OnWhom): Promise<Addressee | undefined> {
  const { orgId, waitId, owner, wait, processId, at } = on
  const to = await addresseeFor(tx, orgId, owner)
  if (!to) await callForContact(tx, { orgId, subject: waitId, owner, about: { wait, processId }, at })
  return to
}

/** In the transaction of what causes them. Answers how many are new. */
export async function queueMails(tx: Transaction, mails: readonly NewMail[], at: Instant): Promise<number> {
  const { rowCount } = await tx.query(
    `insert into mail (id, key, org_id, contact_id, copy_id, kind, language, data, queued_at, due_at, attempts)
     select m.id, m.key, m.org_id, m.contact_id, m.copy_id, m.data->>'kind', m.language, m.data, $2, $2, 0
     from jsonb_to_recordset($1::jsonb)
       as m(id uuid, key text, org_id uuid, contact_id uuid, copy_id uuid, language text, data jsonb)
     on conflict (id) do nothing`,
    [JSON.stringify(mails.map(rowOf)), at],
  )
  return rowCount ?? 0
}

function rowOf({ key, orgId, to, copyTo, matter }: NewMail) {
  const { contactId, language } = to
  return { id: mailIdFor(key), key, org_id: orgId, contact_id: contactId, copy_id: copyTo, language, data: matter }
}
