import type { Instant } from './domain/values.ts'
import type { Queryable } from './store/pool.ts'

/** Where rules get the time from. `on` is the connection of a running transaction, so that no second one is needed. */
export type Clock = { readonly now: (on?: Queryable) => Promise<Instant> }

/** The database's clock, cut to milliseconds: a rounded one could reach a cutoff before the cutoff does. */
export function databaseClock(pool: Queryable): Clock {
  return { now: (on) => readClock(on ?? pool) }
}

async function readClock(db: Queryable): Promise<Instant> {
  const { rows } = await db.query<{ at: Instant }>(`select date_trunc('milliseconds', clock_timestamp()) as at`)
  const [row] = rows
  if (!row) throw new Error('the database did not tell the time')
  return row.at
}
