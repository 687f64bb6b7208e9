import { describe, expect, test } from 'vitest'
import type { NumberEvent } from '../../src/domain/number.ts'
import type { NumberRow } from '../../src/domain/numberClass.ts'
import { day, desk, given, happened } from '../support/given.ts'
import { caseA, elsewhere, here, orderA, orderB } from './deciders.ts'
import { ask, decided, newcomer, numbers } from './numbers.ts'

const entered = (data: Partial<typeof newcomer.data> | object = {}) =>
  happened<NumberEvent>(day(1), { ...newcomer, data: { ...newcomer.data, ...data } })
const selected = happened<NumberEvent>(day(2), { type: 'NumberSelected', data: { orderId: orderA } })
const ordered = happened<NumberEvent>(day(3), { type: 'NumberOrdered', data: { orderId: orderA } })
const authorised = happened<NumberEvent>(
  day(4),
  { type: 'NumberAuthorised', data: { orderId: orderA, flags: [] } },
  { by: desk },
)
const refused = happened<NumberEvent>(
  day(4),
  { type: 'NumberAuthorisationRefused', data: { orderId: orderA, reason: 'NAME_MISMATCH', flags: [] } },
  { by: desk },
)

const select = ask(day(5), { type: 'SelectNumber', orderId: orderA, locationId: here })
const selectForB = ask(day(5), { type: 'SelectNumber', orderId: orderB, locationId: here })

const help = { detail: 'AUTHORISATION_HELP_TAKES_IT' }

describe('picking a number for an order', () => {
  test('takes one in service at the location of the order', () => {
    given(numbers(), entered())
      .when(select)
      .emits({ type: 'NumberSelected', data: { orderId: orderA } })
    const decision = decided(select, given(numbers(), entered()).state)
    expect(decision.ruleIds).toEqual(['Z4', 'Z7'])
  })

  test('says nothing of one that is authorised already, whatever else is wrong with it', () => {
    given(numbers({ licence: 'lapsed' }), entered({ locationId: elsewhere }), authorised)
      .when(select)
      .changesNothing()
  })

  test('takes again one that the desk refused', () => {
    given(numbers(), entered(), selected, ordered, refused)
      .when(selectForB)
      .emits({ type: 'NumberSelected', data: { orderId: orderB } })
  })

  test('refuses one that is elsewhere, or nobody knows where', () => {
    given(numbers(), entered({ locationId: elsewhere }))
      .when(select)
      .isRefused('NUMBER_ELSEWHERE')
    const { locationId: _, ...nowhere } = newcomer.data
    given(numbers(), happened<NumberEvent>(day(1), { ...newcomer, data: nowhere }))
      .when(select)
      .isRefused('NUMBER_ELSEWHERE')
  })

  test.each([
    ['a toll-free number', { kind: 'tollFree' }, 'TOLL_FREE_NOT_10DLC'],
    ['a service number', { kind: 'service' }, 'NUMBER_KIND_NOT_TEXTABLE'],
    ['an emergency location number', { kind: 'elin' }, 'NUMBER_KIND_NOT_TEXTABLE'],
    ['a mobile number', { kind: 'mobile' }, 'NUMBER_KIND_NOT_TEXTABLE'],
    ['one that has gone', { inventory: 'gone' }, 'NUMBER_NOT_IN_SERVICE'],
  ] as const)('refuses %s', (_, data, code) => {
    given(numbers(), entered(data)).when(select).isRefused(code)
  })

  test.each([
    ['one whose port is under way', { inventory: 'pending' }],
    ['one that is switched off', { inventory: 'inactive' }],
    ['one of unknown state', { inventory: undefined }],
  ] as const)('refuses %s, and points to a case of help', (_, data) => {
    given(numbers(), entered(data)).when(select).isRefused('NUMBER_NOT_IN_SERVICE', help)
  })

  test.each<[string, Partial<NumberRow>, Parameters<ReturnType<ReturnType<typeof given>['when']>['isRefused']>[0]]>([
    ['an online organisation', { customerKind: 'online' }, 'ORGANISATION_NOT_ELIGIBLE'],
    ['an organisation on trial', { subscriptionKind: 'trial' }, 'ORGANISATION_NOT_ELIGIBLE'],
    ['an organisation of which a fact is missing', { callingPlan: null }, 'ORGANISATION_ELIGIBILITY_UNKNOWN'],
    ['an organisation without a licence', { licence: 'none' }, 'LICENCE_NOT_ACTIVE'],
    ['an organisation whose licence lapsed', { licence: 'lapsed' }, 'LICENCE_NOT_ACTIVE'],
    ['an organisation of whose licence nothing is known', { licence: null }, 'LICENCE_NOT_ACTIVE'],
  ])('refuses those of %s', (_, place, code) => {
    given(numbers(place), entered()).when(select).isRefused(code)
  })

  test.each([
    ['a location that does not suit', { pstnConnection: 'localGateway' }, 'LOCATION_NOT_READY'],
    ['a location of which a fact is missing', { textingOffered: null }, 'LOCATION_READINESS_UNKNOWN'],
  ] as const)('refuses those of %s, and points to a case of help', (_, place, code) => {
    given(numbers(place), entered()).when(select).isRefused(code, help)
  })

  test('refuses one that another open order holds, and not one that this order holds', () => {
    for (const held of [[selected], [selected, ordered]]) {
      given(numbers(), entered(), ...held)
        .when(selectForB)
        .isRefused('NUMBER_IN_OPEN_ORDER')
      given(numbers(), entered(), ...held)
        .when(select)
        .changesNothing()
    }
  })

  test('asks neither for a user nor for a switch: those may come later', () => {
    given(numbers({ textingDefault: 'off', setting: 'overrideOff' }), entered({ ownedBy: { owner: 'none' } }))
      .when(select)
      .emits({ type: 'NumberSelected', data: { orderId: orderA } })
  })
})

describe('a picked number', () => {
  const order = ask(day(5), { type: 'OrderNumber', orderId: orderA })
  const deselect = ask(day(5), { type: 'DeselectNumber', orderId: orderA })

  test('is ordered with its order, and with no other', () => {
    given(numbers(), entered(), selected)
      .when(order)
      .emits({ type: 'NumberOrdered', data: { orderId: orderA } })
    given(numbers(), entered(), selected)
      .when(ask(day(5), { type: 'OrderNumber', orderId: orderB }))
      .isRefused('NUMBER_NOT_SELECTED')
    given(numbers(), entered()).when(order).isRefused('NUMBER_NOT_SELECTED')
  })

  test('can be given back until it is ordered', () => {
    given(numbers(), entered(), selected)
      .when(deselect)
      .emits({ type: 'NumberDeselected', data: { orderId: orderA } })
    given(numbers(), entered(), selected, ordered).when(deselect).changesNothing()
    given(numbers(), entered(), selected)
      .when(ask(day(5), { type: 'DeselectNumber', orderId: orderB }))
      .changesNothing()
  })

  test('once given back is free for another order', () => {
    const back = happened<NumberEvent>(day(3), { type: 'NumberDeselected', data: { orderId: orderA } })
    given(numbers(), entered(), selected, back)
      .when(selectForB)
      .emits({ type: 'NumberSelected', data: { orderId: orderB } })
  })
})

describe('a wish made on stale ground', () => {
  test('is refused, for newer news stands against it', () => {
    const before = day(1.5)
    given(numbers(), entered(), refused)
      .when({ ...select, at: before })
      .isRefused('NUMBER_CHANGED_MEANWHILE')
    for (const type of ['OrderNumber', 'DeselectNumber'] as const) {
      given(numbers(), entered(), selected)
        .when(ask(before, { type, orderId: orderA }))
        .isRefused('NUMBER_CHANGED_MEANWHILE')
    }
    const rejected = { type: 'NumberRegistrationRejected', data: { campaignRef: 'C1', code: 'X', flags: [] } } as const
    const joined = happened<NumberEvent>(day(4), { type: 'NumberJoinedCase', data: { caseId: caseA } })
    given(numbers(), entered(), authorised, joined, happened<NumberEvent>(day(9), rejected))
      .when(ask(day(5), { type: 'SubmitRegistration', caseId: caseA, formVersion: 1 }))
      .isRefused('NUMBER_CHANGED_MEANWHILE')
  })

  test('is refused where the same wish of the same instant was overtaken already', () => {
    const back = happened<NumberEvent>(day(3), { type: 'NumberDeselected', data: { orderId: orderA } })
    const overtaking = happened<NumberEvent>(
      day(3),
      { type: 'NumberSelected', data: { orderId: orderB } },
      { by: desk },
    )
    given(numbers(), entered(), selected, back, overtaking)
      .when(ask(day(3), { type: 'DeselectNumber', orderId: orderB }))
      .isRefused('NUMBER_CHANGED_MEANWHILE')
  })
})
