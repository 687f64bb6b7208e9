import { describe, expect, test } from 'vitest'
import type { Event } from '../../src/console/api/contract.ts'
import { roadMap } from '../../src/console/view/roadMap.ts'
import { event } from './events.ts'

const states = (...given: Parameters<typeof roadMap>) => roadMap(...given).map(({ state }) => state)
const entered = (stage: string): Event => event({ type: 'OnboardingStageEntered', data: { stage } })

describe('the road of an onboarding', () => {
  test('is done up to where it stands, and ahead from there on', () => {
    expect(states({ stage: 'authorisation', phase: 'open', paused: null })).toEqual([
      'done',
      'done',
      'now',
      'ahead',
      'ahead',
      'ahead',
    ])
  })

  test('stands at two stages while the licence is waited for again', () => {
    const paused = { kind: 'registration', since: '2026-01-01T00:00:00.000Z', pausedAt: '2026-01-02T00:00:00.000Z' }
    expect(states({ stage: 'licence', phase: 'open', paused })).toEqual([
      'done',
      'now',
      'done',
      'done',
      'held',
      'ahead',
    ])
  })

  test('is done as a whole once it is completed', () => {
    expect(new Set(states({ stage: 'ended', phase: 'completed', paused: null }))).toEqual(new Set(['done']))
  })

  test('went as far as it went when it was cancelled', () => {
    const history = [entered('eligibility'), entered('licence'), entered('authorisation')]
    expect(states({ stage: 'ended', phase: 'cancelled', paused: null }, history)).toEqual([
      'done',
      'done',
      'ahead',
      'ahead',
      'ahead',
      'ahead',
    ])
  })

  test('shows the stage of taking note only where somebody has to', () => {
    const road = roadMap({ stage: 'acknowledgement', phase: 'open', paused: null })
    expect(road.at(-1)).toMatchObject({ stage: 'acknowledgement', state: 'now' })
  })

  test('says when a stage was last entered', () => {
    const [first] = roadMap({ stage: 'licence', phase: 'open', paused: null }, [entered('eligibility')])
    expect(first?.enteredAt).toBe('2026-01-01T00:00:00.000Z')
  })
})
