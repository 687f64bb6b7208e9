import type { ProblemDocument } from '../api/problem.ts'
import { ScenarioRefused } from '../rehearsal/refused.ts'
import { Declined, Unreachable } from './client.ts'
import { Unusable } from './connection.ts'
import { paint } from './paint.ts'
import { eventWords } from './words.ts'

/** Programs get the answer itself as one JSON document, people get words. */
export type Output = (answer: unknown, words: string) => void

export function createOutput({ json }: { readonly json: boolean }): Output {
  return (answer, words) => void process.stdout.write(`${json ? JSON.stringify(answer, null, 2) : words}\n`)
}

/** Says why a command could not be carried out, and what can be done about it. */
export function sayFailure(error: unknown, { json }: { readonly json: boolean }): void {
  const said = json ? JSON.stringify(failureDocument(error), null, 2) : failureWords(error)
  process.stderr.write(`${said}\n`)
}

function failureDocument(error: unknown): unknown {
  if (error instanceof Declined) return error.problem
  if (error instanceof ScenarioRefused) {
    const { code, place, reason, whatToDo } = error
    return { code, place, reason, whatToDo }
  }
  return { code: error instanceof Error ? error.name : 'Error', title: messageOf(error) }
}

function failureWords(error: unknown): string {
  if (error instanceof Declined) {
    const { code, title, field, reason, whatToDo, errors = [], rows = [], changes = [] } = error.problem
    return [
      `${paint.bad(code)} ${title}`,
      ...[field, reason].flatMap((each) => (each === undefined ? [] : [`  ${each}`])),
      ...errors.map((each) => `  ${each.field}: ${each.reason}`),
      ...rows.map((each) => `  ${rowWords(each)}: ${each.code} ${each.reason ?? each.title}`),
      ...changes.map((each) => `  version ${each.version} by ${each.by}: ${changeWords(each)}`),
      `  What to do: ${whatToDo}`,
    ].join('\n')
  }
  if (error instanceof Unreachable) {
    return `${paint.bad(messageOf(error))}\n  Is it running? \`npm start\` starts one here; --url or CLEARLINE_URL name another.`
  }
  if (error instanceof ScenarioRefused) {
    const { code, place, reason, whatToDo } = error
    return [`${paint.bad(code)} at ${place}`, `  ${reason}`, `  What to do: ${whatToDo}`].join('\n')
  }
  return error instanceof Unusable ? messageOf(error) : paint.bad(messageOf(error))
}

function rowWords({ row, number, field }: NonNullable<ProblemDocument['rows']>[number]): string {
  return number ?? (field === undefined ? `row ${row}` : `row ${row}, ${field}`)
}

function changeWords({ type, added, removed }: NonNullable<ProblemDocument['changes']>[number]): string {
  const parts = [...added.map((each) => `+ ${each}`), ...removed.map((each) => `- ${each}`)]
  return parts.length === 0 ? eventWords(type) : parts.join(', ')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
