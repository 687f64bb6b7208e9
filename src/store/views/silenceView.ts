import type { SourceKind } from '../../domain/fact.ts'
import { type Silence, silenceOf, speaksThrough, type Word } from '../../domain/silence.ts'
import type { Instant, OrganisationId } from '../../domain/values.ts'
import type { Queryable } from '../pool.ts'
import { stands } from '../struck.ts'
import type { OpenWait } from './onboardingView.ts'

/** How long the party has been silent that an open wait of an onboarding or a case is held by. */
export async function readSilence(
  db: Queryable,
  orgId: OrganisationId,
  processId: string,
  { wait, at }: { readonly wait: OpenWait; readonly at: Instant },
): Promise<Silence> {
  return silenceOf(wait, await readLastWord(db, orgId, processId, speaksThrough(wait.owner)), at)
}

/** The last that was heard through these sources of what a process is about; numbers aside, whose reports name it too. */
async function readLastWord(
  db: Queryable,
  orgId: OrganisationId,
  processId: string,
  sources: readonly SourceKind[],
): Promise<Word | undefined> {
  const { rows } = await db.query<Word>(
    `with orders as (select id from "order" where org_id = $1 and onboarding_id = $2),
       cases as (select id from support_case where org_id = $1 and $2 in (onboarding_id, id)),
       about as (
         select $1::uuid as id
         union select $2
         union select stream_id from licence where org_id = $1
         union select id from orders
         union select id from loa where org_id = $1 and order_id in (select id from orders)
         union select id from cases
         union select stream_id from campaign where org_id = $1 and case_id in (select id from cases))
     select e.stream_id || ':' || e.version as "eventId", e.type, e.recorded_at as "heardAt" from event e
     where e.org_id = $1 and e.stream_id in (select id from about) and e.source->>'kind' = any($3) and ${stands('e')}
     order by e.recorded_at desc, e.stream_id, e.version desc limit 1`,
    [orgId, processId, sources],
  )
  return rows[0]
}
