import { boundsOf } from '../src/store/cutoff/shards.ts'
import { openSwitchOff } from '../src/store/cutoff/sweep.ts'
import type { Store } from '../src/store/execute.ts'
import { anew, approvedPlan, bareSwitchOff, conventional, cutoffId, legacyNumbers } from './deadline.ts'
import type { Benchmark, Side } from './harness.ts'
import { probes } from './probes.ts'
import type { Stage } from './stage.ts'

const small = '10,000 numbers'
const middle = '100,000 numbers'
const large = 'a million numbers'
const bare = 'bare statement over the million'
const usual = 'bare statement on the usual layout'
const usualHot = 'the same work by the sweep'

/** The sweep of a cutoff with all that belongs to it, against one statement over the same rows that does nothing else. */
export const cutoff: Benchmark = {
  name: 'cutoff',
  piece: 'one number switched off, of 10,000 organisations',
  rounds: 3,
  ratios: [
    { ours: large, bare, atLeast: 0.7 },
    { ours: usualHot, bare: usual, atLeast: 1.5 },
    { ours: middle, bare: small, atLeast: 0.8 },
    { ours: large, bare: small, atLeast: 0.8 },
  ],
  open: async (stage) => {
    const { owner, store, size } = stage
    const crowds = {
      [small]: { shards: [0], numbers: size(10_000, 40), organisations: size(100, 4) },
      [middle]: { shards: [1], numbers: size(100_000, 80), organisations: size(1_000, 8) },
      [large]: { shards: range(2, 16), numbers: size(1_000_000, 160), organisations: size(10_000, 16) },
    }
    // A plan covers every number there is: those of other benchmarks, which have ended, and afterwards these.
    const clear = async () => void (await owner.query('truncate number, organisation, licence, location'))
    await clear()
    for (const crowd of Object.values(crowds)) await legacyNumbers(owner, crowd)
    await conventional(owner, [1])
    const planNo = await approvedPlan(store)
    const swept = (name: keyof typeof crowds): Side => sweeping(stage, planNo, crowds[name])
    const sides = {
      [small]: swept(small),
      [middle]: swept(middle),
      [large]: swept(large),
      [bare]: stating(stage, crowds[large], { table: 'number', events: 'event' }),
      [usualHot]: swept(middle),
      [usual]: stating(stage, crowds[middle], { table: 'conventional_number', events: 'conventional_event' }),
    }
    const after = () =>
      probes(stage, { planNo, crowd: crowds[large], sweep: () => sweepAll(store, planNo, crowds[large].shards) })
    return { sides, after, close: clear }
  },
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, n) => from + n)
}

type Swept = { readonly shards: readonly number[]; readonly numbers: number }

function sweeping({ owner, store }: Stage, planNo: number, { shards, numbers }: Swept): Side {
  return {
    ops: numbers,
    ready: () => anew(owner, shards),
    run: async () => {
      const switchedOff = await sweepAll(store, planNo, shards)
      if (switchedOff !== numbers) throw new Error(`${switchedOff} of ${numbers} were switched off`)
    },
  }
}

async function sweepAll(store: Store, planNo: number, shards: readonly number[]): Promise<number> {
  let numbers = 0
  for (const shard of shards) {
    const next = await openSwitchOff(store, { cutoffId, planNo, shard })
    for (let state = 'more'; state === 'more'; ) {
      const chunk = await next()
      if (!('numbers' in chunk)) throw new Error(chunk.state)
      numbers += chunk.numbers
      state = chunk.state
    }
  }
  return numbers
}

function stating(
  { owner }: Stage,
  { shards, numbers }: Swept,
  { table, events }: { readonly table: string; readonly events: string },
): Side {
  const { first } = boundsOf(Math.min(...shards))
  const { last } = boundsOf(Math.max(...shards))
  const reset = `update ${table} set texting = 'on', texting_at = null, texting_by = null
    where org_id between $1 and $2 and texting <> 'on'`
  return {
    ops: numbers,
    ready: async () => {
      await owner.query(reset, [first, last])
      await owner.query(`vacuum ${table}`)
    },
    run: async () => {
      const { rowCount } = await owner.query(bareSwitchOff(table, events), [first, last])
      if (rowCount !== numbers) throw new Error(`${rowCount} of ${numbers} were changed`)
    },
  }
}
