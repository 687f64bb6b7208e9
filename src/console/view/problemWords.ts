import { Declined, Unanswered } from '../api/client.ts'
import { texts } from '../texts/texts.ts'

export type ProblemWords = {
  readonly title: string
  readonly reason?: string
  readonly whatToDo: string
  readonly code?: string
  readonly points: readonly string[]
  readonly requestId?: string
}

/** Whatever went wrong, in the words that a person is shown. */
export function problemWords(error: unknown): ProblemWords {
  if (error instanceof Declined) {
    const { title, reason, whatToDo, code, errors = [], rows = [], changes = [], requestId } = error.problem
    const points = [
      ...errors.map((each) => `${each.field}: ${each.reason}`),
      ...rows.map((each) => `${each.number ?? each.field ?? each.row + 1}: ${each.reason ?? each.title}`),
      ...changes.map((each) => texts.problem.change(each.by, each.added.length, each.removed.length)),
    ]
    return { title, ...(reason === undefined ? {} : { reason }), whatToDo, code, points, requestId }
  }
  const { title, whatToDo } = error instanceof Unanswered ? texts.problem.unanswered : texts.problem.unexpected
  return { title, whatToDo, points: [] }
}

/** Tokens that are refused end the session; anything else is shown where it happened. */
export function endsSession(error: unknown): boolean {
  return error instanceof Declined && error.problem.status === 401
}

/** What is wrong with which field of a form, by the field's path in the form. */
export function fieldErrors(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof Declined)) return {}
  const { rows = [], errors = [] } = error.problem
  return Object.fromEntries([
    ...errors.map(({ field, reason }) => [field.replace(/^\/form\//, '').replaceAll('/', '.'), reason] as const),
    ...rows.flatMap(({ field, reason, title }) => (field === undefined ? [] : [[field, reason ?? title] as const])),
  ])
}
