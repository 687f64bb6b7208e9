import { type Instant, instant, millis } from '../domain/values.ts'

/** Where time can go next. Each is the earliest of its kind that is not done yet. */
export type Coming = {
  readonly act: Instant | undefined
  /** Of the outside world: its next webhook. */
  readonly agenda: Instant | undefined
  readonly mark: Instant | undefined
  /** A row that changes by the passing of time alone, and a delivery that waits for its instant. */
  readonly turn: Instant | undefined
}

/** `told` is the instant that the story shows, `sleepTo` where time is taken. */
export type Step = { readonly told: Instant; readonly sleepTo: Instant; readonly isAct: boolean }

const beforeMarkMs = 50

/**
 * The earliest of all. An act at a mark's own instant is carried out a little before it: at the instant itself it would
 * be chance which of the two comes first.
 */
export function nextStep(coming: Coming, ends: Instant): Step | undefined {
  const { act, agenda, mark, turn } = coming
  const [first] = [act, agenda, mark, turn].filter((each) => each !== undefined).sort()
  if (first === undefined || first > ends) return undefined
  const isAct = act === first
  const sleepTo = isAct && mark === first ? instant(millis(first) - beforeMarkMs) : first
  return { told: first, sleepTo, isAct }
}
