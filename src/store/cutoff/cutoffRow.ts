import { type CutoffState, putOffUntil } from '../../domain/cutoff.ts'
import type { CutoffId } from '../../domain/policy/policy.ts'
import type { Instant, OrganisationId } from '../../domain/values.ts'
import { idFor } from '../ids.ts'
import type { Transaction } from '../pool.ts'
import type { At } from '../stateRows.ts'

/** Each cutoff has one stream, whose id follows from its own. Its process has the same. */
export function cutoffStreamId(cutoffId: CutoffId): string {
  return idFor('cutoff', cutoffId, 'stream')
}

/** The row with all that hangs on it: requests, exemptions, and what gates read of them. The deployment is locked. */
export async function writeCutoff(tx: Transaction, state: CutoffState, at: At): Promise<void> {
  const { published } = state
  if (!published) throw new Error(`cutoff ${at.id} was never published`)
  const { cutoffId } = published
  await putCutoff(tx, state, at, published)
  await putRequests(tx, cutoffId, state)
  await putExemptions(tx, cutoffId, state)
  await putOff(tx, cutoffId, putOffUntil(state, published.statedInstant) ?? null)
  for (const [orgId, until] of exemptOrganisations(state)) await exemptOrganisation(tx, orgId, until)
}

async function putCutoff(
  tx: Transaction,
  state: CutoffState,
  { id, version }: At,
  published: NonNullable<CutoffState['published']>,
): Promise<void> {
  const { approved, executed, verified } = state
  await tx.query(
    `insert into cutoff (id, stream_id, version, kind, rule_id, stated_instant, content_hash, published_at, was_past,
       import_completed_at, put_off_until, plan_no, approved_plan_no, approved_hash, approved_at, executed_plan_no,
       executed_at, verified_plan_no, verified_at, verified_waiting, closed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
     on conflict (id) do update set version = excluded.version, kind = excluded.kind, rule_id = excluded.rule_id,
       stated_instant = excluded.stated_instant, content_hash = excluded.content_hash,
       published_at = excluded.published_at, was_past = excluded.was_past,
       import_completed_at = excluded.import_completed_at, put_off_until = excluded.put_off_until,
       plan_no = excluded.plan_no, approved_plan_no = excluded.approved_plan_no,
       approved_hash = excluded.approved_hash, approved_at = excluded.approved_at,
       executed_plan_no = excluded.executed_plan_no, executed_at = excluded.executed_at,
       verified_plan_no = excluded.verified_plan_no, verified_at = excluded.verified_at,
       verified_waiting = excluded.verified_waiting, closed_at = excluded.closed_at`,
    [
      published.cutoffId,
      id,
      version,
      published.kind,
      published.ruleId,
      published.statedInstant,
      published.contentHash,
      published.at,
      published.wasPast,
      state.importCompletedAt ?? null,
      putOffUntil(state, published.statedInstant) ?? null,
      state.plans.length,
      approved?.planNo ?? null,
      approved?.hash ?? null,
      approved?.at ?? null,
      executed?.planNo ?? null,
      executed?.at ?? null,
      verified?.planNo ?? null,
      verified?.at ?? null,
      verified?.waiting ?? null,
      state.closedAt ?? null,
    ],
  )
}

async function putRequests(tx: Transaction, cutoffId: CutoffId, { requests }: CutoffState): Promise<void> {
  await tx.query(
    `insert into cutoff_request (id, cutoff_id, kind, exemption_id, until, reason, requested_by, requested_at,
       confirmed_by, confirmed_at)
     select "requestId", $1, kind, "exemptionId", until, reason, "requestedBy", "requestedAt", confirmed->>'by',
       (confirmed->>'at')::timestamptz
     from jsonb_to_recordset($2::jsonb) as r("requestId" uuid, kind text, "exemptionId" uuid, until timestamptz,
       reason text, "requestedBy" text, "requestedAt" timestamptz, confirmed jsonb)
     on conflict (id) do update set confirmed_by = excluded.confirmed_by, confirmed_at = excluded.confirmed_at`,
    [cutoffId, JSON.stringify(requests)],
  )
}

async function putExemptions(tx: Transaction, cutoffId: CutoffId, { exemptions }: CutoffState): Promise<void> {
  await tx.query(
    `insert into exemption (id, cutoff_id, scope, org_id, class, numbers, until, reason, is_undo, requested_by,
       requested_at, granted_by, granted_at, revoked_by, revoked_at)
     select "exemptionId", $1, scope, "orgId", class, numbers, until, reason, "isUndo", "requestedBy", "requestedAt",
       granted->>'by', (granted->>'at')::timestamptz, revoked->>'by', (revoked->>'at')::timestamptz
     from jsonb_to_recordset($2::jsonb) as e("exemptionId" uuid, scope text, "orgId" uuid, class text, numbers int,
       until timestamptz, reason text, "isUndo" boolean, "requestedBy" text, "requestedAt" timestamptz, granted jsonb,
       revoked jsonb)
     on conflict (id) do update set granted_by = excluded.granted_by, granted_at = excluded.granted_at,
       revoked_by = excluded.revoked_by, revoked_at = excluded.revoked_at`,
    [cutoffId, JSON.stringify(exemptions)],
  )
}

/** What every gate reads: until when the cutoff is put off for all. `changes` is counted up for those who have to hear of it. */
async function putOff(tx: Transaction, cutoffId: CutoffId, until: Instant | null): Promise<void> {
  await tx.query(
    `update deployment set changes = changes + 1,
       postponed = case when $2::text is null then postponed - $1::text
         else postponed || jsonb_build_object($1::text, $2::text) end
     where postponed->>$1::text is distinct from $2::text`,
    [cutoffId, until],
  )
}

/** Every organisation that has ever had an exemption of its own, with the end of the longest that stands. */
function exemptOrganisations({ exemptions }: CutoffState): ReadonlyMap<OrganisationId, Instant | null> {
  const ends = new Map<OrganisationId, Instant | null>()
  for (const { scope, orgId, granted, revoked, until } of exemptions) {
    if (scope !== 'organisation' || orgId === null || granted === null) continue
    const before = ends.get(orgId) ?? null
    const isLonger = revoked === null && (before === null || until > before)
    ends.set(orgId, isLonger ? until : before)
  }
  return ends
}

async function exemptOrganisation(tx: Transaction, orgId: OrganisationId, until: Instant | null): Promise<void> {
  await tx.query(
    'update organisation set exempt_until = $2 where id = $1 and exempt_until is distinct from $2::timestamptz',
    [orgId, until],
  )
}
