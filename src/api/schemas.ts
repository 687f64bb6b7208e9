import * as z from 'zod'
import { verdicts } from '../domain/explain.ts'
import {
  brand,
  type CaseId,
  type ContactId,
  type Instant,
  instant,
  type LoaId,
  type LocationId,
  type NumberId,
  type OnboardingId,
  type OrderId,
  type OrganisationId,
  type UserId,
} from '../domain/values.ts'

type Id = OrganisationId | LocationId | UserId | NumberId | OrderId | LoaId | CaseId | OnboardingId | ContactId

/** UUIDs have one text here, whatever case they were written in. */
const uuidOf = <Each extends Id>() => z.uuid().transform((text) => brand<Each>(text.toLowerCase()))

export const organisationId = uuidOf<OrganisationId>()
export const locationId = uuidOf<LocationId>()
export const userId = uuidOf<UserId>()
export const numberId = uuidOf<NumberId>()
export const orderId = uuidOf<OrderId>()
export const onboardingId = uuidOf<OnboardingId>()
export const letterId = uuidOf<LoaId>()
export const caseId = uuidOf<CaseId>()
export const contactId = uuidOf<ContactId>()
export const deliveryId = z.uuid().transform((text) => text.toLowerCase())
export const tokenId = z.uuid().transform((text) => text.toLowerCase())

/** Any ISO instant with an offset, cut to milliseconds. Far ones are slips of the keyboard, and no database holds them all. */
export const instantText = z.iso
  .datetime({ offset: true })
  .transform((text): Instant => instant(text))
  .refine((at) => at >= '2000' && at < '2200', 'lies outside of the years 2000 to 2199')

/** What the answers hold: checked before it was stored. */
export const idOut = z.string()
export const instantOut = z.string().describe('UTC, with three decimals')

export const happenedAt = instantText
  .optional()
  .describe('when it was true out there; without it, the moment of recording')

/** Why somebody says by hand what a bridge says otherwise: sealed by the store, like evidence. */
export const because = z
  .string()
  .trim()
  .min(1)
  .max(4000)
  .optional()
  .describe('why it is said by hand, above all where it sets itself against the authoritative source; stored encrypted')

/** What every report may carry. */
export const telling = { happenedAt, because }

/** The registry's own reference of a campaign. */
export const campaignRef = z.string().regex(/^C[A-Z0-9]{6}$/, 'C and six capitals or digits')

/** A code of the other side's catalogue: no free text, and nothing that could be a phone number. */
export const code = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'letters, digits, underscores, full stops and hyphens')
  .regex(/^(?!.*\d{7})/, 'holds what could be a phone number')

/** The desk's own reference. */
export const ticket = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, 'letters, digits, full stops, colons, underscores and hyphens')

/** Free text that the store seals as a document: a mail, a ticket, a reference. */
export const evidence = z.string().min(1).max(4000).optional().describe('what proves it; stored encrypted')

export const inOrganisation = z.strictObject({ orgId: organisationId })

export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional().describe('nextCursor of the page before'),
}

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** Documents the header; a hook has refused its absence long before. */
export const idempotencyKey = z.object({
  'idempotency-key': z
    .string()
    .describe('1 to 128 printable ASCII characters; the same one when a request is repeated'),
})

export const ifMatch = idempotencyKey.extend({
  'if-match': z.string().optional().describe('the version that was read, as its ETag'),
})

export const actor = z.object({
  kind: z.string(),
  subject: z.string(),
  role: z.string(),
  actingFor: z.string().optional(),
})

export const event = z
  .object({
    id: z.string().describe('stream and version; opaque'),
    stream: z.string(),
    type: z.string(),
    happenedAt: instantOut.describe('when it was true out there'),
    recordedAt: instantOut.describe('when it was learnt here'),
    data: z.record(z.string(), z.unknown()),
    actor,
    source: z.object({ kind: z.string(), id: z.string(), rank: z.int() }),
    ruleIds: z.array(z.string()),
    policyVersion: z.string(),
    because: z.string().nullable().describe('the document that holds the reason given by hand'),
    provenance: z
      .object({ workflowId: z.string(), runId: z.string(), activityId: z.string(), attempt: z.int() })
      .nullable()
      .describe('the workflow that recorded it, where one did'),
    commandId: z.string().describe('the key of the request that recorded it; of a delivery, its id'),
    struckBy: z
      .object({ eventId: z.string(), reason: z.string(), actor, recordedAt: instantOut })
      .nullable()
      .describe('the retraction that struck it: kept, and counting for nothing'),
  })
  .meta({ id: 'Event' })

export const eventPage = pageOf(event)

const word = z.object({
  value: z.string(),
  source: z.string().describe('the kind of source'),
  sourceId: z.string(),
  happenedAt: instantOut,
  recordedAt: instantOut,
  eventId: z.string(),
})

export const dispute = z
  .object({
    code: z.enum(['SOURCES_CONTRADICT', 'OVERRIDE_CONTRADICTED']),
    question: z.string(),
    stream: z.string(),
    believed: word,
    beside: word.describe('the authoritative word, or, where that source is silent, the other one of the same instant'),
    override: word
      .extend({ by: actor, because: z.string().nullable() })
      .nullable()
      .describe('the word by hand that set itself against the authoritative one: who, and why'),
  })
  .meta({ id: 'Dispute' })

export const obstacle = z
  .object({
    gate: z.string(),
    state: z.enum(['failed', 'unknown', 'ahead']).describe('ahead: open now, and shut from an instant on'),
    from: instantOut.optional().describe('from when a gate that is ahead will be shut'),
    reason: z.string(),
    ruleIds: z.array(z.string()),
    owner: z.string(),
    act: z.string(),
    see: z.string().optional().describe('where somebody outside takes a complaint'),
  })
  .meta({ id: 'Obstacle' })

export const actCard = z
  .object({
    act: z.string(),
    state: z.enum(['toDo', 'unconfirmed']).describe('unconfirmed: submitted here, and not reported as done out there'),
    owner: z.string().describe('who does it'),
    title: z.string(),
    path: z.array(z.string()).describe('where it is done, menu by menu'),
    statedIn: z.string().describe('the age of the published article that last told the path'),
    values: z.array(z.object({ name: z.string(), value: z.string() })).describe('what to have at hand'),
    confirmedBy: z.string().describe('the report that tells that it was done'),
    ruleIds: z.array(z.string()),
    policyPack: z.string(),
  })
  .meta({ id: 'ActCard' })

export const verdict = z
  .enum(verdicts)
  .describe('willStop: it may text now, and no more from validUntil on, unless what is listed is done before')

export const verdictCounts = z
  .object({ can: z.int(), willStop: z.int(), cannot: z.int(), unknown: z.int() })
  .describe('numbers by whether they may text')
