import type { Logger } from '../log.ts'
import type { Store } from '../store/execute.ts'
import { turnedOrganisations, turnOrganisation } from '../store/turning.ts'
import { type Duty, repeating } from './leadership.ts'

/** `idleMs`: how long it rests between two looks. */
export type TurningParts = { readonly store: Store; readonly log: Logger; readonly idleMs?: number }

/**
 * Rows that change by the passing of time alone: a statement that expires, a fact dated ahead that comes true. Until this
 * has run, whoever reads such a row reads `unknown`, never the old answer.
 */
export function turning({ store, log, idleMs = 1_000 }: TurningParts): Duty {
  return repeating('turning', log, { idleMs, failedMs: 2_000 }, async (signal) => {
    const turned = await turnedOrganisations(store.pool, await store.clock.now())
    for (const orgId of turned) if (!signal.aborted) await turnOrganisation(store, orgId)
    return 'idle'
  })
}
