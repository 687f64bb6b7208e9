import { standing, tellings } from './plan.ts'
import type { Side } from './side.ts'
import type { Moment, Submission } from './world.ts'

type OrderStatus = 'PENDING' | 'PARTIAL' | 'COMPLETE' | 'ERROR'

/** The bridge of the PSTN support team: takes authorisation orders as tickets and reports what became of the numbers. */
export const deskSide: Side = {
  name: 'desk',
  path: '/desk/orders',
  list: 'orders',
  takesLocation: true,
  idOf: (count) => `PTS-${String(count + 100_001)}`,
  receipt: (order, at) => ({
    ticket: order.id,
    reference: order.reference,
    state: order.items.every((item) => standing(item, at)) ? 'answered' : 'received',
    items: order.items.map((item) => {
      const answer = standing(item, at)
      return { reference: item.reference, status: answer ? statusOf(answer.outcome) : 'pending', ...reasonOf(answer) }
    }),
  }),
  events: (order) => {
    const known = new Map<string, 'accept' | 'reject'>()
    return tellings(order.items).map(({ toldAt, happensAt, copies, items }) => {
      for (const { reference, outcome } of items) known.set(reference, outcome)
      return {
        dueAt: toldAt,
        copies,
        body: orderUpdated(order, happensAt, orderStatus([...known.values()], order.items.length), items),
      }
    })
  },
}

function orderUpdated(
  order: Submission,
  occurredAt: Moment,
  status: OrderStatus,
  items: readonly { readonly reference: string; readonly outcome: 'accept' | 'reject'; readonly code?: string }[],
) {
  return {
    type: 'order.updated',
    occurredAt,
    reference: order.reference,
    ticket: order.id,
    status,
    items: items.map(({ reference, outcome, code }) => ({
      reference,
      status: statusOf(outcome),
      ...reasonOf({ outcome, ...(code === undefined ? {} : { code }) }),
    })),
  }
}

function statusOf(outcome: 'accept' | 'reject'): 'authorised' | 'refused' {
  return outcome === 'accept' ? 'authorised' : 'refused'
}

function reasonOf(answer: { readonly outcome: 'accept' | 'reject'; readonly code?: string } | undefined) {
  return answer?.outcome === 'reject' && answer.code !== undefined ? { reason: answer.code } : {}
}

function orderStatus(known: readonly ('accept' | 'reject')[], total: number): OrderStatus {
  const accepted = known.filter((outcome) => outcome === 'accept').length
  if (accepted === total) return 'COMPLETE'
  if (known.length === 0) return 'PENDING'
  return accepted === 0 && known.length === total ? 'ERROR' : 'PARTIAL'
}
