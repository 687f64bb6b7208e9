import type { LocationId, OrganisationId } from '../../domain/values.ts'
import type { Queryable } from '../pool.ts'

export type LocationView = {
  readonly id: LocationId
  readonly version: number
  readonly country: string
  readonly pstnConnection: string
  readonly textingOffered: string
  readonly presence: string
}

export async function readLocation(
  db: Queryable,
  orgId: OrganisationId,
  id: LocationId,
): Promise<LocationView | undefined> {
  const { rows } = await db.query<LocationView>(`select ${columns} from location where org_id = $1 and id = $2`, [
    orgId,
    id,
  ])
  return rows[0]
}

export async function listLocations(
  db: Queryable,
  orgId: OrganisationId,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<readonly LocationView[]> {
  const { rows } = await db.query<LocationView>(
    `select ${columns} from location where org_id = $1 and ($2::uuid is null or id > $2::uuid) order by id limit $3`,
    [orgId, after ?? null, limit],
  )
  return rows
}

const columns = `id, version, country, pstn_connection as "pstnConnection", texting_offered as "textingOffered", presence`
