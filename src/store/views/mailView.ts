import type { MailMatter } from '../../domain/mail.ts'
import type { Instant, OrganisationId } from '../../domain/values.ts'
import type { Queryable } from '../pool.ts'

export type MailView = {
  readonly id: string
  readonly contactId: string
  readonly copyId: string | null
  readonly language: string
  readonly matter: MailMatter
  readonly queuedAt: Instant
  readonly dueAt: Instant
  readonly attempts: number
  readonly sentAt: Instant | null
  readonly failed: string | null
}

export type MailPlace = { readonly queuedAt: Instant; readonly id: string }

/** What an organisation has been written, oldest first. */
export async function listMails(
  db: Queryable,
  orgId: OrganisationId,
  { after, limit }: { readonly after: MailPlace | undefined; readonly limit: number },
): Promise<readonly MailView[]> {
  const { rows } = await db.query<MailView>(
    `select id, contact_id as "contactId", copy_id as "copyId", language, data as matter, queued_at as "queuedAt",
       due_at as "dueAt", attempts, sent_at as "sentAt", failed
     from mail where org_id = $1 and ($2::timestamptz is null or (queued_at, id) > ($2::timestamptz, $3::uuid))
     order by queued_at, id limit $4`,
    [orgId, after?.queuedAt ?? null, after?.id ?? null, limit],
  )
  return rows
}
