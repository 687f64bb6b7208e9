import { describe, expect, test } from 'vitest'
import { instant } from '../../src/domain/values.ts'
import { type Coming, nextStep } from '../../src/rehearsal/next.ts'

const day = (number: number) => instant(`2026-01-${String(number).padStart(2, '0')}T16:00:00Z`)
const nothing: Coming = { act: undefined, agenda: undefined, mark: undefined, turn: undefined }
const ends = day(30)

describe('time goes to whatever comes first', () => {
  test.each(['act', 'agenda', 'mark', 'turn'] as const)('be it the %s', (first) => {
    const coming = { act: day(9), agenda: day(9), mark: day(9), turn: day(9), [first]: day(8) }
    expect(nextStep(coming, ends)).toEqual({ told: day(8), sleepTo: day(8), isAct: first === 'act' })
  })
})

test('an act at the instant of a mark is carried out a little before it, and told at its own instant', () => {
  const step = nextStep({ ...nothing, act: day(8), mark: day(8) }, ends)
  expect(step).toEqual({ told: day(8), sleepTo: '2026-01-08T15:59:59.950Z', isAct: true })
})

test('an act at the instant of a webhook follows it', () => {
  expect(nextStep({ ...nothing, act: day(8), agenda: day(8) }, ends)?.sleepTo).toBe(day(8))
})

test('what comes after the end of the scenario is not played', () => {
  expect(nextStep({ ...nothing, mark: day(31) }, ends)).toBeUndefined()
  expect(nextStep(nothing, ends)).toBeUndefined()
})
