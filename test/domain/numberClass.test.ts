import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import {
  classAxes,
  classInstants,
  classKey,
  classOf,
  type NumberRow,
  parseClassKey,
} from '../../src/domain/numberClass.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { instant, millis } from '../../src/domain/values.ts'
import { day } from '../support/given.ts'
import { axisValues, classes } from './classes.ts'
import { goodRow } from './numbers.ts'

const instants = classInstants(pack003, day(0))
const { newNumbersStartOff } = pack003.instants
const beside = (at: string, ms: number) => instant(millis(instant(at)) + ms)

describe('the class of a number', () => {
  test('takes over what its row says, and calls unknown what it leaves open', () => {
    const number = classOf({ ...goodRow, licence: null, owner: null, setting: null }, instants)
    expect(number).toMatchObject({ kind: 'standard', country: 'US', licence: 'unknown', owner: 'unknown' })
    expect(number.setting).toBe('unknown')
  })

  test('tells numbers that entered before new ones start off from those that entered at that instant or later', () => {
    const entered = (at: string | null) => classOf({ ...goodRow, entered: at }, instants).entered
    expect(entered(beside(newNumbersStartOff, -1))).toBe('before')
    expect(entered(newNumbersStartOff)).toBe('after')
    expect(entered(beside(newNumbersStartOff, 1))).toBe('after')
    expect(entered(null)).toBe('unknown')
  })

  test.each(['organisationTurns', 'licenceTurns'] as const)('sees that an instant has come: %s', (axis) => {
    const turns = (at: string | null) => classOf({ ...goodRow, [axis]: at }, instants)[axis]
    expect(turns(beside(instants.at, -1))).toBe('reached')
    expect(turns(instants.at)).toBe('reached')
    expect(turns(beside(instants.at, 1))).toBe('ahead')
    expect(turns(null)).toBe('unknown')
  })
})

describe('the text of a class', () => {
  property.prop([classes], { numRuns: 1000 })('is read back as the class that was written', (number) => {
    expect(parseClassKey(classKey(number))).toEqual(number)
  })

  property.prop([classes, classes], { numRuns: 1000 })('is one only for equal classes', (a, b) => {
    expect(classKey(a) === classKey(b)).toBe(classAxes.every(({ name }) => a[name] === b[name]))
  })

  property.prop([rows()], { numRuns: 1000 })('of any row is made of values that hold no separator', (row) => {
    const number = classOf(row, instants)
    expect(Object.values(number).filter((value) => /[|~]/.test(value))).toEqual([])
    expect(classKey(number).split('|')).toHaveLength(classAxes.length)
  })

  test('has a place for every axis, and every axis has its values listed', () => {
    const names = classAxes.map((axis) => axis.name)
    expect(new Set(names).size).toBe(names.length)
    expect(Object.keys(axisValues).sort()).toEqual([...names].sort())
  })
})

/** Rows as the tables hold them: a listed word, or an instant where the axis compares one. */
function rows(): fc.Arbitrary<NumberRow> {
  const cells = classAxes.map(({ name, kind }) => {
    const words = fc.constantFrom('unknown', ...axisValues[name])
    const days = fc.integer({ min: -900, max: 900 }).map(day)
    return [name, fc.option<string>(kind === 'value' ? words : days)] as const
  })
  return fc.record(Object.fromEntries(cells)) as unknown as fc.Arbitrary<NumberRow>
}
