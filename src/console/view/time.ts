import { texts } from '../texts/texts.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How far an instant lies from now, in the largest unit that fits. */
export function distance(at: string, now: number): string {
  const between = Date.parse(at) - now
  const size = Math.abs(between)
  const words = size < minute ? texts.time.moment : unitWords(size)
  return between > 0 ? texts.time.ahead(words) : texts.time.ago(words)
}

/** How long after it happened something was learnt; nothing where that was at once. */
export function learntLater(happenedAt: string, recordedAt: string): string | undefined {
  const later = Date.parse(recordedAt) - Date.parse(happenedAt)
  if (Math.abs(later) < minute) return undefined
  return later > 0 ? texts.time.learntLater(unitWords(later)) : texts.time.learntAhead(unitWords(-later))
}

function unitWords(size: number): string {
  if (size < hour) return texts.time.minutes(Math.round(size / minute))
  if (size < 2 * day) return texts.time.hours(Math.round(size / hour))
  return texts.time.days(Math.round(size / day))
}

/** Every deadline of the rules is one of this zone. */
export const policyZone = 'America/Los_Angeles'

export function inZone(at: string, zone: string | undefined, language: string): string {
  const given = { dateStyle: 'medium', timeStyle: 'short', ...(zone === undefined ? {} : { timeZone: zone }) } as const
  return new Intl.DateTimeFormat(language, given).format(new Date(at))
}
