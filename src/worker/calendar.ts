import type { Logger } from '../log.ts'
import { publishCutoffs, writeExemptions } from '../store/cutoff/publishing.ts'
import type { Store } from '../store/execute.ts'
import { type Duty, repeating } from './leadership.ts'

/** `idleMs`: how long it rests between two looks. */
export type CalendarParts = { readonly store: Store; readonly log: Logger; readonly idleMs?: number }

/** Publishes the cutoffs of the pack in force when a worker begins to lead; the guard does so each hour after that. */
export function calendar({ store, log, idleMs = 3_600_000 }: CalendarParts): Duty {
  return repeating('calendar', log, { idleMs, failedMs: 2_000 }, async () => {
    await publishCutoffs(store)
    return 'idle'
  })
}

const chunks = 100

/** Writes what exemptions of classes and lists say to the rows of their numbers, so that the gate of each lets it through. */
export function exempting({ store, log, idleMs = 500 }: CalendarParts): Duty {
  return repeating('exempting', log, { idleMs, failedMs: 2_000 }, async () => {
    const written = await writeExemptions(store, chunks)
    return written > 0 ? 'more' : 'idle'
  })
}
