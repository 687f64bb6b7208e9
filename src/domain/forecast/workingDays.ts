import { Temporal } from 'temporal-polyfill'

/** A civil day as `2024-11-29`; text order is the order of days. */
export type Day = string

export function plus(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}

/** Calendar days from one day to a later one; negative where it is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: 'day' }).days
}

/** Days on which work is done in both countries: no weekend, no federal holiday of the US or of Canada. */
export function isWorkingDay(day: Day, countries: readonly string[] = ['US', 'CA']): boolean {
  const date = Temporal.PlainDate.from(day)
  if (date.dayOfWeek > 5) return false
  return !countries.some((country) => holidaysOf(country, date.year).has(day))
}

/** Working days after the first day and up to the last, that one included. */
export function workingDaysBetween(from: Day, to: Day, countries?: readonly string[]): number {
  const count = Math.max(daysBetween(from, to), 0)
  return Array.from({ length: count }, (_, index) => plus(from, index + 1)).filter((day) =>
    isWorkingDay(day, countries),
  ).length
}

export function plusWorkingDays(day: Day, days: number, countries?: readonly string[]): Day {
  let [at, left] = [day, days]
  while (left > 0) {
    at = plus(at, 1)
    if (isWorkingDay(at, countries)) left -= 1
  }
  return at
}

export function minusWorkingDays(day: Day, days: number, countries?: readonly string[]): Day {
  let [at, left] = [day, days]
  while (left > 0) {
    if (isWorkingDay(at, countries)) left -= 1
    at = plus(at, -1)
  }
  return at
}

/** Federal holidays as they are observed. New Year of the next year may be observed in this one. */
function holidaysOf(country: string, year: number): ReadonlySet<Day> {
  if (country === 'US') return new Set([...usHolidays(year), observed(date(year + 1, 1, 1), 'nearest')].map(String))
  if (country === 'CA') return new Set(canadianHolidays(year).map(String))
  return new Set()
}

function usHolidays(year: number): readonly Temporal.PlainDate[] {
  return [
    observed(date(year, 1, 1), 'nearest'),
    nth(year, 1, 1, 3),
    nth(year, 2, 1, 3),
    last(year, 5, 1),
    observed(date(year, 6, 19), 'nearest'),
    observed(date(year, 7, 4), 'nearest'),
    nth(year, 9, 1, 1),
    nth(year, 10, 1, 2),
    observed(date(year, 11, 11), 'nearest'),
    nth(year, 11, 4, 4),
    observed(date(year, 12, 25), 'nearest'),
  ]
}

function canadianHolidays(year: number): readonly Temporal.PlainDate[] {
  const christmas = observed(date(year, 12, 25), 'next')
  const boxing = observed(date(year, 12, 26), 'next')
  return [
    observed(date(year, 1, 1), 'next'),
    easter(year).subtract({ days: 2 }),
    // The Monday before 25 May.
    mondayBefore(date(year, 5, 25)),
    observed(date(year, 7, 1), 'next'),
    nth(year, 9, 1, 1),
    observed(date(year, 9, 30), 'next'),
    nth(year, 10, 1, 2),
    observed(date(year, 11, 11), 'next'),
    christmas,
    boxing.equals(christmas) ? boxing.add({ days: 1 }) : boxing,
  ]
}

function date(year: number, month: number, day: number): Temporal.PlainDate {
  return Temporal.PlainDate.from({ year, month, day })
}

/** The n-th such weekday of a month; Monday is 1. */
function nth(year: number, month: number, weekday: number, n: number): Temporal.PlainDate {
  const first = date(year, month, 1)
  return first.add({ days: ((weekday - first.dayOfWeek + 7) % 7) + (n - 1) * 7 })
}

function last(year: number, month: number, weekday: number): Temporal.PlainDate {
  const end = date(year, month, 1).add({ months: 1 }).subtract({ days: 1 })
  return end.subtract({ days: (end.dayOfWeek - weekday + 7) % 7 })
}

function mondayBefore(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.subtract({ days: day.dayOfWeek === 1 ? 7 : day.dayOfWeek - 1 })
}

/** In the US a Saturday's holiday is observed on the Friday, in Canada on the Monday; a Sunday's on the Monday in both. */
function observed(day: Temporal.PlainDate, rule: 'nearest' | 'next'): Temporal.PlainDate {
  if (day.dayOfWeek === 7) return day.add({ days: 1 })
  if (day.dayOfWeek !== 6) return day
  return rule === 'nearest' ? day.subtract({ days: 1 }) : day.add({ days: 2 })
}

/** Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher). */
function easter(year: number): Temporal.PlainDate {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100]
  const [d, e] = [Math.floor(b / 4), b % 4]
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - d - g + 15) % 30
  const [i, k] = [Math.floor(c / 4), c % 4]
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const sum = h + l - 7 * m + 114
  return date(year, Math.floor(sum / 31), (sum % 31) + 1)
}
