import { describe, expect, test } from 'vitest'
import type { NumberCommand } from '../../src/domain/decideNumber.ts'
import type { NumberEvent } from '../../src/domain/number.ts'
import { brand, type UserId } from '../../src/domain/values.ts'
import { admin, day, desk, given, happened, otherAdmin, partner } from '../support/given.ts'
import { caseA, caseB, elsewhere, here, orderA, orderB } from './deciders.ts'
import { ask, newcomer, numbers } from './numbers.ts'

const entered = happened<NumberEvent>(day(1), newcomer)
const ordered = happened<NumberEvent>(day(2), { type: 'NumberOrdered', data: { orderId: orderA } })
const authorised = happened<NumberEvent>(
  day(4),
  { type: 'NumberAuthorised', data: { orderId: orderA, flags: [] } },
  { by: desk },
)
const joined = happened<NumberEvent>(day(4.5), { type: 'NumberJoinedCase', data: { caseId: caseA } })
const submitted = happened<NumberEvent>(day(5), {
  type: 'NumberRegistrationSubmitted',
  data: { caseId: caseA, formVersion: 1 },
})
const gone = happened<NumberEvent>(day(5), { type: 'NumberInventoryReported', data: { inventory: 'gone', flags: [] } })
const someone = brand<UserId>('0195a000-0000-7000-8000-000000000005')

describe('what is told of a number', () => {
  test.each<[string, NumberCommand, NumberEvent]>([
    [
      'its state of service',
      { type: 'ReportInventory', inventory: 'inactive' },
      { type: 'NumberInventoryReported', data: { inventory: 'inactive', flags: [] } },
    ],
    [
      'when it entered service',
      { type: 'ReportEntry', entered: day(-300) },
      { type: 'NumberEntryReported', data: { entered: day(-300), flags: [] } },
    ],
    [
      'that it moved',
      { type: 'ReportLocationOfNumber', locationId: elsewhere },
      { type: 'NumberMoved', data: { locationId: elsewhere, flags: [] } },
    ],
    [
      'whose it is',
      { type: 'ReportOwner', ownedBy: { owner: 'alternate', userId: someone } },
      { type: 'NumberOwnerReported', data: { owner: 'alternate', userId: someone, flags: [] } },
    ],
  ])('is kept: %s', (_, command, event) => {
    given(numbers(), entered)
      .when(ask(day(3), command))
      .emits(event)
  })

  test('is kept once', () => {
    const command = { type: 'ReportInventory', inventory: 'gone' } as const
    given(numbers(), entered, gone)
      .when(ask(day(5), command))
      .changesNothing()
    given(numbers(), entered, gone)
      .when(ask(day(5), command, partner))
      .emits({ type: 'NumberInventoryReported', data: { inventory: 'gone', flags: [] } })
  })

  test('late is kept and flagged, believed no more than before, and still only once', () => {
    const late = ask(day(3), { type: 'ReportInventory', inventory: 'inactive' })
    const event = {
      type: 'NumberInventoryReported',
      data: { inventory: 'inactive', flags: ['EARLIER_THAN_KNOWN'] },
    } as const
    given(numbers(), entered, gone).when(late).emits(event)
    const heard = happened<NumberEvent>(day(3), event, { heard: day(9) })
    const { state } = given(numbers(), entered, gone, heard)
    expect(state.axes.inventory.value).toBe('gone')
    given(numbers(), entered, gone, heard).when(late).changesNothing()
  })

  test('of one instant is believed by the standing of its source', () => {
    const said = (inventory: 'inactive' | 'gone', by: typeof admin) =>
      happened<NumberEvent>(day(5), { type: 'NumberInventoryReported', data: { inventory, flags: [] } }, { by })
    const believed = (...facts: (typeof entered)[]) => given(numbers(), entered, ...facts).state.axes.inventory.value
    expect(believed(said('gone', desk), said('inactive', admin))).toBe('gone')
    expect(believed(said('inactive', otherAdmin), said('gone', admin))).toBe('gone')
  })
})

describe("the desk's answer", () => {
  const authorise = ask(day(4), { type: 'RecordAuthorisation', orderId: orderA }, desk)
  const refuse = ask(day(4), { type: 'RecordAuthorisationRefusal', orderId: orderA, reason: 'NAME_MISMATCH' }, desk)

  test('authorises a number of the order, or refuses it with its reason', () => {
    given(numbers(), entered, ordered)
      .when(authorise)
      .emits({ type: 'NumberAuthorised', data: { orderId: orderA, flags: [] } })
    given(numbers(), entered, ordered)
      .when(refuse)
      .emits({ type: 'NumberAuthorisationRefused', data: { orderId: orderA, reason: 'NAME_MISMATCH', flags: [] } })
  })

  test('heard twice is kept once', () => {
    given(numbers(), entered, ordered, authorised).when(authorise).changesNothing()
  })

  test('about a number that is not in the order is kept, and flagged', () => {
    const data = { orderId: orderA, flags: ['NOT_IN_THIS_ORDER'] } as const
    given(numbers(), entered).when(authorise).emits({ type: 'NumberAuthorised', data })
    const inB = happened<NumberEvent>(day(2), { type: 'NumberOrdered', data: { orderId: orderB } })
    given(numbers(), entered, inB).when(authorise).emits({ type: 'NumberAuthorised', data })
  })

  test('about a number that has gone is kept, and flagged', () => {
    given(numbers(), entered, ordered, gone)
      .when({ ...refuse, at: day(6) })
      .emits({
        type: 'NumberAuthorisationRefused',
        data: { orderId: orderA, reason: 'NAME_MISMATCH', flags: ['NUMBER_GONE'] },
      })
  })
})

describe('registering a number', () => {
  const submit = ask(day(5), { type: 'SubmitRegistration', caseId: caseA, formVersion: 1 })
  const register = ask(day(6), { type: 'RecordRegistration', campaignRef: 'CABC123' }, partner)
  const reject = ask(
    day(6),
    { type: 'RecordRegistrationRejection', campaignRef: 'CABC123', code: 'BRAND_UNVERIFIED' },
    partner,
  )
  const registered = happened<NumberEvent>(
    day(6),
    { type: 'NumberRegistered', data: { campaignRef: 'CABC123', flags: [] } },
    { by: partner },
  )
  const rejected = happened<NumberEvent>(
    day(6),
    { type: 'NumberRegistrationRejected', data: { campaignRef: 'CABC123', code: 'BRAND_UNVERIFIED', flags: [] } },
    { by: partner },
  )

  test('is asked for authorised numbers of the case only', () => {
    given(numbers(), entered, authorised, joined)
      .when(submit)
      .emits({ type: 'NumberRegistrationSubmitted', data: { caseId: caseA, formVersion: 1 } })
    given(numbers(), entered, authorised).when(submit).isRefused('NUMBER_NOT_IN_CASE')
    const elsewhere = happened<NumberEvent>(day(4.5), { type: 'NumberJoinedCase', data: { caseId: caseB } })
    given(numbers(), entered, authorised, elsewhere).when(submit).isRefused('NUMBER_NOT_IN_CASE')
    given(numbers(), entered, ordered, joined).when(submit).isRefused('NUMBER_NOT_AUTHORISED')
    given(numbers(), entered, joined).when(submit).isRefused('NUMBER_NOT_AUTHORISED')
  })

  test('is not asked again while it is under way or done, and again after a rejection', () => {
    const again = ask(day(7), { type: 'SubmitRegistration', caseId: caseA, formVersion: 2 })
    given(numbers(), entered, authorised, joined, submitted).when(again).changesNothing()
    given(numbers(), entered, authorised, joined, submitted, registered).when(again).changesNothing()
    given(numbers(), entered, authorised, joined, submitted, rejected)
      .when(again)
      .emits({ type: 'NumberRegistrationSubmitted', data: { caseId: caseA, formVersion: 2 } })
  })

  test('is taken back while nobody has answered, and only by its own case', () => {
    const withdraw = (caseId: typeof caseA) => ask(day(7), { type: 'WithdrawRegistration', caseId })
    given(numbers(), entered, authorised, joined, submitted)
      .when(withdraw(caseA))
      .emits({ type: 'NumberRegistrationWithdrawn', data: { caseId: caseA } })
    for (const facts of [[], [submitted, registered], [submitted, rejected]]) {
      given(numbers(), entered, authorised, joined, ...facts)
        .when(withdraw(caseA))
        .changesNothing()
    }
    given(numbers(), entered, authorised, joined, submitted).when(withdraw(caseB)).changesNothing()
  })

  test('ends in a campaign, or in a rejection with its code', () => {
    given(numbers(), entered, authorised, joined, submitted)
      .when(register)
      .emits({ type: 'NumberRegistered', data: { campaignRef: 'CABC123', flags: [] } })
    given(numbers(), entered, authorised, joined, submitted)
      .when(reject)
      .emits({
        type: 'NumberRegistrationRejected',
        data: { campaignRef: 'CABC123', code: 'BRAND_UNVERIFIED', flags: [] },
      })
    given(numbers(), entered, authorised, joined, submitted, registered).when(register).changesNothing()
  })

  test.each([
    ['of a number that was never authorised', [ordered, joined, submitted], ['NOT_AUTHORISED']],
    ['of a number that is in no case', [authorised, submitted], ['NOT_IN_A_CASE']],
    ['that was never asked for', [authorised, joined], ['NOT_SUBMITTED']],
    ['of a number that has gone', [authorised, joined, submitted, gone], ['NUMBER_GONE']],
    ['of which everything is odd', [gone], ['NOT_AUTHORISED', 'NOT_IN_A_CASE', 'NOT_SUBMITTED', 'NUMBER_GONE']],
  ] as const)('is kept and flagged when told %s', (_, facts, flags) => {
    given(numbers(), entered, ...facts)
      .when(register)
      .emits({ type: 'NumberRegistered', data: { campaignRef: 'CABC123', flags } })
  })

  test('follows the later word of the registry, whichever is heard first', () => {
    const later = happened<NumberEvent>(
      day(8),
      { type: 'NumberRegistered', data: { campaignRef: 'CABC123', flags: [] } },
      { by: partner },
    )
    const { axes } = given(numbers(), entered, authorised, later, rejected).state
    expect(axes.registration.value).toBe('registered')
    given(numbers(), entered, authorised, joined, submitted, later)
      .when(reject)
      .emits({
        type: 'NumberRegistrationRejected',
        data: { campaignRef: 'CABC123', code: 'BRAND_UNVERIFIED', flags: ['EARLIER_THAN_KNOWN'] },
      })
  })
})

test('a number of which nothing was told is unknown in every respect, but that its traffic flows', () => {
  const { axes } = given(numbers()).state
  const { kind, e164, traffic, ...others } = axes
  expect([kind, e164]).toEqual(['unknown', undefined])
  expect(traffic).toEqual({ value: 'flowing' })
  expect(Object.values(others)).toEqual(Array(11).fill({ value: 'unknown' }))
  expect(given(numbers(), entered).state.axes.location.value).toBe(here)
})
