import type { NumberRow } from '../../domain/numberClass.ts'
import type { Instant, OrganisationId } from '../../domain/values.ts'
import {
  type Admission,
  type AdmissionRow,
  admissionColumns,
  admissionOf,
  admissionSources,
  instantOf,
} from '../admission.ts'
import { numberGrounds, numberRowColumns } from '../numberClass.ts'
import type { Queryable } from '../pool.ts'
import { stands } from '../struck.ts'
import { eventColumns, type HistoryEvent, type JsonEvent, jsonEventOf, struckBy } from './historyView.ts'
import { type NumberCells, type NumberView, numberColumns, viewOf } from './numberView.ts'
import type { Grounds } from './whyView.ts'

/** A number as it stood at a moment, both from one statement. */
export type AskedNumber = { readonly at: Instant; readonly view: NumberView }

/** The same with the first of what was learnt of it, struck or not. */
export type ToldNumber = AskedNumber & { readonly told: readonly HistoryEvent[] }

/** The same with all on which its explanation rests: the number's own events that stand, and where to find the others. */
export type GroundedNumber = AskedNumber & {
  readonly told: readonly HistoryEvent[]
  readonly grounds: AllGrounds
}

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

export async function readAsked(db: Queryable, by: AskedBy, named: Named): Promise<Admitted<AskedNumber>> {
  const row = 'id' in named ? await ask(db, asked_.byId, by, named.id) : await ask(db, asked_.byText, by, named.e164)
  return { ...admissionOf(row), found: numberOf(row) }
}

export async function readTold(db: Queryable, by: AskedBy, id: string, limit: number): Promise<Admitted<ToldNumber>> {
  const row = await ask<ToldRow>(db, told, by, id, limit)
  const number = numberOf(row)
  return { ...admissionOf(row), found: number && { ...number, told: (row.events ?? []).map(jsonEventOf) } }
}

export async function readGrounded(db: Queryable, by: AskedBy, id: string): Promise<Admitted<GroundedNumber>> {
  const row = await ask<GroundedRow>(db, grounded, by, id)
  const number = numberOf(row)
  const found = number && { ...number, told: (row.events ?? []).map(jsonEventOf), grounds: groundsOf(row, by.orgId) }
  return { ...admissionOf(row), found }
}

type Statement = { readonly name: string; readonly text: string }

/** One column of JSON: dozens of columns cost the driver more than the whole text does. */
async function ask<Row extends AskedRow = AskedRow>(
  db: Queryable,
  statement: Statement,
  { tokenHash, orgId }: AskedBy,
  ...values: readonly unknown[]
): Promise<Row> {
  const { rows } = await db.query<{ asked: Row }>({ ...statement, values: [tokenHash, orgId, ...values] })
  const [row] = rows
  if (!row) throw new Error('the database did not answer what was asked')
  return row.asked
}

/** Named, so that a connection plans it once: planning these joins costs many times what running them does. */
function statement(name: string, which: string, more: { readonly columns: string; readonly joins: string }): Statement {
  return {
    name,
    text: `select row_to_json(asked) as asked from (
      select date_trunc('milliseconds', clock_timestamp()) as at, ${admissionColumns}, ${numberColumns},
        (select row_to_json(axes) from (select ${numberRowColumns}) axes) as row${more.columns}
      from (select $1::text as token_hash, $2::uuid as org_id) asking ${admissionSources}
      left join number n on n.org_id = o.id and ${which} and (t.id is not null or asking.token_hash is null)
      ${numberGrounds} ${more.joins}) asked`,
  }
}

const nothing = { columns: '', joins: '' }

export const asked_ = {
  byId: statement('asked by id', 'n.id = $3::uuid', nothing),
  byText: statement('asked by text', `n.e164 = $3::text and n.inventory <> 'gone'`, nothing),
}

const told = statement('told', 'n.id = $3::uuid', {
  columns: `, (select json_agg(told) from (
      select ${eventColumns}, ${struckBy} from event e where e.stream_id = n.id and e.org_id = n.org_id
      order by e.recorded_at, e.stream_id, e.version limit $4::int) told) as events`,
  joins: '',
})

const grounded = statement('grounded', 'n.id = $3::uuid', {
  columns: `, o.version as "organisationVersion", l.stream_id as "licenceStream", l.version as "licenceVersion",
      p.version as "locationVersion", u.version as "userVersion", c.stream_id as "campaignStream",
      c.version as "campaignVersion", k.version as "caseVersion", k.case_number as "caseNumber", k.ticket,
      coalesce(d.onboarding_id, b.id) as "onboardingId",
      (select json_agg(told) from (
        select ${eventColumns}, null as "struckBy" from event e
        where e.stream_id = n.id and e.org_id = n.org_id and ${stands('e')} order by e.version) told) as events,
      (select json_agg(marks) from (
        select w.process_id as process, w.wait_id as "waitId", w.kind, w.mark, w.at from wait w
        where w.org_id = n.org_id and w.process_id in (n.case_id, coalesce(d.onboarding_id, b.id))
          and w.closed_at is null and w.paused_at is null order by w.opened_at desc, w.at) marks) as marks`,
  joins: `left join support_case k on k.org_id = n.org_id and k.id = n.case_id
      left join "order" d on d.org_id = n.org_id and d.id = n.order_id
      left join onboarding b on b.org_id = n.org_id and b.phase = 'open'`,
})

type AskedRow = AdmissionRow &
  Omit<NumberCells, 'numberId'> & {
    readonly at: string
    readonly numberId: NumberCells['numberId'] | null
    readonly row: NumberRow
  }
type ToldRow = AskedRow & { readonly events: readonly JsonEvent[] | null }
type GroundedRow = ToldRow & {
  readonly [Name in Exclude<keyof AllGrounds, 'streams' | 'marks'>]: AllGrounds[Name]
} & {
  readonly organisationVersion: number
  readonly licenceVersion: number | null
  readonly locationVersion: number | null
  readonly userVersion: number | null
  readonly campaignVersion: number | null
  readonly caseVersion: number | null
  readonly marks: readonly (Omit<ProcessMark, 'at'> & { readonly at: string })[] | null
}

function numberOf({ at, numberId, ...cells }: AskedRow): AskedNumber | undefined {
  if (numberId === null) return undefined
  const { row } = cells
  const instants = {
    entered: instantOf(row.entered),
    organisationTurns: instantOf(row.organisationTurns),
    licenceTurns: instantOf(row.licenceTurns),
  }
  const view = viewOf({ ...cells, numberId, enteredAt: instants.entered }, { ...row, ...instants })
  return { at: instantOf(at), view }
}

function groundsOf(row: GroundedRow, orgId: string): AllGrounds {
  const { licenceStream, campaignStream, caseId, caseNumber, ticket, onboardingId, locationId, userId } = row
  const streams = [
    streamAt(orgId, row.organisationVersion),
    streamAt(licenceStream, row.licenceVersion),
    streamAt(locationId, row.locationVersion),
    streamAt(userId, row.userVersion),
    streamAt(campaignStream, row.campaignVersion),
    streamAt(caseId, row.caseVersion),
  ].filter((each) => each !== undefined)
  const marks = (row.marks ?? []).map((each) => ({ ...each, at: instantOf(each.at) }))
  return { streams, licenceStream, campaignStream, caseId, caseNumber, ticket, onboardingId, marks }
}

function streamAt(id: string | null, version: number | null): StreamAt | undefined {
  return id === null || version === null ? undefined : { id, version }
}
