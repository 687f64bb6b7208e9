import type { Logger } from '../log.ts'
import type { Store } from '../store/execute.ts'
import { callAttention, type Delivery, isOpen, markDelivered, undelivered } from '../store/outbox.ts'
import type { DeliveryAnswer } from './delivery.ts'
import { type Duty, reasonOf, repeating } from './leadership.ts'

/** Tells a process its fact. `closed`: its workflow has ended, although Postgres holds the process open. */
export type Tell = (delivery: Delivery) => Promise<DeliveryAnswer>

export type RelayParts = {
  readonly store: Store
  readonly tell: Tell
  readonly log: Logger
  /** How long it rests where there was nothing to do. */
  readonly idleMs?: number
}

const batch = 100
const restMs = 2_000

/**
 * Carries facts from the outbox to their processes: in order within a process, processes beside each other. A crash
 * between delivery and mark delivers again, which the process recognises by the position. A process that cannot be told
 * rests for a while, so that it holds nobody else up.
 */
export function relay({ store, tell, log, idleMs = 150 }: RelayParts): Duty {
  const { pool, clock } = store
  const resting = new Map<string, number>()
  return repeating('relay', log, { idleMs, failedMs: 1_000 }, async (signal) => {
    for (const [processId, until] of resting) if (until <= Date.now()) resting.delete(processId)
    const deliveries = await undelivered(pool, { limit: batch, resting: [...resting.keys()] })
    const failures = await deliverAll(byProcess(deliveries), signal)
    for (const processId of failures) resting.set(processId, Date.now() + restMs)
    return deliveries.length === batch ? 'more' : 'idle'
  })

  async function deliverAll(groups: readonly (readonly Delivery[])[], signal: AbortSignal): Promise<readonly string[]> {
    const results = await Promise.allSettled(groups.map((each) => deliverInOrder(each, signal)))
    const failures = results.flatMap((result, index) =>
      result.status === 'rejected' ? [{ processId: groups[index]?.[0]?.processId ?? '', reason: result.reason }] : [],
    )
    const [first] = failures
    if (first) {
      log.warn({ processes: failures.length, reason: reasonOf(first.reason) }, 'processes could not be told and rest')
    }
    return failures.map((each) => each.processId)
  }

  async function deliverInOrder(deliveries: readonly Delivery[], signal: AbortSignal): Promise<void> {
    for (const delivery of deliveries) {
      if (signal.aborted) return
      const delivered = await tell(delivery)
      const at = await clock.now()
      // The last fact tells a process of its end, which it may have brought about itself.
      if (delivered === 'closed' && (await isOpen(pool, delivery.processId))) await reportEnded(delivery, at)
      await markDelivered(pool, delivery, at)
    }
  }

  async function reportEnded({ processId, orgId, fact }: Delivery, at: Awaited<ReturnType<typeof clock.now>>) {
    log.warn({ processId, position: fact.position, fact: fact.type }, 'the process of a fact has ended')
    const detail = { processId, type: fact.type, position: fact.position }
    await callAttention(pool, { orgId, code: 'FACT_FOR_ENDED_PROCESS', subject: fact.eventId, detail, at })
  }
}

function byProcess(deliveries: readonly Delivery[]): readonly (readonly Delivery[])[] {
  const groups = new Map<string, Delivery[]>()
  for (const each of deliveries) groups.set(each.processId, [...(groups.get(each.processId) ?? []), each])
  return [...groups.values()]
}
