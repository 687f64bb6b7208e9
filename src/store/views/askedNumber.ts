import { databaseTime } from '../../clock.ts'
import type { DeploymentPolicy } from '../../domain/policy/effectivePack.ts'
import type { CaseId, Instant, NumberId, OnboardingId, OrganisationId } from '../../domain/values.ts'
import {
  type Admission,
  admissionSources,
  instantOf,
  type PrincipalCells,
  principalCells,
  principalOf,
} from '../admission.ts'
import type { Store } from '../execute.ts'
import { axisCells } from '../numberClass.ts'
import { chosenColumns, type Policy, policyAt } from '../policy.ts'
import { stands } from '../struck.ts'
import { type AxisCells, axisRow } from './axisRow.ts'
import { type EventCells, eventCells, eventOf, type HistoryEvent, type Strike, strikeOf } from './historyView.ts'
import type { NumberView } from './numberView.ts'
import type { Grounds } from './whyView.ts'

/** A number as it stood at a moment, and what decided then: all from one statement. */
export type AskedNumber = { readonly at: Instant; readonly policy: Policy; readonly view: NumberView }

/** The same with the first of what was learnt of it, struck or not. */
export type ToldNumber = AskedNumber & { readonly told: readonly HistoryEvent[] }

/** The same with all on which its explanation rests: the number's own events that stand, and where to find the others. */
export type GroundedNumber = ToldNumber & { readonly grounds: AllGrounds }

export type AllGrounds = Grounds & {
  /** Of organisation, licence, location, user, campaign and case those that are there, in this order. */
  readonly streams: readonly StreamAt[]
  readonly caseNumber: number | null
  readonly ticket: string | null
  /** Every mark of what case and onboarding wait for now, the last wait first. */
  readonly marks: readonly ProcessMark[]
}

/** A stream, and how many events it holds. */
export type StreamAt = { readonly id: string; readonly version: number }

export type ProcessMark = {
  readonly process: string
  readonly waitId: string
  readonly kind: string
  readonly mark: string
  readonly at: Instant
}

/** What was found, beside who asks for it. */
export type Admitted<Found> = Admission & { readonly found: Found | undefined }

/** A number by its id, or the living one of a text. */
export type Named = { readonly id: string } | { readonly e164: string }

/** Within an organisation; without a hash the caller answers for whoever asks. */
export type AskedBy = { readonly tokenHash: string | null; readonly orgId: OrganisationId }

type Asked = Pick<Store, 'pool' | 'clock'>

export async function readAsked(from: Asked, by: AskedBy, named: Named): Promise<Admitted<AskedNumber>> {
  const answer = await ('id' in named ? ask(from, byId, by, named.id) : ask(from, byText, by, named.e164))
  return admitted(answer, numberOf(answer))
}

export async function readTold(from: Asked, by: AskedBy, id: string, limit: number): Promise<Admitted<ToldNumber>> {
  const answer = await ask<ToldCells>(from, told, by, id, limit)
  const [events] = answer.more ?? []
  const number = numberOf(answer)
  return admitted(
    answer,
    number && { ...number, told: (events ?? []).map(([cells, strike]) => eventOf(cells, strike)) },
  )
}

export async function readGrounded(from: Asked, by: AskedBy, id: string): Promise<Admitted<GroundedNumber>> {
  const answer = await ask<GroundCells>(from, grounded, by, id)
  const { more } = answer
  const number = numberOf(answer)
  if (!number || !more) return admitted(answer, undefined)
  const [events] = more
  const found = { ...number, told: (events ?? []).map((cells) => eventOf(cells)), grounds: groundsOf(answer, more) }
  return admitted(answer, found)
}

function admitted<Found>({ principal, organisation, ...chosen }: Answer<unknown>, found: Found | undefined) {
  const { readings, postponed } = chosen
  return {
    principal: principalOf(principal),
    organisationIsThere: organisation !== null,
    chosen: { readings, postponed },
    found,
  }
}

type Statement = { readonly name: string; readonly text: string }

async function ask<More>(
  { pool, clock }: Asked,
  statement: Statement,
  { tokenHash, orgId }: AskedBy,
  ...values: readonly unknown[]
): Promise<Answer<More>> {
  const at = clock.sql === undefined ? await clock.now(pool) : null
  const { rows } = await pool.query<Answer<More>>({ ...statement, values: [tokenHash, orgId, at, ...values] })
  const [row] = rows
  if (!row) throw new Error('the deployment has no row')
  return row
}

/**
 * One statement, planned once for each connection. What lies around the number is looked up by subqueries and comes as JSON
 * arrays: joins would carry every column through every step, and dozens of columns cost the driver more than a parser.
 */
function statement(name: string, which: string, more = 'null'): Statement {
  return {
    name,
    text: `select coalesce($3::timestamptz, ${databaseTime}) as at, ${chosenColumns}, ${principalCells} as principal,
        case when o.id is not null then json_build_array(o.id, o.version, ${axisCells('organisation')}) end as organisation,
        n.number, n.more
      from ${admissionSources}
      left join lateral (
        select json_build_array(
            json_build_array(n.id, n.version, n.e164, n.location_id, n.user_id, n.order_id, n.letter_id, n.case_id,
              n.campaign_ref, ${axisCells('number')}),
            (select json_build_array(l.stream_id, l.version, ${axisCells('licence')})
              from licence l where l.org_id = n.org_id),
            (select json_build_array(p.id, p.version, ${axisCells('location')})
              from location p where p.org_id = n.org_id and p.id = n.location_id),
            (select json_build_array(u.id, u.version, ${axisCells('user')})
              from "user" u where u.org_id = n.org_id and u.id = n.user_id),
            (select json_build_array(c.stream_id, c.version, ${axisCells('campaign')})
              from campaign c where c.org_id = n.org_id and c.ref = n.campaign_ref)) as number,
          ${more} as more
        from number n where n.org_id = o.id and ${which}) n on true`,
  }
}

const byId = statement('number by id', 'n.id = $4::uuid')
const byText = statement('number by text', `n.e164 = $4::text and n.inventory <> 'gone'`)

const told = statement(
  'number told',
  'n.id = $4::uuid',
  `json_build_array(
    (select json_agg(json_build_array(${eventCells}, ${strikeOf}))
      from (select * from event e where e.stream_id = n.id and e.org_id = n.org_id
        order by e.recorded_at, e.version limit $5::int) e))`,
)

const grounded = statement(
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

/** A row of another table as it is read: its stream, how many events that has, and its axes. */
type Cells = readonly [id: string, version: number, ...axes: AxisCells]

type NumberCells = readonly [
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

type MarkCells = readonly [process: string, waitId: string, kind: string, mark: string, at: string]

type Answer<More> = DeploymentPolicy & {
  readonly at: Instant
  readonly principal: PrincipalCells | null
  readonly organisation: Cells | null
  readonly number:
    | readonly [
        number: NumberCells,
        licence: Cells | null,
        location: Cells | null,
        user: Cells | null,
        campaign: Cells | null,
      ]
    | null
  readonly more: More | null
}

type ToldCells = readonly [events: readonly (readonly [EventCells, Strike | null])[] | null]

type GroundCells = readonly [
  events: readonly EventCells[] | null,
  supportCase:
    | readonly [version: number, caseNumber: number, ticket: string | null, marks: readonly MarkCells[] | null]
    | null,
  onboarding: readonly [id: OnboardingId | null, marks: readonly MarkCells[] | null],
]

function numberOf({ at, readings, postponed, organisation, number }: Answer<unknown>): AskedNumber | undefined {
  if (!number) return undefined
  const [own, licence, location, user, campaign] = number
  const [id, version, e164, locationId, userId, orderId, letterId, caseId, campaignRef, ...axes] = own
  const row = axisRow({
    number: axes,
    organisation: axesIn(organisation),
    licence: axesIn(licence),
    location: axesIn(location),
    user: axesIn(user),
    campaign: axesIn(campaign),
  })
  const belonging = { locationId, userId, orderId, letterId, caseId, campaignRef }
  const view = { id, version, e164, enteredAt: instantOf(row.entered), ...belonging, row }
  return { at, policy: policyAt(at, { readings, postponed }), view }
}

function axesIn(cells: Cells | null): AxisCells {
  if (!cells) return []
  const [, , ...axes] = cells
  return axes
}

function groundsOf({ organisation, number }: Answer<unknown>, [, supportCase, onboarding]: GroundCells): AllGrounds {
  const [own, licence = null, location = null, user = null, campaign = null] = number ?? []
  const [caseVersion, caseNumber = null, ticket = null, caseMarks] = supportCase ?? []
  const [onboardingId, marks] = onboarding
  const caseId = own?.[7] ?? null
  const streams = [organisation, licence, location, user, campaign].flatMap((cells) =>
    cells ? [{ id: cells[0], version: cells[1] }] : [],
  )
  return {
    streams:
      caseId !== null && caseVersion !== undefined ? [...streams, { id: caseId, version: caseVersion }] : streams,
    licenceStream: licence?.[0] ?? null,
    campaignStream: campaign?.[0] ?? null,
    caseId,
    caseNumber,
    ticket,
    onboardingId,
    marks: [...(caseMarks ?? []), ...(marks ?? [])].map(markOf),
  }
}

function markOf([process, waitId, kind, mark, at]: MarkCells): ProcessMark {
  return { process, waitId, kind, mark, at: instantOf(at) }
}
