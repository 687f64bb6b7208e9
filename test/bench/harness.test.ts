import { expect, test } from 'vitest'
import { type Benchmark, measure, spread } from '../../bench/harness.ts'
import type { Stage } from '../../bench/stage.ts'

test('the spread of some values is their middle, the least and the most', () => {
  expect(spread([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 })
  expect(spread([4, 1, 2, 3])).toEqual({ median: 2.5, least: 1, most: 4 })
})

/** A processor whose time is counted by the work itself. */
function counted() {
  let own = 0
  const none = new Map<string, number>()
  const cpu = {
    read: () => ({ own, postgres: none }),
    between: (a: { own: number }, b: { own: number }) => b.own - a.own,
  }
  const stage = { cpu, settle: async () => undefined } as unknown as Stage
  const spend = (time: number) => {
    own += time
  }
  return { stage, spend }
}

test('a ratio is the cost of the bare piece by the cost of ours, whatever warming up has cost', async () => {
  const { stage, spend } = counted()
  const order: string[] = []
  const costs = { ours: [900, 40, 80, 40], bare: [1, 60, 60, 60] }
  const side = (name: 'ours' | 'bare', ops: number) => ({
    ops,
    run: async () => {
      order.push(name)
      spend(costs[name].shift() ?? 0)
    },
  })
  const benchmark: Benchmark = {
    name: 'known',
    piece: 'a piece',
    ratios: [{ ours: 'ours', bare: 'bare', atLeast: 0.7 }],
    open: async () => ({ sides: { ours: side('ours', 2), bare: side('bare', 6) } }),
  }
  const [found] = await measure(benchmark, stage, { rounds: 3, warmUps: 1 })
  expect(found).toMatchObject({ cpu: { median: 0.5, least: 0.25, most: 0.5 }, met: false, drift: 1 })
  expect(order).toEqual(['ours', 'bare', 'bare', 'ours', 'ours', 'bare', 'bare', 'ours'])
})
