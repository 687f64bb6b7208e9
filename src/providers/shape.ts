import { type Instant, instant } from '../domain/values.ts'

/** Guards for what comes from outside. They look at form and bounds only; whether an id exists is for the store to say. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An opaque id of either side: printable, without blanks, bounded. */
export function isIdentifier(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/.test(value)
}

/** A code of either side's catalogue. Seven digits in a row are refused, so that no phone number can pose as a code. */
export function isCode(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(value) && !/\d{7}/.test(value)
}

const isoInstant = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/

/** Reads an ISO instant with an offset, cut to milliseconds; `undefined` for anything else, 30 February included. */
export function readInstant(value: unknown): Instant | undefined {
  const parts = typeof value === 'string' ? isoInstant.exec(value) : null
  if (parts === null || Number.isNaN(Date.parse(parts[0]))) return undefined
  const [text, year, month, day] = parts
  const calendarDay = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate()
  return calendarDay === Number(day) ? instant(text) : undefined
}
