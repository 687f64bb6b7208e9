import { describe, expect, test } from 'vitest'
import { placeOf, stepOf } from '../../src/console/view/attention.ts'
import { pageOf } from '../../src/console/view/found.ts'
import { isMine, standstill } from '../../src/console/view/home.ts'
import { instantOf, localText, momentsOf, nearest } from '../../src/console/view/moments.ts'
import { event } from './events.ts'

describe('whose turn it is', () => {
  test('depends on who looks, and nobody has the turn while a clock stands still', () => {
    const wait = { owner: 'customerAdmin', isPaused: false }
    expect(isMine(wait, 'admin')).toBe(true)
    expect(isMine(wait, 'support')).toBe(false)
    expect(isMine({ owner: 'desk', isPaused: false }, 'support')).toBe(true)
    expect(isMine({ ...wait, isPaused: true }, 'admin')).toBe(false)
    expect(isMine(wait, 'auditor')).toBe(false)
  })
})

describe('a customer of a partner stands still', () => {
  const going = { licence: 'active', numbers: 5, authorised: 5, caseless: 0 }
  test.each([
    ['without a licence', { ...going, licence: 'lapsed' }, 'noLicence'],
    ['with nothing authorised', { ...going, authorised: 0 }, 'nothingAuthorised'],
    ['with authorised numbers that are in no case', { ...going, caseless: 2 }, 'noCase'],
    ['or does not', going, undefined],
  ] as const)('%s', (_, line, point) => {
    expect(standstill(line)).toBe(point)
  })
})

describe('an entry of the attention list leads to where something can be done', () => {
  const item = { code: 'WAIT_OVERDUE', orgId: 'o', subject: 'p', detail: { kind: 'licence' } }
  test.each([
    [item, '/organisations/o'],
    [{ ...item, detail: { kind: 'review' } }, '/organisations/o/cases/p'],
    [{ ...item, code: 'REPORT_QUARANTINED', subject: 'd', detail: {} }, '/deliveries/d'],
    [
      { ...item, code: 'SOURCES_CONTRADICT', subject: 'n/loaFlag', detail: { stream: 'number', streamId: 'n' } },
      '/organisations/o/numbers/n',
    ],
    [{ ...item, orgId: null, code: 'STEP_FAILED', detail: {} }, undefined],
  ])('%#', (entry, place) => {
    expect(placeOf(entry)).toBe(place)
  })

  test('a failed step names its process and itself, also where the step has strokes of its own', () => {
    const failed = { code: 'STEP_FAILED', orgId: 'o', subject: 'p/form/2', detail: { caseId: 'p', step: 'form/2' } }
    expect(stepOf(failed)).toEqual({ processId: 'p', step: 'form/2', isOfCase: true })
    expect(stepOf(item)).toBeUndefined()
  })
})

test('what was found is shown on its own page, or with its organisation', () => {
  expect(pageOf({ kind: 'number', id: 'n', orgId: 'o' })).toBe('/organisations/o/numbers/n')
  expect(pageOf({ kind: 'delivery', id: 'd', orgId: null })).toBe('/deliveries/d')
  expect(pageOf({ kind: 'campaign', id: 'CABC123', orgId: 'o' })).toBe('/organisations/o')
})

describe('the moments of a number', () => {
  const told = [event({ happenedAt: '2026-01-01T00:00:00.000Z', recordedAt: '2026-01-03T00:00:00.000Z' })]
  const moments = momentsOf(told, Date.parse('2026-01-10T00:00:00.000Z'))

  test('are those at which something happened or was learnt, none of them ahead', () => {
    expect(moments.map((at) => new Date(at).toISOString().slice(0, 10))).toEqual(['2026-01-01', '2026-01-03'])
    expect(momentsOf(told, Date.parse('2026-01-02T00:00:00.000Z'))).toHaveLength(1)
  })

  test('draw a hand that comes near', () => {
    const [first = 0] = moments
    expect(nearest(moments, first + 5, 10)).toBe(first)
    expect(nearest(moments, first + 50, 10)).toBe(first + 50)
  })

  test('are written and read in UTC', () => {
    expect(instantOf(localText(moments[0] ?? 0))).toBe(moments[0])
    expect(instantOf('')).toBeUndefined()
    expect(instantOf('tomorrow')).toBeUndefined()
  })
})
