/** How the outside world behaves: data, so that a rehearsal or a test can bring its own. The language: docs/outside.md. */
export type Script = {
  readonly desk: DeskScript
  readonly registry: RegistryScript
  readonly webex: WebexScript
  /** Whose webhooks come more than once, late and in another order; the first rule that fits decides. */
  readonly unruly: readonly Unruly[]
}

/** Each webhook comes `copies` times, each time later by a chance of its own below `withinHours`. The same seed, the same chances. */
export type Unruly = {
  readonly organisation?: string
  readonly seed: number
  readonly copies: number
  readonly withinHours: number
}

/** In each list the first rule that fits decides; what no rule fits is never answered. */
export type DeskScript = {
  /** Numbers of orders. */
  readonly numbers: readonly Rule<Answer>[]
  readonly letters: readonly Rule<Answer>[]
  readonly cases: readonly Rule<CaseStep>[]
  /** Numbers of cases of help, which ask for their authorisation. */
  readonly help: readonly Rule<Answer>[]
  /** What the desk says of a case once a form has come for it. */
  readonly forms: readonly Rule<CaseStep>[]
  readonly faults: readonly Fault[]
}

export type RegistryScript = {
  /** Forms as a whole: the brand and its campaign. */
  readonly campaigns: readonly Rule<CampaignStep>[]
  /** Numbers of forms whose campaign gets approved. */
  readonly numbers: readonly Rule<Answer>[]
  /** What others do with the traffic of those numbers, afterwards. */
  readonly traffic: readonly Rule<TrafficStep>[]
}

export type WebexScript = {
  /** What Webex tells by itself after the desk took an order. */
  readonly orders: readonly Rule<WebexStep>[]
}

/** A script as it is sent: a part that it leaves out behaves as built in. */
export type PartialScript = {
  readonly desk?: Partial<DeskScript>
  readonly registry?: Partial<RegistryScript>
  readonly webex?: Partial<WebexScript>
  readonly unruly?: readonly Unruly[]
}

/** No answers: silence. Two: a contradiction, a repeat, or simply what comes next. */
export type Rule<Step> = { readonly when?: Match; readonly answers: readonly Step[] }

/** All given conditions must hold. Which of them a rule may name, and what they count, depends on its list. */
export type Match = {
  readonly nth?: number
  readonly every?: number
  readonly attempt?: number
  readonly reference?: string
  readonly e164Suffix?: string
  readonly organisation?: string
  readonly letter?: 'given' | 'missing'
}

/** Simulator time, parts added up; days are 24 hours. */
export type Delay = { readonly days?: number; readonly hours?: number; readonly ms?: number }

/** `toldAfter` later than `after`: a late report; earlier: a forecast. */
export type Timing = {
  readonly after: Delay
  readonly toldAfter?: Delay
  /** How often the same webhook is delivered; all deliveries carry one webhook-id. */
  readonly copies?: number
}

export type Outcome = 'accept' | 'reject'
export type Answer = Timing & { readonly outcome: Outcome; readonly code?: string }

export const caseStatuses = [
  'opened',
  'formSent',
  'formReceived',
  'inReview',
  'waitingOnCustomer',
  'resolved',
  'closedUnresolved',
  'reopened',
] as const
export type CaseStep = Timing & { readonly status: (typeof caseStatuses)[number]; readonly reason?: string }

export const campaignStatuses = ['pending', 'approved', 'rejected', 'suspended', 'ended'] as const
export type CampaignStep = Timing & {
  readonly status: (typeof campaignStatuses)[number]
  readonly brand?: 'verified' | 'unverified'
  readonly codes?: readonly string[]
}

export const trafficStates = ['flowing', 'throttled', 'blocked'] as const
export const trafficParties = ['carrier', 'vendor', 'cisco'] as const
export type TrafficStep = Timing & {
  readonly state: (typeof trafficStates)[number]
  readonly by: (typeof trafficParties)[number]
  readonly codes?: readonly string[]
}

export const webexNotices = [
  'adminBatchJobs.statusChanged',
  'serviceApp.authorized',
  'serviceApp.deauthorized',
] as const
export type WebexStep = Timing & { readonly notice: (typeof webexNotices)[number] }

/** What goes wrong on the wire. `hangUp`, `stall` and `nonsense` take the request first: the sender cannot know. */
export type Fault = {
  readonly on?: 'send' | 'query'
  readonly to?: 'orders' | 'cases' | 'forms'
  readonly when?: { readonly reference?: string; readonly organisation?: string }
  readonly times: number
} & (
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number }
  | { readonly kind: 'hangUp' | 'stall' | 'nonsense' }
)

/** A live start answers within seconds: the outside simply answers sooner, no wait of the product is shortened. */
export const promptScript: Script = {
  desk: {
    numbers: [{ answers: [{ after: { ms: 1_500 }, outcome: 'accept' }] }],
    letters: [{ answers: [{ after: { ms: 1_000 }, outcome: 'accept' }] }],
    cases: [
      {
        answers: [
          { after: { ms: 1_000 }, status: 'opened' },
          { after: { ms: 2_000 }, status: 'formSent' },
        ],
      },
    ],
    help: [{ answers: [{ after: { ms: 2_500 }, outcome: 'accept' }] }],
    forms: [
      {
        answers: [
          { after: { ms: 500 }, status: 'formReceived' },
          { after: { ms: 1_000 }, status: 'inReview' },
        ],
      },
    ],
    faults: [],
  },
  registry: {
    campaigns: [{ answers: [{ after: { ms: 2_000 }, status: 'approved', brand: 'verified' }] }],
    numbers: [{ answers: [{ after: { ms: 2_500 }, outcome: 'accept' }] }],
    traffic: [],
  },
  webex: { orders: [] },
  unruly: [],
}

export function filledIn({ desk, registry, webex, unruly = [] }: PartialScript): Script {
  return {
    desk: { ...promptScript.desk, ...desk },
    registry: { ...promptScript.registry, ...registry },
    webex: { ...promptScript.webex, ...webex },
    unruly,
  }
}

/** What a rule is asked about: one number, or a request with all of its numbers. `nth` counts from 1 within one request. */
export type Asked = {
  readonly reference: string
  readonly organisation: string
  readonly attempt: number
  readonly nth?: number
  readonly e164s?: readonly string[]
  readonly letter?: 'given' | 'missing'
}

export function answersFor<Step>(rules: readonly Rule<Step>[], asked: Asked): readonly Step[] {
  return rules.find(({ when }) => when === undefined || fits(when, asked))?.answers ?? []
}

function fits({ e164Suffix, ...when }: Match, { nth = 0, e164s = [], ...asked }: Asked): boolean {
  return (
    (when.nth === undefined || when.nth === nth) &&
    (when.every === undefined || (nth > 0 && nth % when.every === 0)) &&
    (when.attempt === undefined || when.attempt === asked.attempt) &&
    (when.reference === undefined || when.reference === asked.reference) &&
    (e164Suffix === undefined || e164s.some((e164) => e164.endsWith(e164Suffix))) &&
    (when.organisation === undefined || when.organisation === asked.organisation) &&
    (when.letter === undefined || when.letter === asked.letter)
  )
}
