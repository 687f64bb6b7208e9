import { type Instant, instant } from '../values.ts'

/** The ages of the published article, oldest first. Their names are those of its texts and say nothing of the order. */
export const ages = ['004', '000', '001', '002', '003'] as const

export type Age = (typeof ages)[number]

/** No age carries a date of its own: these instants are assumed, from what each text already knows and does not know yet. */
export const publication: Readonly<Record<Age, { readonly at: Instant; readonly isAssumed: boolean }>> = {
  '004': { at: instant('2022-12-01T00:00:00.000Z'), isAssumed: true },
  '000': { at: instant('2023-07-01T00:00:00.000Z'), isAssumed: true },
  '001': { at: instant('2024-06-01T00:00:00.000Z'), isAssumed: true },
  '002': { at: instant('2024-08-01T00:00:00.000Z'), isAssumed: true },
  '003': { at: instant('2025-01-01T00:00:00.000Z'), isAssumed: true },
}

/** Is the first age older than the second, or the same? */
export function isUpTo(age: Age, other: Age): boolean {
  return ages.indexOf(age) <= ages.indexOf(other)
}

/** The ages from one on, or up to one, oldest first. */
export function since(first: Age): readonly Age[] {
  return ages.filter((age) => isUpTo(first, age))
}

export function until(last: Age): readonly Age[] {
  return ages.filter((age) => isUpTo(age, last))
}
