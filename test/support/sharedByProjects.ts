type Shared = { users: number; readonly value: Promise<unknown> }

/**
 * One server for all vitest projects of a run: each of them runs its global setup in the same process, but loads the
 * module anew. The last project to finish stops it.
 */
export function sharedByProjects<Value>(
  name: string,
  server: { readonly start: () => Promise<Value>; readonly stop: (value: Value) => Promise<void> },
): { readonly take: () => Promise<Value>; readonly giveBack: () => Promise<void> } {
  const key = Symbol.for(`clearline test server: ${name}`)
  const place = globalThis as unknown as Record<symbol, Shared | undefined>
  return {
    take: async () => {
      const shared = place[key] ?? { users: 0, value: server.start() }
      place[key] = shared
      shared.users += 1
      return (await shared.value) as Value
    },
    giveBack: async () => {
      const shared = place[key]
      if (shared === undefined) return
      shared.users -= 1
      if (shared.users > 0) return
      place[key] = undefined
      await server.stop((await shared.value) as Value)
    },
  }
}
