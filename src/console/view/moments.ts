import type { Event } from '../api/contract.ts'

type Clocks = Pick<Event, 'happenedAt' | 'recordedAt'>

/** The instants at which something happened or was learnt, in order, none of them ahead. */
export function momentsOf(events: readonly Clocks[], now: number): readonly number[] {
  const all = events.flatMap(({ happenedAt, recordedAt }) => [Date.parse(happenedAt), Date.parse(recordedAt)])
  return [...new Set(all)].filter((at) => at <= now).sort((a, b) => a - b)
}

/** A hand on a slider means the moment beside it, where one is near. */
export function nearest(moments: readonly number[], value: number, reach: number): number {
  const near = moments.filter((each) => Math.abs(each - value) <= reach)
  return near.sort((a, b) => Math.abs(a - value) - Math.abs(b - value))[0] ?? value
}

/** What a field for date and time holds: always UTC here, as every date of the console. */
export function localText(at: number): string {
  return new Date(at).toISOString().slice(0, 19)
}

export function instantOf(text: string): number | undefined {
  const at = Date.parse(`${text}Z`)
  return text === '' || Number.isNaN(at) ? undefined : at
}
