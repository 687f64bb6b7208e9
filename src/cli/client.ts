import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ProblemDocument } from '../api/problem.ts'

export type ApiClient = {
  readonly get: <Answer>(path: string, query?: Readonly<Record<string, string>>) => Promise<Answer>
  /** `key` makes a repeat the same request; without one it is a new wish. */
  readonly post: <Answer>(path: string, body: unknown, key?: string) => Promise<Answer>
  readonly all: <Item>(path: string, query?: Readonly<Record<string, string>>) => Promise<readonly Item[]>
}

export type ApiAccess = {
  readonly url: string
  readonly token: string
  /** How long to go on asking an API that does not answer: it may be starting again. Repeats carry the same key. */
  readonly patienceMs?: number
}

/** The API declined: its catalogue's words, to be shown as they are. */
export class Declined extends Error {
  override readonly name = 'Declined'
  readonly problem: ProblemDocument

  constructor(problem: ProblemDocument) {
    super(`${problem.code}: ${problem.title}`)
    this.problem = problem
  }
}

/** Nobody answered in time. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

type Call = { readonly method: 'GET' | 'POST'; readonly path: string; readonly key?: string; readonly body?: unknown }

const pauseMs = 250
const requestTimeoutMs = 20_000

export function createApiClient({ url, token, patienceMs = 0 }: ApiAccess): ApiClient {
  async function call<Answer>(asked: Call): Promise<Answer> {
    const limit = Date.now() + patienceMs
    for (;;) {
      const answer = await exchange(asked)
      if (answer !== undefined) return answer as Answer
      if (Date.now() >= limit) throw new Unreachable(`the API at ${url} does not answer`)
      await sleep(pauseMs)
    }
  }

  /** Undefined where nobody answered, or the server was not able to. */
  async function exchange({ method, path, key, body }: Call): Promise<unknown> {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    }
    const sent = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
    const response = await fetch(new URL(path, url), { ...sent, signal: AbortSignal.timeout(requestTimeoutMs) }).catch(
      () => undefined,
    )
    const answer: unknown = await response?.json().catch(() => undefined)
    if (response === undefined || answer === undefined || (response.status >= 500 && patienceMs > 0)) return undefined
    if (!response.ok) throw declined(response.status, answer)
    return answer
  }

  const get: ApiClient['get'] = (path, query = {}) => {
    const search = new URLSearchParams(query).toString()
    return call({ method: 'GET', path: search === '' ? path : `${path}?${search}` })
  }

  return {
    get,
    post: (path, body, key = randomUUID()) => call({ method: 'POST', path, key, body }),
    all: async <Item>(path: string, query: Readonly<Record<string, string>> = {}) => {
      type Page = { readonly items: readonly Item[]; readonly nextCursor: string | null }
      const items: Item[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: Page = await get<Page>(path, { ...query, limit: '200', ...(cursor === '' ? {} : { cursor }) })
        items.push(...page.items)
        cursor = page.nextCursor
      }
      return items
    },
  }
}

function declined(status: number, answer: unknown): Error {
  const isProblem = typeof answer === 'object' && answer !== null && 'code' in answer && 'whatToDo' in answer
  return isProblem ? new Declined(answer as ProblemDocument) : new Error(`the API answered ${status}`)
}
