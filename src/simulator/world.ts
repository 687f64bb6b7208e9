import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promptScript, type Script } from './script.ts'

export type SideName = 'desk' | 'registry'

/** ISO in UTC with three decimals, so that text order is time order. */
export type Moment = string

export type PlannedAnswer = {
  readonly happensAt: Moment
  readonly toldAt: Moment
  readonly outcome: 'accept' | 'reject'
  readonly code?: string
  readonly copies: number
}

export type Item = { readonly reference: string; readonly e164: string; readonly answers: readonly PlannedAnswer[] }

export type Submission = {
  readonly side: SideName
  readonly id: string
  readonly reference: string
  readonly organisationReference: string
  readonly locationReference?: string
  readonly receivedAt: Moment
  readonly items: readonly Item[]
}

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
  readonly version: 1
  /** The time set by POST /control/clock; `null` in live mode and before the first setting. */
  readonly now: Moment | null
  readonly script: Script
  readonly spentFaults: Readonly<Record<string, number>>
  readonly submissions: readonly Submission[]
  readonly agenda: readonly AgendaEntry[]
  readonly delivered: readonly Delivery[]
}

export type WorldKeeper = { readonly current: () => World; readonly change: (step: (world: World) => World) => void }

const emptyWorld: World = {
  version: 1,
  now: null,
  script: promptScript,
  spentFaults: {},
  submissions: [],
  agenda: [],
  delivered: [],
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
  if (world.version !== 1) throw new Error(`${file} was written by another version of the simulator`)
  return world
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
