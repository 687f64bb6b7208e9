import type { RefusalCode } from './refusals.ts'

/** Why a request was not accepted: a stable code, the field at fault where there is one, and what was seen there. */
export type Refusal = {
  readonly code: RefusalCode
  readonly field?: string
  readonly detail?: string
  /** The rows at fault where a list was given and none of it could be taken. */
  readonly rows?: readonly RowRefusal[]
}

/** One row of a list that was left out; the rows beside it go on. `row` counts from 0. */
export type RowRefusal = { readonly row: number } & Omit<Refusal, 'rows'>

/** Accepted with no events means that there was nothing new to say. */
export type Decision<Event> =
  | { readonly ok: true; readonly events: readonly Event[] }
  | { readonly ok: false; readonly refusal: Refusal }

export function accept<Event>(...events: readonly Event[]): Decision<Event> {
  return { ok: true, events }
}

export function refuse(code: RefusalCode, field?: string, detail?: string): { ok: false; refusal: Refusal } {
  return {
    ok: false,
    refusal: { code, ...(field === undefined ? {} : { field }), ...(detail === undefined ? {} : { detail }) },
  }
}

export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
