import { describe, expect, test } from 'vitest'
import { createLanes, type Ran } from '../../src/worker/lanes.ts'

/** Runs that end when they are told to. */
function held() {
  const open = new Map<string, (ran: Ran) => void>()
  const order: string[] = []
  const run = (key: string) => {
    order.push(key)
    return new Promise<Ran>((resolve) => open.set(key, resolve))
  }
  const end = async (key: string, ran: Ran) => {
    open.get(key)?.(ran)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { run, end, order }
}

describe('lanes', () => {
  test('run one at a time for each, and no more than there are lanes', async () => {
    const { run, end, order } = held()
    const lanes = createLanes(2, run)
    lanes.start(['a', 'b', 'c'])
    lanes.start(['a', 'b', 'c'])
    expect(order).toEqual(['a', 'b'])
    await end('a', 'well')
    lanes.start(['a', 'b', 'c'])
    expect(order).toEqual(['a', 'b', 'c'])
    await Promise.all([end('b', 'well'), end('c', 'well')])
    await lanes.ended()
  })

  test('who was served longest ago comes first, however much another one has waiting', async () => {
    const { run, end, order } = held()
    const lanes = createLanes(1, run)
    for (const key of ['flood', 'quiet', 'flood', 'quiet']) {
      lanes.start(['flood', 'quiet'])
      await end(key, 'well')
    }
    expect(order).toEqual(['flood', 'quiet', 'flood', 'quiet'])
  })

  test('those who failed last hold half of the lanes at the most, so that others find room', async () => {
    const { run, end, order } = held()
    const lanes = createLanes(4, run)
    const bad = ['w', 'x', 'y', 'z']
    lanes.start(bad)
    for (const key of bad) await end(key, 'failed')
    order.length = 0
    lanes.start(bad)
    expect(order).toEqual(['w', 'x'])
    lanes.start([...bad, 'good'])
    expect(order).toEqual(['w', 'x', 'good'])
    await end('w', 'well')
    lanes.start(bad)
    expect(order.slice(3)).toEqual(['y', 'w'])
    for (const key of [...bad, 'good']) await end(key, 'well')
    await lanes.ended()
  })
})
