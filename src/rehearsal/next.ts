import { type Instant, instant, millis } from '../domain/values.ts'

/** Where time can go next. Each is the earliest of its kind that is not done yet. */
export type Coming = {
  readonly act: Instant | undefined
  /** Of the outside world: its next webhook. */
  readonly agenda: Instant | undefined
  readonly mark: Instant | undefined
  /** A row that changes by the passing of time alone, and a delivery that waits for its instant. */
  readonly turn: Instant | undefined
  /** The next attempt of an activity that failed. */
  readonly attempt: Instant | undefined
}

export function nextInstant(coming: Coming, ends: Instant): Instant | undefined {
  const [first] = Object.values(coming)
    .filter((each) => each !== undefined)
    .sort()
  return first === undefined || first > ends ? undefined : first
}

const roomMs = 30_000

/**
 * How far the server's time may go at an instant before its marks are said. It runs on with the machine's while work is
 * done; so it is kept short of the next mark by more than any work takes, and what happens at a mark's own instant comes
 * before it. At the instant itself it would be chance which of the two comes first.
 */
export function shortOf(mark: Instant | undefined, at: Instant): Instant {
  if (mark === undefined) return at
  const room = instant(millis(mark) - roomMs)
  return room < at ? room : at
}
