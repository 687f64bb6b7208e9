import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { explainClass } from '../../../src/domain/explain.ts'
import { roadOf } from '../../../src/domain/forecast/forecast.ts'
import { managersUnder } from '../../../src/domain/managing.ts'
import type { Begun } from '../../../src/domain/notices.ts'
import type { NumberClass } from '../../../src/domain/numberClass.ts'
import { platformAnswer } from '../../../src/domain/platformAnswer.ts'
import { buildPack } from '../../../src/domain/policy/buildPack.ts'
import { diffPacks } from '../../../src/domain/policy/diff.ts'
import { isInForce } from '../../../src/domain/policy/inForce.ts'
import { pack003 } from '../../../src/domain/policy/pack003.ts'
import type { PolicyPack } from '../../../src/domain/policy/policy.ts'
import {
  type ChosenReadings,
  defaultReadings,
  isOption,
  readingNames,
  readings,
} from '../../../src/domain/policy/ruleBook/readings.ts'
import { ruleIds } from '../../../src/domain/policy/ruleBook/ruleBook.ts'
import {
  hasRestOfTime,
  lettersGoodFrom,
  registersItsNumbers,
  resumesOldLife,
  startsOverByMove,
  takesOneCase,
} from '../../../src/domain/readAs.ts'
import { keptUntil } from '../../../src/domain/terms.ts'
import { unblock } from '../../../src/domain/unblock.ts'
import { contentHash } from '../../../src/store/policy.ts'
import { day } from '../../support/given.ts'
import { passing } from '../classes.ts'

const others = readingNames.flatMap((name) =>
  Object.keys(readings[name].options)
    .filter((option) => option !== defaultReadings[name])
    .map((option) => [name, option] as const),
)
const anyReadings = fc.record(
  Object.fromEntries(readingNames.map((name) => [name, fc.constantFrom(...Object.keys(readings[name].options))])),
) as fc.Arbitrary<unknown> as fc.Arbitrary<ChosenReadings>

describe('readings', () => {
  test('each open point has an alternative, a reason, and rules that the book knows', () => {
    for (const name of readingNames) {
      const { options, because, question, ruleIds: cited } = readings[name]
      expect(Object.keys(options).length, name).toBeGreaterThan(1)
      expect(question.endsWith('?'), name).toBe(true)
      expect(because, name).not.toBe('')
      expect(cited.length, name).toBeGreaterThan(0)
      expect(cited.filter((id) => !ruleIds.some((known) => known === id))).toEqual([])
    }
  })

  test('no choice is the choice of every default', () => {
    expect(buildPack('003')).toEqual(pack003)
    expect(pack003.readings).toEqual(defaultReadings)
  })

  test('an option belongs to its own point', () => {
    expect(isOption('zone', 'utc')).toBe(true)
    expect(isOption('zone', 'counts')).toBe(false)
    expect(isOption('lastDay', 'toString')).toBe(false)
    expect(isOption('nothing', 'utc')).toBe(false)
  })

  test.each(others)('%s read as %s is another policy version, and says so', (name, option) => {
    const pack = buildPack('003', { [name]: option })
    expect(contentHash(pack)).not.toBe(contentHash(pack003))
    const diff = diffPacks(pack003, pack)
    expect(diff.readings).toEqual([{ name, before: defaultReadings[name], after: option }])
    const { effect } = readings[name]
    expect(diff.instants.length > 0, 'moves instants').toBe(effect === 'instants')
    if (effect === 'noted') expect(diff.rules).toEqual([])
  })

  property.prop([anyReadings, anyReadings])(
    'two choices are one version exactly where they are one choice',
    (one, other) => {
      const same = readingNames.every((name) => one[name] === other[name])
      expect(contentHash(buildPack('002', one)) === contentHash(buildPack('002', other))).toBe(same)
    },
  )

  property.prop([anyReadings])(
    'whatever the choice, every cutoff is an instant in milliseconds near its day',
    (chosen) => {
      const { unregisteredSwitchedOff, newNumbersStartOff } = buildPack('003', chosen).instants
      expect(unregisteredSwitchedOff).toMatch(/^2024-12-0[12]T0[058]:00:00\.000Z$/)
      expect(newNumbersStartOff).toMatch(/^2024-08-27T0[047]:00:00\.000Z$/)
    },
  )
})

function unblockActs(number: NumberClass, pack: PolicyPack) {
  const way = unblock(number, pack, day(0))
  return way.isPossible ? way.acts.map(({ act }) => act) : []
}

/** Of one number in a case and one in none, in the weeks in which a start is late. */
function noticesOfLate(pack: PolicyPack, begun: Begun) {
  return ['yes', 'no'].map((inCase) => {
    const number = passing({ registration: 'none', entered: 'before', case: inCase })
    return explainClass(number, pack, pack.instants.lateStartWarning, {}, begun).notices.map(({ code }) => code)
  })
}

/** For every reading that decides: a question whose answer is another under another option. */
const deciding: Readonly<Partial<Record<(typeof readingNames)[number], (pack: PolicyPack) => unknown>>> = {
  unknownAt: (pack) => {
    const unsaid = explainClass(passing({ campaign: 'unknown' }), pack, day(0))
    return platformAnswer(unsaid, { texting: 'on' }, pack, day(0))
  },
  unknownApp: (pack) => explainClass(passing(), pack, day(0), { appVersion: 'junk' }).verdict,
  healthcare: (pack) => explainClass(passing({ healthcare: 'yes' }), pack, day(0)).verdict,
  lapse: (pack) => explainClass(passing({ licence: 'lapsed' }), pack, day(0)).verdict,
  canada: (pack) => explainClass(passing({ country: 'CA', registration: 'none' }), pack, day(0)).verdict,
  actingFor: managersUnder,
  retention: (pack) => keptUntil(pack, { sentAt: day(0), lastAt: day(1) }),
  trialBesidePaid: (pack) => explainClass(passing({ subscriptionKind: 'paidWithTrial' }), pack, day(0)).reason,
  started: (pack) => noticesOfLate(pack, { onboarding: true, formSent: false }),
  laterOrganisations: (pack) => explainClass(passing({ registration: 'none' }), pack, day(0)).ruleIds,
  mustRegister: (pack) =>
    explainClass(passing({ registration: 'none', setting: 'overrideOff' }), pack, day(0)).notices.map(
      ({ code }) => code,
    ),
  casesFor: (pack) => {
    const [first] = unblockActs(passing({ registration: 'none', entered: 'before' }), pack)
    return first
  },
  cases: takesOneCase,
  letterAge: (pack) => lettersGoodFrom(pack, day(40)),
  returningNumber: resumesOldLife,
  movedNumber: startsOverByMove,
  afterRejection: hasRestOfTime,
  registered: (pack) => registersItsNumbers(pack, 'approved'),
  weeks: (pack) => pack.durations.review,
  clockStarts: (pack) => roadOf({ from: 'opening', since: '2025-03-03' }, pack, {}, 'likely').finish,
}

describe('a reading that decides', () => {
  const names = readingNames.filter((name) => readings[name].effect === 'decides')

  test('has a question that it decides', () => {
    expect(Object.keys(deciding).sort()).toEqual([...names].sort())
  })

  const acting = others.filter(
    ([name, option]) => readings[name].effect === 'decides' && !(option in readings[name].lacks),
  )
  test.each(acting)('%s read as %s: another answer', (name, option) => {
    const asked = deciding[name]
    expect(asked?.(buildPack('003', { [name]: option }))).not.toEqual(asked?.(pack003))
  })
})

describe('another reading', () => {
  test('of the last day ends it at the beginning of 1 December', () => {
    expect(buildPack('003', { lastDay: 'isTooLate' }).instants.unregisteredSwitchedOff).toBe('2024-12-01T08:00:00.000Z')
  })

  test('of the zone moves every date', () => {
    expect(buildPack('003', { zone: 'utc' })).toMatchObject({
      zone: 'UTC',
      instants: {
        newNumbersStartOff: '2024-08-27T00:00:00.000Z',
        trialsStopQualifying: '2024-08-27T00:00:00.000Z',
        lateStartWarning: '2024-11-01T00:00:00.000Z',
        unregisteredSwitchedOff: '2024-12-02T00:00:00.000Z',
      },
    })
  })

  test('of early trials leaves them out from the age that first did', () => {
    const pack = buildPack('002', { earlyTrials: 'wereExcluded' })
    expect(pack.instants.trialsStopQualifying).toBe(buildPack('001').effectiveFrom)
    expect(pack.rules.D3.effectiveFrom).toBe(pack.instants.trialsStopQualifying)
  })

  test('of silence ends the switches with the first age that is silent on them', () => {
    const strict = buildPack('003', { silence: 'endsRules' })
    expect(strict.rules.T2).toMatchObject({ force: 'ended', kind: 'obsolete', endedBy: '002', telling: 'silent' })
    expect(isInForce(buildPack('001', { silence: 'endsRules' }), 'T2')).toBe(true)
  })

  test('of the events interface keeps it missing', () => {
    expect(isInForce(buildPack('003', { eventsInterface: 'isStillMissing' }), 'L4')).toBe(true)
    expect(isInForce(pack003, 'L4')).toBe(false)
  })

  test('of letters asks for none before the age that tells of them', () => {
    expect(isInForce(buildPack('002', { letters: 'since003' }), 'Z8')).toBe(false)
    expect(isInForce(buildPack('003', { letters: 'since003' }), 'Z8')).toBe(true)
    expect(isInForce(buildPack('002'), 'Z8')).toBe(true)
  })
})
