/** The provider judged the request itself and said no: sending it again unchanged cannot help. */
export class ProviderRefused extends Error {
  override readonly name = 'ProviderRefused'
  readonly retryable = false
  readonly provider: string
  readonly status: number
  readonly code: string
  readonly trackingId: string | undefined

  constructor(provider: string, status: number, code: string, trackingId?: string) {
    super(`${provider} refused the request: ${status} ${code}`)
    this.provider = provider
    this.status = status
    this.code = code
    this.trackingId = trackingId
  }
}

/**
 * `misconfigured` is an address or a token that is wrong on our side (401, 403, 404, 405): no verdict on the request, so
 * it waits for a person rather than fails. `poison` is an answer that breaks the contract: too big, or of another shape.
 */
export type Outage = 'throttled' | 'serverError' | 'network' | 'timeout' | 'poison' | 'misconfigured'

export type OutageDetail = {
  readonly status?: number
  readonly retryAfterMs?: number
  readonly trackingId?: string
  readonly cause?: unknown
}

/** No verdict was heard. After `network`, `timeout` or `poison` the request may have been taken: ask before sending again. */
export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable'
  readonly retryable = true
  readonly provider: string
  readonly outage: Outage
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined
  readonly trackingId: string | undefined

  constructor(provider: string, outage: Outage, detail: OutageDetail = {}) {
    super(`${provider} gave no usable answer: ${outage}${detail.status ? ` (${detail.status})` : ''}`, {
      cause: detail.cause,
    })
    this.provider = provider
    this.outage = outage
    this.status = detail.status
    this.retryAfterMs = detail.retryAfterMs
    this.trackingId = detail.trackingId
  }
}
