import { test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { explainClass } from '../../src/domain/explain.ts'
import { buildPack } from '../../src/domain/policy/buildPack.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { compared, supposable, supposing, suppositionOf } from '../../src/domain/whatIf.ts'
import { day } from '../support/given.ts'
import { axisValues, classes, passing } from './classes.ts'

describe('what is supposed', () => {
  test('is an axis with one of its values, and nothing else', () => {
    expect(suppositionOf('licence:ended')).toEqual({ axis: 'licence', value: 'ended' })
    const nonsense = [
      'licence',
      'licence:',
      'licence:eternal',
      'toString:yes',
      'licence:ended:now',
      'organisationTurns:reached',
    ]
    expect(nonsense.filter((text) => suppositionOf(text))).toEqual([])
  })

  test('can be every value that the axis has', () => {
    for (const [axis, values] of Object.entries(supposable))
      expect([...values].sort(), axis).toEqual([...(axisValues[axis as keyof typeof supposable] ?? [])].sort())
  })

  test('of a licence holds, whatever was to run out', () => {
    const number = supposing(passing({ licence: 'lapsed', licenceTurns: 'reached' }), [
      { axis: 'licence', value: 'active' },
    ])
    expect(explainClass(number, pack003, day(0)).verdict).toBe('can')
  })

  property.prop([classes], { numRuns: 200 })('to be nothing changes nothing', (number) => {
    expect(supposing(number, [])).toEqual(number)
  })
})

describe('two answers', () => {
  const side = (number: ReturnType<typeof passing>, pack = pack003) => ({ pack, at: day(0), number })

  test('are added up where both are alike, the most numbers first', () => {
    const off = passing({ textingDefault: 'off' })
    const groups = compared([
      { count: 2, before: side(passing()), after: side(off) },
      { count: 1, before: side(passing({ setting: 'overrideOn' })), after: side(passing({ setting: 'overrideOn' })) },
      { count: 3, before: side(passing({ country: 'CA' })), after: side(off) },
    ])
    expect(groups.map(({ count, after }) => [count, after.reason])).toEqual([
      [5, 'SWITCHED_OFF_FOR_ORGANISATION'],
      [1, 'ALL_GATES_PASSED'],
    ])
  })

  test('may be of two ages', () => {
    const number = passing({ licence: 'none' })
    const [group] = compared([{ count: 1, before: side(number), after: side(number, buildPack('000')) }])
    expect([group?.before.verdict, group?.after.verdict]).toEqual(['cannot', 'can'])
  })
})
