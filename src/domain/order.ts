import { accept, type Decision, refuse, unreachable } from './decision.ts'
import { attestation, file, isFiled, type Meta, prevailing, type Register, type Source } from './fact.ts'
import type { Instant, LocationId, OnboardingId } from './values.ts'

/** The wizard ends in "authorise more" or "done" (Z10): whether further orders will follow. */
export type NextRound = 'more' | 'done'

/** How an order ended, once every number in it has its answer. */
export type OrderOutcome = 'complete' | 'partial' | 'failed'

/** The numbers themselves hold their answers; an order holds its own life and how many numbers it waits for. */
export type OrderCommand =
  | {
      readonly type: 'CreateOrder'
      readonly locationId: LocationId
      readonly onboardingId: OnboardingId
      readonly selected: number
    }
  | { readonly type: 'ChangeOrder'; readonly added: number; readonly removed: number }
  | { readonly type: 'SubmitOrder'; readonly next: NextRound; readonly at: Instant }
  | { readonly type: 'RecordOrderSent'; readonly ticket: string }
  | {
      readonly type: 'RecordOrderAnswer'
      readonly answer: OrderCounts
      readonly happenedAt: Instant
      readonly source: Source
    }
  | { readonly type: 'WithdrawOrder'; readonly at: Instant }

/** How many of the order's numbers stand where, after the command's own changes. */
export type OrderCounts = { readonly authorised: number; readonly refused: number; readonly outstanding: number }

export type OrderEvent =
  | {
      readonly type: 'OrderCreated'
      readonly data: { readonly locationId: LocationId; readonly onboardingId: OnboardingId; readonly selected: number }
    }
  | { readonly type: 'OrderChanged'; readonly data: { readonly added: number; readonly removed: number } }
  | { readonly type: 'OrderSubmitted'; readonly data: { readonly next: NextRound } }
  | { readonly type: 'OrderSent'; readonly data: { readonly ticket: string } }
  | { readonly type: 'OrderAnswered'; readonly data: OrderCounts }
  | { readonly type: 'OrderClosed'; readonly data: OrderCounts & { readonly outcome: OrderOutcome } }
  | { readonly type: 'OrderWithdrawn'; readonly data: Record<string, never> }

export type Order = {
  readonly created: Register<{ readonly locationId: LocationId; readonly onboardingId: OnboardingId }>
  readonly submitted: Register<NextRound>
  readonly sent: Register<string>
  readonly answers: Register<OrderCounts>
  readonly closed: Register<OrderOutcome>
  readonly withdrawn: Register<true>
}

export type OrderPhase = 'none' | 'open' | 'submitted' | 'sent' | OrderOutcome | 'withdrawn'

export const noOrder: Order = { created: [], submitted: [], sent: [], answers: [], closed: [], withdrawn: [] }

export function decide(command: OrderCommand, order: Order): Decision<OrderEvent> {
  if (command.type === 'CreateOrder') {
    if (order.created.length > 0) return accept()
    if (command.selected === 0) return refuse('ORDER_EMPTY', 'numbers')
    const { locationId, onboardingId, selected } = command
    return accept({ type: 'OrderCreated', data: { locationId, onboardingId, selected } })
  }
  if (order.created.length === 0) return refuse('ORDER_NOT_FOUND')
  switch (command.type) {
    case 'ChangeOrder':
      if (order.withdrawn.length > 0 || order.submitted.length > 0) return refuse('ORDER_ALREADY_CLOSED')
      if (command.added + command.removed === 0) return accept()
      return accept({ type: 'OrderChanged', data: { added: command.added, removed: command.removed } })
    case 'SubmitOrder':
      if (order.withdrawn.length > 0) return refuse('ORDER_ALREADY_CLOSED')
      if (order.submitted.length > 0) return accept()
      return accept({ type: 'OrderSubmitted', data: { next: command.next } })
    case 'RecordOrderSent':
      if (order.sent.length > 0) return accept()
      return accept({ type: 'OrderSent', data: { ticket: command.ticket } })
    case 'RecordOrderAnswer': {
      const { answer, happenedAt, source } = command
      const answered: readonly OrderEvent[] = isFiled(order.answers, { value: answer, happenedAt, source })
        ? []
        : [{ type: 'OrderAnswered', data: answer }]
      const closes = answer.outstanding === 0 && order.closed.length === 0
      return accept(...answered, ...(closes ? [closing(answer)] : []))
    }
    case 'WithdrawOrder':
      if (order.submitted.length > 0) return refuse('ORDER_ALREADY_CLOSED')
      if (order.withdrawn.length > 0) return accept()
      return accept({ type: 'OrderWithdrawn', data: {} })
    default:
      return unreachable(command)
  }
}

export function evolve(order: Order, event: OrderEvent, meta: Meta): Order {
  switch (event.type) {
    case 'OrderCreated': {
      const { locationId, onboardingId } = event.data
      return { ...order, created: file(order.created, attestation({ locationId, onboardingId }, meta)) }
    }
    case 'OrderChanged':
      return order // the numbers themselves say which order they are in
    case 'OrderSubmitted':
      return { ...order, submitted: file(order.submitted, attestation(event.data.next, meta)) }
    case 'OrderSent':
      return { ...order, sent: file(order.sent, attestation(event.data.ticket, meta)) }
    case 'OrderAnswered':
      return { ...order, answers: file(order.answers, attestation(event.data, meta)) }
    case 'OrderClosed':
      return { ...order, closed: file(order.closed, attestation(event.data.outcome, meta)) }
    case 'OrderWithdrawn':
      return { ...order, withdrawn: file(order.withdrawn, attestation(true, meta)) }
    default:
      return unreachable(event)
  }
}

export function orderPhase(order: Order, at: Instant): OrderPhase {
  const outcome = prevailing(order.closed, at)
  if (outcome) return outcome.value
  if (order.withdrawn.length > 0) return 'withdrawn'
  if (order.sent.length > 0) return 'sent'
  if (order.submitted.length > 0) return 'submitted'
  return order.created.length > 0 ? 'open' : 'none'
}

function closing(counts: OrderCounts): OrderEvent {
  const { authorised, refused, outstanding } = counts
  return { type: 'OrderClosed', data: { authorised, refused, outstanding, outcome: outcomeOf(counts) } }
}

/** How an order has ended whose numbers all have their answer. */
export function outcomeOf({ authorised, refused }: OrderCounts): OrderOutcome {
  if (authorised === 0) return 'failed'
  return refused === 0 ? 'complete' : 'partial'
}
