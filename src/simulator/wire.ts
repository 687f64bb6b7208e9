/** A request declined. It leaves as `{message, errors: [{code, description}], trackingId}`, the shape of both sides' errors. */
export class Declined extends Error {
  override readonly name = 'Declined'
  readonly statusCode: number
  readonly code: string
  readonly retryAfterSeconds: number | undefined

  constructor(statusCode: number, code: string, description: string, retryAfterSeconds?: number) {
    super(description)
    this.statusCode = statusCode
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export function errorBody(code: string, description: string, trackingId: string) {
  return { message: description, errors: [{ code, description }], trackingId }
}
