import { ApplicationFailure, log } from '@temporalio/activity'
import { ProviderRefused, ProviderUnavailable } from '../providers/failures.ts'

/**
 * Says a provider's failures in Temporal's words: a final no is not retried, and an outage waits as long as the provider
 * asked. Only codes travel on; a cause or a stack could quote what was sent.
 */
export async function asking<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof ProviderRefused) throw refusedByProvider(error)
    if (error instanceof ProviderUnavailable) throw unavailable(error)
    throw error
  }
}

function refusedByProvider({ message, provider, code, trackingId }: ProviderRefused): ApplicationFailure {
  log.warn('provider refused', { provider, code, trackingId })
  return ApplicationFailure.create({ message, type: 'ProviderRefused', nonRetryable: true, details: [code] })
}

function unavailable({ message, provider, outage, retryAfterMs, trackingId }: ProviderUnavailable): ApplicationFailure {
  log.warn('provider unavailable', { provider, outage, trackingId })
  return ApplicationFailure.create({
    message,
    type: 'ProviderUnavailable',
    details: [outage],
    ...(retryAfterMs === undefined ? {} : { nextRetryDelay: retryAfterMs }),
  })
}
