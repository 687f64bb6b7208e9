import type { Logger } from '../log.ts'
import { publishCutoffs } from '../store/cutoff/publishing.ts'
import type { Store } from '../store/execute.ts'
import { type Duty, repeating } from './leadership.ts'

/** `idleMs`: how long it rests between two looks. */
export type CalendarParts = { readonly store: Store; readonly log: Logger; readonly idleMs?: number }

/** Publishes the cutoffs of the pack in force when a worker begins to lead, and again when another pack comes into force. */
export function calendar({ store, log, idleMs = 3_600_000 }: CalendarParts): Duty {
  return repeating('calendar', log, { idleMs, failedMs: 2_000 }, async () => {
    await publishCutoffs(store)
    return 'idle'
  })
}
