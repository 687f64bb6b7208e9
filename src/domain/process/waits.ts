import type { WaitKind, WaitRule } from '../policy/policy.ts'
import type { Instant } from '../values.ts'

export type MarkKind = 'reminder' | 'due' | 'escalation'

/** An instant at which a wait says something: absolute, UTC, fixed when the wait opens. */
export type Mark = { readonly mark: MarkKind; readonly at: Instant }

const dayMs = 86_400_000

/** Waits for the grounds of everything: they stop the clocks of all others while they stand. */
export const holds: readonly WaitKind[] = ['eligibility', 'licence', 'eligibilityHold', 'licenceHold']

/**
 * The waits whose clocks run on while a wait of this kind stands; nothing where it pauses none and closes them instead. A
 * question to the customer pauses the review, and is paused itself by a hold.
 */
export function runningBeside(kind: WaitKind): readonly WaitKind[] | undefined {
  if (holds.includes(kind)) return holds
  return kind === 'customer' ? [...holds, 'customer'] : undefined
}

/** The marks of a wait that opens at an instant, earliest first. Days are 24 hours: a wait knows no daylight saving. */
export function marksOf(rule: WaitRule, openedAt: Instant): readonly Mark[] {
  const mark = (kind: MarkKind, days: number): Mark => ({ mark: kind, at: after(openedAt, days) })
  return [
    ...rule.reminderDays.map((days) => mark('reminder', days)),
    mark('due', rule.dueDays),
    mark('escalation', rule.escalationDays),
  ].sort((a, b) => (a.at < b.at ? -1 : 1))
}

/** The marks of a wait that has only what another one had left when it ended: what was over then is over at once. */
export function restOf(marks: readonly Mark[], endedAt: Instant, openedAt: Instant): readonly Mark[] {
  const later = Date.parse(openedAt) - Date.parse(endedAt)
  return marks
    .filter(({ mark, at }) => mark !== 'reminder' || at > endedAt)
    .map(({ mark, at }) => ({ mark, at: at > endedAt ? moved(at, later) : openedAt }))
}

export type MarksDue = {
  /** What is said now, each once. */
  readonly said: readonly (Mark & { readonly late: boolean })[]
  /** Reminders that a later reminder replaces: after an outage a person hears of a wait once, not three times. */
  readonly skipped: readonly Mark[]
  readonly next?: Instant
}

/** What the unsaid marks of a wait ask for at an instant. A mark at exactly `at` is due. */
export function marksDue(unsaid: readonly Mark[], at: Instant, lateAfterMinutes: number): MarksDue {
  const due = unsaid.filter((each) => each.at <= at)
  const lastReminder = due.filter((each) => each.mark === 'reminder').at(-1)
  const skipped = due.filter((each) => each.mark === 'reminder' && each !== lastReminder)
  const said = due
    .filter((each) => !skipped.includes(each))
    .map((each) => ({ ...each, late: Date.parse(at) - Date.parse(each.at) > lateAfterMinutes * 60_000 }))
  const next = unsaid.find((each) => each.at > at)
  return { said, skipped, ...(next ? { next: next.at } : {}) }
}

/** Milliseconds from one instant to another, at least 1: a timer for an instant already past fires at once. */
export function msUntil(at: Instant, now: number): number {
  return Math.max(1, Date.parse(at) - now)
}

function after(at: Instant, days: number): Instant {
  return moved(at, days * dayMs)
}

function moved(at: Instant, ms: number): Instant {
  return new Date(Date.parse(at) + ms).toISOString() as Instant
}
