import type { Event } from '../api/contract.ts'

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
