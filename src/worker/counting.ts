import type { Logger } from '../log.ts'
import type { Store } from '../store/execute.ts'
import { recountChanged } from '../store/recount.ts'
import { type Duty, repeating } from './leadership.ts'

/** `idleMs`: how long it rests between two looks. */
export type CountingParts = { readonly store: Store; readonly log: Logger; readonly idleMs?: number }

/** Pages across organisations are made of counts, which follow what happened within seconds. Nothing is decided by them. */
export function counting({ store, log, idleMs = 2_000 }: CountingParts): Duty {
  return repeating('counting', log, { idleMs, failedMs: 5_000 }, async (signal) => {
    while (!signal.aborted && (await recountChanged(store)) > 0);
    return 'idle'
  })
}
