import { createTemporalClient, type TemporalSettings } from '../temporal.ts'
import { triggerGuard } from '../worker/guardSchedule.ts'

/** Sends the guard of the cutoffs round now. Beside one that is under way it waits for its turn. */
export async function sendGuard(temporal: TemporalSettings): Promise<void> {
  const client = createTemporalClient(temporal)
  try {
    await client.withDeadline(Date.now() + 20_000, () => triggerGuard(client))
  } finally {
    await client.connection.close()
  }
}
