import type { Instant } from './domain/values.ts'
import type { Queryable } from './store/pool.ts'

/**
 * Where rules get the time from. `on` is the connection of a running transaction, so that no second one is needed. `sql` is
 * the database's own clock as an expression, for a statement that asks something else too; other clocks have none.
 */
export type Clock = { readonly now: (on?: Queryable) => Promise<Instant>; readonly sql?: string }

/** The database's clock, cut to milliseconds: a rounded one could reach a cutoff before the cutoff does. */
export function databaseClock(pool: Queryable): Clock {
  return { now: (on) => readClock(on ?? pool), sql: databaseTime }
}

export const databaseTime = `date_trunc('milliseconds', clock_timestamp())`

async function readClock(db: Queryable): Promise<Instant> {
  const { rows } = await db.query<{ at: Instant }>(`select ${databaseTime} as at`)
  const [row] = rows
  if (!row) throw new Error('the database did not tell the time')
  return row.at
}
