import { WorkflowNotFoundError } from '@temporalio/client'
import type { ProcessId, ProcessKind } from '../domain/process/process.ts'
import { openProcesses } from '../store/outbox.ts'
import { createPool } from '../store/pool.ts'
import { createTemporalClient, type TemporalSettings } from '../temporal.ts'
import { createDelivery, type Recipient, workflowIdOf } from '../worker/delivery.ts'

/** `started`: it ran nowhere and runs again. `running`: it ran, and was asked to look again. `ended`: see `recoverAll`. */
export type Recovered = {
  readonly id: ProcessId
  readonly kind: ProcessKind
  readonly orgId: string
  readonly outcome: 'started' | 'running' | 'ended'
}

/**
 * Starts every open process again from Postgres, for when Temporal's store is lost or a run was terminated. Never a second
 * run beside a running one, and never one anew whose workflow came to its own end: that is told as `ended`, for a person.
 */
export async function recoverAll(databaseUrl: string, temporal: TemporalSettings): Promise<readonly Recovered[]> {
  const pool = createPool({ url: databaseUrl, max: 2, name: 'clearline-recover' })
  const client = createTemporalClient(temporal)
  const deliver = createDelivery(client)
  try {
    const recovered: Recovered[] = []
    for (const { id, orgId, kind } of await openProcesses(pool)) {
      const to: Recipient = { kind, orgId, processId: id }
      const ran = await isRunning(to)
      const answer = await client.withDeadline(Date.now() + 20_000, () => deliver.wake(to))
      const outcome = ran ? 'running' : 'started'
      recovered.push({ id, kind, orgId, outcome: answer === 'closed' ? 'ended' : outcome })
    }
    return recovered
  } finally {
    await client.connection.close()
    await pool.end()
  }

  async function isRunning(to: Recipient): Promise<boolean> {
    try {
      const handle = client.workflow.getHandle(workflowIdOf(to))
      const { status } = await client.withDeadline(Date.now() + 20_000, () => handle.describe())
      return status.name === 'RUNNING'
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false
      throw error
    }
  }
}
