import { type Answer, answersFor, delayMs, type SideScript } from './script.ts'
import type { Item, Moment, PlannedAnswer, SideName, Submission } from './world.ts'

export type SubmissionBody = {
  readonly reference: string
  readonly organisationReference: string
  readonly locationReference?: string
  readonly items: readonly { readonly reference: string; readonly e164: string }[]
}

/** What is told in one webhook: every number of the submission that has the same answer to the same instants. */
export type Telling = {
  readonly toldAt: Moment
  readonly happensAt: Moment
  readonly copies: number
  readonly items: readonly {
    readonly reference: string
    readonly outcome: 'accept' | 'reject'
    readonly code?: string
  }[]
}

/** Fixes at reception what will be answered and when; a script that comes later changes nothing about it. */
export function planItems(
  body: SubmissionBody,
  script: SideScript,
  earlier: readonly Submission[],
  side: SideName,
  at: Moment,
): readonly Item[] {
  const asked = new Map<string, number>()
  const numbers = earlier.filter((each) => each.side === side).flatMap((each) => each.items)
  for (const { e164 } of numbers) asked.set(e164, (asked.get(e164) ?? 0) + 1)
  return body.items.map(({ reference, e164 }, index) => {
    const organisation = body.organisationReference
    const attempt = (asked.get(e164) ?? 0) + 1
    const answers = answersFor(script, { reference, e164, organisation, nth: index + 1, attempt })
    return { reference, e164, answers: answers.map((answer) => planned(answer, at)) }
  })
}

function planned({ after, toldAfter, outcome, code, copies }: Answer, at: Moment): PlannedAnswer {
  return {
    happensAt: later(at, delayMs(after)),
    toldAt: later(at, delayMs(toldAfter ?? after)),
    outcome,
    ...(code === undefined ? {} : { code }),
    copies: copies ?? 1,
  }
}

function later(at: Moment, ms: number): Moment {
  return new Date(Date.parse(at) + ms).toISOString()
}

/** Groups the answers into webhooks, in the order of telling. A number never stands twice in one webhook. */
export function tellings(items: readonly Item[]): readonly Telling[] {
  const groups = new Map<string, { head: PlannedAnswer; items: Telling['items'][number][] }>()
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
    .map(({ head, items: told }) => ({
      toldAt: head.toldAt,
      happensAt: head.happensAt,
      copies: head.copies,
      items: told,
    }))
    .sort((a, b) => (a.toldAt < b.toldAt ? -1 : Number(a.toldAt > b.toldAt)))
}

/** How a number stands at an instant: the last answer that has happened by then. */
export function standing(item: Item, at: Moment): PlannedAnswer | undefined {
  return item.answers
    .filter((answer) => answer.happensAt <= at)
    .sort((a, b) => (a.happensAt < b.happensAt ? -1 : Number(a.happensAt > b.happensAt)))
    .at(-1)
}
