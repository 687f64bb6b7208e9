import type { OrganisationId } from '../../domain/values.ts'
import type { Queryable } from '../pool.ts'

export type CampaignView = {
  readonly ref: string
  readonly streamId: string
  readonly version: number
  readonly status: string
  readonly brand: string
  readonly caseId: string | null
  /** The numbers registered on it. */
  readonly numbers: number
}

export async function readCampaign(
  db: Queryable,
  orgId: OrganisationId,
  ref: string,
): Promise<CampaignView | undefined> {
  const { rows } = await db.query<CampaignView>(
    `select ${columns} from campaign c where c.org_id = $1 and c.ref = $2`,
    [orgId, ref],
  )
  return rows[0]
}

export async function listCampaigns(
  db: Queryable,
  orgId: OrganisationId,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<readonly CampaignView[]> {
  const { rows } = await db.query<CampaignView>(
    `select ${columns} from campaign c where c.org_id = $1 and ($2::text is null or c.ref > $2) order by c.ref limit $3`,
    [orgId, after ?? null, limit],
  )
  return rows
}

const columns = `c.ref, c.stream_id as "streamId", c.version, c.status, c.brand_status as brand, c.case_id as "caseId",
  (select count(*)::int from number n where n.org_id = c.org_id and n.campaign_ref = c.ref
     and n.registration = 'registered' and n.inventory <> 'gone') as numbers`
