import type { ActCardAnswer, RowAnswer } from './answers.ts'
import { paint } from './paint.ts'
import { ownerWords, valueWords } from './words.ts'

/** How each act is done that has no interface: who, where, with what at hand, and what confirms it. */
export function cardsWords(cards: readonly ActCardAnswer[], indent = '  '): string {
  return cards.map((card) => cardWords(card, indent)).join('\n')
}

function cardWords({ title, state, owner, path, values, confirmedBy, ruleIds }: ActCardAnswer, indent: string): string {
  const isUnconfirmed = state === 'unconfirmed'
  const lines = [
    `${paint.open(isUnconfirmed ? 'Submitted here, unconfirmed' : 'To be done outside')}: ${title}`,
    `  who    ${ownerWords(owner)}`,
    `  where  ${path.join(' → ')}`,
    `  with   ${values.map(({ name, value }) => `${valueWords(name)} ${value}`).join(', ')}`,
    `  done   when ${confirmedBy}  ${paint.faint(ruleIds.join(' '))}`,
  ]
  return lines.map((line) => indent + line).join('\n')
}

/** The rows of a list that were not taken, each with its reason. */
export function refusedWords(rows: readonly RowAnswer[]): string {
  return rows
    .filter(({ status }) => status === 'refused')
    .map(
      ({ row, number, code, reason }) =>
        `\n  ${paint.bad('left out')} ${number ?? `row ${row}`}: ${code}${reason ? ` (${reason})` : ''}`,
    )
    .join('')
}
