import type { Queryable } from '../pool.ts'

/** The result of a cancellation that a process has carried out, by the id that the request gave it. */
export async function findCancellation(
  db: Queryable,
  workflowId: string,
  commandId: string,
): Promise<{ readonly released: number } | undefined> {
  const { rows } = await db.query<{ released: number }>(
    `select (result->>'released')::int as released from inbox
     where scope = 'process' and command_id = $1 and result is not null`,
    [`${workflowId}/cancel/${commandId}`],
  )
  return rows[0]
}
