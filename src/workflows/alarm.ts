import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow'
import { msUntil } from '../domain/process/waits.ts'
import type { Instant } from '../domain/values.ts'

export type Alarm = {
  /** Whether an instant came since the alarm was last set. It only wakes: what is due is for the clock to say. */
  readonly rang: () => boolean
  /** Keeps the timer that already runs for this instant: a timer for each wake-up would fill the history. */
  readonly set: (at: Instant | undefined, summary: string) => void
}

/** One timer at a time, for one absolute instant of the clock that `now` reads. */
export function createAlarm(now: () => number): Alarm {
  let armed: { readonly at: Instant; readonly scope: CancellationScope } | undefined
  let rang = false

  function set(at: Instant | undefined, summary: string): void {
    rang = false
    if (armed?.at === at) return
    armed?.scope.cancel()
    armed = undefined
    if (at === undefined) return
    const scope = new CancellationScope()
    armed = { at, scope }
    scope
      .run(() => sleep(msUntil(at, now()), { summary }))
      .then(
        () => ring(scope),
        (error: unknown) => {
          if (!isCancellation(error)) throw error
        },
      )
  }

  function ring(scope: CancellationScope): void {
    if (armed?.scope !== scope) return
    armed = undefined
    rang = true
  }

  return { rang: () => rang, set }
}
