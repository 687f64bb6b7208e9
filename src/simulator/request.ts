import type { Script } from './script.ts'
import type { Head, Kind, Moment, Of, SideName, Submission } from './world.ts'

/** A webhook to come; its id is put in when it enters the agenda. */
export type EventDraft = {
  readonly side: SideName
  readonly dueAt: Moment
  readonly copies: number
  readonly body: Readonly<Record<string, unknown>>
}

export type AskedNumber = { readonly reference: string; readonly e164: string }

export type RequestBody = {
  readonly reference: string
  readonly organisationReference: string
  readonly items: readonly AskedNumber[]
}

/** What an answer may depend on beside the request: the script in force, and all that came before. */
export type Circumstances = {
  readonly script: Script
  readonly earlier: readonly Submission[]
  readonly at: Moment
}

/** One thing that the desk takes. It knows each by our reference, and what follows is planned in the moment of taking it. */
export type RequestKind<Each extends Kind, Body extends RequestBody> = {
  readonly kind: Each
  readonly list: 'orders' | 'cases' | 'forms'
  readonly schema: Readonly<Record<string, unknown>>
  readonly idOf: (earlierCount: number) => string
  readonly take: (body: Body, head: Head, circumstances: Circumstances) => Of<Each>
  readonly receipt: (taken: Of<Each>, at: Moment, all: readonly Submission[]) => Readonly<Record<string, unknown>>
  readonly events: (taken: Of<Each>, circumstances: Circumstances) => readonly EventDraft[]
}
