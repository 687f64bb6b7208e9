import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Requests } from './load.ts'

export type LoadClient = {
  readonly lay: (requests: Requests) => Promise<void>
  readonly send: () => Promise<void>
  readonly close: () => Promise<void>
}

/** A process that sends HTTP requests to one origin. */
export function openClient(): LoadClient {
  const child = fork(join(import.meta.dirname, 'load.ts'))
  return {
    lay: (requests) => asked(child, requests, 'laid'),
    send: () => asked(child, 'go', 'done'),
    close: async () => {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}

async function asked(child: ChildProcess, message: Requests | 'go', wanted: string): Promise<void> {
  const heard = new AbortController()
  const { signal } = heard
  const answered = Promise.race([
    once(child, 'message', { signal }).then(([answer]) => String(answer)),
    once(child, 'exit', { signal }).then(() => 'the client has ended'),
  ])
  child.send(message)
  const answer = await answered
  heard.abort()
  if (answer !== wanted) throw new Error(answer)
}
