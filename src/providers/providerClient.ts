import { Agent, errors, request } from 'undici'
import { ProviderRefused, ProviderUnavailable } from './failures.ts'
import { isCode, isIdentifier, isRecord } from './shape.ts'

/** `timeoutMs` bounds one whole call, from connecting to the last byte. Repeats belong to the caller's retry policy. */
export type ProviderSettings = { readonly url: string; readonly token: string; readonly timeoutMs: number }

export type ProviderClient = {
  readonly get: (path: string, query: Readonly<Record<string, string>>) => Promise<unknown>
  readonly post: (path: string, body: unknown) => Promise<unknown>
  readonly close: () => Promise<void>
}

type Call = { readonly method: 'GET' | 'POST'; readonly url: URL; readonly body?: string }
type Answer = { readonly status: number; readonly retryAfter: string | undefined; readonly body: unknown }

const answerLimitBytes = 1_048_576
const longestRetryAfterMs = 3_600_000

export function createProviderClient(provider: string, settings: ProviderSettings): ProviderClient {
  const { timeoutMs } = settings
  const dispatcher = new Agent({
    connections: 8,
    maxResponseSize: answerLimitBytes,
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  })

  async function call({ method, url, body }: Call): Promise<unknown> {
    const answer = await exchange({ method, url, ...(body === undefined ? {} : { body }) }).catch((error: unknown) => {
      throw new ProviderUnavailable(provider, outageOf(error), { cause: error })
    })
    if (answer.status !== 200 && answer.status !== 201) throw failureOf(provider, answer)
    if (answer.body === undefined) throw new ProviderUnavailable(provider, 'poison', { status: answer.status })
    return answer.body
  }

  async function exchange({ method, url, body }: Call): Promise<Answer> {
    const response = await request(url, {
      method,
      dispatcher,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${settings.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
    })
    const retryAfter = response.headers['retry-after']
    const text = await response.body.text()
    return {
      status: response.statusCode,
      retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
      body: parsed(text),
    }
  }

  return {
    get: (path, query) => {
      const url = new URL(path, settings.url)
      url.search = new URLSearchParams(query).toString()
      return call({ method: 'GET', url })
    },
    post: (path, body) => call({ method: 'POST', url: new URL(path, settings.url), body: JSON.stringify(body) }),
    close: () => dispatcher.close(),
  }
}

/** The parser's own error quotes the answer, which may hold a phone number: it is not kept. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function outageOf(error: unknown): 'timeout' | 'poison' | 'network' {
  if (error instanceof errors.ResponseExceededMaxSizeError) return 'poison'
  const timedOut =
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    error instanceof errors.ConnectTimeoutError ||
    (error instanceof Error && error.name === 'TimeoutError')
  return timedOut ? 'timeout' : 'network'
}

function failureOf(provider: string, { status, retryAfter, body }: Answer): ProviderRefused | ProviderUnavailable {
  const { trackingId, errors: reasons } = isRecord(body) ? body : {}
  const tracked = isIdentifier(trackingId) ? { trackingId } : {}
  const wait = retryAfterMs(retryAfter)
  const waiting = wait === undefined ? {} : { retryAfterMs: wait }
  if (status === 429) return new ProviderUnavailable(provider, 'throttled', { status, ...waiting, ...tracked })
  if (status >= 500) return new ProviderUnavailable(provider, 'serverError', { status, ...waiting, ...tracked })
  if (status === 408) return new ProviderUnavailable(provider, 'timeout', { status, ...tracked })
  if ([401, 403, 404, 405].includes(status)) {
    return new ProviderUnavailable(provider, 'misconfigured', { status, ...tracked })
  }
  if (status < 400) return new ProviderUnavailable(provider, 'poison', { status, ...tracked })
  return new ProviderRefused(provider, status, codeOf(reasons), tracked.trackingId)
}

/** Only the code is kept of a refusal: the texts beside it may quote what we sent. */
function codeOf(reasons: unknown): string {
  const [first]: readonly unknown[] = Array.isArray(reasons) ? reasons : []
  const { code } = isRecord(first) ? first : {}
  return isCode(code) ? code : 'UNSTATED'
}

/** Seconds or an HTTP date; never longer than an hour, so that a mad answer cannot park an order. */
function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined
  const wait = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), longestRetryAfterMs)
}
