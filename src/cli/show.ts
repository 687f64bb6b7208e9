import type { NumberAnswer, OnboardingAnswer, WaitAnswer } from './answers.ts'
import { paint } from './paint.ts'
import { type Cell, table } from './table.ts'
import {
  actWords,
  dayAndTime,
  gradeWords,
  ownerWords,
  reasonWords,
  spacedNumber,
  stageWords,
  verdictWords,
} from './words.ts'

export const verdictPaint = {
  can: paint.good,
  willStop: paint.open,
  cannot: paint.bad,
  unknown: paint.open,
} as const

/**
 * Numbers with their verdict, the first reason, who must act, and what they must do; those of which all of it is the same in
 * one line, unless each is wanted.
 */
export function numbersTable(numbers: readonly NumberAnswer[], isEach: boolean): string {
  const byNumber = [...numbers].sort((a, b) => (a.number < b.number ? -1 : 1))
  const groups = isEach ? byNumber.map((each): Alike => [each]) : alike(byNumber)
  const rows = groups.map(([first, ...others]): readonly Cell[] => {
    const { number, kind, verdict, reason, owner, nextAct } = first
    return [
      spacedNumber(number) + (others.length === 0 ? '' : ` and ${others.length} more`),
      kind === 'tollFree' ? 'toll-free' : kind,
      { text: verdictWords(verdict), paint: verdictPaint[verdict] },
      reasonWords(reason),
      owner === null ? '–' : ownerWords(owner),
      nextAct === null ? '–' : actWords(nextAct),
    ]
  })
  return table(['number', 'kind', 'may text', 'because', 'who must act', 'what to do'], rows)
}

type Alike = readonly [NumberAnswer, ...NumberAnswer[]]

function alike(numbers: readonly NumberAnswer[]): readonly Alike[] {
  const groups = new Map<string, [NumberAnswer, ...NumberAnswer[]]>()
  for (const number of numbers) {
    const { kind, verdict, reason, owner, nextAct } = number
    const shown = JSON.stringify([kind, verdict, reason, owner, nextAct])
    const group = groups.get(shown)
    if (group) group.push(number)
    else groups.set(shown, [number])
  }
  return [...groups.values()]
}

/** `support desk silent for 22 days (no word from them yet): ask the desk; escalated on 2 Feb 2026, 16:00 UTC`. Nothing while it is usual. */
export function silenceWords({ owner, silence }: WaitAnswer): string | undefined {
  const { days, lastWord, act, next } = silence
  if (act === null) return undefined
  const last = lastWord === null ? 'no word from them yet' : `last word ${dayAndTime(lastWord.heardAt)}`
  const then = next === null ? '' : `; ${gradeWords(next.grade)} on ${dayAndTime(next.at)}`
  return `${ownerWords(owner)} silent for ${days} ${days === 1 ? 'day' : 'days'} (${last}): ${actWords(act)}${then}`
}

/** `waiting for the licence: partner, by 22 Dec 2026, 04:31 UTC` */
export function standingWords({ phase, stage, wait }: OnboardingAnswer): string {
  if (phase !== 'open') return phase
  if (wait === null) return stageWords(stage)
  const due = wait.dueAt === null ? '' : `, by ${dayAndTime(wait.dueAt)}`
  return `${stageWords(wait.kind)}: ${ownerWords(wait.owner)}${due}${wait.isOverdue ? ' (overdue)' : ''}`
}
