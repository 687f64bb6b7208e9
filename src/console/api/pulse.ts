import { useSyncExternalStore } from 'react'

/** How pages hear of changes: told at once, by asking again, or not at all for the moment. */
export type Pulse = { readonly asOf: number | null; readonly way: 'told' | 'asking' | 'silent' }

let pulse: Pulse = { asOf: null, way: 'asking' }
const listeners = new Set<() => void>()

export function setPulse(change: Partial<Pulse>): void {
  const next = { ...pulse, ...change }
  if (next.asOf === pulse.asOf && next.way === pulse.way) return
  pulse = next
  for (const listener of listeners) listener()
}

export function isTold(): boolean {
  return pulse.way === 'told'
}

export function usePulse(): Pulse {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => pulse,
  )
}

// Without a network nothing is asked, and so nothing fails: the browser itself has to say it.
if (typeof window !== 'undefined') {
  window.addEventListener('offline', () => setPulse({ way: 'silent' }))
  window.addEventListener('online', () => setPulse({ way: 'asking' }))
}
