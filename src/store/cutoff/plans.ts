import { decidedAt, parseCutoffKey, planOf } from '../../domain/cutoffPlan.ts'
import { classInstants } from '../../domain/numberClass.ts'
import type { PlanClass } from '../../domain/planChange.ts'
import type { Cutoff, CutoffId, PolicyPack } from '../../domain/policy/policy.ts'
import type { Instant, OrganisationId } from '../../domain/values.ts'
import { contentHash, type Policy } from '../policy.ts'
import type { Queryable } from '../pool.ts'
import { countCutoffClasses } from './classes.ts'

export function cutoffIn(pack: PolicyPack, cutoffId: string): Cutoff | undefined {
  return pack.cutoffs.find(({ id }) => id === cutoffId)
}

/** What the cutoff would do as things are now, for all organisations or for one: nothing is written. */
export async function planNow(
  db: Queryable,
  cutoff: Cutoff,
  { policy, at, orgId }: { readonly policy: Policy; readonly at: Instant; readonly orgId?: OrganisationId | undefined },
): Promise<readonly PlanClass[]> {
  const moment = decidedAt(cutoff, at)
  const counted = await countCutoffClasses(db, classInstants(policy.pack, moment), orgId)
  return counted.map((each) => ({ ...each, ...planOf(parseCutoffKey(each.class), cutoff, policy.pack, moment) }))
}

/** What approvals are given for: the cutoff, the policy with its readings, and the verdict of each class; no counts. */
export function planHash(cutoffId: CutoffId, { pack, version }: Policy, classes: readonly PlanClass[]): string {
  const verdicts = Object.fromEntries(classes.map((each) => [each.class, each.verdict]))
  return contentHash({ cutoffId, policyVersion: version, readings: pack.readings, verdicts })
}

export type Plan = {
  readonly cutoffId: CutoffId
  readonly planNo: number
  readonly madeAt: Instant
  /** The moment that it looks at: the instant of the cutoff, or when it was made. */
  readonly decidedAt: Instant
  readonly occasion: string
  readonly hash: string
  readonly policyVersion: string
  readonly requestedBy: string
}

export async function insertPlan(db: Queryable, plan: Plan, classes: readonly PlanClass[]): Promise<void> {
  await db.query(
    `with plan as (
       insert into cutoff_plan (cutoff_id, plan_no, made_at, decided_at, occasion, hash, policy_version, requested_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
     )
     insert into cutoff_plan_class (cutoff_id, plan_no, class, count, verdict, reason, owner, act, samples)
     select $1, $2, class, count, verdict, reason, owner, act, array(select jsonb_array_elements_text(samples)::uuid)
     from jsonb_to_recordset($9::jsonb)
       as c(class text, count int, verdict text, reason text, owner text, act text, samples jsonb)`,
    [
      plan.cutoffId,
      plan.planNo,
      plan.madeAt,
      plan.decidedAt,
      plan.occasion,
      plan.hash,
      plan.policyVersion,
      plan.requestedBy,
      JSON.stringify(classes),
    ],
  )
}

/** One of the plans of a cutoff, without its classes; the last one where no number is given. */
export async function readPlan(db: Queryable, cutoffId: CutoffId, planNo?: number): Promise<Plan | undefined> {
  const { rows } = await db.query<Plan>(
    `select cutoff_id as "cutoffId", plan_no as "planNo", made_at as "madeAt", decided_at as "decidedAt", occasion, hash,
       policy_version as "policyVersion", requested_by as "requestedBy"
     from cutoff_plan where cutoff_id = $1 and ($2::int is null or plan_no = $2::int) order by plan_no desc limit 1`,
    [cutoffId, planNo ?? null],
  )
  return rows[0]
}

export async function readPlanClasses(
  db: Queryable,
  cutoffId: CutoffId,
  planNo: number,
): Promise<readonly PlanClass[]> {
  const { rows } = await db.query<PlanClass & { readonly owner: string | null; readonly act: string | null }>(
    `select class, count, verdict, reason, owner, act, samples::text[] as samples from cutoff_plan_class
     where cutoff_id = $1 and plan_no = $2 order by count desc, class`,
    [cutoffId, planNo],
  )
  return rows.map(({ owner, act, ...each }) => ({ ...each, ...(owner ? { owner } : {}), ...(act ? { act } : {}) }))
}

/** What was approved under the policy of now: of another one nothing holds. */
export async function readApproved(
  db: Queryable,
  cutoffId: CutoffId,
  policyVersion: string,
): Promise<ReadonlyMap<string, PlanClass>> {
  const { rows } = await db.query<{ planNo: number }>(
    `select p.plan_no as "planNo" from cutoff c
     join cutoff_plan p on p.cutoff_id = c.id and p.plan_no = c.approved_plan_no
     where c.id = $1 and p.policy_version = $2`,
    [cutoffId, policyVersion],
  )
  const [approved] = rows
  const classes = approved ? await readPlanClasses(db, cutoffId, approved.planNo) : []
  return new Map(classes.map((each) => [each.class, each]))
}
