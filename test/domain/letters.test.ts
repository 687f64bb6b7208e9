import { describe, expect, test } from 'vitest'
import type { NumberEvent } from '../../src/domain/number.ts'
import { day, desk, given, happened } from '../support/given.ts'
import { letterA, letterB, orderA, orderB } from './deciders.ts'
import { ask, decided, newcomer, numbers } from './numbers.ts'

const entered = happened<NumberEvent>(day(1), newcomer)
const flagged = (at: number, loa: 'required' | 'notRequired' = 'required') =>
  happened<NumberEvent>(day(at), { type: 'NumberLoaFlagged', data: { loa, flags: [] } })
const selected = happened<NumberEvent>(day(2), { type: 'NumberSelected', data: { orderId: orderA } })
const ordered = happened<NumberEvent>(day(4), { type: 'NumberOrdered', data: { orderId: orderA } })
const authorised = happened<NumberEvent>(
  day(5),
  { type: 'NumberAuthorised', data: { orderId: orderA, flags: [] } },
  { by: desk },
)
const signed = happened<NumberEvent>(day(3), { type: 'NumberLoaSigned', data: { loaId: letterA, orderId: orderA } })
const voided = happened<NumberEvent>(day(3.5), { type: 'NumberLoaVoided', data: { loaId: letterA, reason: 'refused' } })

const order = ask(day(4), { type: 'OrderNumber', orderId: orderA })

describe('a number that the carrier wants a letter for', () => {
  test('is flagged by whoever says so, kept once, and flagged when late', () => {
    const say = (at: number) => ask(day(at), { type: 'ReportLoaFlag', loa: 'required' })
    given(numbers(), entered)
      .when(say(2))
      .emits({ type: 'NumberLoaFlagged', data: { loa: 'required', flags: [] } })
    given(numbers(), entered, flagged(2)).when(say(2)).changesNothing()
    given(numbers(), entered, flagged(2, 'notRequired'))
      .when(say(1.5))
      .emits({ type: 'NumberLoaFlagged', data: { loa: 'required', flags: ['EARLIER_THAN_KNOWN'] } })
  })

  test('may come flagged with its first report', () => {
    const first = happened<NumberEvent>(day(1), { ...newcomer, data: { ...newcomer.data, loa: 'required' } })
    expect(given(numbers(), first).state.axes.loa.value).toBe('required')
    given(numbers(), first, selected).when(order).isRefused('LOA_NOT_SIGNED')
  })

  test('is not ordered before the letter is signed, nor after the letter has fallen', () => {
    given(numbers(), entered, flagged(1.5), selected).when(order).isRefused('LOA_NOT_SIGNED')
    given(numbers(), entered, flagged(1.5), selected, signed, voided).when(order).isRefused('LOA_NOT_SIGNED')
    const refusal = decided(order, given(numbers(), entered, flagged(1.5), selected).state)
    expect(refusal.ruleIds).toEqual(['Z8'])
  })

  test('is ordered once the letter is signed', () => {
    given(numbers(), entered, flagged(1.5), selected, signed)
      .when(order)
      .emits({ type: 'NumberOrdered', data: { orderId: orderA } })
  })

  test('needs none while nobody has said so, or the flag was taken back', () => {
    for (const facts of [[selected], [flagged(1.5), selected, flagged(3, 'notRequired')]]) {
      given(numbers(), entered, ...facts)
        .when(order)
        .emits({ type: 'NumberOrdered', data: { orderId: orderA } })
    }
  })

  test('answered for by the desk without a letter is kept, and flagged', () => {
    given(numbers(), entered, selected, ordered, flagged(4.5))
      .when(ask(day(5), { type: 'RecordAuthorisation', orderId: orderA }, desk))
      .emits({ type: 'NumberAuthorised', data: { orderId: orderA, flags: ['LOA_NOT_SIGNED'] } })
  })
})

describe('a letter that was sent back and accepted after all', () => {
  const again = (at: number, orderId = orderA, loaId = letterA) =>
    ask(day(at), { type: 'CoverAgain', orderId, loaId }, desk)

  test('covers its numbers again, whatever the carrier says by now', () => {
    const facts = [entered, flagged(1.5), selected, signed, voided, ordered, authorised]
    for (const more of [[], [flagged(5.5, 'notRequired')]]) {
      given(numbers(), ...facts, ...more)
        .when(again(6))
        .emits({ type: 'NumberLoaSigned', data: { loaId: letterA, orderId: orderA } })
    }
  })

  test('leaves those that another letter covers, or that stand in another order', () => {
    const next = happened<NumberEvent>(day(3.7), {
      type: 'NumberLoaSigned',
      data: { loaId: letterB, orderId: orderA },
    })
    given(numbers(), entered, flagged(1.5), selected, signed, voided, next).when(again(6)).changesNothing()
    given(numbers(), entered, flagged(1.5), selected, signed, voided).when(again(6, orderB)).changesNothing()
  })

  test('covers nothing where the letter fell after that', () => {
    given(numbers(), entered, flagged(1.5), selected, signed, voided)
      .when(again(3.2))
      .isRefused('NUMBER_CHANGED_MEANWHILE')
  })
})

describe('a signed letter', () => {
  const cover = (orderId = orderA, loaId = letterA) => ask(day(3), { type: 'CoverByLetter', orderId, loaId })

  test('covers the numbers of its order that need one and have none', () => {
    given(numbers(), entered, flagged(1.5), selected)
      .when(cover())
      .emits({ type: 'NumberLoaSigned', data: { loaId: letterA, orderId: orderA } })
  })

  test('covers no number that needs none, has one, or is in another order', () => {
    given(numbers(), entered, selected).when(cover()).changesNothing()
    given(numbers(), entered, flagged(1.5), selected, signed).when(cover(orderA, letterB)).changesNothing()
    given(numbers(), entered, flagged(1.5), selected).when(cover(orderB)).changesNothing()
    given(numbers(), entered, flagged(1.5)).when(cover()).changesNothing()
  })

  test('lets its own numbers go, with the reason, and no others', () => {
    const release = (loaId: typeof letterA) => ask(day(4), { type: 'VoidLetter', loaId, reason: 'withdrawn' })
    given(numbers(), entered, flagged(1.5), selected, signed)
      .when(release(letterA))
      .emits({ type: 'NumberLoaVoided', data: { loaId: letterA, reason: 'withdrawn' } })
    given(numbers(), entered, flagged(1.5), selected, signed).when(release(letterB)).changesNothing()
    given(numbers(), entered, flagged(1.5), selected, signed, voided).when(release(letterA)).changesNothing()
  })

  test('that has fallen can be followed by another', () => {
    given(numbers(), entered, flagged(1.5), selected, signed, voided)
      .when({ ...cover(orderA, letterB), at: day(4) })
      .emits({ type: 'NumberLoaSigned', data: { loaId: letterB, orderId: orderA } })
  })

  test('leaves the other axes alone: the flag stays, the authorisation stays', () => {
    const { axes } = given(numbers(), entered, flagged(1.5), selected, signed, voided).state
    expect([axes.loa.value, axes.authorisation.value, axes.letter.value]).toEqual(['required', 'selected', 'none'])
  })
})

describe('an authorisation that rests on a letter taken back', () => {
  const revoke = ask(day(6), { type: 'RevokeAuthorisation', orderId: orderA, reason: 'LOA_WITHDRAWN' })
  const revoked = { type: 'NumberAuthorisationRevoked', data: { orderId: orderA, reason: 'LOA_WITHDRAWN' } } as const

  test('is revoked, given or only asked for', () => {
    given(numbers(), entered, selected, ordered, authorised).when(revoke).emits(revoked)
    given(numbers(), entered, selected, ordered).when(revoke).emits(revoked)
  })

  test('is not revoked where there is none', () => {
    const refused = happened<NumberEvent>(day(5), {
      type: 'NumberAuthorisationRefused',
      data: { orderId: orderA, reason: 'NAME_MISMATCH', flags: [] },
    })
    for (const facts of [[], [selected], [ordered, refused], [happened<NumberEvent>(day(5), revoked)]]) {
      given(numbers(), entered, ...facts)
        .when(revoke)
        .changesNothing()
    }
  })

  test('is not revoked against newer news', () => {
    given(numbers(), entered, authorised)
      .when({ ...revoke, at: day(4) })
      .isRefused('NUMBER_CHANGED_MEANWHILE')
  })

  test('lets the number be picked again', () => {
    given(numbers(), entered, happened<NumberEvent>(day(6), revoked))
      .when(ask(day(7), { type: 'SelectNumber', orderId: orderB, locationId: newcomer.data.locationId }))
      .emits({ type: 'NumberSelected', data: { orderId: orderB } })
  })
})
