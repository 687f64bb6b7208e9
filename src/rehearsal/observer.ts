import type { Instant } from '../domain/values.ts'
import type { Store } from '../store/execute.ts'
import type { Player } from './cast.ts'
import { type NumberState, numberStates, type OrganisationState, organisationState, saidMarks } from './record.ts'

/** What changed at an instant. Instants are told to the minute: how long the machine took within it is not part of the story. */
export type NumberChange = { readonly at: string } & NumberState
export type RoadLine =
  | { readonly at: string; readonly what: 'act'; readonly by: string; readonly act: string; readonly declined?: string }
  | { readonly at: string; readonly what: 'state'; readonly of: string; readonly is: string }
  | { readonly at: string; readonly what: 'mark'; readonly wait: string; readonly mark: string; readonly owner: string }

export type Told = {
  readonly organisation: string
  readonly road: RoadLine[]
  readonly numbers: readonly { readonly number: string; readonly changes: NumberChange[] }[]
}

export type Seen = { readonly organisation: OrganisationState; readonly numbers: ReadonlyMap<string, NumberState> }

export type Observer = {
  readonly look: (at: Instant) => Promise<void>
  readonly add: (organisation: string, line: RoadLine) => void
  readonly seen: (organisation: string) => Seen | undefined
  readonly story: readonly Told[]
}

const axes = ['licence', 'order', 'campaign', 'case', 'onboarding'] as const

/** Looks at the record after each step, and writes down what is not as it was. */
export function createObserver(store: Store, players: readonly Player[]): Observer {
  const story = players.map(({ name, plan }): Told => {
    return { organisation: name, road: [], numbers: plan.numbers.map(({ number }) => ({ number, changes: [] })) }
  })
  const last = new Map<string, Seen>()
  const said = new Set<string>()

  async function lookAt({ name, orgId }: Player, at: Instant): Promise<void> {
    const told = story.find((each) => each.organisation === name)
    if (!told) return
    const now = await store.clock.now()
    const seen: Seen = {
      organisation: await organisationState(store.pool, orgId, now),
      numbers: await numberStates(store.pool, orgId, now),
    }
    const before = last.get(name)
    last.set(name, seen)
    const minute = toMinute(at)
    for (const { id, kind, mark, owner } of await saidMarks(store.pool, orgId)) {
      if (!said.has(id)) told.road.push({ at: minute, what: 'mark', wait: kind, mark, owner })
      said.add(id)
    }
    for (const axis of axes) {
      const is = seen.organisation[axis]
      if (is !== before?.organisation[axis] && (before || (is !== 'none' && is !== 'unknown')))
        told.road.push({ at: minute, what: 'state', of: axis, is })
    }
    for (const { number, changes } of told.numbers) {
      const state = seen.numbers.get(number)
      if (state && JSON.stringify(state) !== JSON.stringify(before?.numbers.get(number)))
        changes.push({ at: minute, ...state })
    }
  }

  return {
    look: async (at) => {
      for (const player of players) await lookAt(player, at)
    },
    add: (organisation, line) => void story.find((each) => each.organisation === organisation)?.road.push(line),
    seen: (organisation) => last.get(organisation),
    story,
  }
}

export function toMinute(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)}`
}
