import type { OrganisationId, UserId } from '../../domain/values.ts'
import type { Queryable } from '../pool.ts'

/** `textingDefault` is the organisation's, which an override of the user's own beats. */
export type UserView = {
  readonly id: UserId
  readonly version: number
  readonly setting: string
  readonly textingDefault: string
}

export async function readUser(db: Queryable, orgId: OrganisationId, id: UserId): Promise<UserView | undefined> {
  const { rows } = await db.query<UserView>(`select ${columns} from ${sources} where u.org_id = $1 and u.id = $2`, [
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
    `select ${columns} from ${sources}
     where u.org_id = $1 and ($2::uuid is null or u.id > $2::uuid) order by u.id limit $3`,
    [orgId, after ?? null, limit],
  )
  return rows
}

/** How many users follow the organisation's switch, and how many have an override. */
export async function countSettings(db: Queryable, orgId: OrganisationId): Promise<Readonly<Record<string, number>>> {
  const { rows } = await db.query<{ counts: Readonly<Record<string, number>> }>(
    `select coalesce(jsonb_object_agg(setting, count), '{}') as counts
     from (select setting, count(*)::int as count from "user" where org_id = $1 group by setting) each`,
    [orgId],
  )
  return rows[0]?.counts ?? {}
}

const columns = 'u.id, u.version, u.setting, o.texting_default as "textingDefault"'

const sources = '"user" u join organisation o on o.id = u.org_id'
