import { describe, expect, test } from 'vitest'
import { type LocationEvent, type LocationFacts, locationAxes, readiness } from '../../src/domain/location.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { admin, day, desk, given, happened } from '../support/given.ts'
import { locations } from './deciders.ts'

const good = { country: 'US', pstnConnection: 'ciscoPstn', textingOffered: 'yes', presence: 'present' } as const
const added = (facts: LocationFacts) => happened<LocationEvent>(day(1), { type: 'LocationAdded', data: facts })
const reported = (at: number, facts: LocationFacts, by = admin) =>
  happened<LocationEvent>(day(at), { type: 'LocationReported', data: facts }, { by })

describe('a location', () => {
  test('is added once', () => {
    const add = { type: 'AddLocation', facts: good, happenedAt: day(1), source: admin } as const
    given(locations).when(add).emits({ type: 'LocationAdded', data: good })
    given(locations, added(good)).when(add).isRefused('LOCATION_EXISTS')
  })

  test('is reported on only once it is there', () => {
    const report = {
      type: 'ReportLocation',
      facts: { textingOffered: 'no' },
      happenedAt: day(2),
      source: desk,
    } as const
    given(locations).when(report).isRefused('LOCATION_NOT_FOUND')
    given(locations, added(good))
      .when(report)
      .emits({ type: 'LocationReported', data: { textingOffered: 'no' } })
  })

  test('learns nothing from a report heard twice, and all of one that adds a fact', () => {
    const heard = [added(good), reported(2, { country: 'CA' })]
    const report = { type: 'ReportLocation', happenedAt: day(2), source: admin } as const
    given(locations, ...heard)
      .when({ ...report, facts: { country: 'CA' } })
      .changesNothing()
    given(locations, ...heard)
      .when({ ...report, facts: { country: 'CA', textingOffered: 'no' } })
      .emits({ type: 'LocationReported', data: { country: 'CA', textingOffered: 'no' } })
  })

  test('keeps each fact by itself: a report about one says nothing about the others', () => {
    const { state } = given(locations, added(good), reported(5, { country: 'CA' }), reported(3, { country: 'MX' }))
    expect(locationAxes(state, day(9))).toEqual({ ...good, country: 'CA' })
    expect(locationAxes(state, day(4))).toEqual({ ...good, country: 'MX' })
    expect(locationAxes(state, day(0))).toEqual({
      country: 'unknown',
      pstnConnection: 'unknown',
      textingOffered: 'unknown',
      presence: 'unknown',
    })
  })
})

describe('a location is', () => {
  const ready = (facts: LocationFacts) => readiness(locationAxes(given(locations, added(facts)).state, day(1)), pack003)

  test.each([
    ['ready with Cisco PSTN that offers texting in the United States', good, 'ready'],
    ['ready with Cisco PSTN that offers texting in Canada', { ...good, country: 'CA' }, 'ready'],
    ['unsuitable in any other country', { ...good, country: 'MX' }, 'country'],
    ['unsuitable behind a local gateway', { ...good, pstnConnection: 'localGateway' }, 'notCiscoPstn'],
    ['unsuitable with another provider', { ...good, pstnConnection: 'integratedCcp' }, 'notCiscoPstn'],
    ['unsuitable without a connection', { ...good, pstnConnection: 'unset' }, 'notCiscoPstn'],
    ['unsuitable where the connection offers no texting', { ...good, textingOffered: 'no' }, 'textingNotOffered'],
    ['removed, whatever else is true of it', { ...good, presence: 'removed' }, 'removed'],
    ['unknown where nobody said anything', {}, 'unknown'],
    ['unknown without its country', { pstnConnection: 'ciscoPstn', textingOffered: 'yes' }, 'unknown'],
    ['unknown without its connection', { country: 'US', textingOffered: 'yes' }, 'unknown'],
    ['unknown while nobody said that texting is offered', { country: 'US', pstnConnection: 'ciscoPstn' }, 'unknown'],
    ['unsuitable as soon as one fact shows it, whatever is missing', { country: 'MX' }, 'country'],
  ] as const)('%s', (_, facts, answer) => {
    expect(ready(facts)).toBe(answer)
  })
})
