import { createHash } from 'node:crypto'
import type { Unruly } from './script.ts'
import type { AgendaEntry } from './world.ts'

/**
 * One event as an unruly sender delivers it: more than once, each time under the same id and at an instant of its own.
 * `nth` is its place among the events of its organisation, so that chance depends on nothing that is random elsewhere.
 */
export function unrulyEntries(
  entry: AgendaEntry,
  nth: number,
  { seed, copies, withinHours }: Unruly,
): readonly AgendaEntry[] {
  return Array.from({ length: copies }, (_, copy) => {
    const lateMinutes = Math.floor(chance(`${seed} ${nth} ${copy}`) * withinHours * 60)
    return { ...entry, dueAt: new Date(Date.parse(entry.dueAt) + lateMinutes * 60_000).toISOString() }
  })
}

/** From 0 to below 1, the same for the same words on every machine. */
function chance(words: string): number {
  return createHash('sha256').update(words).digest().readUInt32BE(0) / 2 ** 32
}
