import type { AskedNumber } from './request.ts'
import { type Answer, answersFor, type Delay, type Match, type Outcome, type Rule, type Timing } from './script.ts'
import type { Item, Kind, Moment, Planned, Submission } from './world.ts'

/** What is told in one webhook: every number of the request that has the same answer to the same instants. */
export type Telling = {
  readonly toldAt: Moment
  readonly happensAt: Moment
  readonly copies: number
  readonly items: readonly Said[]
}

export type Said = { readonly reference: string; readonly outcome: Outcome; readonly code?: string }

type Asking = {
  readonly kind: Kind
  readonly items: readonly AskedNumber[]
  readonly organisation: string
  readonly earlier: readonly Submission[]
  readonly at: Moment
  /** Numbers that the request's letters name count as covered. Only orders bring letters. */
  readonly letterFor?: (e164: string) => NonNullable<Match['letter']>
}

/** Fixes at reception what will be answered and when; a script that comes later changes nothing about it. */
export function planItems(rules: readonly Rule<Answer>[], asking: Asking): readonly Item[] {
  const { kind, items, organisation, earlier, at, letterFor } = asking
  const asked = new Map<string, number>()
  const numbers = earlier.filter((each) => each.kind === kind).flatMap((each) => each.items)
  for (const { e164 } of numbers) asked.set(e164, (asked.get(e164) ?? 0) + 1)
  return items.map(({ reference, e164 }, index) => {
    const attempt = (asked.get(e164) ?? 0) + 1
    const letter = letterFor === undefined ? {} : { letter: letterFor(e164) }
    const answers = answersFor(rules, { reference, e164s: [e164], organisation, nth: index + 1, attempt, ...letter })
    return { reference, e164, answers: answers.map((answer) => planned(answer, at)) }
  })
}

/** Delays count from the instant at which the request was taken. */
export function planned<Step extends Timing>(step: Step, at: Moment): Planned<Step> {
  const { after, toldAfter, copies, ...said } = step
  return { ...said, happensAt: later(at, after), toldAt: later(at, toldAfter ?? after), copies: copies ?? 1 }
}

function later(at: Moment, { days = 0, hours = 0, ms = 0 }: Delay): Moment {
  const delayMs = Math.round(days * 86_400_000 + hours * 3_600_000 + ms)
  return new Date(Date.parse(at) + delayMs).toISOString()
}

/** Groups the answers into webhooks, in the order of telling. A number never stands twice in one webhook. */
export function tellings(items: readonly Item[]): readonly Telling[] {
  const groups = new Map<string, { head: Planned<Answer>; items: Said[] }>()
  for (const { reference, answers } of items) {
    for (const [index, answer] of answers.entries()) {
      const key = [answer.toldAt, answer.happensAt, index, answer.copies].join(' ')
      const group = groups.get(key) ?? { head: answer, items: [] }
      const code = answer.code === undefined ? {} : { code: answer.code }
      group.items.push({ reference, outcome: answer.outcome, ...code })
      groups.set(key, group)
    }
  }
  return [...groups.values()]
    .map(({ head: { toldAt, happensAt, copies }, items: told }) => ({ toldAt, happensAt, copies, items: told }))
    .sort((a, b) => (a.toldAt < b.toldAt ? -1 : Number(a.toldAt > b.toldAt)))
}

/** How a number stands at an instant: the last answer that has happened by then. */
export function standing(item: Item, at: Moment): Planned<Answer> | undefined {
  return item.answers
    .filter((answer) => answer.happensAt <= at)
    .sort((a, b) => (a.happensAt < b.happensAt ? -1 : Number(a.happensAt > b.happensAt)))
    .at(-1)
}
