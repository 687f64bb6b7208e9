/** Lets so many work at once; the others wait for their turn, in the order in which they came. */
export function createTurns(places: number) {
  let taken = 0
  const queue: (() => void)[] = []
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (taken >= places) await new Promise<void>((resolve) => void queue.push(resolve))
    else taken += 1
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next) next()
      else taken -= 1
    }
  }
}
