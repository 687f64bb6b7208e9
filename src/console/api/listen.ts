import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useToken } from '../parts/Session.tsx'
import { setPulse } from './pulse.ts'

const restMs = 3_000
/** Many changes in a moment are one reason to read anew. */
const gatherMs = 1_000

/** Hears of every change of an organisation, and has what is shown of it read anew. Without the stream pages ask by themselves. */
export function useChanges(orgId: string): void {
  const token = useToken()
  const queries = useQueryClient()
  useEffect(() => {
    if (orgId === '') return
    const end = new AbortController()
    void listenOn(token, orgId, queries, end.signal)
    return () => {
      end.abort()
      setPulse({ way: 'asking' })
    }
  }, [token, orgId, queries])
}

async function listenOn(token: string, orgId: string, queries: QueryClient, signal: AbortSignal): Promise<void> {
  let last: string | undefined
  let due: ReturnType<typeof setTimeout> | undefined
  const changed = () => {
    due ??= setTimeout(() => {
      due = undefined
      void queries.invalidateQueries({
        predicate: ({ meta, state }) => meta?.['isStill'] !== true && !isLong(state.data),
      })
    }, gatherMs)
  }
  while (!signal.aborted) {
    await listen(token, orgId, last, signal, ({ id, event }) => {
      if (id !== undefined) last = id
      setPulse({ way: 'told' })
      if (event === 'changed') changed()
    })
    if (signal.aborted) break
    setPulse({ way: 'asking' })
    await new Promise((resolve) => setTimeout(resolve, restMs))
  }
  clearTimeout(due)
}

/** What somebody has scrolled through is not read anew as a whole. */
function isLong(data: unknown): boolean {
  return (
    typeof data === 'object' && data !== null && 'pages' in data && Array.isArray(data.pages) && data.pages.length > 1
  )
}

type Told = { readonly id: string | undefined; readonly event: string | undefined }

/** Comes back when the stream has ended, however it has. A browser's own EventSource cannot send a token. */
async function listen(
  token: string,
  orgId: string,
  last: string | undefined,
  signal: AbortSignal,
  onTold: (told: Told) => void,
): Promise<void> {
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'text/event-stream',
    ...(last === undefined ? {} : { 'last-event-id': last }),
  }
  try {
    const response = await fetch(`/v1/organisations/${encodeURIComponent(orgId)}/stream`, { headers, signal })
    if (!response.ok || !response.body) return
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      const blocks = (text + value).split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) onTold({ id: lineOf(block, 'id'), event: lineOf(block, 'event') })
    }
  } catch {
    // Whoever stops listening, and a server that goes away, end it like this.
  }
}

function lineOf(block: string, name: string): string | undefined {
  return new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
}
