import { expect } from 'vitest'
import type { Decision } from '../../src/domain/decision.ts'
import type { Meta, Source } from '../../src/domain/fact.ts'
import type { RefusalCode } from '../../src/domain/refusals.ts'
import { type Instant, instant, plusDays } from '../../src/domain/values.ts'

export type Decider<Command, State, Event> = {
  readonly initial: State
  readonly decide: (command: Command, state: State) => Decision<Event>
  readonly evolve: (state: State, event: Event, meta: Meta) => State
}

/** An event and when, from whom and as which event it was learned. */
export type Fact<Event> = { readonly event: Event; readonly meta: Meta }

/** The start of the n-th day of the tests' time; halves are noon. */
export function day(n: number): Instant {
  return plusDays(instant('2025-03-01T00:00:00.000Z'), n)
}

export const desk: Source = { kind: 'desk', id: 'desk-1', rank: 2 }
export const partner: Source = { kind: 'partner', id: 'partner-1', rank: 4 }
export const admin: Source = { kind: 'admin', id: 'admin-1', rank: 5 }
export const otherAdmin: Source = { kind: 'admin', id: 'admin-2', rank: 5 }

/** A fact heard at once from an admin, unless it says otherwise. */
export function happened<Event>(
  at: Instant,
  event: Event,
  { by = admin, heard = at }: { readonly by?: Source; readonly heard?: Instant } = {},
): Fact<Event> {
  return { event, meta: { happenedAt: at, recordedAt: heard, source: by, eventId: `${by.id}:${at}:${heard}` } }
}

/** Given these facts, when this is asked, then these events, nothing, or this refusal. */
export function given<Command, State, Event>(
  { initial, decide, evolve }: Decider<Command, State, Event>,
  ...facts: readonly Fact<Event>[]
) {
  const state = fold({ initial, evolve }, facts)
  return {
    state,
    when(command: Command) {
      const decision = decide(command, state)
      return {
        emits: (...events: readonly Event[]) => expect(decision).toEqual({ ok: true, events }),
        changesNothing: () => expect(decision).toEqual({ ok: true, events: [] }),
        isRefused: (code: RefusalCode, more: { readonly field?: string; readonly detail?: string } = {}) =>
          expect(decision).toEqual({ ok: false, refusal: { code, ...more } }),
      }
    },
  }
}

export function fold<State, Event>(
  { initial, evolve }: Pick<Decider<never, State, Event>, 'initial' | 'evolve'>,
  facts: readonly Fact<Event>[],
): State {
  return facts.reduce((state, { event, meta }) => evolve(state, event, meta), initial)
}
