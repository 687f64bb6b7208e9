import { describe, expect, test } from 'vitest'
import { isActiveWithoutOrder, type LicenceEvent, licencePhase } from '../../src/domain/licence.ts'
import type { Instant } from '../../src/domain/values.ts'
import { day, given, happened, partner } from '../support/given.ts'
import { licences, proof } from './deciders.ts'

const requested = (at: Instant) => happened<LicenceEvent>(at, { type: 'LicenceRequested', data: {} })
const ordered = (at: Instant, heard = at) =>
  happened<LicenceEvent>(at, { type: 'LicenceOrdered', data: {} }, { by: partner, heard })
const activated = (at: Instant) =>
  happened<LicenceEvent>(at, { type: 'LicenceActivated', data: { flags: [] } }, { by: partner })
const lapsed = (at: Instant) => happened<LicenceEvent>(at, { type: 'LicenceLapsed', data: {} }, { by: partner })
const ended = (at: Instant) => happened<LicenceEvent>(at, { type: 'LicenceEnded', data: {} }, { by: partner })

const request = (at: Instant) => ({ type: 'RequestLicence', at, organisationExists: true }) as const
const report = (at: Instant) => ({ happenedAt: at, source: partner })

const phase = (at: Instant, ...facts: Parameters<typeof given<never, never, LicenceEvent>>[1][]) =>
  licencePhase(given(licences, ...facts).state, at)

describe('the road to a licence', () => {
  test('goes from nothing over request and order to being in force', () => {
    const road = [requested(day(1)), ordered(day(2)), activated(day(3))]
    expect([0, 1, 2, 3].map((n) => phase(day(n), ...road))).toEqual(['none', 'requested', 'ordered', 'active'])
  })

  test('begins with a request for an organisation that exists', () => {
    given(licences)
      .when(request(day(1)))
      .emits({ type: 'LicenceRequested', data: {} })
    given(licences)
      .when({ ...request(day(1)), organisationExists: false })
      .isRefused('ORGANISATION_NOT_FOUND')
  })

  test('is not begun again while a request is under way or a licence is in force', () => {
    given(licences, requested(day(1)))
      .when(request(day(2)))
      .changesNothing()
    given(licences, requested(day(1)), ordered(day(2)))
      .when(request(day(3)))
      .changesNothing()
    given(licences, requested(day(1)), ordered(day(2)), activated(day(3)))
      .when(request(day(4)))
      .changesNothing()
  })

  test('needs no request: a partner may order, and a subscription may start, by themselves', () => {
    given(licences)
      .when({ type: 'RecordLicenceOrder', ...report(day(1)), evidence: proof })
      .emits({ type: 'LicenceOrdered', data: { evidence: proof } })
    expect(phase(day(1), ordered(day(1)))).toBe('ordered')
    expect(phase(day(1), activated(day(1)))).toBe('active')
  })

  test('is the same after a report that was heard twice', () => {
    given(licences, ordered(day(1)))
      .when({ type: 'RecordLicenceOrder', ...report(day(1)) })
      .changesNothing()
    given(licences, activated(day(1)))
      .when({ type: 'RecordLicenceActivation', ...report(day(1)) })
      .changesNothing()
    given(licences, lapsed(day(1)))
      .when({ type: 'RecordLicenceLapse', ...report(day(1)) })
      .changesNothing()
    given(licences, ended(day(1)))
      .when({ type: 'RecordLicenceEnd', ...report(day(1)) })
      .changesNothing()
  })
})

describe('an activation', () => {
  const activation = { type: 'RecordLicenceActivation', ...report(day(3)) } as const

  test('without an order is kept, and flagged', () => {
    given(licences)
      .when(activation)
      .emits({ type: 'LicenceActivated', data: { flags: ['ACTIVATED_WITHOUT_ORDER'] } })
    given(licences, ordered(day(2)))
      .when({ ...activation, evidence: proof })
      .emits({ type: 'LicenceActivated', data: { evidence: proof, flags: [] } })
  })

  test('loses its flag once the order is learnt of, though late', () => {
    const before = given(licences, activated(day(3))).state
    const after = given(licences, activated(day(3)), ordered(day(2), day(9))).state
    expect(isActiveWithoutOrder(before, day(9))).toBe(true)
    expect(isActiveWithoutOrder(after, day(9))).toBe(false)
    expect(licencePhase(after, day(9))).toBe('active')
  })
})

describe('a licence that stops', () => {
  const road = [requested(day(1)), ordered(day(2)), activated(day(3))]

  test('lapses, and is in force again when it is renewed', () => {
    given(licences, ...road)
      .when({ type: 'RecordLicenceLapse', ...report(day(5)) })
      .emits({ type: 'LicenceLapsed', data: {} })
    const renewed = [...road, lapsed(day(5)), activated(day(8))]
    expect([4, 5, 7, 8].map((n) => phase(day(n), ...renewed))).toEqual(['active', 'lapsed', 'lapsed', 'active'])
  })

  test('ends', () => {
    given(licences, ...road)
      .when({ type: 'RecordLicenceEnd', ...report(day(5)), evidence: proof })
      .emits({ type: 'LicenceEnded', data: { evidence: proof } })
    expect(phase(day(5), ...road, ended(day(5)))).toBe('ended')
  })

  test('can be asked for again, and takes the whole road once more', () => {
    given(licences, ...road, ended(day(5)))
      .when(request(day(6)))
      .emits({ type: 'LicenceRequested', data: {} })
    const again = [...road, ended(day(5)), requested(day(6)), ordered(day(7)), activated(day(8))]
    expect([5, 6, 7, 8].map((n) => phase(day(n), ...again))).toEqual(['ended', 'requested', 'ordered', 'active'])
  })

  test('can be asked for again in the very instant of its end, and that is one request', () => {
    const again = [...road, ended(day(5)), requested(day(5))]
    expect(phase(day(5), ...again)).toBe('requested')
    given(licences, ...again)
      .when(request(day(5)))
      .changesNothing()
  })

  test('was in force all the same on the days before a lapse that is told of in advance', () => {
    expect(phase(day(4), ...road, lapsed(day(30)))).toBe('active')
    expect(phase(day(30), ...road, lapsed(day(30)))).toBe('lapsed')
  })

  test('is not brought back by an older report that comes late', () => {
    expect(phase(day(9), ...road, lapsed(day(5)), activated(day(4)))).toBe('lapsed')
  })
})
