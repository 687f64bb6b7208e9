import { Temporal } from 'temporal-polyfill'
import { type Instant, instant } from '../values.ts'
import { publication } from './ages.ts'
import { isRuleInForce } from './inForce.ts'
import type { Cutoff, CutoffId, PolicyPack } from './policy.ts'
import type { ChosenReadings } from './ruleBook/readings.ts'

/** The civil days that the rules name. Whether a day still counts is a matter of the word before it, and of the reading. */
export const days = {
  /** D2, D3: "after". */
  newNumbersAndTrials: '2024-08-26',
  /** D4: "before". */
  lateStart: '2024-11-01',
  /** D1: "by". */
  unregistered: '2024-12-01',
} as const

export const zones = { losAngeles: 'America/Los_Angeles', newYork: 'America/New_York', utc: 'UTC' } as const

/** Instants that an operator has put off, by the name of the cutoff. */
export type Postponed = { readonly [Name in keyof PolicyPack['instants']]?: Instant }

/** The half-open instants of the dated rules: each acts from its instant on, whatever age of the article is asked. */
export function cutoffsUnder(readings: ChosenReadings, postponed: Postponed = {}): PolicyPack['instants'] {
  const zone = zones[readings.zone]
  const afterNewNumbers = startOf(days.newNumbersAndTrials, zone, 1)
  const published = {
    newNumbersStartOff: afterNewNumbers,
    trialsStopQualifying: readings.earlyTrials === 'qualified' ? afterNewNumbers : publication['001'].at,
    lateStartWarning: startOf(days.lateStart, zone, 0),
    unregisteredSwitchedOff: startOf(days.unregistered, zone, readings.lastDay === 'counts' ? 1 : 0),
  }
  return { ...published, ...postponed }
}

const noticeDays = [30, 14, 7, 3, 1]

/** What the dated rules do at their instants. The article tells their days; how they are prepared is ours. */
const calendar = {
  newNumbersStartOff: {
    kind: 'stopDefaultOn',
    ruleId: 'D2',
    noticeDays,
    needsApproval: true,
    undoDays: 14,
    countTolerance: 0.05,
    isExemptable: false,
    unknownAt: 'refuse',
    keptDays: 0,
  },
  trialsStopQualifying: {
    kind: 'stopTrials',
    ruleId: 'D3',
    noticeDays,
    needsApproval: true,
    undoDays: 14,
    countTolerance: 0.05,
    isExemptable: false,
    unknownAt: 'refuse',
    keptDays: 0,
  },
  lateStartWarning: {
    kind: 'advise',
    ruleId: 'D4',
    noticeDays,
    needsApproval: false,
    undoDays: 0,
    countTolerance: 1,
    isExemptable: false,
    unknownAt: 'refuse',
    keptDays: 0,
  },
  unregisteredSwitchedOff: {
    kind: 'switchOff',
    ruleId: 'D1',
    noticeDays,
    needsApproval: true,
    undoDays: 14,
    countTolerance: 0.05,
    isExemptable: true,
    unknownAt: 'keepLast',
    keptDays: 30,
  },
} as const satisfies Record<CutoffId, Omit<Cutoff, 'id' | 'instant' | 'statedInstant' | 'zone'>>

export const cutoffIds = Object.keys(calendar) as readonly CutoffId[]

/** The calendar of a pack. `instants` are those it acts by; those that its rules say follow from its readings alone. */
export function calendarOf(
  rules: PolicyPack['rules'],
  { instants, readings }: Pick<PolicyPack, 'instants' | 'readings'>,
): readonly Cutoff[] {
  const stated = cutoffsUnder(readings)
  const zone = zones[readings.zone]
  return cutoffIds
    .filter((id) => isRuleInForce(rules, calendar[id].ruleId))
    .map((id) => ({ id, ...calendar[id], instant: instants[id], statedInstant: stated[id], zone }))
    .map((cutoff) => (cutoff.kind === 'switchOff' ? { ...cutoff, unknownAt: readings.unknownAt } : cutoff))
    .sort((a, b) => (a.instant < b.instant ? -1 : 1))
}

/** The first moment of a civil day, or of a later one, in a zone. */
function startOf(date: string, zone: string, daysLater: number): Instant {
  const day = Temporal.PlainDate.from(date).add({ days: daysLater })
  return instant(day.toZonedDateTime(zone).epochMilliseconds)
}
