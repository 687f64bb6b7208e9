import type { Language } from '../domain/contact.ts'
import type { Instant } from '../domain/values.ts'
import { english } from './english.ts'
import { german } from './german.ts'
import type { Wording } from './wording.ts'

export const wordings: Readonly<Record<Language, Wording>> = { en: english, de: german }

/** `1 December 2024 at 00:00 PST (America/Los_Angeles)`: nobody should have to guess whose midnight is meant. */
export function toldIn(locale: string, zone: string): (at: Instant) => string {
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  })
  return (at) => `${format.format(new Date(at))} (${zone})`
}
