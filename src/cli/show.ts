import type { NumberAnswer, OnboardingAnswer } from './answers.ts'
import { paint } from './paint.ts'
import { type Cell, table } from './table.ts'
import { actWords, dayAndTime, ownerWords, reasonWords, spacedNumber, stageWords } from './words.ts'

const verdictPaint = { can: paint.good, cannot: paint.bad, unknown: paint.open } as const

/** Each number with its verdict, the first reason, who must act, and what they must do. */
export function numbersTable(numbers: readonly NumberAnswer[]): string {
  const byNumber = [...numbers].sort((a, b) => (a.number < b.number ? -1 : 1))
  const rows = byNumber.map(({ number, kind, verdict, reason, owner, nextAct }): readonly Cell[] => [
    spacedNumber(number),
    kind === 'tollFree' ? 'toll-free' : kind,
    { text: verdict, paint: verdictPaint[verdict] },
    reasonWords(reason),
    owner === null ? '–' : ownerWords(owner),
    nextAct === null ? '–' : actWords(nextAct),
  ])
  return table(['number', 'kind', 'may text', 'because', 'who must act', 'what to do'], rows)
}

/** `waiting for the licence: partner, by 22 Dec 2026, 04:31 UTC` */
export function standingWords({ phase, stage, wait }: OnboardingAnswer): string {
  if (phase !== 'open') return phase
  if (wait === null) return stageWords(stage)
  const due = wait.dueAt === null ? '' : `, by ${dayAndTime(wait.dueAt)}`
  return `${stageWords(wait.kind)}: ${ownerWords(wait.owner)}${due}${wait.isOverdue ? ' (overdue)' : ''}`
}
