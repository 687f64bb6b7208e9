import { describe, expect, test } from 'vitest'
import { type OrderCounts, type OrderEvent, orderPhase } from '../../src/domain/order.ts'
import { day, desk, given, happened } from '../support/given.ts'
import { here, orders, theRoad } from './deciders.ts'

const place = { locationId: here, onboardingId: theRoad }
const counts = (authorised: number, refused: number, outstanding: number): OrderCounts => ({
  authorised,
  refused,
  outstanding,
})

const created = happened<OrderEvent>(day(1), { type: 'OrderCreated', data: { ...place, selected: 3 } })
const submitted = happened<OrderEvent>(day(2), { type: 'OrderSubmitted', data: { next: 'done' } })
const sent = happened<OrderEvent>(day(3), { type: 'OrderSent', data: { ticket: 'PTS-1' } })
const withdrawn = happened<OrderEvent>(day(2), { type: 'OrderWithdrawn', data: {} })
const answered = (at: number, answer: OrderCounts) =>
  happened<OrderEvent>(day(at), { type: 'OrderAnswered', data: answer }, { by: desk })
const closed = (at: number, answer: OrderCounts) =>
  happened<OrderEvent>(day(at), { type: 'OrderClosed', data: { ...answer, outcome: 'partial' } }, { by: desk })

const create = { type: 'CreateOrder', ...place, selected: 3 } as const
const submit = { type: 'SubmitOrder', next: 'done', at: day(2) } as const
const withdraw = { type: 'WithdrawOrder', at: day(2) } as const
const answer = (at: number, said: OrderCounts) =>
  ({ type: 'RecordOrderAnswer', answer: said, happenedAt: day(at), source: desk }) as const

describe('an order', () => {
  test('is made of at least one number', () => {
    given(orders)
      .when(create)
      .emits({ type: 'OrderCreated', data: { ...place, selected: 3 } })
    given(orders)
      .when({ ...create, selected: 0 })
      .isRefused('ORDER_EMPTY', { field: 'numbers' })
    given(orders, created).when(create).changesNothing()
  })

  test('that was never made takes nothing', () => {
    for (const command of [
      submit,
      withdraw,
      answer(4, counts(1, 0, 0)),
      { type: 'RecordOrderSent', ticket: 'x' },
      { type: 'ChangeOrder', added: 1, removed: 0 },
    ] as const)
      given(orders).when(command).isRefused('ORDER_NOT_FOUND')
  })

  test('is changed while it is a draft, and leaves no word where nothing changed', () => {
    given(orders, created)
      .when({ type: 'ChangeOrder', added: 2, removed: 1 })
      .emits({ type: 'OrderChanged', data: { added: 2, removed: 1 } })
    given(orders, created).when({ type: 'ChangeOrder', added: 0, removed: 0 }).changesNothing()
    for (const end of [submitted, withdrawn]) {
      given(orders, created, end).when({ type: 'ChangeOrder', added: 1, removed: 0 }).isRefused('ORDER_ALREADY_CLOSED')
    }
  })

  test('changed any number of times is the same order: its numbers themselves say that they are in it', () => {
    const changed = happened<OrderEvent>(day(1.5), { type: 'OrderChanged', data: { added: 2, removed: 1 } })
    expect(given(orders, created, changed, changed).state).toEqual(given(orders, created).state)
  })

  test('is submitted once, with the word whether more will follow', () => {
    given(orders, created)
      .when({ ...submit, next: 'more' })
      .emits({ type: 'OrderSubmitted', data: { next: 'more' } })
    given(orders, created, submitted).when(submit).changesNothing()
  })

  test('is sent to the desk once', () => {
    given(orders, created, submitted)
      .when({ type: 'RecordOrderSent', ticket: 'PTS-1' })
      .emits({ type: 'OrderSent', data: { ticket: 'PTS-1' } })
    given(orders, created, submitted, sent).when({ type: 'RecordOrderSent', ticket: 'PTS-2' }).changesNothing()
  })

  test('can be withdrawn until it is submitted, and not submitted after that', () => {
    given(orders, created).when(withdraw).emits({ type: 'OrderWithdrawn', data: {} })
    given(orders, created, withdrawn).when(withdraw).changesNothing()
    given(orders, created, withdrawn).when(submit).isRefused('ORDER_ALREADY_CLOSED')
    given(orders, created, submitted).when(withdraw).isRefused('ORDER_ALREADY_CLOSED')
  })

  test('shows where it stands', () => {
    const road = [created, submitted, sent]
    const phases = [0, 1, 2, 3].map((n) => orderPhase(given(orders, ...road.slice(0, n)).state, day(9)))
    expect(phases).toEqual(['none', 'open', 'submitted', 'sent'])
    expect(orderPhase(given(orders, created, withdrawn).state, day(9))).toBe('withdrawn')
    expect(orderPhase(given(orders, ...road, closed(5, counts(2, 1, 0))).state, day(9))).toBe('partial')
  })
})

describe('the answers to an order', () => {
  const road = [created, submitted, sent]

  test('leave it open while any number still waits', () => {
    given(orders, ...road)
      .when(answer(4, counts(2, 0, 1)))
      .emits({ type: 'OrderAnswered', data: counts(2, 0, 1) })
  })

  test.each([
    ['complete when every number was authorised', counts(3, 0, 0), 'complete'],
    ['partial when some were refused', counts(2, 1, 0), 'partial'],
    ['failed when none was authorised', counts(0, 3, 0), 'failed'],
    ['failed when none is left to answer for', counts(0, 0, 0), 'failed'],
  ] as const)('close it as %s', (_, said, outcome) => {
    given(orders, ...road, answered(4, counts(1, 0, 2)))
      .when(answer(5, said))
      .emits({ type: 'OrderAnswered', data: said }, { type: 'OrderClosed', data: { ...said, outcome } })
  })

  test('are kept after it is closed, and do not close it again', () => {
    given(orders, ...road, answered(5, counts(2, 1, 0)), closed(5, counts(2, 1, 0)))
      .when(answer(6, counts(3, 0, 0)))
      .emits({ type: 'OrderAnswered', data: counts(3, 0, 0) })
  })

  test('say nothing new when heard twice', () => {
    given(orders, ...road, answered(4, counts(2, 0, 1)))
      .when(answer(4, counts(2, 0, 1)))
      .changesNothing()
    given(orders, ...road, answered(5, counts(2, 1, 0)), closed(5, counts(2, 1, 0)))
      .when(answer(5, counts(2, 1, 0)))
      .changesNothing()
  })
})
