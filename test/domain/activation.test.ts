import { describe, expect, test } from 'vitest'
import type { NumberEvent, NumberOwner } from '../../src/domain/number.ts'
import type { NumberRow } from '../../src/domain/numberClass.ts'
import { instant } from '../../src/domain/values.ts'
import { day, desk, given, happened, partner } from '../support/given.ts'
import { caseA, here, orderA } from './deciders.ts'
import { ask, decided, newcomer, numbers } from './numbers.ts'

const entered = happened<NumberEvent>(day(1), newcomer)
const authorised = happened<NumberEvent>(
  day(4),
  { type: 'NumberAuthorised', data: { orderId: orderA, flags: [] } },
  { by: desk },
)
const registered = happened<NumberEvent>(
  day(6),
  { type: 'NumberRegistered', data: { campaignRef: 'CABC123', flags: [] } },
  { by: partner },
)
const on = happened<NumberEvent>(day(7), { type: 'NumberTextingActivated', data: { campaignRef: 'CABC123' } })
const ready = [entered, authorised, registered]
const activate = ask(day(8), { type: 'ActivateTexting' })

describe('switching texting on', () => {
  test('happens once every gate is open, and names the campaign', () => {
    given(numbers(), ...ready)
      .when(activate)
      .emits({ type: 'NumberTextingActivated', data: { campaignRef: 'CABC123' } })
    const decision = decided(activate, given(numbers(), ...ready).state)
    expect(decision).toMatchObject({ carry: ['campaignRef'], ruleIds: ['Z2', 'Z3'] })
  })

  test('happens once', () => {
    given(numbers(), ...ready, on)
      .when(activate)
      .changesNothing()
  })

  test('after a cutoff reinstates a number that was registered before it, and switches any other on from now', () => {
    const data = { cutoffId: 'unregisteredSwitchedOff', reason: 'REGISTRATION_PENDING' } as const
    const off = happened<NumberEvent>(instant('2024-12-02T08:00:00Z'), { type: 'NumberSwitchedOff', data })
    const at = (text: string) =>
      happened<NumberEvent>(instant(text), { type: 'NumberRegistered', data: { campaignRef: 'CABC123', flags: [] } })
    given(numbers(), entered, authorised, off, at('2024-12-02T07:59:59.999Z'))
      .when(ask(day(8), { type: 'ActivateTexting', wasInTime: true }))
      .emits({
        type: 'NumberReinstated',
        data: { cutoffId: 'unregisteredSwitchedOff', reason: 'registeredInTime', texting: 'on' },
      })
    given(numbers(), entered, authorised, off, at('2024-12-02T08:00:00Z'))
      .when(activate)
      .emits({ type: 'NumberTextingActivated', data: { campaignRef: 'CABC123' } })
  })

  test('does not wait for the switches of organisation and user: those change by themselves', () => {
    for (const place of [{ textingDefault: 'off' }, { textingDefault: null }, { setting: 'overrideOff' }]) {
      given(numbers(place), ...ready)
        .when(activate)
        .emits({ type: 'NumberTextingActivated', data: { campaignRef: 'CABC123' } })
    }
  })

  test.each<[string, Partial<NumberRow>, string]>([
    ['an organisation that is not eligible', { customerKind: 'online' }, 'ONLINE_ORGANISATION'],
    ['an organisation of which a fact is missing', { customerKind: null }, 'ORGANISATION_FACT_MISSING'],
    ['a licence that lapsed', { licence: 'lapsed' }, 'LICENCE_LAPSED'],
    ['a location that does not suit', { textingOffered: 'no' }, 'TEXTING_NOT_OFFERED'],
    ['a location of which a fact is missing', { country: null }, 'LOCATION_FACT_MISSING'],
  ])('is held back by %s', (_, place, reason) => {
    given(numbers(place), ...ready)
      .when(activate)
      .isRefused('NUMBER_HELD_BACK', { detail: reason })
  })

  test.each<[string, NumberEvent, string]>([
    [
      'a number that is nobody’s primary number',
      { type: 'NumberOwnerReported', data: { owner: 'alternate', flags: [] } },
      'NOT_A_PRIMARY_NUMBER',
    ],
    [
      'a number that is out of service',
      { type: 'NumberInventoryReported', data: { inventory: 'inactive', flags: [] } },
      'NOT_IN_SERVICE',
    ],
    [
      'a number whose authorisation was refused after all',
      { type: 'NumberAuthorisationRefused', data: { orderId: orderA, reason: 'NAME_MISMATCH', flags: [] } },
      'AUTHORISATION_REFUSED',
    ],
  ])('is held back by %s', (_, news, reason) => {
    given(numbers(), ...ready, happened(day(7), news))
      .when(activate)
      .isRefused('NUMBER_HELD_BACK', { detail: reason })
  })

  test('is held back by a kind that cannot text', () => {
    const tollFree = happened<NumberEvent>(day(1), { ...newcomer, data: { ...newcomer.data, kind: 'tollFree' } })
    given(numbers(), tollFree, authorised, registered)
      .when(activate)
      .isRefused('NUMBER_HELD_BACK', { detail: 'TOLL_FREE_NOT_10DLC' })
  })

  test('is refused to a number that is not registered', () => {
    given(numbers(), entered, authorised)
      .when(activate)
      .isRefused('NUMBER_NOT_REGISTERED', { detail: 'REGISTRATION_UNKNOWN' })
    const submitted = happened<NumberEvent>(day(5), {
      type: 'NumberRegistrationSubmitted',
      data: { caseId: caseA, formVersion: 1 },
    })
    given(numbers(), entered, authorised, submitted)
      .when(activate)
      .isRefused('NUMBER_NOT_REGISTERED', { detail: 'REGISTRATION_PENDING' })
  })

  test.each<[string, Partial<NumberRow>, string]>([
    ['waits for its approval', { campaign: 'pending' }, 'CAMPAIGN_PENDING'],
    ['was rejected', { campaign: 'rejected' }, 'CAMPAIGN_REJECTED'],
    ['is suspended', { campaign: 'suspended' }, 'CAMPAIGN_SUSPENDED'],
    ['has ended', { campaign: 'ended' }, 'CAMPAIGN_ENDED'],
    ['nobody has told anything of', { campaign: null }, 'CAMPAIGN_STATUS_UNKNOWN'],
  ])('is refused to a registered number whose campaign %s', (_, place, reason) => {
    given(numbers(place), ...ready)
      .when(activate)
      .isRefused('NUMBER_NOT_REGISTERED', { detail: reason })
  })

  test('takes the reason of the first gate that is shut', () => {
    given(numbers({ licence: 'none', country: 'MX' }), entered)
      .when(activate)
      .isRefused('NUMBER_HELD_BACK', { detail: 'NO_LICENCE' })
  })

  test.each<NumberOwner>(['none', 'alternate', 'workspace', 'virtualLine', 'huntGroup'])(
    'needs a user’s primary number: %s will not do',
    (owner) => {
      const owned = { ...newcomer.data, locationId: here, ownedBy: { owner } }
      given(numbers(), happened<NumberEvent>(day(1), { ...newcomer, data: owned }), authorised, registered)
        .when(activate)
        .isRefused('NUMBER_HELD_BACK', { detail: 'NOT_A_PRIMARY_NUMBER' })
    },
  )
})
