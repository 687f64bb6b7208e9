import { planItems, planned, type Said, standing, tellings } from './plan.ts'
import type { Circumstances, EventDraft, RequestBody, RequestKind } from './request.ts'
import { orderSchema } from './schemas.ts'
import { type Answer, answersFor, type Outcome } from './script.ts'
import { orderNotices } from './webex.ts'
import type { Letter, Moment, Of, Planned } from './world.ts'

type Order = Of<'order'>
type OrderBody = RequestBody & { readonly locationReference: string; readonly letters: readonly Letter[] }
type OrderStatus = 'PENDING' | 'PARTIAL' | 'COMPLETE' | 'ERROR'

/** Authorisation orders: tickets of the PSTN support team, answered number by number, and letter by letter. */
export const orders: RequestKind<'order', OrderBody> = {
  kind: 'order',
  list: 'orders',
  schema: orderSchema,
  idOf: (count) => `PTS-${String(count + 100_001)}`,
  take: ({ items, letters, locationReference }, head, { script, earlier, at }) => {
    const letterFor = (e164: string) => (letters.some(({ text }) => text.includes(e164)) ? 'given' : 'missing')
    const asking = { kind: 'order', items, organisation: head.organisationReference, earlier, at, letterFor } as const
    return { kind: 'order', ...head, locationReference, letters, items: planItems(script.desk.numbers, asking) }
  },
  receipt: (order, at) => ({
    ticket: order.id,
    reference: order.reference,
    state: order.items.every((item) => standing(item, at)) ? 'answered' : 'received',
    items: order.items.map((item) => {
      const answer = standing(item, at)
      return { reference: item.reference, status: answer ? statusOf(answer.outcome) : 'pending', ...reasonOf(answer) }
    }),
  }),
  events: (order, circumstances) => [
    ...letterEvents(order, circumstances),
    ...numberEvents(order),
    ...orderNotices(order, circumstances),
  ],
}

function numberEvents(order: Order): readonly EventDraft[] {
  const known = new Map<string, Outcome>()
  return tellings(order.items).map(({ toldAt, happensAt, copies, items }) => {
    for (const { reference, outcome } of items) known.set(reference, outcome)
    const status = orderStatus([...known.values()], order.items.length)
    return { side: 'desk', dueAt: toldAt, copies, body: orderUpdated(order, happensAt, status, items) }
  })
}

function orderUpdated(order: Order, occurredAt: Moment, status: OrderStatus, items: readonly Said[]) {
  return {
    type: 'order.updated',
    occurredAt,
    reference: order.reference,
    ticket: order.id,
    status,
    items: items.map(answerOf),
  }
}

/** What the desk says of one number whose authorisation was asked for. */
export function answerOf(said: Said) {
  return { reference: said.reference, status: statusOf(said.outcome), ...reasonOf(said) }
}

/** A letter is judged once, however many orders bring it along. `attempt` counts the letters of the organisation. */
function letterEvents(order: Order, { script, earlier, at }: Circumstances): readonly EventDraft[] {
  const { organisationReference: organisation } = order
  const before = earlier.filter((each) => each.organisationReference === organisation)
  const judged = new Set(before.flatMap((each) => (each.kind === 'order' ? each.letters : [])).map(nameOf))
  return order.letters
    .map(nameOf)
    .filter((reference) => !judged.has(reference))
    .flatMap((reference, index) =>
      answersFor(script.desk.letters, { reference, organisation, attempt: judged.size + index + 1 }).map((answer) =>
        loaUpdated(reference, planned(answer, at)),
      ),
    )
}

function nameOf({ reference }: Letter): string {
  return reference
}

function loaUpdated(reference: string, { toldAt, happensAt, copies, ...said }: Planned<Answer>): EventDraft {
  const status = said.outcome === 'accept' ? 'accepted' : 'refused'
  const body = { type: 'loa.updated', occurredAt: happensAt, reference, status, ...reasonOf(said) }
  return { side: 'desk', dueAt: toldAt, copies, body }
}

function statusOf(outcome: Outcome): 'authorised' | 'refused' {
  return outcome === 'accept' ? 'authorised' : 'refused'
}

function reasonOf(answer: { readonly outcome: Outcome; readonly code?: string } | undefined) {
  return answer?.outcome === 'reject' && answer.code !== undefined ? { reason: answer.code } : {}
}

function orderStatus(known: readonly Outcome[], total: number): OrderStatus {
  const accepted = known.filter((outcome) => outcome === 'accept').length
  if (accepted === total) return 'COMPLETE'
  if (known.length === 0) return 'PENDING'
  return accepted === 0 && known.length === total ? 'ERROR' : 'PARTIAL'
}
