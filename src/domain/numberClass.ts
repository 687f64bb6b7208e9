import type { PolicyPack } from './policy/policy.ts'
import type { Instant } from './values.ts'

/** The instants that a class may compare a column with. */
export type InstantName = 'at' | 'newNumbersStartOff' | 'unregisteredSwitchedOff'

type Table = 'number' | 'organisation' | 'licence' | 'location' | 'user' | 'campaign'

const value = <Name extends string>(name: Name, table: Table, column: string) =>
  ({ kind: 'value', name, table, column }) as const
const present = <Name extends string>(name: Name, table: Table, column: string) =>
  ({ kind: 'present', name, table, column }) as const
const before = <Name extends string>(name: Name, table: Table, column: string, instant: InstantName) =>
  ({ kind: 'before', name, table, column, instant }) as const
const reached = <Name extends string>(name: Name, table: Table, column: string, instant: InstantName) =>
  ({ kind: 'reached', name, table, column, instant }) as const

/** An instant that counts as long as it lies ahead: the later one of both tables' columns. */
const lasting = <Name extends string>(name: Name, table: Table, beside: Table, column: string) =>
  ({ kind: 'lasting', name, table, beside, column }) as const

/**
 * Everything on which a decision about a number may rest, declared once: text columns as they stand, ids by their
 * presence, instants compared with a named instant, and instants that still lie ahead. The store writes the SQL class key from this list and `classOf` reads a row by it; a
 * property test holds the two equal.
 */
export const classAxes = [
  value('kind', 'number', 'kind'),
  value('inventory', 'number', 'inventory'),
  value('authorisation', 'number', 'authorisation'),
  value('registration', 'number', 'registration'),
  value('texting', 'number', 'texting'),
  value('loa', 'number', 'loa'),
  value('traffic', 'number', 'traffic'),
  value('trafficParty', 'number', 'traffic_party'),
  present('letter', 'number', 'letter_id'),
  present('case', 'number', 'case_id'),
  value('campaign', 'campaign', 'status'),
  value('owner', 'number', 'owner'),
  before('entered', 'number', 'entered', 'newNumbersStartOff'),
  lasting('exempt', 'number', 'organisation', 'exempt_until'),
  value('customerKind', 'organisation', 'customer_kind'),
  value('subscriptionKind', 'organisation', 'subscription_kind'),
  value('callingPlan', 'organisation', 'calling_plan'),
  value('dataRegion', 'organisation', 'data_region'),
  value('textingDefault', 'organisation', 'texting_default'),
  value('healthcare', 'organisation', 'healthcare'),
  value('hipaaNotice', 'organisation', 'hipaa_notice'),
  reached('organisationTurns', 'organisation', 'turns_at', 'at'),
  value('licence', 'licence', 'phase'),
  reached('licenceTurns', 'licence', 'turns_at', 'at'),
  value('country', 'location', 'country'),
  value('pstnConnection', 'location', 'pstn_connection'),
  value('textingOffered', 'location', 'texting_offered'),
  value('presence', 'location', 'presence'),
  value('setting', 'user', 'setting'),
] as const

export type ClassAxis = (typeof classAxes)[number]
/** What SQL is written from, whatever list an axis stands in. */
export type AnyAxis =
  | { readonly kind: 'value' | 'present'; readonly table: Table; readonly column: string }
  | {
      readonly kind: 'before' | 'reached'
      readonly table: Table
      readonly column: string
      readonly instant: InstantName
    }
  | { readonly kind: 'lasting'; readonly table: Table; readonly beside: Table; readonly column: string }
export type ClassAxisName = ClassAxis['name']

/** What all numbers of one class have in common. A missing cell reads `unknown`. */
export type NumberClass = Readonly<Record<ClassAxisName, string>>

/** A number's row joined with those of its organisation, licence, location and user: each column by its axis. */
export type NumberRow = Readonly<Record<ClassAxisName, string | null>>

export type ClassInstants = Readonly<Record<InstantName, Instant>>

export function classInstants(pack: PolicyPack, at: Instant): ClassInstants {
  const { newNumbersStartOff, unregisteredSwitchedOff } = pack.instants
  return { at, newNumbersStartOff, unregisteredSwitchedOff }
}

export function classOf(row: NumberRow, instants: ClassInstants): NumberClass {
  return byAxis((axis) => valueOn(axis, row[axis.name], instants))
}

function valueOn(axis: ClassAxis, cell: string | null, instants: ClassInstants): string {
  if (axis.kind === 'present') return cell === null ? 'no' : 'yes'
  if (axis.kind === 'lasting') return cell !== null && cell > instants.at ? cell : 'no'
  if (cell === null) return 'unknown'
  switch (axis.kind) {
    case 'value':
      return cell
    case 'before':
      return cell < instants[axis.instant] ? 'before' : 'after'
    case 'reached':
      return cell <= instants[axis.instant] ? 'reached' : 'ahead'
  }
}

/** The class as one text, its values in the order of `classAxes`; no value holds the separator. */
export function classKey(numberClass: NumberClass): string {
  return classAxes.map((axis) => numberClass[axis.name]).join('|')
}

/** The same of a row, without making its class: this is asked before every message. */
export function classKeyOf(row: NumberRow, instants: ClassInstants): string {
  let key = ''
  for (const axis of classAxes) key += `${valueOn(axis, row[axis.name], instants)}|`
  return key.slice(0, -1)
}

export function parseClassKey(key: string): NumberClass {
  const parts = key.split('|')
  return byAxis((_, position) => parts[position] ?? 'unknown')
}

function byAxis(read: (axis: ClassAxis, position: number) => string): NumberClass {
  const all: Partial<Record<ClassAxisName, string>> = {}
  for (const [position, axis] of classAxes.entries()) all[axis.name] = read(axis, position)
  return all as NumberClass
}
