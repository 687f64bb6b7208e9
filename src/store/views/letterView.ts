import type { Actor } from '../../domain/fact.ts'
import type { DocumentId, Instant, LoaId, OrderId, OrganisationId } from '../../domain/values.ts'
import type { Queryable } from '../pool.ts'
import { stands } from '../struck.ts'

/** What may be shown of a letter to everybody in scope: who signed is in the document, who had it signed is not. */
export type LetterView = {
  readonly id: LoaId
  readonly version: number
  readonly orderId: OrderId
  readonly phase: string
  readonly documentId: DocumentId
  readonly sha256: string
  /** How many numbers it was signed for, and how many of them it still covers. */
  readonly numbers: number
  readonly covered: number
  readonly textVersion: string
  readonly signedAt: Instant
  readonly submittedBy: Actor
  /** Why the desk sent it back, where it did. */
  readonly reason: string | null
}

export async function readLetter(db: Queryable, orgId: OrganisationId, id: LoaId): Promise<LetterView | undefined> {
  const { rows } = await db.query<LetterView>(`select ${columns} from ${sources} where l.org_id = $1 and l.id = $2`, [
    orgId,
    id,
  ])
  return rows[0]
}

/** The letters of these orders, in the order in which they were signed. */
export async function lettersOf(
  db: Queryable,
  orgId: OrganisationId,
  orderIds: readonly OrderId[],
): Promise<readonly LetterView[]> {
  const { rows } = await db.query<LetterView>(
    `select ${columns} from ${sources} where l.org_id = $1 and l.order_id = any($2::uuid[])
     order by signed.happened_at, l.id`,
    [orgId, orderIds],
  )
  return rows
}

const columns = `l.id, l.version, l.order_id as "orderId", l.phase, l.document_id as "documentId", l.sha256, l.numbers,
  (select count(*)::int from number n where n.org_id = l.org_id and n.letter_id = l.id) as covered,
  signed.data->>'textVersion' as "textVersion", signed.happened_at as "signedAt", signed.actor as "submittedBy",
  (select e.data->>'reason' from event e where e.stream_id = l.id and e.type = 'LoaRefused' and l.phase = 'refused'
     and ${stands('e')}
   order by e.happened_at desc, e.version desc limit 1) as reason`

const sources = `loa l join event signed on signed.stream_id = l.id and signed.version = 1`
