import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import {
  attestation,
  believedBy,
  file,
  isFiled,
  prevailing,
  type Register,
  turningPoints,
} from '../../src/domain/fact.ts'
import { instant, millis } from '../../src/domain/values.ts'
import { admin, day, desk, otherAdmin, partner } from '../support/given.ts'
import { instants, sources } from './arbitraries.ts'

const reports = fc.record(
  {
    value: fc.constantFrom('a', 'b'),
    happenedAt: instants,
    recordedAt: instants,
    source: sources,
    expiresAt: instants,
  },
  { requiredKeys: ['value', 'happenedAt', 'recordedAt', 'source'] },
)
const registers = fc.array(reports, { maxLength: 6 }).map((all) =>
  all.reduce<Register<string>>((register, { value, expiresAt, ...meta }, index) => {
    return file(register, attestation(value, { ...meta, eventId: `stream:${index}` }, expiresAt))
  }, []),
)

describe('belief', () => {
  test('goes by the standing of the source, then by its name', () => {
    const inOrder = [desk, partner, admin, otherAdmin].map(believedBy)
    expect([...inOrder].sort()).toEqual(inOrder)
    expect(believedBy({ ...desk, rank: 10 }) > believedBy({ ...desk, rank: 9 })).toBe(true)
  })

  test('in a source that speaks twice about one instant rests on its later word', () => {
    const heard = (at: number, eventId: string) =>
      attestation('a', { happenedAt: day(1), recordedAt: day(at), source: desk, eventId })
    expect(file(file([], heard(3, 'late')), heard(2, 'early')).map((each) => each.eventId)).toEqual(['late'])
    expect(file(file([], heard(2, 'early')), heard(3, 'late')).map((each) => each.eventId)).toEqual(['late'])
  })
})

describe('a repeat', () => {
  const said = { happenedAt: day(1), source: desk }
  const kept = (value: object) => file([], attestation(value, { ...said, recordedAt: day(2), eventId: 'stream:1' }))

  test('is known whatever order storage gives the fields back in', () => {
    const value = { outcome: 'rejected', codes: ['B', 'A'], formVersion: 1 }
    expect(
      isFiled<object>(kept(value), { ...said, value: { formVersion: 1, codes: ['B', 'A'], outcome: 'rejected' } }),
    ).toBe(true)
    expect(isFiled<object>(kept(value), { ...said, value: { ...value, codes: ['A', 'B'] } })).toBe(false)
    expect(isFiled<object>(kept(value), { ...said, value: { ...value, formVersion: 2 } })).toBe(false)
    expect(isFiled<object>(kept(value), { ...said, value, source: partner })).toBe(false)
    expect(isFiled<object>(kept(value), { ...said, value, happenedAt: day(2) })).toBe(false)
  })
})

describe('what is believed changes by itself', () => {
  property.prop([registers, instants], { numRuns: 1000 })('only at the instants foretold', (register, at) => {
    const [next] = [...turningPoints(register, at)].sort()
    const justBefore = next ? instant(millis(next) - 1) : day(900)
    expect(prevailing(register, justBefore)).toEqual(prevailing(register, at))
  })

  property.prop([registers, instants], { numRuns: 1000 })('never at an instant that is past', (register, at) => {
    expect(turningPoints(register, at).filter((each) => each <= at)).toEqual([])
  })
})
