import { type Instant, type OrganisationId, plusMinutes } from '../domain/values.ts'
import { type Inbound, type Looked, postponeInbound, settleInbound } from '../store/intake.ts'
import { callAttention } from '../store/outbox.ts'
import type { Queryable } from '../store/pool.ts'

export type Finding = {
  readonly reason: string
  readonly at: Instant
  readonly orgId?: OrganisationId
  readonly told?: Looked
}

/** Some seventeen hours of growing pauses: what fails after that needs a person. */
const maxAttempts = 12

/** Never to be acted on by itself: a person must look. */
export async function quarantine(db: Queryable, { id, source, sourceId }: Inbound, found: Finding): Promise<void> {
  const { reason, orgId = null, at } = found
  const detail = { source, sourceId, reason }
  await callAttention(db, { orgId, code: 'REPORT_QUARANTINED', subject: id, detail, at })
  await settleInbound(db, id, { state: 'quarantined', reason }, found)
}

/** Something here failed, and may not the next time. */
export async function tryAgain(db: Queryable, inbound: Inbound, found: Finding): Promise<void> {
  const { id, attempts } = inbound
  if (attempts >= maxAttempts) return quarantine(db, inbound, found)
  await postponeInbound(db, id, found.reason, plusMinutes(found.at, 2 ** attempts / 4))
}
