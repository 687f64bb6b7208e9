import type { CutoffRequest, Exemption } from '../../domain/cutoff.ts'
import type { CutoffId } from '../../domain/policy/policy.ts'
import type { Instant, OrganisationId } from '../../domain/values.ts'
import type { Queryable } from '../pool.ts'

/** A published cutoff as its row says it. What it is, and by which instant it acts, stands in the policy. */
export type CutoffView = {
  readonly id: CutoffId
  readonly version: number
  readonly publishedAt: Instant
  readonly wasPast: boolean
  readonly importCompletedAt: Instant | null
  readonly putOffUntil: Instant | null
  readonly planNo: number
  readonly approvedPlanNo: number | null
  readonly approvedHash: string | null
  readonly approvedAt: Instant | null
  readonly executedPlanNo: number | null
  readonly executedAt: Instant | null
  readonly verifiedPlanNo: number | null
  readonly verifiedAt: Instant | null
  readonly verifiedWaiting: number | null
  readonly closedAt: Instant | null
}

const columns = `id, version, published_at as "publishedAt", was_past as "wasPast",
  import_completed_at as "importCompletedAt", put_off_until as "putOffUntil", plan_no as "planNo",
  approved_plan_no as "approvedPlanNo", approved_hash as "approvedHash", approved_at as "approvedAt",
  executed_plan_no as "executedPlanNo", executed_at as "executedAt", verified_plan_no as "verifiedPlanNo",
  verified_at as "verifiedAt", verified_waiting as "verifiedWaiting", closed_at as "closedAt"`

export async function readCutoffs(db: Queryable): Promise<readonly CutoffView[]> {
  const { rows } = await db.query<CutoffView>(`select ${columns} from cutoff order by stated_instant, id`)
  return rows
}

export async function readCutoff(db: Queryable, cutoffId: CutoffId): Promise<CutoffView | undefined> {
  const { rows } = await db.query<CutoffView>(`select ${columns} from cutoff where id = $1`, [cutoffId])
  return rows[0]
}

type ConfirmedRow = { readonly confirmedBy: string | null; readonly confirmedAt: Instant | null }

/** Oldest first; those that nobody has confirmed yet among them. */
export async function readRequests(db: Queryable, cutoffId: CutoffId): Promise<readonly CutoffRequest[]> {
  const { rows } = await db.query<Omit<CutoffRequest, 'confirmed'> & ConfirmedRow>(
    `select id as "requestId", kind, exemption_id as "exemptionId", until, reason, requested_by as "requestedBy",
       requested_at as "requestedAt", confirmed_by as "confirmedBy", confirmed_at as "confirmedAt"
     from cutoff_request where cutoff_id = $1 order by requested_at, id`,
    [cutoffId],
  )
  return rows.map(({ confirmedBy, confirmedAt, ...each }) => ({ ...each, confirmed: byOf(confirmedBy, confirmedAt) }))
}

type ExemptionRow = Omit<Exemption, 'granted' | 'revoked'> & {
  readonly grantedBy: string | null
  readonly grantedAt: Instant | null
  readonly revokedBy: string | null
  readonly revokedAt: Instant | null
  readonly unwritten: number
}

/** `unwritten`: numbers of it whose rows do not say so yet. */
export type ExemptionView = Exemption & { readonly unwritten: number }

export async function readExemptions(db: Queryable, cutoffId: CutoffId): Promise<readonly ExemptionView[]> {
  const { rows } = await db.query<ExemptionRow>(
    `select id as "exemptionId", scope, org_id as "orgId", class, numbers, until, reason, is_undo as "isUndo",
       requested_by as "requestedBy", requested_at as "requestedAt", granted_by as "grantedBy",
       granted_at as "grantedAt", revoked_by as "revokedBy", revoked_at as "revokedAt",
       (select count(*)::int from exemption_number m where m.exemption_id = exemption.id and not is_written) as unwritten
     from exemption where cutoff_id = $1 order by requested_at, id`,
    [cutoffId],
  )
  return rows.map(({ grantedBy, grantedAt, revokedBy, revokedAt, ...each }) => ({
    ...each,
    granted: byOf(grantedBy, grantedAt),
    revoked: byOf(revokedBy, revokedAt),
  }))
}

/** The exemptions that an organisation has of its own. */
export async function readExemptionsOf(db: Queryable, orgId: OrganisationId): Promise<readonly ExemptionView[]> {
  const { rows } = await db.query<{ cutoffId: CutoffId }>(
    'select distinct cutoff_id as "cutoffId" from exemption where org_id = $1',
    [orgId],
  )
  const all = await Promise.all(rows.map(({ cutoffId }) => readExemptions(db, cutoffId)))
  return all.flat().filter((each) => each.orgId === orgId)
}

function byOf(by: string | null, at: Instant | null) {
  return by === null || at === null ? null : { by, at }
}
