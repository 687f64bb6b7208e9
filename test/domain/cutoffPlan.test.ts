import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { type CutoffClass, cutoffKey, decidedAt, parseCutoffKey, planOf } from '../../src/domain/cutoffPlan.ts'
import { explainClass } from '../../src/domain/explain.ts'
import { pack003 } from '../../src/domain/policy/pack003.ts'
import type { Cutoff, CutoffId } from '../../src/domain/policy/policy.ts'
import { instant, millis } from '../../src/domain/values.ts'
import { classes, passing } from './classes.ts'

const cutoffOf = (id: CutoffId): Cutoff => {
  const found = pack003.cutoffs.find((each) => each.id === id)
  if (!found) throw new Error(`no ${id}`)
  return found
}
const off = cutoffOf('unregisteredSwitchedOff')
const old = (but: Partial<CutoffClass> = {}): CutoffClass => ({
  ...passing({ entered: 'before', texting: 'unknown' }),
  registered: 'before',
  ...but,
})
const plan = (but: Partial<CutoffClass> = {}) => planOf(old(but), off, pack003, off.instant)
const of = (id: CutoffId, but: Partial<CutoffClass> = {}) =>
  planOf(old(but), cutoffOf(id), pack003, cutoffOf(id).instant)

describe('what the switch-off makes of a number from before', () => {
  test('registered in time, or late: it texts, and the plan knows which', () => {
    expect(plan()).toEqual({ verdict: 'registered', reason: 'REGISTERED_IN_TIME' })
    expect(plan({ registered: 'after' })).toEqual({ verdict: 'registered', reason: 'REGISTERED_LATE' })
  })

  test.each([
    [{ registration: 'none' }, 'NOT_REGISTERED', 'customerAdmin'],
    [{ registration: 'submitted' }, 'REGISTRATION_PENDING', 'registry'],
    [{ registration: 'rejected' }, 'REGISTRATION_REJECTED', 'customerAdmin'],
    [{ licence: 'lapsed' }, 'LICENCE_LAPSED', 'partner'],
    [{ authorisation: 'refused' }, 'AUTHORISATION_REFUSED', 'customerAdmin'],
    [{ campaign: 'suspended' }, 'CAMPAIGN_SUSPENDED', 'registry'],
  ] as const)('%o is switched off: %s', (but, reason, owner) => {
    expect(plan(but)).toMatchObject({ verdict: 'switchOff', reason, owner })
  })

  test('nothing unknown is switched off: the fact and its owner are named', () => {
    expect(plan({ registration: 'unknown' })).toMatchObject({
      verdict: 'unknown',
      reason: 'REGISTRATION_UNKNOWN',
      owner: 'customerAdmin',
    })
    expect(plan({ licenceTurns: 'reached' })).toMatchObject({ verdict: 'unknown', reason: 'LICENCE_FACT_MISSING' })
    expect(plan({ campaign: 'unknown' })).toMatchObject({ verdict: 'unknown', owner: 'registry' })
  })

  test('what is exempt past the instant stays on, unless nobody knows since when it is here', () => {
    const exempt = { registration: 'none', exempt: '2024-12-20T08:00:00.000Z' }
    expect(plan(exempt)).toEqual({ verdict: 'exempt', reason: 'EXEMPT' })
    expect(plan({ ...exempt, entered: 'unknown' })).toMatchObject({ verdict: 'unknown', reason: 'ENTRY_UNKNOWN' })
    expect(plan({ exempt: '2024-12-20T08:00:00.000Z' }).verdict).toBe('registered')
  })

  test.each([
    [{ inventory: 'gone', registration: 'none' }, 'NUMBER_GONE'],
    [{ kind: 'tollFree', registration: 'none' }, 'KIND_NOT_TEXTABLE'],
    [{ entered: 'after', registration: 'none' }, 'ENTERED_AFTER'],
    [{ texting: 'suspended', registration: 'none' }, 'ALREADY_OFF'],
  ] as const)('%o is not its concern: %s', (but, reason) => {
    expect(plan(but)).toEqual({ verdict: 'notConcerned', reason })
  })
})

describe('what the other cutoffs make of it', () => {
  test('a trial is switched off when trials stop, and a subscription of which nothing is known is asked for', () => {
    expect(of('trialsStopQualifying', { subscriptionKind: 'trial' })).toMatchObject({
      verdict: 'switchOff',
      owner: 'partner',
    })
    expect(of('trialsStopQualifying', { subscriptionKind: 'unknown' })).toMatchObject({
      verdict: 'unknown',
      reason: 'ORGANISATION_FACT_MISSING',
    })
    expect(of('trialsStopQualifying')).toMatchObject({ verdict: 'notConcerned' })
  })

  test('new numbers start off: only one that was recorded as on has something to lose', () => {
    const added = { entered: 'after', registration: 'none' }
    expect(of('newNumbersStartOff', added)).toEqual({ verdict: 'notConcerned', reason: 'STARTED_OFF' })
    expect(of('newNumbersStartOff', { ...added, texting: 'on' })).toMatchObject({ verdict: 'switchOff' })
    expect(of('newNumbersStartOff', { texting: 'on' })).toEqual({ verdict: 'notConcerned', reason: 'ENTERED_BEFORE' })
  })

  test('late starts are advised, and nothing happens to them', () => {
    expect(of('lateStartWarning', { registration: 'none', case: 'no' })).toMatchObject({ verdict: 'advised' })
    expect(of('lateStartWarning', { registration: 'none', case: 'yes' })).toMatchObject({ verdict: 'notConcerned' })
  })
})

describe('whatever the number', () => {
  const any = fc
    .tuple(classes, fc.constantFrom('before', 'after', 'unknown'))
    .map(([number, registered]): CutoffClass => ({ ...number, registered }))

  property.prop([any], { numRuns: 500 })('no cutoff sees more of it than its key says', (number) => {
    for (const cutoff of pack003.cutoffs) {
      const seen = planOf(parseCutoffKey(cutoffKey(number)), cutoff, pack003, cutoff.instant)
      expect(seen).toEqual(planOf(number, cutoff, pack003, cutoff.instant))
    }
  })

  property.prop([any], { numRuns: 500 })(
    'what the switch-off switches off, the gate refuses from that instant on',
    (number) => {
      const { verdict } = planOf(number, off, pack003, off.instant)
      const { mayText, verdict: gate } = explainClass(number, pack003, off.instant)
      if (verdict === 'switchOff') expect({ mayText, gate }).toEqual({ mayText: false, gate: 'cannot' })
      if (mayText && number.entered === 'before')
        expect(['registered', 'exempt', 'unknown', 'notConcerned']).toContain(verdict)
    },
  )
})

test('a plan looks at the instant as long as that lies ahead, and then at the moment it is made', () => {
  const later = instant(millis(off.instant) + 1)
  expect(decidedAt(off, instant('2024-11-01T00:00:00.000Z'))).toBe(off.instant)
  expect(decidedAt(off, off.instant)).toBe(off.instant)
  expect(decidedAt(off, later)).toBe(later)
})
