import { Pool } from 'undici'
import { inLanes } from './lanes.ts'

/** Requests of one side; each is answered with `expected`, or the run has failed. */
export type Requests = {
  readonly origin: string
  readonly connections: number
  readonly expected: number
  readonly requests: readonly {
    readonly method: 'GET' | 'POST'
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
  }[]
}

/**
 * Sends HTTP requests from a process of its own, so that what it costs to ask is not counted as what it costs to answer.
 * Requests are laid down first; `go` sends them.
 */
let laid: Requests | undefined
let pool: Pool | undefined

process.on('message', (message: Requests | 'go') => {
  if (message !== 'go') {
    laid = message
    pool ??= new Pool(message.origin, { connections: message.connections })
    process.send?.('laid')
    return
  }
  sendAll().then(
    () => process.send?.('done'),
    (error: unknown) => process.send?.(`failed: ${error instanceof Error ? error.message : String(error)}`),
  )
})

async function sendAll(): Promise<void> {
  const to = pool
  if (!laid || !to) throw new Error('nothing was laid down')
  const { requests, connections, expected } = laid
  await inLanes(requests, connections, async ({ body, ...request }) => {
    const answer = await to.request({ ...request, ...(body === undefined ? {} : { body }) })
    const text = await answer.body.text()
    if (answer.statusCode !== expected) throw new Error(`answered with ${answer.statusCode}: ${text}`)
  })
}
