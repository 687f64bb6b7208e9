import type { RegistrationForm } from '../domain/form.ts'
import type { CaseKind } from '../domain/supportCase.ts'
import type {
  CaseId,
  DocumentId,
  E164,
  LoaId,
  LocationId,
  NumberId,
  OrderId,
  OrganisationId,
} from '../domain/values.ts'
import { isInCase } from './counts.ts'
import type { Store } from './execute.ts'
import type { Queryable } from './pool.ts'

/** What leaves for the desk: with the console's views the one place where E.164 texts and documents are read. */
export type SubmittedNumber = { readonly reference: NumberId; readonly e164: E164 }
export type SubmittedLetter = { readonly reference: LoaId; readonly sha256: string; readonly text: string }

type Readable = Pick<Store, 'pool' | 'documents'>

export type OrderToSend = {
  readonly locationId: LocationId
  readonly numbers: readonly SubmittedNumber[]
  readonly letters: readonly SubmittedLetter[]
}

/** The order's numbers that the desk has not answered, and the letters that cover some of them; nothing once all are. */
export async function orderToSend(
  { pool, documents }: Readable,
  orgId: OrganisationId,
  orderId: OrderId,
): Promise<OrderToSend | undefined> {
  const rows = await numbersOfOrder(pool, orgId, orderId)
  const [first] = rows
  if (!first) return undefined
  const letters: SubmittedLetter[] = []
  for (const { documentId, ...letter } of await lettersOfOrder(pool, orgId, orderId)) {
    letters.push({ ...letter, text: await documents.open(pool, orgId, documentId) })
  }
  const numbers = rows.map(({ reference, e164 }) => ({ reference, e164 }))
  return { locationId: first.locationId, numbers, letters }
}

export type CaseToSend = { readonly kind: CaseKind; readonly items: readonly SubmittedNumber[] }

/** The numbers of an open case that no answer has come for; nothing where none is left to ask for. */
export async function caseToSend(
  db: Queryable,
  orgId: OrganisationId,
  caseId: CaseId,
): Promise<CaseToSend | undefined> {
  const { rows } = await db.query<SubmittedNumber & { kind: CaseKind }>(
    `select c.kind, n.id as reference, n.e164
     from support_case c join number n on n.org_id = c.org_id
     where c.org_id = $1 and c.id = $2 and c.ended_at is null and n.inventory <> 'gone'
       and (${isInCase('waiting', 'c.id')}) order by n.id`,
    [orgId, caseId],
  )
  const [first] = rows
  return first && { kind: first.kind, items: rows.map(({ reference, e164 }) => ({ reference, e164 })) }
}

export type FormToSend = { readonly form: RegistrationForm; readonly items: readonly SubmittedNumber[] }
type FormVersion = { readonly caseId: CaseId; readonly formVersion: number }

/** A form and the numbers that wait for its judgement; nothing once there are none, or a newer form is in hand. */
export async function formToSend(
  { pool, documents }: Readable,
  orgId: OrganisationId,
  version: FormVersion,
): Promise<FormToSend | undefined> {
  const rows = await numbersOfForm(pool, orgId, version)
  const [first] = rows
  if (!first) return undefined
  const items = rows.map(({ reference, e164 }) => ({ reference, e164 }))
  return { form: JSON.parse(await documents.open(pool, orgId, first.documentId)) as RegistrationForm, items }
}

async function numbersOfOrder(db: Queryable, orgId: OrganisationId, orderId: OrderId) {
  const { rows } = await db.query<SubmittedNumber & { locationId: LocationId }>(
    `select o.location_id as "locationId", n.id as reference, n.e164
     from "order" o join number n on n.org_id = o.org_id and n.order_id = o.id
     where o.org_id = $1 and o.id = $2 and n.authorisation = 'ordered' and n.inventory <> 'gone' order by n.id`,
    [orgId, orderId],
  )
  return rows
}

async function lettersOfOrder(db: Queryable, orgId: OrganisationId, orderId: OrderId) {
  const { rows } = await db.query<Omit<SubmittedLetter, 'text'> & { documentId: DocumentId }>(
    `select l.id as reference, l.sha256, l.document_id as "documentId" from loa l
     where l.org_id = $1 and l.order_id = $2 and exists (
       select 1 from number n where n.org_id = l.org_id and n.order_id = l.order_id and n.letter_id = l.id
         and n.authorisation = 'ordered' and n.inventory <> 'gone')
     order by l.id`,
    [orgId, orderId],
  )
  return rows
}

async function numbersOfForm(db: Queryable, orgId: OrganisationId, { caseId, formVersion }: FormVersion) {
  const { rows } = await db.query<SubmittedNumber & { documentId: DocumentId }>(
    `select c.form_document_id as "documentId", n.id as reference, n.e164
     from support_case c join number n on n.org_id = c.org_id and n.case_id = c.id
     where c.org_id = $1 and c.id = $2 and c.form_version = $3 and c.ended_at is null
       and n.registration = 'submitted' and n.inventory <> 'gone' order by n.id`,
    [orgId, caseId, formVersion],
  )
  return rows
}
