import { databaseTime } from '../../clock.ts'
import type { DeploymentPolicy } from '../../domain/policy/effectivePack.ts'
import type { CaseId, NumberId, OnboardingId } from '../../domain/values.ts'
import { admissionSources, type PrincipalCells, principalCells } from '../admission.ts'
import { axisCells } from '../numberClass.ts'
import { chosenColumns } from '../policy.ts'
import { stands } from '../struck.ts'
import type { AxisCells } from './axisRow.ts'
import { type EventCells, eventCells, type Strike, strikeOf } from './historyView.ts'

export type Statement = { readonly name: string; readonly text: string }

/**
 * One statement, planned once for each connection. What lies around the number is looked up by subqueries and comes as JSON
 * arrays: joins would carry every column through every step, and dozens of columns cost the driver more than a parser.
 */
function statement(name: string, which: string, more = 'null'): Statement {
  return {
    name,
    text: `select json_build_array(
        coalesce($3::timestamptz, ${databaseTime}),
        (select json_build_array(${chosenColumns}) from deployment d),
        ${principalCells},
        case when o.id is not null then json_build_array(o.id, o.version, ${axisCells('organisation')}) end,
        (select json_build_array(
            json_build_array(n.id, n.version, n.e164, n.location_id, n.user_id, n.order_id, n.letter_id, n.case_id,
              n.campaign_ref, ${axisCells('number')}),
            (select json_build_array(l.stream_id, l.version, ${axisCells('licence')})
              from licence l where l.org_id = n.org_id),
            (select json_build_array(p.id, p.version, ${axisCells('location')})
              from location p where p.org_id = n.org_id and p.id = n.location_id),
            (select json_build_array(u.id, u.version, ${axisCells('user')})
              from "user" u where u.org_id = n.org_id and u.id = n.user_id),
            (select json_build_array(c.stream_id, c.version, ${axisCells('campaign')})
              from campaign c where c.org_id = n.org_id and c.ref = n.campaign_ref),
            ${more})
          from number n where n.org_id = o.id and ${which})) as asked
      from ${admissionSources}`,
  }
}

export const byId = statement('number by id', 'n.id = $4::uuid')
export const byText = statement('number by text', `n.e164 = $4::text and n.inventory <> 'gone'`)

export const told = statement(
  'number told',
  'n.id = $4::uuid',
  `(select json_agg(json_build_array(${eventCells}, ${strikeOf}))
      from (select * from event e where e.stream_id = n.id and e.org_id = n.org_id
        order by e.recorded_at, e.version limit $5::int) e)`,
)

export const grounded = statement(
  'number grounded',
  'n.id = $4::uuid',
  `json_build_array(
    (select json_agg(${eventCells} order by e.version) from event e
      where e.stream_id = n.id and e.org_id = n.org_id and ${stands('e')}),
    (select json_build_array(k.version, k.case_number, k.ticket, ${marksOf('k.id')})
      from support_case k where k.org_id = n.org_id and k.id = n.case_id),
    (select json_build_array(b.id, ${marksOf('b.id')}) from (
      select coalesce((select d.onboarding_id from "order" d where d.org_id = n.org_id and d.id = n.order_id),
        (select b.id from onboarding b where b.org_id = n.org_id and b.phase = 'open')) as id) b))`,
)

/** SQL: the marks of the wait that runs in a process, those of a later wait first. */
function marksOf(process: string): string {
  return `(select json_agg(json_build_array(w.process_id, w.wait_id, w.kind, w.mark, w.at) order by w.opened_at desc, w.at)
    from wait w where w.org_id = n.org_id and w.process_id = ${process} and w.closed_at is null and w.paused_at is null)`
}

/** The row of a stream that the number rests on: its id, how many events it holds, and its axes. */
export type OtherCells = readonly [id: string, version: number, ...axes: AxisCells]

export type OwnCells = readonly [
  id: NumberId,
  version: number,
  e164: string,
  locationId: string | null,
  userId: string | null,
  orderId: string | null,
  letterId: string | null,
  caseId: CaseId | null,
  campaignRef: string | null,
  ...axes: AxisCells,
]

export type NumberCells<More> = readonly [
  own: OwnCells,
  licence: OtherCells | null,
  location: OtherCells | null,
  user: OtherCells | null,
  campaign: OtherCells | null,
  more: More,
]

export type Answer<More> = readonly [
  at: string,
  chosen: readonly [DeploymentPolicy['readings'], DeploymentPolicy['postponed']],
  principal: PrincipalCells | null,
  organisation: OtherCells | null,
  number: NumberCells<More> | null,
]

export type ToldCells = readonly (readonly [EventCells, Strike | null])[] | null

export type MarkCells = readonly [process: string, waitId: string, kind: string, mark: string, at: string]
export type CaseCells = readonly [
  version: number,
  caseNumber: number,
  ticket: string | null,
  marks: readonly MarkCells[] | null,
]

export type GroundCells = readonly [
  events: readonly EventCells[] | null,
  supportCase: CaseCells | null,
  onboarding: readonly [id: OnboardingId | null, marks: readonly MarkCells[] | null],
]
