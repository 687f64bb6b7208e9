import type { WebhookTarget } from './settings.ts'
import { signatureHeaders, webexHeaders } from './signature.ts'
import type { AgendaEntry, SideName } from './world.ts'

/** Sends one webhook; true when the receiver took it (any 2xx). The signature's time is the wall clock's, for each attempt. */
export type Deliver = (entry: AgendaEntry) => Promise<boolean>

const timeoutMs = 10_000

export function createDelivery(
  targets: Readonly<Record<SideName, WebhookTarget>>,
  log: (line: Readonly<Record<string, unknown>>) => void,
): Deliver {
  return async (entry) => {
    const { url, secret } = targets[entry.side]
    const outcome = await post(url, secret, entry).catch((error: unknown) => nameOf(error))
    const taken = typeof outcome === 'number' && outcome >= 200 && outcome < 300
    if (!taken)
      log({ message: 'webhook not taken', side: entry.side, id: entry.id, outcome, attempt: entry.attempts + 1 })
    return taken
  }
}

async function post(url: string, secret: string, { id, side, body }: AgendaEntry): Promise<number> {
  const signed =
    side === 'webex' ? webexHeaders(secret, body) : signatureHeaders(secret, id, Math.floor(Date.now() / 1000), body)
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    headers: { 'content-type': 'application/json', ...signed },
    body,
  })
  await response.body?.cancel()
  return response.status
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown'
}
