import { describe, expect, test } from 'vitest'
import { explainClass } from '../../src/domain/explain.ts'
import { platformAnswer } from '../../src/domain/platformAnswer.ts'
import { buildPack } from '../../src/domain/policy/buildPack.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { day } from '../support/given.ts'
import { passing } from './classes.ts'

const unsaid = explainClass(passing({ campaign: 'unknown' }), pack003, day(0))
const shut = explainClass(passing({ licence: 'none' }), pack003, day(0))
const open = explainClass(passing({}), pack003, day(0))
const refusing = buildPack('003', { unknownAt: 'refuse' })

describe('what the messaging platform is told of a number whose verdict is unknown', () => {
  test.each(['on', 'legacyOn'])('where texting was %s, it stays so, and the task says what to find out', (texting) => {
    expect(platformAnswer(unsaid, { texting }, pack003)).toEqual({
      mayText: true,
      basis: 'lastKnown',
      task: { act: 'reportCampaign', owner: 'registry' },
    })
  })

  test.each(['off', 'suspended', 'unknown', null])('where it was %s, there is nothing to keep', (texting) => {
    expect(platformAnswer(unsaid, { texting }, pack003)).toMatchObject({
      mayText: false,
      task: { act: 'reportCampaign' },
    })
  })

  test('under the other reading it is always no', () => {
    expect(platformAnswer(unsaid, { texting: 'on' }, refusing)).toMatchObject({ mayText: false, basis: 'verdict' })
  })

  test('a verdict that is known is the answer, whatever was last', () => {
    expect(platformAnswer(shut, { texting: 'on' }, pack003)).toEqual({ mayText: false, basis: 'verdict', task: null })
    expect(platformAnswer(open, { texting: 'off' }, pack003)).toEqual({ mayText: true, basis: 'verdict', task: null })
  })
})
