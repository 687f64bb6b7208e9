import { stripVTControlCharacters } from 'node:util'
import type { NumberAnswer, OnboardingAnswer, StandingAnswer } from '../cli/answers.ts'
import type { ApiClient } from '../cli/client.ts'
import { paint } from '../cli/paint.ts'
import { type Cell, table } from '../cli/table.ts'
import { actWords, ownerWords, reasonWords, spacedNumber, stageWords } from '../cli/words.ts'
import { type Example, onboardingsOf, pathOf } from './example.ts'

/** How an organisation of the example stands right now; nothing before its onboarding has started. */
export type Standing = { readonly name: string; readonly onboarding: OnboardingAnswer | undefined }

export async function readStandings(api: ApiClient, example: Example): Promise<readonly Standing[]> {
  return Promise.all(
    example.map(async ({ orgId, organisation: { short: name } }) => {
      const [first] = await onboardingsOf(api, orgId)
      const path = `${pathOf(orgId)}/onboardings`
      return { name, onboarding: first && (await api.get<OnboardingAnswer>(`${path}/${first.id}`)) }
    }),
  )
}

/** One line for each organisation: where it stands, who holds it, and where its numbers are. */
export function standingLines(standings: readonly Standing[], columns: number): readonly string[] {
  const rows = standings.map(({ name, onboarding }): readonly Cell[] => {
    if (onboarding === undefined) return [{ text: name, paint: paint.strong }, 'has not started', '–', '']
    const { stage, owner } = holder(onboarding)
    const colour = onboarding.phase === 'open' ? (isHold(stage) ? paint.bad : paint.open) : paint.good
    const words = onboarding.phase === 'open' ? stageWords(stage) : onboarding.phase
    return [
      { text: name, paint: paint.strong },
      { text: words, paint: colour },
      owner === null ? '–' : ownerWords(owner),
      counted(onboarding.standing),
    ]
  })
  const drawn = table(['organisation', 'stands at', 'whose turn', 'its numbers'], rows).split('\n')
  const width = Math.max(columns - 1, 20)
  return ['', paint.faint('─'.repeat(Math.min(width, 100))), ...drawn.map((line) => cut(line, width))]
}

/** A case that is open says more than the onboarding that waits for it. */
function holder({ stage, wait, cases }: OnboardingAnswer): { readonly stage: string; readonly owner: string | null } {
  const [first] = cases
  return first ?? { stage: wait?.kind ?? stage, owner: wait?.owner ?? null }
}

function isHold(stage: string): boolean {
  return stage === 'licenceHold' || stage === 'eligibilityHold'
}

const countWords: readonly (readonly [keyof StandingAnswer, string])[] = [
  ['ordered', 'with the desk'],
  ['authorised', 'authorised'],
  ['inCase', 'in the case'],
  ['submitted', 'under review'],
  ['registered', 'registered'],
  ['active', 'texting'],
  ['refused', 'refused'],
  ['rejected', 'rejected'],
]

/** Each number once: those that text are not said to be registered as well. */
function counted(standing: StandingAnswer): string {
  const once = { ...standing, registered: standing.registered - standing.active }
  return countWords.flatMap(([name, words]) => (once[name] > 0 ? [`${once[name]} ${words}`] : [])).join(', ')
}

const colours = new RegExp(`(${String.fromCharCode(27)}\\[\\d+m)`)

/** As much of a line as fits, its colours closed: one that wraps could not be taken back. */
function cut(line: string, width: number): string {
  let left = width
  return line
    .split(colours)
    .map((part, index) => {
      if (index % 2 === 1) return part
      const shown = part.length <= left ? part : `${part.slice(0, Math.max(left - 1, 0))}${left > 0 ? '…' : ''}`
      left -= Math.min(part.length, left)
      return shown
    })
    .join('')
}

export type Outcome = { readonly name: string; readonly numbers: readonly NumberAnswer[] }

/** Whether the numbers may text and why, those of one reason in one line; who must do what, where there is room for it. */
export function outcomeTable(outcomes: readonly Outcome[], columns: number): string {
  const rows = outcomes.flatMap(({ name, numbers }) =>
    groupedByReason(numbers).map(([first, ...others]): readonly Cell[] => [
      name,
      others.length === 0 ? spacedNumber(first.number) : `${others.length + 1} numbers`,
      { text: first.verdict, paint: first.verdict === 'can' ? paint.good : paint.bad },
      reasonWords(first.reason),
      first.owner === null ? '–' : ownerWords(first.owner),
      first.nextAct === null ? '–' : actWords(first.nextAct),
    ]),
  )
  const heads = ['organisation', 'numbers', 'may text', 'because', 'who must act', 'what to do']
  const whole = table(heads, rows)
  const isWide = whole.split('\n').some((line) => stripVTControlCharacters(line).length > columns)
  return isWide
    ? table(
        heads.slice(0, 4),
        rows.map((row) => row.slice(0, 4)),
      )
    : whole
}

type Group = readonly [NumberAnswer, ...NumberAnswer[]]

function groupedByReason(numbers: readonly NumberAnswer[]): readonly Group[] {
  const groups = new Map<string, [NumberAnswer, ...NumberAnswer[]]>()
  for (const number of numbers) {
    const group = groups.get(number.reason)
    if (group) group.push(number)
    else groups.set(number.reason, [number])
  }
  return [...groups.values()].sort((a, b) => b.length - a.length)
}
