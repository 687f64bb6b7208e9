import type { Actor } from '../../domain/fact.ts'
import { deployment } from '../../domain/values.ts'
import { cutoffHash } from '../commands/cutoffs.ts'
import type { Store } from '../execute.ts'
import { freshId } from '../ids.ts'
import { readNow } from '../policy.ts'
import { unwrittenExemptions } from './exempting.ts'

const calendar: Actor = { kind: 'calendar', subject: 'calendar', role: 'calendar' }
const source = { kind: 'process', id: 'calendar' } as const

/** Publishes every cutoff of the pack in force whose content is not published yet. Any number of workers may do so at once. */
export async function publishCutoffs({ execute, pool, clock }: Store): Promise<void> {
  const { policy } = await readNow(pool, clock)
  for (const cutoff of policy.pack.cutoffs) {
    const commandId = `publish/${cutoff.id}/${cutoffHash(cutoff)}`
    const envelope = { scope: 'process', commandId, orgId: deployment, actor: calendar, source }
    const outcome = await execute({ type: 'PublishCutoff', data: { cutoffId: cutoff.id }, ...envelope })
    if (!outcome.ok) throw new Error(`${cutoff.id} was not published: ${outcome.refusal.code}`)
  }
}

const mostAtOnce = 100

/**
 * Writes exemptions of classes and lists to their numbers, one chunk for each organisation and exemption, and answers how
 * many; none means that all is written. A chunk takes what is unwritten by then, so that two writers do nothing twice.
 */
export async function writeExemptions({ execute, pool }: Store, chunks: number): Promise<number> {
  let written = 0
  for (const each of await unwrittenExemptions(pool, Math.min(chunks, mostAtOnce))) {
    const envelope = { scope: 'process', commandId: freshId(), orgId: each.orgId, actor: calendar, source }
    const outcome = await execute({ type: 'ExemptNumbers', data: { exemptionId: each.exemptionId }, ...envelope })
    if (!outcome.ok) throw new Error(`exemption ${each.exemptionId} was not written: ${outcome.refusal.code}`)
    written += outcome.result.written
  }
  return written
}
