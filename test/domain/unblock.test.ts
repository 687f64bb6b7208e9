import { test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { compareNumbers } from '../../src/domain/compareNumbers.ts'
import { explainClass } from '../../src/domain/explain.ts'
import type { NumberClass } from '../../src/domain/numberClass.ts'
import { buildPack } from '../../src/domain/policy/buildPack.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { packs } from '../../src/domain/policy/packs.ts'
import { unblock } from '../../src/domain/unblock.ts'
import { instant } from '../../src/domain/values.ts'
import { day } from '../support/given.ts'
import { classes, passing } from './classes.ts'

const acts = (but: Partial<NumberClass>, pack = pack003, at = day(0)) => {
  const way = unblock(passing(but), pack, at)
  return way.isPossible ? way.acts.map(({ act, owner }) => `${act} ${owner}`) : way.because.reason
}

describe('the way to texting', () => {
  test('is every act in order, each with who does it', () => {
    const nothing = {
      licence: 'none',
      authorisation: 'none',
      registration: 'none',
      loa: 'required',
      letter: 'no',
    } as const
    expect(acts(nothing)).toEqual([
      'requestLicence customerAdmin',
      'orderLicence partner',
      'activateLicence partner',
      'orderAuthorisation customerAdmin',
      'signLoa loaSigner',
      'submitOrder customerAdmin',
      'answerOrder desk',
      'openCase customerAdmin',
      'submitForm customerAdmin',
      'decideRegistration registry',
    ])
  })

  test('is the shortest: nothing that is done already, nothing that the age does not ask', () => {
    expect(acts({})).toEqual([])
    expect(acts({ licence: 'lapsed' })).toEqual(['renewLicence partner'])
    expect(acts({ licence: 'none', authorisation: 'none' }, buildPack('000'))).toEqual([])
    expect(acts({ registration: 'rejected', case: 'yes' })).toEqual([
      'correctForm customerAdmin',
      'decideRegistration registry',
    ])
  })

  test('is none where no act helps, and the rule is named', () => {
    expect(acts({ kind: 'tollFree', licence: 'none' })).toBe('TOLL_FREE_NOT_10DLC')
    const way = unblock(passing({ customerKind: 'online' }), pack003, day(0))
    expect(way).toMatchObject({ isPossible: false, because: { ruleIds: ['P2', 'P3'], act: 'noAct' } })
  })

  test('is what has to be done before a number from before stops', () => {
    const at = instant('2024-10-15T00:00:00.000Z')
    expect(acts({ entered: 'before', registration: 'none' }, pack003, at)).toEqual([
      'openCase customerAdmin',
      'submitForm customerAdmin',
      'decideRegistration registry',
    ])
  })

  property.prop([classes], { numRuns: 500 })(
    'ends, for every number under every age, at texting or at a rule',
    (number) => {
      for (const pack of packs) {
        const way = unblock(number, pack, day(0))
        if (way.isPossible) {
          expect(way.acts.length === 0).toBe(explainClass(number, pack, day(0)).verdict === 'can')
          expect(way.acts.length).toBeLessThan(25)
        } else expect(way.because.owner).toBe('nobody')
      }
    },
  )
})

describe('two numbers', () => {
  const compare = (one: Partial<NumberClass>, other: Partial<NumberClass>) =>
    compareNumbers(passing(one), passing(other), pack003, day(0))

  test('are told apart by what stops one of them alone, and by where they differ', () => {
    const { one, other, axes } = compare(
      { licence: 'lapsed' },
      { licence: 'lapsed', setting: 'overrideOff', country: 'CA' },
    )
    expect(one).toEqual({ verdict: 'cannot', reason: 'LICENCE_LAPSED', shut: [] })
    expect(other.shut.map(({ gate, reason }) => [gate, reason])).toEqual([['setting', 'SWITCHED_OFF_FOR_USER']])
    expect(axes.map(({ axis }) => axis)).toEqual(['country', 'setting'])
  })

  property.prop([classes, classes], { numRuns: 200 })('are compared the same from either side', (one, other) => {
    const [there, back] = [compareNumbers(one, other, pack003, day(0)), compareNumbers(other, one, pack003, day(0))]
    expect([there.one, there.other]).toEqual([back.other, back.one])
    if (there.axes.length === 0) expect([...there.one.shut, ...there.other.shut]).toEqual([])
  })
})
