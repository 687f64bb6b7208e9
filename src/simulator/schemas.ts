export const reference = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$' } as const
const moment = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$' } as const

export function closed(properties: Readonly<Record<string, unknown>>, required: readonly string[]) {
  return { type: 'object', additionalProperties: false, properties, required }
}

export const itemLimit = 5_000

const item = closed({ reference, e164: { type: 'string', pattern: '^\\+1[2-9]\\d{9}$' } }, ['reference', 'e164'])
const items = { type: 'array', minItems: 1, maxItems: itemLimit, items: item } as const

function submission(properties: Readonly<Record<string, unknown>>) {
  const own = { reference, organisationReference: reference, items, ...properties }
  return closed(own, Object.keys(own))
}

const letter = closed(
  {
    reference,
    sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    text: { type: 'string', minLength: 1, maxLength: 500_000 },
  },
  ['reference', 'sha256', 'text'],
)

export const orderSchema = submission({
  locationReference: reference,
  letters: { type: 'array', maxItems: 100, items: letter },
})

const serviceClass = { enum: ['A2P', null] } as const

/** A case without a kind is one of registration. */
export const caseSchema = closed(
  {
    reference,
    organisationReference: reference,
    items,
    kind: { enum: ['registration', 'authorisationHelp'] },
    serviceClass,
  },
  ['reference', 'organisationReference', 'items'],
)

/** What stands in the fields is for people to judge; the desk only wants both parts filled in. */
export const formSchema = closed(
  {
    reference,
    organisationReference: reference,
    items,
    caseReference: reference,
    serviceClass,
    form: closed({ brand: { type: 'object', minProperties: 1 }, campaign: { type: 'object', minProperties: 1 } }, [
      'brand',
      'campaign',
    ]),
  },
  ['reference', 'organisationReference', 'items', 'caseReference', 'form'],
)

export const querySchema = closed({ reference }, ['reference'])

export const clockSchema = closed({ now: moment, atMost: { type: 'integer', minimum: 0 } }, ['now'])

export const reportSchema = closed(
  {
    side: { enum: ['desk', 'registry', 'webex'] },
    body: { type: 'object' },
    at: moment,
    copies: { type: 'integer', minimum: 1, maximum: 10 },
  },
  ['side', 'body'],
)
