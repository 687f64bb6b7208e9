import { closed, reference } from './schemas.ts'
import { campaignStatuses, caseStatuses, trafficParties, trafficStates, webexNotices } from './script.ts'

const code = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$' } as const
const count = { type: 'integer', minimum: 1, maximum: 1_000_000 } as const
const amount = { type: 'number', minimum: 0, maximum: 1e12 } as const
const delay = { ...closed({ days: amount, hours: amount, ms: amount }, []), minProperties: 1 }

type Properties = Readonly<Record<string, unknown>>

function step(said: Properties, required: readonly string[]) {
  const timing = { after: delay, toldAfter: delay, copies: { type: 'integer', minimum: 1, maximum: 10 } }
  return closed({ ...timing, ...said }, ['after', ...required])
}

function rules(when: Properties, answer: unknown) {
  const answers = { type: 'array', maxItems: 10, items: answer }
  return { type: 'array', maxItems: 1_000, items: closed({ when: closed(when, []), answers }, ['answers']) }
}

const answer = step({ outcome: { enum: ['accept', 'reject'] }, code }, ['outcome'])
const caseStep = step({ status: { enum: caseStatuses }, reason: code }, ['status'])
const campaignStep = step(
  {
    status: { enum: campaignStatuses },
    brand: { enum: ['verified', 'unverified'] },
    codes: { type: 'array', maxItems: 20, items: code },
  },
  ['status'],
)

const codes = { type: 'array', maxItems: 20, items: code } as const
const trafficStep = step({ state: { enum: trafficStates }, by: { enum: trafficParties }, codes }, ['state', 'by'])

const notice = step({ notice: { enum: webexNotices } }, ['notice'])

const named = { reference, organisation: reference, attempt: count } as const
const requested = { ...named, e164Suffix: { type: 'string', pattern: '^\\d{1,11}$' } } as const
const numbered = { ...requested, nth: count, every: count } as const

const faultBasis = {
  on: { enum: ['send', 'query'] },
  to: { enum: ['orders', 'cases', 'forms'] },
  when: closed({ reference, organisation: reference }, []),
  times: count,
} as const

const fault = {
  oneOf: [
    closed(
      {
        ...faultBasis,
        kind: { const: 'status' },
        status: { type: 'integer', minimum: 400, maximum: 599 },
        retryAfterSeconds: { type: 'integer', minimum: 0, maximum: 86_400 },
      },
      ['kind', 'times', 'status'],
    ),
    closed({ ...faultBasis, kind: { enum: ['hangUp', 'stall', 'nonsense'] } }, ['kind', 'times']),
  ],
}

const unruly = closed(
  {
    organisation: reference,
    seed: { type: 'integer', minimum: 0, maximum: 1_000_000_000 },
    copies: { type: 'integer', minimum: 1, maximum: 10 },
    withinHours: { type: 'number', exclusiveMinimum: 0, maximum: 8_760 },
  },
  ['seed', 'copies', 'withinHours'],
)

export const scriptSchema = closed(
  {
    desk: closed(
      {
        numbers: rules({ ...numbered, letter: { enum: ['given', 'missing'] } }, answer),
        letters: rules(named, answer),
        cases: rules(requested, caseStep),
        help: rules(numbered, answer),
        forms: rules(requested, caseStep),
        faults: { type: 'array', maxItems: 100, items: fault },
      },
      [],
    ),
    registry: closed(
      {
        campaigns: rules(requested, campaignStep),
        numbers: rules(numbered, answer),
        traffic: rules(numbered, trafficStep),
      },
      [],
    ),
    webex: closed({ orders: rules(requested, notice) }, []),
    unruly: { type: 'array', maxItems: 100, items: unruly },
  },
  [],
)
