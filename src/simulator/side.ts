import type { Moment, SideName, Submission } from './world.ts'

/** A webhook to come; its id is put in when it enters the agenda. */
export type EventDraft = {
  readonly dueAt: Moment
  readonly copies: number
  readonly body: Readonly<Record<string, unknown>>
}

/** One outside party. Both take submissions of numbers, know them by our reference, and report by webhook. */
export type Side = {
  readonly name: SideName
  readonly path: string
  readonly list: string
  readonly takesLocation: boolean
  readonly idOf: (earlierCount: number) => string
  readonly receipt: (submission: Submission, at: Moment) => Readonly<Record<string, unknown>>
  readonly events: (submission: Submission) => readonly EventDraft[]
}
