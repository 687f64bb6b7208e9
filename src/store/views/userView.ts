import type { OrganisationId, UserId } from '../../domain/values.ts'
import type { Queryable } from '../pool.ts'

export type UserView = { readonly id: UserId; readonly version: number; readonly setting: string }

export async function readUser(db: Queryable, orgId: OrganisationId, id: UserId): Promise<UserView | undefined> {
  const { rows } = await db.query<UserView>('select id, version, setting from "user" where org_id = $1 and id = $2', [
    orgId,
    id,
  ])
  return rows[0]
}

export async function listUsers(
  db: Queryable,
  orgId: OrganisationId,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<readonly UserView[]> {
  const { rows } = await db.query<UserView>(
    `select id, version, setting from "user"
     where org_id = $1 and ($2::uuid is null or id > $2::uuid) order by id limit $3`,
    [orgId, after ?? null, limit],
  )
  return rows
}
