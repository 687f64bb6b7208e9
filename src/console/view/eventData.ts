import type { Event } from '../api/contract.ts'
import { texts } from '../texts/texts.ts'

/** What of an event is worth a look before its details, and in which words. */
const gists: readonly (readonly [name: string, say: (value: string) => string])[] = [
  ['stage', texts.stage],
  ['status', texts.status],
  ['fact', (value) => texts.organisation.fact[value as keyof typeof texts.organisation.fact] ?? value],
  ['value', texts.axis],
  ['outcome', texts.case.outcome],
  ['inventory', texts.axis],
  ['loa', texts.axis],
  ['campaignRef', String],
  ['reason', String],
  ['code', String],
]

export function gistOf(data: Event['data']): string {
  const said = gists.flatMap(([name, say]) => {
    const value = data[name]
    return typeof value === 'string' ? [say(value)] : []
  })
  return said.join(', ')
}

/** What an event says, name by name; `flags` are shown apart, and empty values say nothing. */
export function dataLines(data: Event['data']): readonly (readonly [name: string, value: string])[] {
  return Object.entries(data).flatMap(([name, value]) => {
    if (name === 'flags' || value === null || value === undefined) return []
    return [[name, typeof value === 'string' ? value : JSON.stringify(value)] as const]
  })
}

/** How a report was odd: late, doubled, contradicting. */
export function flagsOf({ data }: Pick<Event, 'data'>): readonly string[] {
  const { flags } = data as { readonly flags?: unknown }
  return Array.isArray(flags) ? flags.map(String) : []
}
