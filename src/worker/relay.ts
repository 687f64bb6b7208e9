import type { Logger } from '../log.ts'
import type { Store } from '../store/execute.ts'
import { callAttention, type Delivery, isOpen, markDelivered, undelivered } from '../store/outbox.ts'
import type { DeliveryAnswer } from './delivery.ts'
import { type Duty, repeating } from './leadership.ts'

/** Tells a process its fact. `closed`: its workflow has ended, although Postgres holds the process open. */
export type Tell = (delivery: Delivery) => Promise<DeliveryAnswer>

const batch = 100

/**
 * Carries facts from the outbox to their processes: in order within a process, processes beside each other. A crash
 * between delivery and mark delivers again, which the process recognises by the position.
 */
export function relay({ store, tell, log }: { store: Store; tell: Tell; log: Logger }): Duty {
  const { pool, clock } = store
  return repeating('relay', log, { idleMs: 150, failedMs: 1_000 }, async (signal) => {
    const deliveries = await undelivered(pool, batch)
    const results = await Promise.allSettled(byProcess(deliveries).map((each) => deliverInOrder(each, signal)))
    const failed = results.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
    return deliveries.length === batch ? 'more' : 'idle'
  })

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
