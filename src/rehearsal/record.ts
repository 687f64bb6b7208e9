import { explain } from '../domain/explain.ts'
import { classInstants } from '../domain/numberClass.ts'
import type { Instant, OrganisationId } from '../domain/values.ts'
import { readPolicy } from '../store/policy.ts'
import type { Queryable } from '../store/pool.ts'
import { readNumberRows } from '../store/views/numberView.ts'

/** How much is still to be done at an instant, by what is to be done. */
export type Unfinished = Readonly<Record<'facts' | 'deliveries' | 'marks' | 'turns' | 'mails', number>>

export async function unfinished(db: Queryable, at: Instant): Promise<Unfinished> {
  const { rows } = await db.query<Unfinished>(
    `select (select count(*)::int from outbox where delivered_at is null) as facts,
       (select count(*)::int from inbound_fact where state = 'pending' and (due_at is null or due_at <= $1)) as deliveries,
       (select count(*)::int from wait where ${unsaid} and at <= $1) as marks,
       (select count(*)::int from ${turning} where turns_at <= $1) as turns,
       (select count(*)::int from mail where ${unsent} and due_at <= $1) as mails`,
    [at],
  )
  const [row] = rows
  if (!row) throw new Error('the database did not answer')
  return row
}

const unsaid = 'said_at is null and closed_at is null and paused_at is null and not skipped'
const unsent = 'sent_at is null and failed is null'
const turning = '(select turns_at from organisation union all select turns_at from licence) as turning'

export type ComingRows = { readonly mark: Instant | null; readonly turn: Instant | null }

/** The earliest instants at which the record itself has something to do. */
export async function coming(db: Queryable): Promise<ComingRows> {
  const { rows } = await db.query<ComingRows>(
    `select (select min(at) from wait where ${unsaid}) as mark,
       (select min(each) from (select turns_at as each from ${turning}
          union all select due_at from inbound_fact where state = 'pending'
          union all select due_at from mail where ${unsent}) as instants) as turn`,
  )
  return rows[0] ?? { mark: null, turn: null }
}

/** What is true of a number, and why it may or may not text. */
export type NumberState = Readonly<
  Record<'verdict' | 'reason' | 'authorisation' | 'registration' | 'texting', string> & {
    rules: readonly string[]
    owner: string | null
    act: string | null
  }
>

export async function numberStates(
  db: Queryable,
  orgId: OrganisationId,
  at: Instant,
): Promise<ReadonlyMap<string, NumberState>> {
  const { pack } = await readPolicy(db, at)
  const views = await readNumberRows(db, orgId, classInstants(pack, at), { filter: {}, after: undefined, limit: 1_000 })
  return new Map(
    views.map(({ e164, row }) => {
      const { verdict, reason, ruleIds, first } = explain(row, pack, at)
      const axes = {
        authorisation: shown(row.authorisation),
        registration: shown(row.registration),
        texting: shown(row.texting),
      }
      return [e164, { verdict, reason, ...axes, rules: ruleIds, owner: first?.owner ?? null, act: first?.act ?? null }]
    }),
  )
}

/** Where nobody has said anything of an axis, that is what is true of it. */
function shown(axis: string | null): string {
  return axis ?? 'unknown'
}

/** Where an organisation stands: its newest order, campaign, case and onboarding. No ids: the same scenario has to tell the same twice. */
export type OrganisationState = {
  readonly licence: string
  readonly onboarding: string
  readonly order: string
  readonly case: string
  readonly campaign: string
  readonly overdue: boolean
}

export async function organisationState(db: Queryable, orgId: OrganisationId, at: Instant): Promise<OrganisationState> {
  const { rows } = await db.query<OrganisationState>(
    `select
       coalesce((select phase from licence where org_id = $1), 'unknown') as licence,
       coalesce((select case when ended_at is null then stage else phase end from onboarding where org_id = $1
         order by started_at desc limit 1), 'none') as onboarding,
       coalesce((select phase from "order" where org_id = $1
         order by (select min(seq) from event where stream_id = "order".id) desc limit 1), 'none') as "order",
       coalesce((select case when ended_at is null then stage else phase end from support_case where org_id = $1
         order by case_number desc limit 1), 'none') as "case",
       coalesce((select status from campaign where org_id = $1
         order by (select min(seq) from event where stream_id = campaign.stream_id) desc limit 1), 'none') as campaign,
       exists (select 1 from wait where org_id = $1 and mark = 'due' and at <= $2 and closed_at is null
         and paused_at is null and not skipped) as overdue`,
    [orgId, at],
  )
  const [row] = rows
  if (!row) throw new Error('the database did not answer')
  return row
}

/**
 * What was put before a person. Not whether a fact found its process just ended: where two processes end at one instant, it
 * is chance which of them was the faster.
 */
export async function calls(db: Queryable): Promise<readonly string[]> {
  const { rows } = await db.query<{ code: string }>(
    `select code from attention where code <> 'FACT_FOR_ENDED_PROCESS' order by code`,
  )
  return rows.map(({ code }) => code)
}
