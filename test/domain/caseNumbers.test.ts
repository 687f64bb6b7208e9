import { describe, expect, test } from 'vitest'
import type { NumberEvent } from '../../src/domain/number.ts'
import type { NumberRow } from '../../src/domain/numberClass.ts'
import type { RefusalCode } from '../../src/domain/refusals.ts'
import { day, desk, given, happened, partner } from '../support/given.ts'
import { caseA, caseB, orderA } from './deciders.ts'
import { ask, decided, newcomer, numbers } from './numbers.ts'

const entered = happened<NumberEvent>(day(1), newcomer)
const ordered = happened<NumberEvent>(day(2), { type: 'NumberOrdered', data: { orderId: orderA } })
const authorised = happened<NumberEvent>(
  day(3),
  { type: 'NumberAuthorised', data: { orderId: orderA, flags: [] } },
  { by: desk },
)
const joined = (caseId = caseA, at = 4) =>
  happened<NumberEvent>(day(at), { type: 'NumberJoinedCase', data: { caseId } })
const left = (reason: 'takenOut' | 'caseClosedUnresolved' = 'takenOut') =>
  happened<NumberEvent>(day(5), { type: 'NumberLeftCase', data: { caseId: caseA, reason } })
const registered = happened<NumberEvent>(
  day(6),
  { type: 'NumberRegistered', data: { campaignRef: 'CABC123', flags: [] } },
  { by: partner },
)
const rejected = happened<NumberEvent>(
  day(4.5),
  { type: 'NumberRegistrationRejected', data: { campaignRef: 'CABC123', code: 'HELD_ELSEWHERE', flags: [] } },
  { by: partner },
)

const join = (caseId = caseA, at = 7) => ask(day(at), { type: 'JoinCase', caseId })

describe('going into a support case', () => {
  test('is open to authorised numbers, and names its rules', () => {
    given(numbers(), entered, authorised)
      .when(join())
      .emits({ type: 'NumberJoinedCase', data: { caseId: caseA } })
    expect(decided(join(), given(numbers(), entered, authorised).state).ruleIds).toEqual(['R2', 'Z6'])
  })

  test('is refused to any other', () => {
    given(numbers(), entered).when(join()).isRefused('NUMBER_NOT_AUTHORISED')
    given(numbers(), entered, ordered).when(join()).isRefused('NUMBER_NOT_AUTHORISED')
    const revoked = happened<NumberEvent>(day(5), {
      type: 'NumberAuthorisationRevoked',
      data: { orderId: orderA, reason: 'LOA_WITHDRAWN' },
    })
    given(numbers(), entered, authorised, revoked).when(join()).isRefused('NUMBER_NOT_AUTHORISED')
  })

  test('is for one case at a time', () => {
    given(numbers(), entered, authorised, joined()).when(join(caseA)).changesNothing()
    given(numbers(), entered, authorised, joined()).when(join(caseB)).isRefused('NUMBER_IN_OPEN_CASE')
    given(numbers(), entered, authorised, joined(), left())
      .when(join(caseB))
      .emits({ type: 'NumberJoinedCase', data: { caseId: caseB } })
  })

  test('is not for numbers that are registered already, and again for those that were rejected', () => {
    given(numbers(), entered, authorised, registered).when(join()).isRefused('NUMBER_ALREADY_REGISTERED')
    given(numbers(), entered, authorised, joined(), rejected, left('caseClosedUnresolved'))
      .when(join(caseB))
      .emits({ type: 'NumberJoinedCase', data: { caseId: caseB } })
  })

  test('begins anew for a number that an earlier case saw rejected, and for no other', () => {
    const restart = (caseId = caseB) => ask(day(7), { type: 'RestartRegistration', caseId })
    const again = [entered, authorised, joined(), rejected, left('caseClosedUnresolved'), joined(caseB, 7)]
    given(numbers(), ...again)
      .when(restart())
      .emits({ type: 'NumberRegistrationRestarted', data: { caseId: caseB } })
    given(numbers(), ...again)
      .when(restart(caseA))
      .changesNothing()
    given(numbers(), entered, authorised, joined(caseB, 6)).when(restart()).changesNothing()
    const restarted = happened<NumberEvent>(day(7), { type: 'NumberRegistrationRestarted', data: { caseId: caseB } })
    given(numbers(), ...again, restarted)
      .when(restart())
      .changesNothing()
    const { registration } = given(numbers(), ...again, restarted).state.axes
    expect([registration.value, registration.campaignRef]).toEqual(['none', undefined])
  })

  test.each<[string, Partial<NumberRow>, RefusalCode]>([
    ['a licence that lapsed', { licence: 'lapsed' }, 'LICENCE_NOT_ACTIVE'],
    ['an organisation that is not eligible', { customerKind: 'online' }, 'ORGANISATION_NOT_ELIGIBLE'],
    ['an organisation of which a fact is missing', { callingPlan: null }, 'ORGANISATION_ELIGIBILITY_UNKNOWN'],
    ['a location that does not suit', { textingOffered: 'no' }, 'LOCATION_NOT_READY'],
  ])('is refused under %s', (_, place, code) => {
    given(numbers(place), entered, authorised).when(join()).isRefused(code)
  })

  test('is refused to a number that has gone', () => {
    const gone = happened<NumberEvent>(day(5), {
      type: 'NumberInventoryReported',
      data: { inventory: 'gone', flags: [] },
    })
    given(numbers(), entered, authorised, gone).when(join()).isRefused('NUMBER_NOT_IN_SERVICE')
  })
})

describe('leaving a support case', () => {
  const leave = (caseId: typeof caseA) => ask(day(7), { type: 'LeaveCase', caseId, reason: 'takenOut' })

  test('is for numbers that are in it', () => {
    given(numbers(), entered, authorised, joined())
      .when(leave(caseA))
      .emits({ type: 'NumberLeftCase', data: { caseId: caseA, reason: 'takenOut' } })
    given(numbers(), entered, authorised, joined()).when(leave(caseB)).changesNothing()
    given(numbers(), entered, authorised, joined(), left()).when(leave(caseA)).changesNothing()
  })

  test('keeps the judgement that was given there', () => {
    const { axes } = given(numbers(), entered, authorised, joined(), rejected, left()).state
    expect([axes.case.value, axes.registration.value]).toEqual(['none', 'rejected'])
    expect([axes.authorisation.value, axes.registration.campaignRef]).toEqual(['authorised', 'CABC123'])
  })
})
