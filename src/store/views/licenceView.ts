import type { Instant, OrganisationId } from '../../domain/values.ts'
import type { Queryable } from '../pool.ts'

export type LicenceView = {
  readonly streamId: string
  readonly version: number
  readonly phase: string
  /** Active although no order has been reported. */
  readonly withoutOrder: boolean
  readonly turnsAt: Instant | null
}

/** `undefined` where nothing was ever said of a licence. */
export async function readLicence(db: Queryable, orgId: OrganisationId): Promise<LicenceView | undefined> {
  const { rows } = await db.query<LicenceView>(
    `select stream_id as "streamId", version, phase, without_order as "withoutOrder", turns_at as "turnsAt"
     from licence where org_id = $1`,
    [orgId],
  )
  return rows[0]
}
