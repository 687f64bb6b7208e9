import { type NumberCommand, type Standing, touches } from '../domain/decideNumber.ts'
import { believedBy } from '../domain/fact.ts'
import { looksAt, onlyOf } from '../domain/looksAt.ts'
import type { AxisName } from '../domain/number.ts'
import type { AnyAxis, ClassInstants, NumberClass } from '../domain/numberClass.ts'
import type { Bind } from './binding.ts'
import type { Recording } from './eventStore.ts'
import { instantText } from './instantText.ts'
import { axisColumns, axisSql } from './numberClass.ts'
import { stands } from './struck.ts'

/** What a text is worked out from: the command, the instants that its classes compare with, and how the event will stand. */
export type Classifying = {
  readonly command: NumberCommand
  readonly instants: ClassInstants
  readonly recording: Recording
}

/**
 * SQL for the text by which numbers of one command fall together: what its decision looks at of the class, then how the row
 * stands to the command. Equal texts get one decision. `n` is the number; `o` and `l`, its organisation and licence, are
 * there where `beside` says so. Everything else is looked up per row, so that the text can be asked of a row being updated.
 */
export function classTextSql({ command, instants, recording }: Classifying, bind: Bind): string {
  const { axes, standing } = looksAt(command)
  const key = axes.length > 0 ? [axesSql(axes, (name) => bind(instants[name], 'timestamptz'))] : []
  const told = standing.map((name) => standingSql(name, command, recording, bind))
  return [...key, ...told].join(` || '${separator}' || `)
}

const separator = '~'

/** Whether the text needs the row's organisation and licence. */
export function looksBeside(command: NumberCommand): boolean {
  return areBeside(looksAt(command).axes)
}

export function areBeside(axes: readonly AnyAxis[]): boolean {
  return axes.map(tableOf).some((table) => table === 'organisation' || table === 'licence')
}

export const beside = 'organisation o left join licence l on l.org_id = o.id'

export function parseClassText(command: NumberCommand, text: string): { number: NumberClass; standing: Standing } {
  const parts = text.split(separator)
  const names = looksAt(command).standing
  const told = names.map((name, position) => [name, parts[parts.length - names.length + position]] as const)
  const cells = (parts.length > names.length ? (parts[0] ?? '') : '').split('|')
  const { axes } = looksAt(command)
  return {
    number: onlyOf(Object.fromEntries(axes.map(({ name }, position) => [name, cells[position]]))),
    standing: { ...noStanding, ...Object.fromEntries(told) },
  }
}

/** Every text there can be where a decision looks at no axis; undefined where it does. */
export function everyClassText(command: NumberCommand): readonly string[] | undefined {
  const { axes, standing } = looksAt(command)
  if (axes.length > 0) return undefined
  return standing.reduce<readonly string[]>(
    (texts, name) =>
      texts.flatMap((text) => standings[name].map((said) => (text === '' ? said : `${text}${separator}${said}`))),
    [''],
  )
}

const standings: { readonly [Name in keyof Standing]: readonly Standing[Name][] } = {
  arrival: ['newer', 'same', 'older'],
  location: ['here', 'elsewhere', 'unknown'],
  order: ['this', 'other', 'none'],
  letter: ['this', 'other', 'none'],
  case: ['this', 'other', 'none'],
}

/** How a row is taken to stand where the decision does not look. */
const noStanding: Standing = { arrival: 'newer', location: 'unknown', order: 'none', letter: 'none', case: 'none' }

type Table = 'number' | 'organisation' | 'licence' | 'location' | 'user' | 'campaign'

/** What compares columns of both number and organisation counts with the organisation's. */
function tableOf(axis: AnyAxis): Table {
  return axis.kind === 'lasting' ? 'organisation' : axis.table
}

/** The axes in their order, those of one table that follow each other together: they are looked up at once. */
function runsOf(axes: readonly AnyAxis[]): readonly (readonly [Table, readonly AnyAxis[]])[] {
  const runs: [Table, AnyAxis[]][] = []
  for (const axis of axes) {
    const last = runs.at(-1)
    if (last?.[0] === tableOf(axis)) last[1].push(axis)
    else runs.push([tableOf(axis), [axis]])
  }
  return runs
}

/** Axes of a row that may be under way to another: what is beside the row is looked up, but for `o` and `l`. */
export function axesSql(axes: readonly AnyAxis[], parameter: Parameter): string {
  return `concat_ws('|', ${runsOf(axes)
    .map(([table, each]) => tableSql(table, each, parameter))
    .join(', ')})`
}

type Parameter = Parameters<typeof axisSql>[1]

function tableSql(table: Table, axes: readonly AnyAxis[], parameter: Parameter): string {
  const said = axes.map((axis) => axisSql(axis, parameter)).join(', ')
  const nowhere = axes.map(({ kind }) => (kind === 'present' ? 'no' : 'unknown')).join('|')
  const looked = (from: string, key: string, on: string) =>
    `case when ${key} is null then '${nowhere}' else coalesce(
       (select concat_ws('|', ${said}) from ${from} where ${on}), '${nowhere}') end`
  switch (table) {
    case 'location':
      return looked('location p', 'n.location_id', 'p.org_id = n.org_id and p.id = n.location_id')
    case 'user':
      return looked('"user" u', 'n.user_id', 'u.org_id = n.org_id and u.id = n.user_id')
    case 'campaign':
      return looked('campaign c', 'n.campaign_ref', 'c.org_id = n.org_id and c.ref = n.campaign_ref')
    default:
      return said
  }
}

function standingSql(name: keyof Standing, command: NumberCommand, recording: Recording, bind: Bind): string {
  const idOf = (key: 'locationId' | 'orderId' | 'loaId' | 'caseId') =>
    bind(key in command ? (command as Readonly<Record<string, unknown>>)[key] : null, 'uuid')
  switch (name) {
    case 'arrival':
      return arrivalSql(command, recording, bind)
    case 'location':
      return locationSql(idOf('locationId'))
    case 'order':
      return membershipSql('n.order_id', idOf('orderId'))
    case 'letter':
      return membershipSql('n.letter_id', idOf('loaId'))
    case 'case':
      return membershipSql('n.case_id', idOf('caseId'))
  }
}

/**
 * The order of belief of `arrival` in the domain, as SQL. The row remembers only the report it believes; whether another
 * one is a repeat is asked of the number's own events, but for struck ones: told again, those are news.
 */
export function arrivalSql(command: NumberCommand, recording: Recording, bind: Bind): string {
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
