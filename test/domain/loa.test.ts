import { describe, expect, test } from 'vitest'
import { type LoaEvent, loaPhase, refuseSigner, type Signer } from '../../src/domain/loa.ts'
import { day, desk, given, happened } from '../support/given.ts'
import { loas, orderA, proof } from './deciders.ts'

const signing = { orderId: orderA, document: proof, textVersion: '1', numbers: 3 } as const
const signed = happened<LoaEvent>(day(1), { type: 'LoaSigned', data: signing })
const accepted = (at: number) => happened<LoaEvent>(day(at), { type: 'LoaAccepted', data: {} }, { by: desk })
const refused = (at: number) =>
  happened<LoaEvent>(day(at), { type: 'LoaRefused', data: { reason: 'NAME_MISMATCH' } }, { by: desk })
const withdrawn = happened<LoaEvent>(day(5), { type: 'LoaWithdrawn', data: {} })
const superseded = happened<LoaEvent>(day(5), { type: 'LoaSuperseded', data: {} })

const sign = { type: 'SignLoa', ...signing } as const
const accept = { type: 'RecordLoaAcceptance', happenedAt: day(3), source: desk } as const
const refuse = { type: 'RecordLoaRefusal', reason: 'NAME_MISMATCH', happenedAt: day(3), source: desk } as const

describe('a letter of authorisation', () => {
  test('is signed once, for numbers that need it', () => {
    given(loas).when(sign).emits({ type: 'LoaSigned', data: signing })
    given(loas, signed).when(sign).changesNothing()
    given(loas)
      .when({ ...sign, numbers: 0 })
      .isRefused('LOA_NOT_REQUIRED', { field: 'orderId' })
  })

  test('that nobody signed takes nothing', () => {
    for (const command of [accept, refuse, { type: 'WithdrawLoa' }, { type: 'SupersedeLoa' }] as const) {
      given(loas).when(command).isRefused('LOA_NOT_FOUND')
    }
  })

  test('is accepted or sent back by the desk, and each word is kept once', () => {
    given(loas, signed).when(accept).emits({ type: 'LoaAccepted', data: {} })
    given(loas, signed)
      .when(refuse)
      .emits({ type: 'LoaRefused', data: { reason: 'NAME_MISMATCH' } })
    given(loas, signed, accepted(3)).when(accept).changesNothing()
    given(loas, signed, refused(3)).when(refuse).changesNothing()
  })

  test('stands as the later word of the desk has it, whichever is heard first', () => {
    const phase = (...facts: (typeof signed)[]) => loaPhase(given(loas, signed, ...facts).state, day(9))
    expect(phase(refused(3), accepted(4))).toBe('accepted')
    expect(phase(accepted(4), refused(3))).toBe('accepted')
    expect(phase(accepted(3), refused(4))).toBe('refused')
  })

  test('is taken back by its signer, or superseded, and ends but once', () => {
    given(loas, signed, accepted(3)).when({ type: 'WithdrawLoa' }).emits({ type: 'LoaWithdrawn', data: {} })
    given(loas, signed).when({ type: 'SupersedeLoa' }).emits({ type: 'LoaSuperseded', data: {} })
    for (const end of [withdrawn, superseded]) {
      given(loas, signed, end).when({ type: 'WithdrawLoa' }).changesNothing()
      given(loas, signed, end).when({ type: 'SupersedeLoa' }).changesNothing()
    }
  })

  test('that has ended still keeps what the desk says, and stays ended', () => {
    given(loas, signed, withdrawn)
      .when({ ...accept, happenedAt: day(7) })
      .emits({ type: 'LoaAccepted', data: {} })
    expect(loaPhase(given(loas, signed, withdrawn, accepted(7)).state, day(9))).toBe('withdrawn')
    expect(loaPhase(given(loas, signed, accepted(3), superseded).state, day(9))).toBe('superseded')
  })

  test('shows its phase at each instant', () => {
    const { state } = given(loas, signed, accepted(3), withdrawn)
    expect([1, 2, 3, 4, 5].map((n) => loaPhase(state, day(n)))).toEqual([
      'signed',
      'signed',
      'accepted',
      'accepted',
      'withdrawn',
    ])
    expect(loaPhase(given(loas).state, day(9))).toBe('none')
  })

  test('keeps of the signing what is no secret: the order, the hash, how many numbers', () => {
    const [first] = given(loas, signed).state.signed
    expect(first?.value).toEqual({ orderId: orderA, document: proof, numbers: 3 })
  })
})

describe('who signs', () => {
  const ada: Signer = {
    firstName: 'Ada',
    lastName: 'Lovelace',
    title: 'Head of Telephony',
    signature: 'Ada Lovelace',
    differenceConfirmed: false,
  }

  test('gives all four fields, none of them blank', () => {
    expect(refuseSigner(ada)).toBeUndefined()
    for (const field of ['firstName', 'lastName', 'title', 'signature'] as const) {
      for (const blank of ['', '   ', '\u00a0\t\n']) {
        expect(refuseSigner({ ...ada, [field]: blank })).toEqual({ code: 'LOA_FIELD_BLANK', field })
      }
    }
  })

  test('keeps to a hundred characters in each', () => {
    const long = (length: number) => ({ ...ada, title: 'x'.repeat(length) })
    expect(refuseSigner(long(100))).toBeUndefined()
    expect(refuseSigner(long(101))).toMatchObject({ code: 'LOA_FIELD_TOO_LONG', field: 'title' })
  })

  test.each([
    ['Łukasz', 'Żółć', 'Łukasz Żółć'],
    ['美咲', '山田', '美咲 山田'],
    ['مريم', 'حداد', 'مريم حداد'],
    ['Zoë', 'O’Neill-Ström', 'zoë  O’NEILL-STRÖM '],
    ['Rene\u0301', 'Petit', 'Ren\u00e9 Petit'],
  ])('signs in any script: %s %s as “%s”', (firstName, lastName, signature) => {
    expect(refuseSigner({ ...ada, firstName, lastName, signature })).toBeUndefined()
  })

  test('is asked once about a signature unlike the name, and never refused for it', () => {
    const short = { ...ada, signature: 'A. Lovelace' }
    expect(refuseSigner(short)).toEqual({ code: 'LOA_SIGNATURE_DIFFERS', field: 'signature' })
    expect(refuseSigner({ ...short, differenceConfirmed: true })).toBeUndefined()
  })

  test('does not fill a blank field by confirming a difference', () => {
    expect(refuseSigner({ ...ada, signature: ' ', differenceConfirmed: true })?.code).toBe('LOA_FIELD_BLANK')
  })
})
