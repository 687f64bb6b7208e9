import type { Instant } from '../domain/values.ts'
import type { Store } from '../store/execute.ts'
import { whose } from './acts.ts'
import type { Player } from './cast.ts'
import { endedMails, openWaits, type RecordedEvent, recordedEvents, saidMarks } from './news.ts'
import { type NumberState, numberStates, type OrganisationState, organisationState } from './record.ts'
import type { Act } from './scenario.ts'

/** `at` is when it was learnt. No line has an id: the same scenario tells the same. */
export type EventLine = {
  readonly at: Instant
  readonly what: 'event'
  readonly type: string
  readonly happenedAt: Instant
  readonly says: string | null
  readonly source: string
  readonly rules: readonly string[]
}

export type NumberLine = EventLine | ({ readonly at: Instant; readonly what: 'verdict' } & NumberState)

export type RoadLine =
  | EventLine
  | { readonly at: Instant; readonly what: 'act'; readonly by: string; readonly act: Act; readonly declined?: string }
  | { readonly at: Instant; readonly what: 'state'; readonly of: StateAxis; readonly is: string }
  | {
      readonly at: Instant
      readonly what: 'wait'
      readonly wait: string
      readonly owner: string
      readonly dueAt: Instant
      readonly isPaused: boolean
    }
  | {
      readonly at: Instant
      readonly what: 'mail'
      readonly to: string
      readonly hasCopy: boolean
      readonly kind: string
      readonly about: string | null
      readonly language: string
      readonly failed: string | null
    }
  | {
      readonly at: Instant
      readonly what: 'mark'
      readonly wait: string
      readonly mark: string
      readonly owner: string
      readonly due: Instant
    }

export type Told = {
  readonly organisation: string
  readonly road: RoadLine[]
  readonly numbers: readonly { readonly number: string; readonly lines: NumberLine[] }[]
}

export type Seen = { readonly organisation: OrganisationState; readonly numbers: ReadonlyMap<string, NumberState> }

export type Observer = {
  readonly look: (at: Instant) => Promise<void>
  readonly act: (act: Act, declined: string | undefined) => void
  readonly seen: (organisation: string) => Seen | undefined
  readonly story: readonly Told[]
}

const axes = ['licence', 'order', 'campaign', 'case', 'onboarding'] as const
export type StateAxis = (typeof axes)[number]

/** Told as a state, a wait or a mark; a stage that is passed through at once is no part of the story. */
const toldOtherwise = /(StageEntered|Reminded|Overdue|Escalated)$/

/** Looks at the record whenever all is at rest, and writes down what is not as it was. */
export function createObserver(store: Store, players: readonly Player[]): Observer {
  const views = new Map(players.map((player) => [player.name, createView(store, player)]))
  return {
    look: async (at) => {
      for (const view of views.values()) await view.look(at)
    },
    act: (act, declined) => {
      const by = whose[act.act] ?? 'admin'
      const line = { at: act.at, what: 'act', by, act, ...(declined === undefined ? {} : { declined }) } as const
      views.get(act.organisation)?.told.road.push(line)
    },
    seen: (organisation) => views.get(organisation)?.seen(),
    story: [...views.values()].map(({ told }) => told),
  }
}

/** A process that hears two facts of an instant apart rather than together does a step twice, and says the same. */
function isRepeat(road: readonly RoadLine[], line: EventLine): boolean {
  return line.source === 'process' && road.some((other) => JSON.stringify(other) === JSON.stringify(line))
}

type View = {
  readonly told: Told
  readonly seen: () => Seen | undefined
  readonly look: (at: Instant) => Promise<void>
}

function createView({ pool }: Store, { name, orgId, plan }: Player): View {
  const numbers = plan.numbers.map(({ number }) => ({ number, lines: [] as NumberLine[] }))
  const told: Told = { organisation: name, road: [], numbers }
  const known = new Set<string>()
  let last: Seen | undefined

  /** What nobody has been told of yet. The world as the scenario found it is not told. */
  function fresh<Each extends { readonly id: string }>(all: readonly Each[]): readonly Each[] {
    const news = all.filter(({ id }) => !known.has(id))
    for (const { id } of news) known.add(id)
    return news
  }

  function tellEvents(at: Instant, events: readonly RecordedEvent[]): void {
    for (const { id: _, e164, ...event } of events) {
      const line: EventLine = { at, what: 'event', ...event }
      if (e164 !== null) numbers.find(({ number }) => number === e164)?.lines.push(line)
      else if (!toldOtherwise.test(event.type) && !isRepeat(told.road, line)) told.road.push(line)
    }
  }

  async function look(at: Instant): Promise<void> {
    const now: Seen = {
      organisation: await organisationState(pool, orgId, at),
      numbers: await numberStates(pool, orgId, at),
    }
    const before = last
    last = now
    const events = fresh(await recordedEvents(pool, orgId))
    if (before) tellEvents(at, events)
    for (const { id: _, ...mark } of fresh(await saidMarks(pool, orgId))) told.road.push({ at, what: 'mark', ...mark })
    const mails = fresh(await endedMails(pool, orgId))
    if (before) for (const { id: _, ...mail } of mails) told.road.push({ at, what: 'mail', ...mail })
    for (const of of axes) {
      const is = now.organisation[of]
      if (is !== before?.organisation[of] && (before || (is !== 'none' && is !== 'unknown')))
        told.road.push({ at, what: 'state', of, is })
    }
    for (const { id: _, ...wait } of fresh(await openWaits(pool, orgId))) told.road.push({ at, what: 'wait', ...wait })
    for (const { number, lines } of numbers) {
      const state = now.numbers.get(number)
      if (state && JSON.stringify(state) !== JSON.stringify(before?.numbers.get(number)))
        lines.push({ at, what: 'verdict', ...state })
    }
  }

  return { told, seen: () => last, look }
}
