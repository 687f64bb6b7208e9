import * as z from 'zod'
import type { Refusal, RowRefusal } from '../domain/decision.ts'
import { type ProblemCode, type ProblemEntry, problemCodes, problems } from './problems.ts'

const fault = z
  .object({
    field: z.string().describe('JSON pointer into the body, or the name of a parameter'),
    reason: z.string(),
  })
  .meta({ id: 'Fault' })

export const refusedRow = z
  .object({
    row: z.int().describe('position in the list, from 0'),
    number: z.string().optional().describe('the number as it came'),
    status: z.literal('refused'),
    code: z.enum(problemCodes),
    title: z.string(),
    field: z.string().optional(),
    reason: z.string().optional().describe('what was seen, where there is more to say than the code'),
    whatToDo: z.string(),
  })
  .meta({ id: 'RefusedRow' })

const orderChange = z
  .object({
    version: z.int(),
    type: z.string(),
    recordedAt: z.string(),
    by: z.string().describe('role and subject of the other editor'),
    added: z.array(z.string()),
    removed: z.array(z.string()),
  })
  .meta({ id: 'OrderChange' })

/** RFC 9457. `title` and `whatToDo` belong to the code; `field`, `reason`, `errors`, `rows` and `changes` to this occurrence. */
export const problemDocument = z
  .object({
    type: z.string().describe('urn:clearline:problem: and the code'),
    title: z.string(),
    status: z.int(),
    code: z.enum(problemCodes),
    field: z.string().optional(),
    reason: z.string().optional(),
    whatToDo: z.string(),
    errors: z.array(fault).optional(),
    rows: z.array(refusedRow).optional(),
    changes: z.array(orderChange).optional().describe('what has changed since the version that was read'),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' })

export const problemType = 'application/problem+json'

/** What a route answers when it declines; one entry for every route's response table. */
export const problemResponse = {
  description: 'The request was declined: see the catalogue of codes.',
  content: { [problemType]: { schema: problemDocument } },
} as const

export type ProblemDocument = z.output<typeof problemDocument>
export type RefusedRow = z.output<typeof refusedRow>

type Occurrence = Pick<ProblemDocument, 'field' | 'reason' | 'errors' | 'rows' | 'changes'>

/** Ends a request with a code of the catalogue. The message is the code: nothing of the request can reach a log by it. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly occurrence: Occurrence

  constructor(code: ProblemCode, occurrence: Occurrence = {}) {
    super(code)
    this.code = code
    this.occurrence = occurrence
  }
}

/** The domain's refusal for a caller. `numbers` are the list's own texts, which came from the caller and go back to nobody else. */
export function refusalProblem({ code, field, detail, rows }: Refusal, numbers: readonly string[] = []): Problem {
  return new Problem(code, {
    ...(field === undefined ? {} : { field }),
    ...(detail === undefined ? {} : { reason: detail }),
    ...(rows === undefined ? {} : { rows: rows.map((each) => refusedRowOf(each, numbers)) }),
  })
}

export function refusedRowOf({ row, code, field, detail }: RowRefusal, numbers: readonly string[]): RefusedRow {
  const { title, act }: ProblemEntry = problems[code]
  const number = numbers[row]
  return {
    row,
    ...(number === undefined ? {} : { number }),
    status: 'refused',
    code,
    title,
    ...(field === undefined ? {} : { field }),
    ...(detail === undefined ? {} : { reason: detail }),
    whatToDo: act,
  }
}

export function document(problem: Problem, requestId: string): ProblemDocument {
  const { status, title, act }: ProblemEntry = problems[problem.code]
  return {
    type: `urn:clearline:problem:${problem.code}`,
    title,
    status,
    code: problem.code,
    ...problem.occurrence,
    whatToDo: act,
    requestId,
  }
}
