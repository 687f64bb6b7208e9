import type { Queryable } from '../pool.ts'

export type Found = {
  readonly kind:
    | 'organisation'
    | 'number'
    | 'user'
    | 'onboarding'
    | 'order'
    | 'letter'
    | 'case'
    | 'campaign'
    | 'delivery'
  readonly id: string
  readonly orgId: string | null
  /** What it is called by people, where that says more than its id. */
  readonly label: string | null
}

type Query = { readonly scope: readonly string[] | 'all'; readonly limit: number }

/** Whatever goes by this id. */
export async function findById(db: Queryable, id: string, { scope, limit }: Query): Promise<readonly Found[]> {
  const { rows } = await db.query<Found>(
    `select * from (
       select 'organisation' as kind, id::text, id as "orgId", null as label from organisation where id = $1
       union all select 'onboarding', id::text, org_id, null from onboarding where id = $1
       union all select 'case', id::text, org_id, case_number::text from support_case where id = $1
       union all select 'number', id::text, org_id, e164 from number
         where id = $1 and org_id in (select org_id from event where stream_id = $1 limit 1)
       union all select 'user', id::text, org_id, null from "user"
         where id = $1 and org_id in (select org_id from event where stream_id = $1 limit 1)
       union all select 'order', id::text, org_id, ticket from "order"
         where id = $1 and org_id in (select org_id from event where stream_id = $1 limit 1)
       union all select 'letter', id::text, org_id, null from loa
         where id = $1 and org_id in (select org_id from event where stream_id = $1 limit 1)
       union all select 'delivery', id::text, org_id, source from inbound_fact where id = $1
     ) found where $2::uuid[] is null or "orgId" = any($2::uuid[]) limit $3`,
    [id, scope === 'all' ? null : scope, limit],
  )
  return rows
}

/** What goes by a word of the other side, or of ours: ticket, campaign, delivery, case number, hash of a form or letter. */
export async function findByWord(db: Queryable, word: string, { scope, limit }: Query): Promise<readonly Found[]> {
  const { rows } = await db.query<Found>(
    `select * from (
       select 'case' as kind, id::text, org_id as "orgId", case_number::text as label from support_case
         where ticket = $1 or case_number::text = $1
       union all select 'order', id::text, org_id, ticket from "order" where ticket = $1
       union all select 'campaign', ref, org_id, ref from campaign where ref = $1
       union all select 'letter', id::text, org_id, null from loa where sha256 = $1
       union all select 'delivery', id::text, org_id, source from inbound_fact where source_id = $1
       union all select 'case', c.id::text, c.org_id, c.case_number::text from event e join support_case c on c.id = e.stream_id
         where length($1) = 64 and e.type = 'CaseFormSubmitted' and e.stream_id in (select id from support_case)
           and e.data->>'contentHash' = $1
     ) found where $2::uuid[] is null or "orgId" = any($2::uuid[]) limit $3`,
    [word, scope === 'all' ? null : scope, limit],
  )
  return rows
}

/** Living numbers that hold these digits in a row. */
export async function findByDigits(db: Queryable, digits: string, { scope, limit }: Query): Promise<readonly Found[]> {
  const { rows } = await db.query<Found>(
    `select 'number' as kind, id::text, org_id as "orgId", e164 as label from number
     where ($2::uuid[] is null or org_id = any($2::uuid[])) and inventory <> 'gone' and position($1 in e164) > 0
     order by e164 limit $3`,
    [digits, scope === 'all' ? null : scope, limit],
  )
  return rows
}
