const reference = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$' } as const
const code = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$' } as const
const moment = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$' } as const
const count = { type: 'integer', minimum: 1, maximum: 1_000_000 } as const

function closed(properties: Readonly<Record<string, unknown>>, required: readonly string[]) {
  return { type: 'object', additionalProperties: false, properties, required }
}

export const itemLimit = 5_000

export function submissionSchema(takesLocation: boolean) {
  const item = closed({ reference, e164: { type: 'string', pattern: '^\\+1[2-9]\\d{9}$' } }, ['reference', 'e164'])
  const items = { type: 'array', minItems: 1, maxItems: itemLimit, items: item }
  const shared = { reference, organisationReference: reference, items }
  const required = ['reference', 'organisationReference', 'items']
  return takesLocation
    ? closed({ ...shared, locationReference: reference }, [...required, 'locationReference'])
    : closed(shared, required)
}

export const querySchema = closed({ reference }, ['reference'])

const amount = { type: 'number', minimum: 0, maximum: 1e12 } as const
const delay = { ...closed({ days: amount, hours: amount, ms: amount }, []), minProperties: 1 }

const answer = closed(
  {
    after: delay,
    toldAfter: delay,
    outcome: { enum: ['accept', 'reject'] },
    code,
    copies: { type: 'integer', minimum: 1, maximum: 10 },
  },
  ['after', 'outcome'],
)

const numberRule = closed(
  {
    when: closed(
      {
        nth: count,
        every: count,
        attempt: count,
        reference,
        e164Suffix: { type: 'string', pattern: '^\\d{1,11}$' },
        organisation: reference,
      },
      [],
    ),
    answers: { type: 'array', maxItems: 10, items: answer },
  },
  ['answers'],
)

const faultBasis = {
  on: { enum: ['send', 'query'] },
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

const sideScript = closed(
  {
    numbers: { type: 'array', maxItems: 1_000, items: numberRule },
    faults: { type: 'array', maxItems: 100, items: fault },
  },
  ['numbers'],
)

export const scriptSchema = closed({ desk: sideScript, registry: sideScript }, [])

export const clockSchema = closed({ now: moment }, ['now'])

export const reportSchema = closed(
  {
    side: { enum: ['desk', 'registry'] },
    body: { type: 'object' },
    at: moment,
    copies: { type: 'integer', minimum: 1, maximum: 10 },
  },
  ['side', 'body'],
)
