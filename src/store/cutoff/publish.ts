import { deployment } from '../../domain/values.ts'
import type { Envelope } from '../command.ts'
import type { Store } from '../execute.ts'
import { readNow } from '../policy.ts'

/**
 * Publishes the calendar of the pack in force; answers how many cutoffs of it were looked at for the first time. Whoever
 * starts does it, and it may be done at any time: the same content again is no news.
 */
export async function publishCutoffs(store: Store): Promise<number> {
  const { policy } = await readNow(store.pool, store.clock)
  let published = 0
  for (const { id: cutoffId } of policy.pack.cutoffs) {
    const commandId = `publish/${cutoffId}/${policy.version}`
    const outcome = await store.execute({ type: 'PublishCutoff', data: { cutoffId }, ...calendar, commandId })
    if (!outcome.ok) throw new Error(`${cutoffId} cannot be published: ${outcome.refusal.code}`)
    if (!outcome.repeated) published += 1
  }
  return published
}

const calendar: Omit<Envelope, 'commandId'> = {
  scope: 'process',
  orgId: deployment,
  actor: { kind: 'calendar', subject: 'calendar', role: 'process' },
  source: { kind: 'process', id: 'calendar' },
}
