import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Received } from './mailbox.ts'
import { type Answer, filledIn, promptScript, type Script, type Timing } from './script.ts'

export type SideName = 'desk' | 'registry' | 'webex'

/** ISO in UTC with three decimals, so that text order is time order. */
export type Moment = string

/** A step of the script with its instants: when it happens out there, and when it is told. */
export type Planned<Step> = Omit<Step, keyof Timing> & {
  readonly happensAt: Moment
  readonly toldAt: Moment
  readonly copies: number
}

export type Item = {
  readonly reference: string
  readonly e164: string
  /** What will be said of the number: by the desk for one of an order, by the registry for one of a form. */
  readonly answers: readonly Planned<Answer>[]
}

export type Letter = { readonly reference: string; readonly sha256: string; readonly text: string }

/** What every request to the desk leaves behind. `hash` is of its whole body: the same reference stands for nothing else. */
export type Head = {
  readonly id: string
  readonly reference: string
  readonly organisationReference: string
  readonly receivedAt: Moment
  readonly hash: string
}

export type Submission = Head & { readonly items: readonly Item[] } & (
    | { readonly kind: 'order'; readonly locationReference: string; readonly letters: readonly Letter[] }
    | { readonly kind: 'case' }
    | { readonly kind: 'form'; readonly caseReference: string; readonly form: Readonly<Record<string, unknown>> }
  )

export type Kind = Submission['kind']
export type Of<Each extends Kind> = Extract<Submission, { readonly kind: Each }>

/** One webhook still to be delivered. Its id and body never change, whatever happens on the way. */
export type AgendaEntry = {
  readonly id: string
  readonly side: SideName
  readonly dueAt: Moment
  readonly body: string
  readonly copies: number
  readonly attempts: number
  /** Wall-clock milliseconds before which a failed delivery is not repeated. */
  readonly retryAtMs: number
}

export type Delivery = {
  readonly id: string
  readonly side: SideName
  readonly dueAt: Moment
  readonly attempts: number
}

export type World = {
  readonly version: 2
  /** The time set by POST /control/clock; `null` in live mode and before the first setting. */
  readonly now: Moment | null
  readonly script: Script
  readonly spentFaults: Readonly<Record<string, number>>
  readonly submissions: readonly Submission[]
  readonly agenda: readonly AgendaEntry[]
  readonly delivered: readonly Delivery[]
  /** How many events an organisation with unruly webhooks has had. */
  readonly unrulyEvents: Readonly<Record<string, number>>
  /** What people have been written, oldest first. */
  readonly mailbox: readonly Received[]
}

export type WorldKeeper = { readonly current: () => World; readonly change: (step: (world: World) => World) => void }

const emptyWorld: World = {
  version: 2,
  now: null,
  script: promptScript,
  spentFaults: {},
  submissions: [],
  agenda: [],
  delivered: [],
  unrulyEvents: {},
  mailbox: [],
}

/**
 * Opens the folder's `world.json`, or starts an empty world. Each change is on disk before it counts (written beside,
 * then renamed), which outlives a killed process; it does not promise to outlive a power cut. One process per folder.
 */
export function openWorld(folder: string): WorldKeeper {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'world.json')
  let world = load(file)
  return {
    current: () => world,
    change: (step) => {
      const next = step(world)
      writeFileSync(`${file}.next`, JSON.stringify(next), { mode: 0o600 })
      renameSync(`${file}.next`, file)
      world = next
    },
  }
}

function load(file: string): World {
  const text = readIfThere(file)
  if (text === undefined) return emptyWorld
  const world: World = JSON.parse(text)
  if (world.version !== 2) {
    throw new Error(`${file} was written by another version of the simulator: remove its folder to begin anew`)
  }
  return { ...emptyWorld, ...world, script: filledIn(world.script) }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
