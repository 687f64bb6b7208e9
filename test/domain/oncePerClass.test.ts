import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { explain, explainClass } from '../../src/domain/explain.ts'
import {
  classAxes,
  classInstants,
  classKey,
  classKeyOf,
  classOf,
  type NumberRow,
} from '../../src/domain/numberClass.ts'
import { oncePerClass } from '../../src/domain/oncePerClass.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { packs } from '../../src/domain/policy/packs.ts'
import { type Instant, instant, millis } from '../../src/domain/values.ts'
import { axisValues } from './classes.ts'
import { goodRow } from './numbers.ts'

/** Every instant at which anything turns by itself, and the milliseconds beside it. */
const turns = packs
  .flatMap((pack) => [...Object.values(pack.instants), ...Object.values(pack.rules).map((rule) => rule.effectiveFrom)])
  .filter((each) => each !== null)
  .flatMap((each) => [-1, 0, 1].map((ms) => instant(millis(each) + ms)))

const rows = fc
  .tuple(
    ...classAxes.map(({ name, kind }) => {
      if (kind === 'before' || kind === 'reached') return fc.option(fc.constantFrom(...turns), { nil: null })
      return fc.option(fc.constantFrom(...axisValues[name]), { nil: null })
    }),
  )
  .map((cells) => Object.fromEntries(classAxes.map(({ name }, place) => [name, cells[place] ?? null])) as NumberRow)

describe('what is worked out once for a class', () => {
  property.prop([rows, fc.constantFrom(...packs), fc.constantFrom(...turns)], { numRuns: 3000 })(
    'is what the row would be told alone, at whatever instant and under whatever pack',
    (row, pack, at) => {
      const alone = explainClass(classOf(row, classInstants(pack, at)), pack, at)
      const { validUntil: _, ...told } = explain(row, pack, at)
      const { validUntil: __, ...expected } = alone
      expect(told).toEqual(expected)
    },
  )

  property.prop([rows, fc.constantFrom(...packs), fc.constantFrom(...turns)], { numRuns: 1000 })(
    'has the key of the class of its row',
    (row, pack, at) => {
      const instants = classInstants(pack, at)
      expect(classKeyOf(row, instants)).toBe(classKey(classOf(row, instants)))
    },
  )

  test('is made once until an instant of the pack or the end of a day, and anew from there', () => {
    const made: Instant[] = []
    const asked = oncePerClass((_, __, at) => made.push(at))
    const ask = (at: Instant) => asked(goodRow, pack003, classInstants(pack003, at))
    const { unregisteredSwitchedOff: cutoff } = pack003.instants
    const [morning, before] = [instant(millis(cutoff) - 3_600_000), instant(millis(cutoff) - 1)]
    expect([ask(morning), ask(before), ask(cutoff), ask(cutoff), ask(before)]).toEqual([1, 1, 2, 2, 1])
    expect(ask(instant(millis(cutoff) + 86_400_000))).toBe(3)
    expect(made).toEqual([morning, cutoff, instant(millis(cutoff) + 86_400_000)])
  })
})
