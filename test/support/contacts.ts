import type { ContactId, OrganisationId } from '../../src/domain/values.ts'
import type { ContactDetails } from '../../src/store/command.ts'
import type { Store } from '../../src/store/execute.ts'
import type { Queryable } from '../../src/store/pool.ts'
import { accepted } from './store.ts'

export const ines: ContactDetails = {
  name: 'Ines Larkspur',
  address: 'ines@larkspur.example',
  language: 'en',
  acts: ['customerAdmin'],
  place: 'first',
}

export async function addContact(
  store: Store,
  orgId: OrganisationId,
  details: Partial<ContactDetails> = {},
): Promise<ContactId> {
  return (await accepted(store, 'AddContact', orgId, { ...ines, ...details })).contactId
}

export type MailRow = {
  readonly id: string
  readonly key: string
  readonly contactId: string
  readonly copyId: string | null
  readonly kind: string
  readonly language: string
  readonly data: Readonly<Record<string, unknown>>
  readonly sent: boolean
  readonly failed: string | null
  readonly attempts: number
}

/** But for those that tell a contact that it is one. */
export async function mailsOf(db: Queryable, orgId: OrganisationId): Promise<readonly MailRow[]> {
  const { rows } = await db.query<MailRow>(
    `select id, key, contact_id as "contactId", copy_id as "copyId", kind, language, data, sent_at is not null as sent,
       failed, attempts
     from mail where org_id = $1 and kind <> 'contact' order by queued_at, key`,
    [orgId],
  )
  return rows
}

export async function callsOf(db: Queryable, orgId: OrganisationId): Promise<readonly string[]> {
  const { rows } = await db.query<{ call: string }>(
    `select code || ' ' || coalesce(detail->>'owner', detail->>'failure') as call from attention where org_id = $1 order by 1`,
    [orgId],
  )
  return rows.map(({ call }) => call)
}
