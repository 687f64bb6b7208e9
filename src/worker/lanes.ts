/** How a run went: whoever failed is trusted with less room, until a run goes well. */
export type Ran = 'well' | 'failed'

export type Lanes = {
  /** Starts runs for as many of these as have room, those served longest ago first. One that runs already is left alone. */
  readonly start: (keys: readonly string[]) => void
  readonly ended: () => Promise<void>
}

/**
 * Work for many that never throws, side by side, one run at a time for each. Those who failed last share half of the lanes, so that however
 * many of them hang, the others always find room.
 */
export function createLanes(count: number, run: (key: string) => Promise<Ran>): Lanes {
  const running = new Map<string, Promise<void>>()
  const suspects = new Set<string>()
  const served = new Map<string, number>()
  let turn = 0

  return { start, ended: async () => void (await Promise.all(running.values())) }

  function start(keys: readonly string[]): void {
    const waiting = keys.filter((key) => !running.has(key))
    for (const key of waiting.sort((a, b) => (served.get(a) ?? 0) - (served.get(b) ?? 0))) {
      if (hasRoom(key)) running.set(key, serve(key))
    }
  }

  function hasRoom(key: string): boolean {
    if (running.size >= count) return false
    const held = [...running.keys()].filter((each) => suspects.has(each)).length
    return !suspects.has(key) || held < Math.floor(count / 2)
  }

  async function serve(key: string): Promise<void> {
    turn += 1
    served.set(key, turn)
    const ran = await run(key)
    if (ran === 'failed') suspects.add(key)
    else suspects.delete(key)
    running.delete(key)
  }
}
