import { describe, expect, test } from 'vitest'
import { actWords, ownerWords, reasonWords, stageWords } from '../../src/cli/words.ts'
import { explainClass } from '../../src/domain/explain.ts'
import type { Obstacle } from '../../src/domain/gates/obstacle.ts'
import type { NumberClass } from '../../src/domain/numberClass.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { axisValues, passing } from '../domain/classes.ts'
import { day } from '../support/given.ts'

/** Every obstacle that one odd axis makes, and those that a number meets on its way through order and case. */
function everyObstacle(): readonly Obstacle[] {
  const axes = Object.entries({
    ...axisValues,
    loa: ['required'],
    letter: ['no'],
    case: ['yes', 'no'],
    campaign: campaigns,
  })
  const ones = axes.flatMap(([axis, values]) => ['unknown', ...values].map((value) => ({ [axis]: value })))
  const pairs = ['none', 'submitted', 'registered', 'rejected', 'unknown'].flatMap((registration) =>
    ['yes', 'no'].map((inCase) => ({ registration, case: inCase })),
  )
  const drafts = [{ authorisation: 'selected', loa: 'required', letter: 'no' }]
  const all: readonly Partial<NumberClass>[] = [...ones, ...pairs, ...drafts]
  return all.flatMap((but) => explainClass(passing({ campaign: 'approved', ...but }), pack003, day(0)).obstacles)
}

const campaigns = ['pending', 'approved', 'rejected', 'suspended', 'ended']
const unworded = (words: (code: string) => string, codes: readonly string[]) =>
  [...new Set(codes)].filter((code) => words(code) === code)

describe('every code has words for people', () => {
  test('reasons, acts and owners of obstacles', () => {
    const all = everyObstacle()
    expect(new Set(all.map(({ reason }) => reason)).size).toBeGreaterThan(35)
    expect(
      unworded(
        reasonWords,
        all.map(({ reason }) => reason),
      ),
    ).toEqual([])
    expect(
      unworded(
        actWords,
        all.map(({ act }) => act),
      ),
    ).toEqual([])
  })

  test('what processes wait for, and who must act', () => {
    const waits = Object.entries(pack003.waits)
    expect(unworded(stageWords, [...waits.map(([kind]) => kind), 'ended'])).toEqual([])
    const same = ['partner', 'carrier', 'registry', 'operator', 'nobody', 'user']
    const owners = [...waits.map(([, { owner }]) => owner), ...everyObstacle().map(({ owner }) => owner), 'loaSigner']
    expect(unworded(ownerWords, owners).filter((owner) => !same.includes(owner))).toEqual([])
  })
})
