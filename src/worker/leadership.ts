import pg from 'pg'
import type { Logger } from '../log.ts'

export type Duty = (signal: AbortSignal) => Promise<void>
export type Leadership = { readonly stop: () => Promise<void> }

/**
 * Runs duties in one worker process at a time. The lock lives as long as its connection, so a killed leader's work is
 * taken over at once. For a moment two may believe to lead: every duty therefore stands being done twice.
 */
export function startLeadership(
  options: { readonly databaseUrl: string; readonly lock: number; readonly retryMs: number; readonly log: Logger },
  duties: readonly Duty[],
): Leadership {
  const { databaseUrl, lock, retryMs, log } = options
  const stopping = new AbortController()
  const ended = seekForEver()
  return {
    stop: async () => {
      stopping.abort()
      await ended
    },
  }

  async function seekForEver(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await leadOnce()
      } catch (error) {
        log.warn({ reason: reasonOf(error) }, 'leadership lost')
      }
      await pause(retryMs, stopping.signal)
    }
  }

  async function leadOnce(): Promise<void> {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'clearline-leader',
      keepAlive: true,
    })
    const lost = new AbortController()
    client.on('error', () => lost.abort())
    client.on('end', () => lost.abort())
    try {
      await client.connect()
      if (!(await isLeader(client, lock))) return
      log.info('leading: relay, intake, turning facts and mail')
      const signal = AbortSignal.any([stopping.signal, lost.signal])
      await Promise.all(duties.map((duty) => duty(signal)))
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}

async function isLeader(client: pg.Client, lock: number): Promise<boolean> {
  const { rows } = await client.query<{ leads: boolean }>('select pg_try_advisory_lock($1) as leads', [lock])
  return rows[0]?.leads === true
}

/** Waits, or until the signal: whichever is first. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const finish = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, ms)
    signal.addEventListener('abort', finish)
  })
}

/**
 * Repeats a piece of work until the signal: at once while there is more of it, after a pause when there is none, after a
 * longer one when it failed. Its failures are the outside's, so they are logged and never end it.
 */
export function repeating(
  name: string,
  log: Logger,
  { idleMs, failedMs }: { readonly idleMs: number; readonly failedMs: number },
  work: (signal: AbortSignal) => Promise<'more' | 'idle'>,
): Duty {
  return async (signal) => {
    while (!signal.aborted) {
      const outcome = await attempt(signal)
      if (outcome !== 'more') await pause(outcome === 'idle' ? idleMs : failedMs, signal)
    }
  }

  async function attempt(signal: AbortSignal): Promise<'more' | 'idle' | 'failed'> {
    try {
      return await work(signal)
    } catch (error) {
      log.warn({ duty: name, reason: reasonOf(error) }, 'a duty failed and is tried again')
      return 'failed'
    }
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
