import { describe, expect, test } from 'vitest'
import { askAgainAt, explain, explainClass } from '../../src/domain/explain.ts'
import { classInstants, classOf, type NumberClass } from '../../src/domain/numberClass.ts'
import { buildPack } from '../../src/domain/policy/buildPack.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import { type Instant, instant, millis, plusDays } from '../../src/domain/values.ts'
import { passing } from './classes.ts'
import { goodRow } from './numbers.ts'

const { unregisteredSwitchedOff, newNumbersStartOff } = pack003.instants
const until = instant('2024-12-20T08:00:00.000Z')
const justBefore = (at: Instant) => instant(millis(at) - 1)
const row = { ...goodRow, entered: '2024-03-01T00:00:00.000Z', registration: 'none', exempt: until }
const unknown = (but: Partial<NumberClass> = {}) => passing({ entered: 'before', registration: 'unknown', ...but })

describe('an exempt number from before', () => {
  test('texts past the switch-off and stops when its exemption ends, not a millisecond later', () => {
    expect(explain(row, pack003, unregisteredSwitchedOff)).toMatchObject({
      mayText: true,
      verdict: 'willStop',
      validUntil: until,
    })
    expect(explain(row, pack003, justBefore(until)).mayText).toBe(true)
    expect(explain(row, pack003, until)).toMatchObject({ mayText: false, verdict: 'cannot', reason: 'NOT_REGISTERED' })
  })

  test('is told before the switch-off already that it stops with its exemption', () => {
    const said = explain(row, pack003, justBefore(unregisteredSwitchedOff))
    expect(said.obstacles).toMatchObject([{ gate: 'registration', state: 'ahead', from: until }])
  })

  test('has its exemption for no longer than it is worth: an end before the switch-off changes nothing', () => {
    const shorter = { ...row, exempt: '2024-11-20T08:00:00.000Z' }
    expect(explain(shorter, pack003, instant('2024-11-01T00:00:00.000Z')).validUntil).toBe(unregisteredSwitchedOff)
  })

  test('is let through no other gate than those of D1', () => {
    expect(explain({ ...row, owner: 'workspace' }, pack003, unregisteredSwitchedOff).verdict).toBe('cannot')
  })

  test('that came after new numbers started off has started off: an exemption is no way around that', () => {
    const newcomer = { ...row, entered: newNumbersStartOff }
    expect(explain(newcomer, pack003, unregisteredSwitchedOff)).toMatchObject({ mayText: false, verdict: 'cannot' })
  })

  test('falls into a class that says until when, and out of it at that instant', () => {
    expect(classOf(row, classInstants(pack003, justBefore(until))).exempt).toBe(until)
    expect(classOf(row, classInstants(pack003, until)).exempt).toBe('no')
  })
})

describe('a switch-off that was put off', () => {
  const later = instant('2024-12-09T08:00:00.000Z')
  const pack = buildPack('003', {}, { unregisteredSwitchedOff: later })
  const old = passing({ entered: 'before', registration: 'none' })

  test('acts by its new instant, and says so', () => {
    expect(explainClass(old, pack, unregisteredSwitchedOff)).toMatchObject({ mayText: true, validUntil: later })
    expect(explainClass(old, pack, justBefore(later)).mayText).toBe(true)
    expect(explainClass(old, pack, later).mayText).toBe(false)
  })

  test('is another policy, whose calendar keeps what its rule says', () => {
    const cutoff = pack.cutoffs.find(({ id }) => id === 'unregisteredSwitchedOff')
    expect(cutoff).toMatchObject({ instant: later, statedInstant: unregisteredSwitchedOff, ruleId: 'D1' })
  })
})

describe('a fact that is missing when the switch-off comes', () => {
  const end = plusDays(unregisteredSwitchedOff, 30)

  test('silences nobody at once who texted until then: the answer is unknown, and kept for a while', () => {
    expect(explainClass(unknown(), pack003, justBefore(unregisteredSwitchedOff)).verdict).toBe('willStop')
    const said = explainClass(unknown(), pack003, unregisteredSwitchedOff)
    expect(said).toMatchObject({ mayText: true, verdict: 'unknown', reason: 'REGISTRATION_UNKNOWN', validUntil: end })
    expect(explainClass(unknown(), pack003, justBefore(end)).mayText).toBe(true)
    expect(explainClass(unknown(), pack003, end)).toMatchObject({ mayText: false, verdict: 'unknown' })
  })

  test('keeps no answer where there was none, where something else is shut, or where the pack refuses', () => {
    const answers = [unknown({ entered: 'unknown' }), unknown({ entered: 'after' }), unknown({ licence: 'none' })]
    for (const number of answers) expect(explainClass(number, pack003, unregisteredSwitchedOff).mayText).toBe(false)
    expect(explainClass(unknown({ customerKind: 'unknown' }), pack003, unregisteredSwitchedOff).mayText).toBe(false)
    const cutoffs = pack003.cutoffs.map((cutoff) => ({ ...cutoff, unknownAt: 'refuse' as const }))
    expect(explainClass(unknown(), { ...pack003, cutoffs }, unregisteredSwitchedOff).mayText).toBe(false)
  })
})

describe('whoever asks before each message', () => {
  const again = (exempt: string | null, at: Instant) => askAgainAt({ exempt }, {}, pack003, at)

  test('asks again at the next cutoff at the latest, also of a number that nothing stands in the way of', () => {
    expect(again(null, instant('2024-08-01T00:00:00.000Z'))).toBe(newNumbersStartOff)
    expect(again(null, newNumbersStartOff)).toBe('2024-11-01T07:00:00.000Z')
    expect(again(null, justBefore(unregisteredSwitchedOff))).toBe(unregisteredSwitchedOff)
    expect(again(null, unregisteredSwitchedOff)).toBe(undefined)
  })

  test('asks again when an exemption ends, or when the answer itself says so', () => {
    expect(again(until, unregisteredSwitchedOff)).toBe(until)
    expect(again(until, until)).toBe(undefined)
    const soon = instant('2024-08-02T00:00:00.000Z')
    expect(askAgainAt({ exempt: until }, { validUntil: soon }, pack003, instant('2024-08-01T00:00:00.000Z'))).toBe(soon)
  })
})
