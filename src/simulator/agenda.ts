import { randomUUID } from 'node:crypto'
import type { Deliver } from './delivery.ts'
import type { EventDraft } from './request.ts'
import type { AgendaEntry, Moment, World, WorldKeeper } from './world.ts'

export type Round = { readonly delivered: number; readonly failed: number }

/** `due`: undelivered and due by now. `next`: the earliest instant after now. */
export type AgendaSummary = { readonly now: Moment | null; readonly due: number; readonly next: Moment | null }

export type Agenda = {
  /** The earliest first, and not more than so many. */
  readonly deliverDue: (atMost?: number) => Promise<Round>
  /** Live mode only: sets the one timer for the next delivery. */
  readonly arm: () => void
  readonly summary: () => AgendaSummary
  readonly stop: () => Promise<void>
}

type AgendaParts = {
  readonly keeper: WorldKeeper
  readonly mode: 'live' | 'controlled'
  readonly now: () => Moment | null
  readonly deliver: Deliver
}

const longestTimerMs = 2_147_483_647
const firstBackoffMs = 250
const longestBackoffMs = 30_000
const deliveriesKept = 1_000

export function createAgenda({ keeper, mode, now, deliver }: AgendaParts): Agenda {
  let timer: NodeJS.Timeout | undefined
  let round: Promise<Round> = Promise.resolve({ delivered: 0, failed: 0 })
  let stopped = false

  /** Rounds run one after the other. Entries that come up during a round wait for the next one. */
  function deliverDue(atMost = Number.POSITIVE_INFINITY): Promise<Round> {
    const run = () => runRound(atMost)
    round = round.then(run, run)
    return round
  }

  async function runRound(atMost: number): Promise<Round> {
    const ready = keeper
      .current()
      .agenda.filter((entry) => isDue(entry, now()) && (mode === 'controlled' || !rests(entry)))
      .sort(byDueTime)
      .slice(0, atMost)
    let delivered = 0
    for (const entry of ready) {
      if (stopped) break
      if (await deliverCopies(entry)) delivered += 1
    }
    return { delivered, failed: ready.length - delivered }
  }

  async function deliverCopies(entry: AgendaEntry): Promise<boolean> {
    for (let left = entry.copies; left > 0; left -= 1) {
      const taken = await deliver(entry)
      keeper.change((world) => (taken ? withDelivery(world, entry) : withFailure(world, entry)))
      if (!taken) return false
    }
    return true
  }

  function arm(): void {
    clearTimeout(timer)
    const times = keeper.current().agenda.map((entry) => Math.max(Date.parse(entry.dueAt), entry.retryAtMs))
    if (mode === 'controlled' || stopped || times.length === 0) return
    const first = times.reduce((a, b) => Math.min(a, b))
    timer = setTimeout(fire, Math.min(Math.max(first - Date.now(), 0), longestTimerMs))
  }

  /** A round that throws lost its disk: the process ends loudly rather than forget what it told. */
  function fire(): void {
    deliverDue().then(arm, (error: unknown) => {
      process.nextTick(() => {
        throw error
      })
    })
  }

  async function stop(): Promise<void> {
    stopped = true
    clearTimeout(timer)
    await round
  }

  return { deliverDue, arm, summary: () => summaryOf(keeper.current(), now()), stop }
}

/** The event's id is the webhook's id, on every delivery of it; a webhook of Webex has none. */
export function agendaEntry({ side, dueAt, copies, body }: EventDraft): AgendaEntry {
  const id = `evt_${randomUUID()}`
  const told = side === 'webex' ? body : { eventId: id, ...body }
  return { id, side, dueAt, body: JSON.stringify(told), copies, attempts: 0, retryAtMs: 0 }
}

function summaryOf({ agenda }: World, now: Moment | null): AgendaSummary {
  const later = agenda.map((entry) => entry.dueAt).filter((dueAt) => now === null || dueAt > now)
  return { now, due: agenda.filter((entry) => isDue(entry, now)).length, next: later.sort()[0] ?? null }
}

function isDue(entry: AgendaEntry, now: Moment | null): boolean {
  return now !== null && entry.dueAt <= now
}

function rests(entry: AgendaEntry): boolean {
  return entry.retryAtMs > Date.now()
}

/** The sort is stable: at one instant the order of planning stands. */
function byDueTime(a: AgendaEntry, b: AgendaEntry): number {
  return a.dueAt < b.dueAt ? -1 : Number(a.dueAt > b.dueAt)
}

/** One event may stand in the agenda more than once, each time at an instant of its own. */
function standingIn({ agenda }: World, { id, dueAt }: AgendaEntry): AgendaEntry | undefined {
  return agenda.find((each) => each.id === id && each.dueAt === dueAt)
}

function withDelivery(world: World, delivered: AgendaEntry): World {
  const entry = standingIn(world, delivered)
  if (entry === undefined) return world
  if (entry.copies > 1) return replaced(world, entry, { ...entry, copies: entry.copies - 1 })
  const { id, side, dueAt, attempts } = entry
  return {
    ...world,
    agenda: world.agenda.filter((each) => each !== entry),
    delivered: [...world.delivered, { id, side, dueAt, attempts: attempts + 1 }].slice(-deliveriesKept),
  }
}

function withFailure(world: World, failed: AgendaEntry): World {
  const entry = standingIn(world, failed)
  if (entry === undefined) return world
  const backoffMs = Math.min(firstBackoffMs * 2 ** Math.min(entry.attempts, 20), longestBackoffMs)
  return replaced(world, entry, { ...entry, attempts: entry.attempts + 1, retryAtMs: Date.now() + backoffMs })
}

function replaced(world: World, entry: AgendaEntry, by: AgendaEntry): World {
  return { ...world, agenda: world.agenda.map((each) => (each === entry ? by : each)) }
}
