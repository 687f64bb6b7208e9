import { setTimeout as sleep } from 'node:timers/promises'
import type { Backend } from './backends.ts'

/** Looks after the servers that nobody else would start again. What comes back ends that. */
export function keepAlive(backends: readonly Backend[], onProgress: (line: string) => void): () => Promise<void> {
  const stopping = new AbortController()
  const { signal } = stopping
  const watched = watch()
  return async () => {
    stopping.abort()
    await watched
  }

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      for (const backend of backends) if (!signal.aborted && !backend.isAlive()) await revive(backend)
      await sleep(500, undefined, { signal }).catch(() => undefined)
    }
  }

  async function revive(backend: Backend): Promise<void> {
    onProgress(`${backend.place} has ended and is started again`)
    await backend.again().catch((error: unknown) => onProgress(error instanceof Error ? error.message : String(error)))
  }
}
