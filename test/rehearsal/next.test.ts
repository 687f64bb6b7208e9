import { describe, expect, test } from 'vitest'
import { instant } from '../../src/domain/values.ts'
import { type Coming, nextInstant, shortOf } from '../../src/rehearsal/next.ts'

const day = (number: number) => instant(`2026-01-${String(number).padStart(2, '0')}T16:00:00Z`)
const nothing: Coming = { act: undefined, agenda: undefined, mark: undefined, turn: undefined, attempt: undefined }
const ends = day(30)

describe('time goes to whatever comes first', () => {
  test.each(['act', 'agenda', 'mark', 'turn', 'attempt'] as const)('be it the %s', (first) => {
    const coming = { act: day(9), agenda: day(9), mark: day(9), turn: day(9), attempt: day(9), [first]: day(8) }
    expect(nextInstant(coming, ends)).toBe(day(8))
  })
})

test('what comes after the end of the scenario is not played', () => {
  expect(nextInstant({ ...nothing, mark: day(31) }, ends)).toBeUndefined()
  expect(nextInstant({ ...nothing, mark: ends }, ends)).toBe(ends)
  expect(nextInstant(nothing, ends)).toBeUndefined()
})

describe("the server's time is kept short of the next mark", () => {
  test('at the instant of a mark, so that an act of that instant comes before it', () => {
    expect(shortOf(day(8), day(8))).toBe('2026-01-08T15:59:30.000Z')
  })

  test('and at no other instant', () => {
    expect(shortOf(day(9), day(8))).toBe(day(8))
    expect(shortOf(undefined, day(8))).toBe(day(8))
  })
})
