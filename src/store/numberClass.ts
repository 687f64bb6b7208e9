import { type NumberCommand, type Standing, touches } from '../domain/decideNumber.ts'
import { believedBy } from '../domain/fact.ts'
import type { AxisName } from '../domain/number.ts'
import {
  type AnyAxis,
  type ClassAxis,
  type ClassInstants,
  classAxes,
  type InstantName,
  type NumberRow,
} from '../domain/numberClass.ts'
import type { OrganisationId } from '../domain/values.ts'
import type { Bind } from './binding.ts'
import type { Recording } from './eventStore.ts'
import { instantText } from './instantText.ts'
import type { Queryable } from './pool.ts'
import { stands } from './struck.ts'

/** What a number's class rests on beside the number and its organisation. */
export const numberGrounds = `left join licence l on l.org_id = n.org_id
  left join location p on p.org_id = n.org_id and p.id = n.location_id
  left join "user" u on u.org_id = n.org_id and u.id = n.user_id
  left join campaign c on c.org_id = n.org_id and c.ref = n.campaign_ref`

/** Everything a number's class can rest on, one row per number. */
export const numberSources = `number n join organisation o on o.id = n.org_id ${numberGrounds}`

const aliases = { number: 'n', organisation: 'o', licence: 'l', location: 'p', user: 'u', campaign: 'c' } as const

export type Table = keyof typeof aliases

/** The axes of one table as columns, in their order. */
export function axisCells(table: Table): string {
  return axesOf(table)
    .map(({ column }) => `${aliases[table]}.${column}`)
    .join(', ')
}

/** An axis of two tables is one of each of them. */
export function axesOf(table: Table): readonly ClassAxis[] {
  return classAxes.filter((axis) => axis.table === table || (axis.kind === 'lasting' && axis.beside === table))
}

/** One output column per axis, under the axis's name: what `classOf` reads. */
export const numberRowColumns = classAxes.map((axis) => `${cell(axis)} as "${axis.name}"`).join(', ')

/** The class key as SQL, equal to `classKey(classOf(row, instants))`. `parameter` names the placeholder of an instant. */
export function classKeySql(parameter: (name: InstantName) => string, axes: readonly AnyAxis[] = classAxes): string {
  return `concat_ws('|', ${axes.map((axis) => axisSql(axis, parameter)).join(', ')})`
}

export async function readNumberRow(
  db: Queryable,
  orgId: OrganisationId,
  numberId: string,
): Promise<NumberRow | undefined> {
  const { rows } = await db.query<NumberRow>(
    `select ${numberRowColumns} from ${numberSources} where n.org_id = $1 and n.id = $2`,
    [orgId, numberId],
  )
  return rows[0]
}

/** The row of the user's living primary number, if there is one. */
export async function readPrimaryRow(
  db: Queryable,
  orgId: OrganisationId,
  userId: string,
): Promise<NumberRow | undefined> {
  const { rows } = await db.query<NumberRow>(
    `select ${numberRowColumns} from ${numberSources}
     where n.org_id = $1 and n.user_id = $2 and n.owner = 'primary' and n.inventory <> 'gone' order by n.id limit 1`,
    [orgId, userId],
  )
  return rows[0]
}

/** The organisation's part of the row alone, for decisions about the organisation itself. */
export async function readOrganisationRow(db: Queryable, orgId: OrganisationId): Promise<NumberRow | undefined> {
  const { rows } = await db.query<NumberRow>(
    `select ${numberRowColumns} from organisation o
     left join licence l on l.org_id = o.id
     left join location p on false
     left join number n on false
     left join "user" u on false
     left join campaign c on false
     where o.id = $1`,
    [orgId],
  )
  return rows[0]
}

/** The same row with nothing in place of the number: what all numbers at a location have in common. */
export async function readPlaceRow(
  db: Queryable,
  orgId: OrganisationId,
  locationId: string,
): Promise<NumberRow | undefined> {
  const { rows } = await db.query<NumberRow>(
    `select ${numberRowColumns} from (select $1::uuid as org_id, $2::uuid as location_id) place
     join organisation o on o.id = place.org_id
     join location p on p.org_id = place.org_id and p.id = place.location_id
     left join licence l on l.org_id = place.org_id
     left join number n on false
     left join "user" u on false
     left join campaign c on false`,
    [orgId, locationId],
  )
  return rows[0]
}

/** The columns of an axis in the `number` table; `extra` belongs to the value. */
export const axisColumns = {
  inventory: { value: 'inventory', prefix: 'inventory' },
  entered: { value: 'entered', prefix: 'entered' },
  location: { value: 'location_id', prefix: 'location' },
  owner: { value: 'owner', prefix: 'owner', extra: 'user_id' },
  loa: { value: 'loa', prefix: 'loa' },
  letter: { value: 'letter_id', prefix: 'letter' },
  case: { value: 'case_id', prefix: 'case' },
  authorisation: { value: 'authorisation', prefix: 'authorisation', extra: 'order_id' },
  registration: { value: 'registration', prefix: 'registration', extra: 'campaign_ref' },
  texting: { value: 'texting', prefix: 'texting' },
  traffic: { value: 'traffic', prefix: 'traffic', extra: 'traffic_party' },
  exempt: { value: 'exempt_until', prefix: 'exempt' },
} as const satisfies Record<AxisName, { value: string; prefix: string; extra?: string }>

const standingSeparator = '~'

/**
 * SQL for the text by which rows of one command fall together: the class, then how the row stands to the command. Equal
 * texts get one decision.
 */
export function classifiedSql(
  command: NumberCommand,
  instants: ClassInstants,
  recording: Recording,
  bind: Bind,
): string {
  const locationId = 'locationId' in command ? command.locationId : null
  const orderId = 'orderId' in command ? command.orderId : null
  const loaId = 'loaId' in command ? command.loaId : null
  const caseId = 'caseId' in command ? command.caseId : null
  const parts = [
    classKeySql((name) => bind(instants[name], 'timestamptz')),
    arrivalSql(command, recording, bind),
    locationSql(bind(locationId, 'uuid')),
    membershipSql('n.order_id', bind(orderId, 'uuid')),
    membershipSql('n.letter_id', bind(loaId, 'uuid')),
    membershipSql('n.case_id', bind(caseId, 'uuid')),
  ]
  return parts.join(` || '${standingSeparator}' || `)
}

export function parseClassified(text: string): { readonly key: string; readonly standing: Standing } {
  const [key = '', arrival, location, order, letter, inCase] = text.split(standingSeparator)
  return { key, standing: { arrival, location, order, letter, case: inCase } as Standing }
}

function cell(axis: AnyAxis): string {
  const own = `${aliases[axis.table]}.${axis.column}`
  return axis.kind === 'lasting' ? `greatest(${own}, ${aliases[axis.beside]}.${axis.column})` : own
}

function axisSql(axis: AnyAxis, parameter: (name: InstantName) => string): string {
  const column = cell(axis)
  switch (axis.kind) {
    case 'value':
      return `coalesce(${column}, 'unknown')`
    case 'present':
      return `case when ${column} is null then 'no' else 'yes' end`
    case 'before':
      return `case when ${column} is null then 'unknown' when ${column} < ${parameter(axis.instant)} then 'before' else 'after' end`
    case 'reached':
      return `case when ${column} is null then 'unknown' when ${column} <= ${parameter(axis.instant)} then 'reached' else 'ahead' end`
    case 'lasting':
      return `case when ${column} > ${parameter('at')} then ${instantText(column)} else 'no' end`
  }
}

/**
 * The order of belief of `arrival` in the domain, as SQL. The row remembers only the report it believes; whether another
 * one is a repeat is asked of the number's own events, but for struck ones: told again, those are news.
 */
function arrivalSql(command: NumberCommand, recording: Recording, bind: Bind): string {
  const { axis, value, extra = '', event, data } = touches(command)
  const { prefix } = axisColumns[axis]
  const heldAt = `n.${prefix}_at`
  const heldBy = `n.${prefix}_by`
  const said = bind(`${value} ${extra}`, 'text')
  const at = bind(recording.happenedAt, 'timestamptz')
  const by = bind(believedBy(recording.source), 'text')
  const filed = `exists (select 1 from event e where e.stream_id = n.id and e.type = ${bind(event, 'text')}
    and e.happened_at = ${at} and e.source = ${bind(JSON.stringify(recording.source), 'jsonb')}
    and e.data @> ${bind(JSON.stringify(data), 'jsonb')} and ${stands('e')})`
  return `case when ${heldAt} is null or ${heldBy} is null then 'newer'
    when ${heldAt} < ${at} or (${heldAt} = ${at} and ${by} < ${heldBy}) then 'newer'
    when ${heldAt} = ${at} and ${heldBy} = ${by} and ${said} = ${wordSql(axis)} then 'same'
    when ${filed} then 'same'
    when ${heldAt} = ${at} and ${heldBy} = ${by} and ${said} collate "C" < ${wordSql(axis)} then 'newer'
    else 'older' end`
}

/** What the axis holds, as the domain writes it to settle a source's two words about one instant. */
function wordSql(axis: AxisName): string {
  const { extra } = { extra: undefined, ...axisColumns[axis] }
  return `${heldSql(axis)} || ' ' || ${extra ? `coalesce(n.${extra}::text, '')` : `''`}`
}

/** The axis's value as the domain writes it: an id that is not there reads `none`. */
function heldSql(axis: AxisName): string {
  const { value } = axisColumns[axis]
  if (axis === 'entered') return instantText('n.entered')
  if (axis === 'exempt') return `coalesce(${instantText('n.exempt_until')}, 'none')`
  return axis === 'letter' || axis === 'case' ? `coalesce(n.${value}::text, 'none')` : `n.${value}::text`
}

function locationSql(wanted: string): string {
  return `case when n.location_id is null or ${wanted} is null then 'unknown'
    when n.location_id = ${wanted} then 'here' else 'elsewhere' end`
}

function membershipSql(column: string, wanted: string): string {
  return `case when ${column} is null then 'none' when ${column} = ${wanted} then 'this' else 'other' end`
}
