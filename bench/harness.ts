import type { Cpu, CpuMeter } from './cpu.ts'
import type { Stage } from './stage.ts'

/** One way of doing a piece of work. `ready` is not measured; `run` does `ops` pieces. */
export type Side = { readonly ops: number; readonly ready?: () => Promise<void>; readonly run: () => Promise<void> }

/** What is compared: how much of the bare work's speed ours has, for the same processor time. 1 is as cheap as bare. */
export type Ratio = {
  readonly ours: string
  readonly bare: string
  /** None where there is nothing to promise yet: the figure is watched. */
  readonly atLeast?: number
}

export type Benchmark = {
  readonly name: string
  /** One piece of work, in a few words. */
  readonly piece: string
  readonly ratios: readonly Ratio[]
  readonly open: (stage: Stage) => Promise<Opened>
}

export type Opened = { readonly sides: Readonly<Record<string, Side>>; readonly close?: () => Promise<void> }

export type Spread = { readonly median: number; readonly least: number; readonly most: number }

export type Found = Ratio & {
  readonly benchmark: string
  readonly piece: string
  readonly rounds: number
  /** Absent where the processor time of Postgres cannot be read. */
  readonly cpu: Spread | null
  readonly wall: Spread
  readonly met: boolean | null
  /** How far the bare side wandered between the rounds: the dearest by the cheapest. */
  readonly drift: number
}

type Cost = { readonly cpu: number | null; readonly wall: number }
type Rounds = Readonly<Record<string, readonly Cost[]>>

/**
 * Runs all sides of a benchmark in turn, round after round, each second round backwards, so that whatever else the
 * machine does meets all of them. The first rounds warm up and are thrown away.
 */
export async function measure(
  { name, piece, ratios, open }: Benchmark,
  stage: Stage,
  { rounds, warmUps }: { readonly rounds: number; readonly warmUps: number },
): Promise<readonly Found[]> {
  const { sides, close } = await open(stage)
  try {
    const costs: Record<string, Cost[]> = Object.fromEntries(Object.keys(sides).map((side) => [side, []]))
    for (let round = 0; round < warmUps + rounds; round += 1) {
      const order = Object.entries(sides)
      for (const [side, work] of round % 2 === 0 ? order : order.reverse()) {
        const cost = await costOf(work, stage)
        if (round >= warmUps) costs[side]?.push(cost)
      }
    }
    return ratios.map((ratio) => ({ benchmark: name, piece, rounds, ...ratio, ...compare(costs, ratio) }))
  } finally {
    await close?.()
  }
}

async function costOf({ ops, ready, run }: Side, { settle, cpu }: Stage): Promise<Cost> {
  await ready?.()
  await settle()
  const before = read(cpu)
  const start = performance.now()
  await run()
  const wall = performance.now() - start
  const after = read(cpu)
  const spent = before && after ? cpu?.between(before, after) : undefined
  return { wall: wall / ops, cpu: spent === undefined ? null : spent / ops }
}

function read(meter: CpuMeter | undefined): Cpu | undefined {
  return meter?.read()
}

function compare(costs: Rounds, { ours, bare, atLeast }: Ratio) {
  const our = costs[ours] ?? []
  const their = costs[bare] ?? []
  const wall = spread(our.map((each, round) => (their[round]?.wall ?? Number.NaN) / each.wall))
  const processor = our.flatMap((each, round) => {
    const other = their[round]?.cpu
    return each.cpu && other ? [other / each.cpu] : []
  })
  const cpu = processor.length === our.length ? spread(processor) : null
  const met = atLeast === undefined || cpu === null ? null : cpu.median >= atLeast
  const base = their.map((each) => each.cpu ?? each.wall)
  return { cpu, wall, met, drift: Math.max(...base) / Math.min(...base) }
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (place: number) => sorted[place] ?? Number.NaN
  const half = sorted.length / 2
  const median = sorted.length % 2 === 1 ? at(Math.floor(half)) : (at(half - 1) + at(half)) / 2
  return { median, least: at(0), most: at(sorted.length - 1) }
}
