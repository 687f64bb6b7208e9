import type { OrganisationId } from '../domain/values.ts'
import type { Pool, Transaction } from './pool.ts'

/**
 * Runs `work` in one transaction that has said which organisation it is for, so that row-level security can be switched
 * on without touching a query. `nothing` comes from cross-organisation readers and is visible as such.
 */
export async function inTransaction<Result>(
  pool: Pool,
  orgId: OrganisationId | 'nothing',
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const tx = await pool.connect()
  // A connection that breaks between two queries says so here; the next query on it fails and is handled there.
  const ignore = () => undefined
  tx.on('error', ignore)
  let broken: Error | undefined
  try {
    await tx.query('begin')
    await setOrganisation(tx, orgId)
    const result = await work(tx)
    await tx.query('commit')
    return result
  } catch (error) {
    broken = await rolledBack(tx)
    throw error
  } finally {
    tx.off('error', ignore)
    tx.release(broken)
  }
}

async function setOrganisation(tx: Transaction, orgId: OrganisationId | 'nothing'): Promise<void> {
  await tx.query(`select set_config('clearline.org', $1, true)`, [orgId === 'nothing' ? '' : orgId])
}

async function rolledBack(tx: Transaction): Promise<Error | undefined> {
  try {
    await tx.query('rollback')
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

const retryable = new Set(['40P01', '55P03', '40001'])

/** A deadlock, a lock given up, a serialisation failure: the same work may simply be tried again. */
export function isRetryable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && retryable.has(error.code)
}
