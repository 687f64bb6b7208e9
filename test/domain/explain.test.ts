import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { explain, explainClass } from '../../src/domain/explain.ts'
import type { ClassAxisName, NumberClass } from '../../src/domain/numberClass.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { day } from '../support/given.ts'
import { axisValues, classes, passing } from './classes.ts'
import { goodRow } from './numbers.ts'

const runs = { numRuns: 1000 }
const at = day(0)
/** An exemption lets through what is missing: `legacy` and `exempt` tell of that. */
const unexempted = classes.map((number) => ({ ...number, exempt: 'no' }))
const said = (but: Partial<NumberClass> = {}) => explainClass(passing(but), pack003, at)

describe('whether a number may text', () => {
  test('is yes when every gate is open', () => {
    expect(said()).toEqual({
      mayText: true,
      verdict: 'can',
      reason: 'ALL_GATES_PASSED',
      obstacles: [],
      ruleIds: [],
      notices: [],
    })
    expect(explain(goodRow, pack003, at)).toEqual(said())
  })

  test('is no when a gate is shut, and the first shut one is the reason', () => {
    const { mayText, verdict, reason, first } = said({ licence: 'lapsed', registration: 'none' })
    expect({ mayText, verdict, reason }).toEqual({ mayText: false, verdict: 'cannot', reason: 'LICENCE_LAPSED' })
    expect(first?.act).toBe('renewLicence')
  })

  test('is unknown where only facts are missing, and the first missing one is named', () => {
    const { mayText, verdict, reason } = said({ owner: 'unknown', country: 'unknown' })
    expect({ mayText, verdict, reason }).toEqual({
      mayText: false,
      verdict: 'unknown',
      reason: 'LOCATION_FACT_MISSING',
    })
  })

  test('is no, not unknown, as soon as one gate is known to be shut, though facts are missing before it', () => {
    const { verdict, reason, obstacles } = said({ customerKind: 'unknown', registration: 'rejected' })
    expect({ verdict, reason }).toEqual({ verdict: 'cannot', reason: 'REGISTRATION_REJECTED' })
    expect(obstacles.map((each) => each.gate)).toEqual(['eligibility', 'registration'])
  })

  test('names each rule of all obstacles once', () => {
    expect(said({ licence: 'none', kind: 'mobile', owner: 'none' }).ruleIds).toEqual(['P8', 'R1', 'P9', 'P5', 'P11'])
  })

  property.prop([unexempted], runs)('is yes exactly when nothing stands in the way', (number) => {
    const { mayText, verdict, obstacles, first } = explainClass(number, pack003, at)
    expect(mayText).toBe(obstacles.length === 0)
    expect(mayText).toBe(verdict === 'can')
    expect(verdict === 'unknown').toBe(obstacles.length > 0 && obstacles.every((each) => each.state === 'unknown'))
    expect(first).toEqual(obstacles.find((each) => each.state === 'failed') ?? obstacles[0])
  })

  property.prop([classes, fc.constantFrom(...axisValues.texting, 'unknown')], runs)(
    'does not depend on how its texting stood last',
    (number, texting) => {
      expect(explainClass({ ...number, texting }, pack003, at)).toEqual(explainClass(number, pack003, at))
    },
  )
})

describe('a missing fact', () => {
  const needed: readonly ClassAxisName[] = [
    'customerKind',
    'subscriptionKind',
    'callingPlan',
    'licence',
    'country',
    'pstnConnection',
    'textingOffered',
    'owner',
    'kind',
    'inventory',
    'authorisation',
    'registration',
  ]

  property.prop([unexempted], runs)('about the campaign of a registered number is none either', (number) => {
    const onIt = { ...number, registration: 'registered', campaign: 'unknown' }
    expect(explainClass(onIt, pack003, at).mayText).toBe(false)
  })

  property.prop([unexempted, fc.constantFrom(...needed)], runs)('is never an approval', (number, axis) => {
    expect(explainClass({ ...number, [axis]: 'unknown' }, pack003, at).mayText).toBe(false)
  })

  property.prop([unexempted, fc.constantFrom('organisationTurns' as const, 'licenceTurns' as const)], runs)(
    'is what a fact becomes whose time has come while nobody looked',
    (number, axis) => {
      expect(explainClass({ ...number, [axis]: 'reached' }, pack003, at).mayText).toBe(false)
    },
  )
})

describe('the switches of organisation and user', () => {
  const verdicts = (setting: string) =>
    ['on', 'off', 'unknown'].map((textingDefault) => said({ setting, textingDefault }).verdict)

  test("follow the organisation's default where the user has no wish of their own, or there is no user", () => {
    expect(verdicts('inherit')).toEqual(['can', 'cannot', 'unknown'])
    expect(verdicts('unknown')).toEqual(['can', 'cannot', 'unknown'])
  })

  test("follow the user's wish whatever the default", () => {
    expect(verdicts('overrideOn')).toEqual(['can', 'can', 'can'])
    expect(verdicts('overrideOff')).toEqual(['cannot', 'cannot', 'cannot'])
  })

  property.prop([classes, fc.constantFrom(...axisValues.setting, 'unknown')], runs)(
    'never open or shut a gate but their own',
    (number, setting) => {
      const others = (each: NumberClass) =>
        explainClass(each, pack003, at).obstacles.filter((obstacle) => obstacle.gate !== 'setting')
      expect(others({ ...number, setting, textingDefault: 'on' })).toEqual(others(number))
    },
  )
})
