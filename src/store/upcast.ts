import { parseEvent } from './eventSchemas.ts'

/** Lifts the data of one version to the next. Never edited once released: add one, and freeze an example of its output. */
export type Upcaster = (data: unknown) => unknown

/** Per event type: the first lifts version 1 to 2, the second 2 to 3, and so on. A type without any stands at version 1. */
export type Upcasters = Readonly<Record<string, readonly Upcaster[]>>

const upcasters: Upcasters = {}

export function latestVersion(type: string, table: Upcasters = upcasters): number {
  return upcastersOf(type, table).length + 1
}

/** Stored data in its latest form. Throws on a version newer than this build, and on data that never was of that form. */
export function upcast(type: string, version: number, data: unknown): unknown {
  return parseEvent(type, lift(type, version, data))
}

export function lift(type: string, version: number, data: unknown, table: Upcasters = upcasters): unknown {
  const latest = latestVersion(type, table)
  if (version > latest) throw new Error(`event ${type} has version ${version}, this build knows ${latest}`)
  const steps = upcastersOf(type, table).slice(version - 1)
  return steps.reduce((each, step) => step(each), data)
}

function upcastersOf(type: string, table: Upcasters): readonly Upcaster[] {
  return Object.hasOwn(table, type) ? (table[type] ?? []) : []
}
