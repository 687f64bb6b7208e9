import type { CutoffId } from '../../domain/policy/policy.ts'
import type { CutoffStanding } from '../../domain/process/cutoff.ts'
import { type Instant, instant as instantOf, plusDays } from '../../domain/values.ts'
import type { Policy } from '../policy.ts'
import type { Queryable } from '../pool.ts'

type Row = {
  readonly wasPast: boolean
  readonly isImportComplete: boolean
  readonly planNo: number | null
  readonly planMadeAt: Instant | null
  readonly planSwitchOff: number | null
  readonly releasedPlanNo: number | null
  readonly sweptPlanNo: number | null
  readonly sweptAt: Instant | null
  readonly verifiedPlanNo: number | null
  readonly verifiedAt: Instant | null
  readonly verifiedWaiting: number | null
  readonly noticed: readonly string[] | null
  readonly openUndo: string | null
  readonly isClosed: boolean
}

/**
 * How a cutoff stands at an instant, for its process. What was approved under other rules, or for another instant, releases
 * nothing any more: the plan has to be approved anew. Undefined where it was never published.
 */
export async function readCutoffStanding(
  db: Queryable,
  cutoffId: CutoffId,
  { policy, at }: { readonly policy: Policy; readonly at: Instant },
): Promise<CutoffStanding | undefined> {
  const rule = policy.pack.cutoffs.find(({ id }) => id === cutoffId)
  const row = await readRow(db, cutoffId, { needsApproval: rule?.needsApproval ?? true, version: policy.version })
  if (!row) return undefined
  const { planNo, planMadeAt, planSwitchOff, releasedPlanNo, sweptPlanNo, sweptAt, openUndo } = row
  const { verifiedPlanNo, verifiedAt, verifiedWaiting } = row
  const instant = rule?.instant ?? policy.pack.instants[cutoffId]
  return {
    cutoffId,
    at,
    instant,
    noticeDays: rule?.noticeDays ?? [],
    switchesOff: rule !== undefined && rule.kind !== 'advise',
    wasPast: row.wasPast,
    isImportComplete: row.isImportComplete,
    ...(planNo !== null && planMadeAt !== null
      ? { plan: { no: planNo, madeAt: planMadeAt, switchOff: planSwitchOff ?? 0 } }
      : {}),
    ...(releasedPlanNo !== null ? { released: { planNo: releasedPlanNo } } : {}),
    noticed: (row.noticed ?? []).map(instantOf),
    ...(sweptPlanNo !== null && sweptAt !== null ? { swept: { planNo: sweptPlanNo, at: sweptAt } } : {}),
    ...(verifiedPlanNo !== null && verifiedAt !== null
      ? { verified: { planNo: verifiedPlanNo, at: verifiedAt, waiting: verifiedWaiting ?? 0 } }
      : {}),
    ...(openUndo === null ? {} : { openUndo }),
    undoUntil: plusDays(sweptAt ?? instant, rule?.undoDays ?? 0),
    isClosed: row.isClosed,
  }
}

async function readRow(
  db: Queryable,
  cutoffId: CutoffId,
  { needsApproval, version }: { readonly needsApproval: boolean; readonly version: string },
): Promise<Row | undefined> {
  const { rows } = await db.query<Row>(
    `select c.was_past as "wasPast", c.import_completed_at is not null as "isImportComplete",
       p.plan_no as "planNo", p.made_at as "planMadeAt",
       (select sum(count)::int from cutoff_plan_class
        where cutoff_id = c.id and plan_no = p.plan_no and verdict = 'switchOff') as "planSwitchOff",
       case when $2 then (select plan_no from cutoff_plan
          where cutoff_id = c.id and plan_no = c.approved_plan_no and policy_version = $3)
         else p.plan_no end as "releasedPlanNo",
       c.executed_plan_no as "sweptPlanNo", c.executed_at as "sweptAt",
       c.verified_plan_no as "verifiedPlanNo", c.verified_at as "verifiedAt", c.verified_waiting as "verifiedWaiting",
       (select array_agg(mark::text order by mark) from cutoff_notice where cutoff_id = c.id) as noticed,
       (select e.id from exemption e where e.cutoff_id = c.id and e.is_undo and e.granted_at is not null
          and not exists (select 1 from cutoff_taken_back t where t.cutoff_id = c.id and t.exemption_id = e.id)
        order by e.granted_at, e.id limit 1) as "openUndo",
       c.closed_at is not null as "isClosed"
     from cutoff c left join cutoff_plan p on p.cutoff_id = c.id and p.plan_no = nullif(c.plan_no, 0)
     where c.id = $1`,
    [cutoffId, needsApproval, version],
  )
  return rows[0]
}

export type Notices = {
  readonly cutoffId: CutoffId
  readonly mark: Instant
  readonly planNo: number
  readonly organisations: number
}

export async function recordNotices(
  db: Queryable,
  { cutoffId, mark, planNo, organisations }: Notices,
  at: Instant,
): Promise<void> {
  await db.query(
    `insert into cutoff_notice (cutoff_id, mark, plan_no, organisations, sent_at) values ($1, $2, $3, $4, $5)
     on conflict (cutoff_id, mark) do nothing`,
    [cutoffId, mark, planNo, organisations, at],
  )
}

export async function recordTakenBack(
  db: Queryable,
  { cutoffId, undo, numbers }: { readonly cutoffId: CutoffId; readonly undo: string; readonly numbers: number },
  at: Instant,
): Promise<void> {
  await db.query(
    `insert into cutoff_taken_back (cutoff_id, exemption_id, numbers, at) values ($1, $2, $3, $4)
     on conflict (cutoff_id, exemption_id) do nothing`,
    [cutoffId, undo, numbers, at],
  )
}

/** Cutoffs that were published and are not closed. */
export async function openCutoffs(db: Queryable): Promise<readonly CutoffId[]> {
  const { rows } = await db.query<{ id: CutoffId }>('select id from cutoff where closed_at is null order by id')
  return rows.map(({ id }) => id)
}

/** Cutoffs that have been carried out, closed or not: what is learnt later may still change what they made of a number. */
export async function executedCutoffs(db: Queryable): Promise<readonly CutoffId[]> {
  const { rows } = await db.query<{ id: CutoffId }>('select id from cutoff where executed_at is not null order by id')
  return rows.map(({ id }) => id)
}

/** Shards that have an organisation: of a small deployment only a few. */
export async function shardsInUse(db: Queryable): Promise<readonly number[]> {
  const { rows } = await db.query<{ digit: string }>(
    'select distinct left(id::text, 1) as digit from organisation order by 1',
  )
  return rows.map(({ digit }) => Number.parseInt(digit, 16))
}
