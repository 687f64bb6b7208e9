import pg from 'pg'
import { instant } from '../domain/values.ts'

export type Pool = pg.Pool
export type Transaction = pg.PoolClient
/** Anything that answers a query: the pool, or the connection of a running transaction. */
export type Queryable = Pick<pg.Pool, 'query'>

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.TIMESTAMPTZ) return (text: string) => instant(text)
    return pg.types.getTypeParser(oid, format)
  },
}

export type PoolOptions = { readonly url: string; readonly max: number; readonly name: string }

/**
 * Instants come back as text with three decimals. Time limits nest: a lock is given up before its statement, a statement
 * before the activity or request around it, so that nothing outlives the one who asked.
 */
export function createPool({ url, max, name }: PoolOptions): Pool {
  return new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    types,
    lock_timeout: 4_000,
    statement_timeout: 8_000,
    idle_in_transaction_session_timeout: 15_000,
    connectionTimeoutMillis: 5_000,
    options: '-c timezone=UTC -c default_transaction_isolation=read\\ committed',
  })
}
