import { describe, expect, test } from 'vitest'
import { explainClass } from '../../src/domain/explain.ts'
import { platformAnswer } from '../../src/domain/platformAnswer.ts'
import { buildPack } from '../../src/domain/policy/buildPack.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { type Instant, plusMinutes } from '../../src/domain/values.ts'
import { day } from '../support/given.ts'
import { passing } from './classes.ts'

const unsaid = explainClass(passing({ campaign: 'unknown' }), pack003, day(0))
const shut = explainClass(passing({ licence: 'none' }), pack003, day(0))
const open = explainClass(passing({}), pack003, day(0))
const refusing = buildPack('003', { unknownAt: 'refuse' })

describe('what the messaging platform is told of a number whose verdict is unknown', () => {
  const kept = { mayText: true, basis: 'lastKnown', task: { act: 'reportCampaign', owner: 'registry' } }
  const switchOff = pack003.instants.unregisteredSwitchedOff

  test('where texting was activated, it stays so, and the task says what to find out', () => {
    expect(platformAnswer(unsaid, { texting: 'on' }, pack003, day(0))).toEqual(kept)
  })

  test('where it was on from before, it stays so up to the switch-off', () => {
    const asked = (at: Instant) => platformAnswer(unsaid, { texting: 'legacyOn' }, pack003, at)
    expect(asked(plusMinutes(switchOff, -1))).toEqual(kept)
    expect(asked(switchOff)).toMatchObject({ mayText: false })
  })

  test.each(['off', 'suspended', 'unknown', null])('where it was %s, there is nothing to keep', (texting) => {
    expect(platformAnswer(unsaid, { texting }, pack003, day(0))).toMatchObject({
      mayText: false,
      task: { act: 'reportCampaign' },
    })
  })

  test('under the other reading it is always no', () => {
    expect(platformAnswer(unsaid, { texting: 'on' }, refusing, day(0))).toMatchObject({
      mayText: false,
      basis: 'verdict',
    })
  })

  test('a verdict that is known is the answer, whatever was last', () => {
    expect(platformAnswer(shut, { texting: 'on' }, pack003, day(0))).toEqual({
      mayText: false,
      basis: 'verdict',
      task: null,
    })
    expect(platformAnswer(open, { texting: 'off' }, pack003, day(0))).toEqual({
      mayText: true,
      basis: 'verdict',
      task: null,
    })
  })
})
