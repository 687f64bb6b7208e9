import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Agenda, agendaEntry } from './agenda.ts'
import { spendFault } from './faults.ts'
import { planItems, type SubmissionBody } from './plan.ts'
import { querySchema, submissionSchema } from './schemas.ts'
import type { Fault } from './script.ts'
import type { Side } from './side.ts'
import { Declined } from './wire.ts'
import type { Moment, Submission, WorldKeeper } from './world.ts'

export type SubmissionParts = {
  readonly keeper: WorldKeeper
  readonly agenda: Agenda
  /** Declines with 503 while a controlled clock has not been set. */
  readonly requireNow: () => Moment
}

/** The two routes of a side: send (idempotent by reference) and query by reference. */
export function addSubmissionRoutes(app: FastifyInstance, side: Side, parts: SubmissionParts): void {
  const { keeper, agenda, requireNow } = parts
  const schema = { body: submissionSchema(side.takesLocation) }

  app.post<{ Body: SubmissionBody }>(side.path, { schema }, (request, reply) => {
    const at = requireNow()
    const { body } = request
    declineRepeats(body)
    const { reference, organisationReference: organisation } = body
    const fault = spendFault(keeper, { side: side.name, on: 'send', reference, organisation })
    if (fault?.kind === 'status') throw scripted(fault)
    const known = find(keeper, side, reference)
    if (known && !isSame(known, body)) {
      throw new Declined(409, 'REFERENCE_REUSED', 'this reference already stands for another request')
    }
    const submission = known ?? take(keeper, side, body, at)
    agenda.arm()
    if (fault !== undefined) return misbehave(reply, fault.kind)
    return reply.code(known ? 200 : 201).send(side.receipt(submission, at))
  })

  app.get<{ Querystring: { reference: string } }>(
    side.path,
    { schema: { querystring: querySchema } },
    (request, reply) => {
      const at = requireNow()
      const { reference } = request.query
      const fault = spendFault(keeper, { side: side.name, on: 'query', reference })
      if (fault?.kind === 'status') throw scripted(fault)
      if (fault !== undefined) return misbehave(reply, fault.kind)
      const known = find(keeper, side, reference)
      return reply.send({ [side.list]: known ? [side.receipt(known, at)] : [] })
    },
  )
}

function declineRepeats({ items }: SubmissionBody): void {
  const references = new Set(items.map((item) => item.reference))
  const numbers = new Set(items.map((item) => item.e164))
  if (references.size !== items.length || numbers.size !== items.length) {
    throw new Declined(422, 'ITEM_REPEATED', 'a reference or a number stands twice in the request')
  }
}

function find(keeper: WorldKeeper, side: Side, reference: string): Submission | undefined {
  return keeper.current().submissions.find((each) => each.side === side.name && each.reference === reference)
}

function isSame(known: Submission, body: SubmissionBody): boolean {
  const told = (each: SubmissionBody) => [
    each.organisationReference,
    each.locationReference ?? null,
    each.items.map(({ reference, e164 }) => [reference, e164]),
  ]
  return JSON.stringify(told(known)) === JSON.stringify(told(body))
}

function take(keeper: WorldKeeper, side: Side, body: SubmissionBody, at: Moment): Submission {
  const { script, submissions } = keeper.current()
  const submission: Submission = {
    side: side.name,
    id: side.idOf(submissions.filter((each) => each.side === side.name).length),
    reference: body.reference,
    organisationReference: body.organisationReference,
    ...(body.locationReference === undefined ? {} : { locationReference: body.locationReference }),
    receivedAt: at,
    items: planItems(body, script[side.name], submissions, side.name, at),
  }
  const entries = side.events(submission).map((draft) => agendaEntry(side.name, draft))
  keeper.change((world) => ({
    ...world,
    submissions: [...world.submissions, submission],
    agenda: [...world.agenda, ...entries],
  }))
  return submission
}

function scripted({ status, retryAfterSeconds }: Extract<Fault, { readonly kind: 'status' }>): Declined {
  const code = status === 429 ? 'TOO_MANY_REQUESTS' : `SCRIPTED_${status}`
  return new Declined(status, code, 'the script declines this request', retryAfterSeconds)
}

function misbehave(reply: FastifyReply, kind: 'hangUp' | 'stall' | 'nonsense'): FastifyReply {
  if (kind === 'nonsense') return reply.code(200).send({ note: 'this answer has another shape than the contract says' })
  reply.hijack()
  if (kind === 'hangUp') reply.raw.destroy()
  return reply
}
