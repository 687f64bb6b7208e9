import type { ContactAct, ContactPlace, Language } from '../../domain/contact.ts'
import type { ContactId, DocumentId, Instant, OrganisationId } from '../../domain/values.ts'
import { reachable } from '../mail.ts'
import type { Queryable } from '../pool.ts'

/** A contact without its name and address, which stand in the document. */
export type ContactView = {
  readonly id: ContactId
  readonly version: number
  readonly phase: 'current' | 'removed'
  readonly language: Language
  readonly acts: readonly ContactAct[]
  readonly place: ContactPlace
  readonly documentId: DocumentId
  readonly changedAt: Instant
  readonly isReachable: boolean
}

export async function readContact(
  db: Queryable,
  orgId: OrganisationId,
  id: ContactId,
): Promise<ContactView | undefined> {
  const { rows } = await db.query<ContactView>(`select ${columns} from contact c where c.org_id = $1 and c.id = $2`, [
    orgId,
    id,
  ])
  return rows[0]
}

/** Those that were removed are left out. */
export async function listContacts(
  db: Queryable,
  orgId: OrganisationId,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<readonly ContactView[]> {
  const { rows } = await db.query<ContactView>(
    `select ${columns} from contact c
     where c.org_id = $1 and c.phase = 'current' and ($2::uuid is null or c.id > $2::uuid) order by c.id limit $3`,
    [orgId, after ?? null, limit],
  )
  return rows
}

const columns = `c.id, c.version, c.phase, c.language, c.acts, c.place, c.document_id as "documentId",
  c.changed_at as "changedAt", (${reachable}) as "isReachable"`
