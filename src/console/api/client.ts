import type { Problem, paths } from './contract.ts'

type Accepted = 200 | 201 | 202
type Method = 'get' | 'post'
type Operation<Path extends keyof paths, Verb extends Method> = paths[Path][Verb]

/** What an operation answers when it accepts. */
export type Answer<Path extends keyof paths, Verb extends Method> =
  Operation<Path, Verb> extends { readonly responses: infer Responses }
    ? {
        [Status in keyof Responses & Accepted]: Responses[Status] extends {
          content: { readonly 'application/json': infer Body }
        }
          ? Body
          : never
      }[keyof Responses & Accepted]
    : never

export type Body<Path extends keyof paths> =
  Operation<Path, 'post'> extends {
    readonly requestBody: { readonly content: { readonly 'application/json': infer Given } }
  }
    ? Given
    : never

/** Paths that can be asked that way. */
export type PathOf<Verb extends Method> = {
  [Path in keyof paths]: Operation<Path, Verb> extends { readonly responses: unknown } ? Path : never
}[keyof paths]

/** The values of a path's braces, by name. */
export type Params = Readonly<Record<string, string | number>>
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/** The server declined, in the words of its catalogue. */
export class Declined extends Error {
  override readonly name = 'Declined'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.title)
    this.problem = problem
  }
}

/** Nobody answered, or not in a way that can be read. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered'
}

export function addressOf(path: string, params: Params, query: Query = {}): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_braces, name: string) =>
    encodeURIComponent(String(params[name] ?? '')),
  )
  const given = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().flatMap((each) => (each === undefined || each === '' ? [] : [[name, each]])),
  )
  const search = new URLSearchParams(given).toString()
  return search === '' ? filled : `${filled}?${search}`
}

export async function get<Path extends PathOf<'get'>>(
  token: string,
  path: Path,
  params: Params,
  query?: Query,
): Promise<Answer<Path, 'get'>> {
  return exchange(token, 'GET', addressOf(path, params, query), {}, undefined)
}

/** `key` is the wish: repeated under it, nothing happens twice. */
export async function post<Path extends PathOf<'post'>>(
  token: string,
  path: Path,
  params: Params,
  { body, key }: { readonly body: Body<Path>; readonly key: string },
): Promise<Answer<Path, 'post'>> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key }
  return exchange(token, 'POST', addressOf(path, params), headers, JSON.stringify(body))
}

async function exchange<Shape>(
  token: string,
  method: string,
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): Promise<Shape> {
  const sent = {
    method,
    headers: { ...headers, authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body }),
  }
  const response = await fetch(address, { ...sent, signal: AbortSignal.timeout(30_000) }).catch(() => undefined)
  if (!response) throw new Unanswered()
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok && answer !== undefined) return answer as Shape
  throw isProblem(answer) ? new Declined(answer) : new Unanswered()
}

function isProblem(answer: unknown): answer is Problem {
  return typeof answer === 'object' && answer !== null && 'code' in answer && 'whatToDo' in answer
}
