import { fc } from '@fast-check/vitest'
import type { Source } from '../../src/domain/fact.ts'
import { day, type Fact } from '../support/given.ts'

/** Few, so that facts of one instant and one source are common. */
export const instants = fc.integer({ min: 0, max: 3 }).map(day)

/** Every kind, two of one kind, two kinds of one rank, and one whose rank was another when it spoke before. */
export const sources = fc.constantFrom<Source>(
  { kind: 'registry', id: 'a', rank: 1 },
  { kind: 'desk', id: 'a', rank: 2 },
  { kind: 'desk', id: 'a', rank: 1 },
  { kind: 'webex', id: 'a', rank: 1 },
  { kind: 'partner', id: 'a', rank: 4 },
  { kind: 'admin', id: 'a', rank: 5 },
  { kind: 'admin', id: 'b', rank: 5 },
  { kind: 'process', id: 'a', rank: 6 },
)

/** A stream: events, each with its own id, that happened and were heard in any order. */
export function stream<Event>(
  event: fc.Arbitrary<Event>,
  { maxLength = 8 }: { readonly maxLength?: number } = {},
): fc.Arbitrary<readonly Fact<Event>[]> {
  const told = fc.record({ event, happenedAt: instants, recordedAt: instants, source: sources })
  return fc.array(told, { maxLength }).map((all) => all.map(numbered))
}

/** A stream that begins with a given event. */
export function streamFrom<Event>(
  first: fc.Arbitrary<Event>,
  event: fc.Arbitrary<Event>,
): fc.Arbitrary<readonly Fact<Event>[]> {
  const opening = stream(first, { maxLength: 1 }).filter((facts) => facts.length === 1)
  return fc
    .tuple(opening, stream(event))
    .map(([[opened], rest]) =>
      [...(opened ? [opened] : []), ...rest].map(({ event, meta }, index) => numbered({ event, ...meta }, index)),
    )
}

/** The same facts in another order, each of them twice. */
export function disordered<Event>(facts: readonly Fact<Event>[]): fc.Arbitrary<readonly Fact<Event>[]> {
  return fc.shuffledSubarray([...facts, ...facts], { minLength: 2 * facts.length })
}

/** Events of a union, from a table that leaves out none of its types. */
export function union<Event extends { readonly type: string; readonly data: unknown }>(
  table: {
    readonly [Type in Event['type']]: fc.Arbitrary<Extract<Event, { readonly type: Type }>['data']>
  },
): fc.Arbitrary<Event> {
  const rows = Object.entries<fc.Arbitrary<unknown>>(table)
  const each = rows.map(([type, data]) => fc.record({ type: fc.constant(type), data }))
  return fc.oneof(...each) as unknown as fc.Arbitrary<Event>
}

function numbered<Event>(
  { event, ...meta }: { event: Event } & Omit<Fact<Event>['meta'], 'eventId'>,
  index: number,
): Fact<Event> {
  return { event, meta: { ...meta, eventId: `stream:${index + 1}` } }
}
