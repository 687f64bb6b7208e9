import type { Reading } from './reading.ts'
import { roadReadings } from './roadReadings.ts'
import { timeReadings } from './timeReadings.ts'

/** Every open point of the article, named, with its options. */
export const readings = { ...timeReadings, ...roadReadings } as const satisfies Readonly<Record<string, Reading>>

export type ReadingName = keyof typeof readings

/** One option for each point. It stands in the pack, and so in its content hash. */
export type ChosenReadings = { readonly [Name in ReadingName]: keyof (typeof readings)[Name]['options'] }

export const readingNames = Object.keys(readings) as readonly ReadingName[]

/** The first option of each. */
export const defaultReadings = Object.fromEntries(
  readingNames.map((name) => [name, Object.keys(readings[name].options)[0]]),
) as ChosenReadings

/** Is the option one of the point's own? For choices that come in as text. */
export function isOption(name: string, option: string): boolean {
  return Object.entries(readings).some(([known, { options }]) => known === name && Object.hasOwn(options, option))
}
