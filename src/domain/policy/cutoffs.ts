import { Temporal } from 'temporal-polyfill'
import { type Instant, instant } from '../values.ts'
import { publication } from './ages.ts'
import type { PolicyPack } from './policy.ts'
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

/** The half-open instants of the dated rules: each acts from its instant on, whatever age of the article is asked. */
export function cutoffsUnder(readings: ChosenReadings): PolicyPack['instants'] {
  const zone = zones[readings.zone]
  const afterNewNumbers = startOf(days.newNumbersAndTrials, zone, 1)
  return {
    newNumbersStartOff: afterNewNumbers,
    trialsStopQualifying: readings.earlyTrials === 'qualified' ? afterNewNumbers : publication['001'].at,
    lateStartWarning: startOf(days.lateStart, zone, 0),
    unregisteredSwitchedOff: startOf(days.unregistered, zone, readings.lastDay === 'counts' ? 1 : 0),
  }
}

/** The first moment of a civil day, or of a later one, in a zone. */
function startOf(date: string, zone: string, daysLater: number): Instant {
  const day = Temporal.PlainDate.from(date).add({ days: daysLater })
  return instant(day.toZonedDateTime(zone).epochMilliseconds)
}
