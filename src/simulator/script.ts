/** How the outside world behaves: data, so that a rehearsal or a test can bring its own. The language: docs/outside.md. */
export type Script = { readonly desk: SideScript; readonly registry: SideScript }

export type SideScript = {
  /** The first rule that fits a number decides; a number that none fits is never answered. */
  readonly numbers: readonly NumberRule[]
  readonly faults?: readonly Fault[]
}

export type NumberRule = { readonly when?: NumberMatch; readonly answers: readonly Answer[] }

/** All given conditions must hold. `nth` and `every` count from 1 within one request; `attempt` counts requests for one number. */
export type NumberMatch = {
  readonly nth?: number
  readonly every?: number
  readonly attempt?: number
  readonly reference?: string
  readonly e164Suffix?: string
  readonly organisation?: string
}

/** No answers: silence. Two: a contradiction or a repeat. `toldAfter` later than `after`: a late report; earlier: a forecast. */
export type Answer = {
  readonly after: Delay
  readonly toldAfter?: Delay
  readonly outcome: 'accept' | 'reject'
  readonly code?: string
  /** How often the same webhook is delivered; all deliveries carry one webhook-id. */
  readonly copies?: number
}

/** Simulator time, parts added up; days are 24 hours. */
export type Delay = { readonly days?: number; readonly hours?: number; readonly ms?: number }

/** What goes wrong on the wire. `hangUp`, `stall` and `nonsense` take the request first: the sender cannot know. */
export type Fault = {
  readonly on?: 'send' | 'query'
  readonly when?: { readonly reference?: string; readonly organisation?: string }
  readonly times: number
} & (
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number }
  | { readonly kind: 'hangUp' | 'stall' | 'nonsense' }
)

/** A live start answers within seconds: the outside simply answers sooner, no wait of the product is shortened. */
export const promptScript: Script = {
  desk: { numbers: [{ answers: [{ after: { ms: 1_500 }, outcome: 'accept' }] }] },
  registry: { numbers: [{ answers: [{ after: { ms: 2_500 }, outcome: 'accept' }] }] },
}

export function delayMs({ days = 0, hours = 0, ms = 0 }: Delay): number {
  return Math.round(days * 86_400_000 + hours * 3_600_000 + ms)
}

export type Asked = {
  readonly reference: string
  readonly e164: string
  readonly organisation: string
  readonly nth: number
  readonly attempt: number
}

export function answersFor(script: SideScript, asked: Asked): readonly Answer[] {
  return script.numbers.find(({ when }) => when === undefined || fits(when, asked))?.answers ?? []
}

function fits(when: NumberMatch, asked: Asked): boolean {
  return (
    (when.nth === undefined || when.nth === asked.nth) &&
    (when.every === undefined || asked.nth % when.every === 0) &&
    (when.attempt === undefined || when.attempt === asked.attempt) &&
    (when.reference === undefined || when.reference === asked.reference) &&
    (when.e164Suffix === undefined || asked.e164.endsWith(when.e164Suffix)) &&
    (when.organisation === undefined || when.organisation === asked.organisation)
  )
}
