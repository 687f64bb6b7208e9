import type { Owner, WaitKind } from '../../domain/policy/policy.ts'
import type { MarkKind } from '../../domain/process/waits.ts'
import type { Instant, OnboardingId, OrganisationId } from '../../domain/values.ts'
import type { Queryable } from '../pool.ts'

export type OnboardingView = {
  readonly id: OnboardingId
  readonly version: number
  readonly phase: string
  readonly stage: string
  readonly startedAt: Instant
  readonly endedAt: Instant | null
}

export type WaitMark = {
  readonly mark: MarkKind
  readonly at: Instant
  /** When it was said; null while it lies ahead, or where a later one was said in its place. */
  readonly saidAt: Instant | null
  readonly skipped: boolean
  readonly late: boolean
}

/** What an onboarding or a case waits for now: since when, who must act, and when it will say something. */
export type OpenWait = {
  readonly waitId: string
  readonly kind: WaitKind
  readonly owner: Owner
  readonly openedAt: Instant
  readonly marks: readonly WaitMark[]
}

export async function readOnboarding(
  db: Queryable,
  orgId: OrganisationId,
  id: OnboardingId,
): Promise<OnboardingView | undefined> {
  const { rows } = await db.query<OnboardingView>(`select ${columns} from onboarding where org_id = $1 and id = $2`, [
    orgId,
    id,
  ])
  return rows[0]
}

export async function listOnboardings(
  db: Queryable,
  orgId: OrganisationId,
  { phase, after, limit }: { phase: string | undefined; after: string | undefined; limit: number },
): Promise<readonly OnboardingView[]> {
  const { rows } = await db.query<OnboardingView>(
    `select ${columns} from onboarding
     where org_id = $1 and ($2::uuid is null or id > $2::uuid) and ($4::text is null or phase = $4)
     order by id limit $3`,
    [orgId, after ?? null, limit, phase ?? null],
  )
  return rows
}

/** A wait whose clock stands still, for a hold or for the customer's answer. */
export type PausedWait = { readonly kind: string; readonly openedAt: Instant; readonly pausedAt: Instant }

export async function readPausedWait(
  db: Queryable,
  orgId: OrganisationId,
  id: string,
): Promise<PausedWait | undefined> {
  const { rows } = await db.query<PausedWait>(
    `select kind, opened_at as "openedAt", paused_at as "pausedAt" from wait
     where org_id = $1 and process_id = $2 and closed_at is null and paused_at is not null
     order by paused_at desc limit 1`,
    [orgId, id],
  )
  return rows[0]
}

/** Every mark of the wait that runs now; not those of one that a hold has paused. */
export async function readOpenWait(db: Queryable, orgId: OrganisationId, id: string): Promise<OpenWait | undefined> {
  const { rows } = await db.query<WaitRow>(
    `select wait_id as "waitId", kind, owner, opened_at as "openedAt", mark, at, said_at as "saidAt", skipped, late
     from wait where org_id = $1 and process_id = $2 and closed_at is null and paused_at is null
     order by opened_at desc, at`,
    [orgId, id],
  )
  const [first] = rows
  if (!first) return undefined
  const { waitId, kind, owner, openedAt } = first
  const marks = rows
    .filter((each) => each.waitId === waitId)
    .map(({ mark, at, saidAt, skipped, late }) => ({ mark, at, saidAt, skipped, late }))
  return { waitId, kind, owner, openedAt, marks }
}

/**
 * The streams that tell an onboarding's story: its own, the organisation's and its licence's, and those of its orders,
 * letters, cases, campaigns and numbers.
 */
export async function onboardingStreams(
  db: Queryable,
  orgId: OrganisationId,
  id: OnboardingId,
): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>(
    `with orders as (select id from "order" where org_id = $1 and onboarding_id = $2::uuid),
       cases as (select id from support_case where org_id = $1 and onboarding_id = $2::uuid)
     select $1::uuid as id
     union select $2::uuid
     union select stream_id from licence where org_id = $1
     union select id from orders
     union select id from cases
     union select id from loa where org_id = $1 and order_id in (select id from orders)
     union select stream_id from campaign where org_id = $1 and case_id in (select id from cases)
     union select id from number where org_id = $1
       and (order_id in (select id from orders) or case_id in (select id from cases))`,
    [orgId, id],
  )
  return rows.map((each) => each.id)
}

type WaitRow = Omit<OpenWait, 'marks'> & WaitMark

const columns = 'id, version, phase, stage, started_at as "startedAt", ended_at as "endedAt"'
