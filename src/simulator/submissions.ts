import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Agenda, agendaEntry } from './agenda.ts'
import { spendFault } from './faults.ts'
import type { RequestBody, RequestKind } from './request.ts'
import { querySchema } from './schemas.ts'
import type { Fault } from './script.ts'
import { unrulyEntries } from './unruly.ts'
import { Declined } from './wire.ts'
import type { AgendaEntry, Kind, Moment, Of, Submission, World, WorldKeeper } from './world.ts'

export type SubmissionParts = {
  readonly keeper: WorldKeeper
  readonly agenda: Agenda
  /** Declines with 503 while a controlled clock has not been set. */
  readonly requireNow: () => Moment
}

/** The two routes of a kind of request: send (idempotent by reference) and query by reference. */
export function addSubmissionRoutes<Each extends Kind, Body extends RequestBody>(
  app: FastifyInstance,
  kind: RequestKind<Each, Body>,
  { keeper, agenda, requireNow }: SubmissionParts,
): void {
  const { list: to } = kind
  const path = `/desk/${to}`

  app.post<{ Body: RequestBody }>(path, { schema: { body: kind.schema } }, (request, reply) => {
    const at = requireNow()
    // The kind's own schema has looked at it.
    const body = request.body as Body
    declineRepeats(body)
    const { reference, organisationReference: organisation } = body
    const fault = spendFault(keeper, { on: 'send', to, reference, organisation })
    if (fault?.kind === 'status') throw scripted(fault)
    const known = find(keeper, kind, reference)
    if (known && known.hash !== hashOf(body)) {
      throw new Declined(409, 'REFERENCE_REUSED', 'this reference already stands for another request')
    }
    const taken = known ?? take(keeper, kind, body, at)
    agenda.arm()
    if (fault !== undefined) return misbehave(reply, fault.kind)
    return reply.code(known ? 200 : 201).send(kind.receipt(taken, at, keeper.current().submissions))
  })

  app.get<{ Querystring: { reference: string } }>(path, { schema: { querystring: querySchema } }, (request, reply) => {
    const at = requireNow()
    const { reference } = request.query
    const fault = spendFault(keeper, { on: 'query', to, reference })
    if (fault?.kind === 'status') throw scripted(fault)
    if (fault !== undefined) return misbehave(reply, fault.kind)
    const known = find(keeper, kind, reference)
    return reply.send({ [to]: known ? [kind.receipt(known, at, keeper.current().submissions)] : [] })
  })
}

function declineRepeats({ items }: RequestBody): void {
  const references = new Set(items.map((item) => item.reference))
  const numbers = new Set(items.map((item) => item.e164))
  if (references.size !== items.length || numbers.size !== items.length) {
    throw new Declined(422, 'ITEM_REPEATED', 'a reference or a number stands twice in the request')
  }
}

function find<Each extends Kind, Body extends RequestBody>(
  keeper: WorldKeeper,
  { kind }: RequestKind<Each, Body>,
  reference: string,
): Of<Each> | undefined {
  const isIt = (each: Submission): each is Of<Each> => each.kind === kind && each.reference === reference
  return keeper.current().submissions.find(isIt)
}

/** The same whatever order the fields stand in. */
function hashOf(body: RequestBody): string {
  return createHash('sha256')
    .update(canonicalize(body) ?? '')
    .digest('hex')
}

function take<Each extends Kind, Body extends RequestBody>(
  keeper: WorldKeeper,
  kind: RequestKind<Each, Body>,
  body: Body,
  at: Moment,
): Of<Each> {
  const { script, submissions: earlier } = keeper.current()
  const { reference, organisationReference } = body
  const id = kind.idOf(earlier.filter((each) => each.kind === kind.kind).length)
  const head = { id, reference, organisationReference, receivedAt: at, hash: hashOf(body) }
  const circumstances = { script, earlier, at }
  const taken = kind.take(body, head, circumstances)
  const entries = kind.events(taken, circumstances).map(agendaEntry)
  keeper.change((world) => planned({ ...world, submissions: [...world.submissions, taken] }, entries, taken))
  return taken
}

function planned(world: World, entries: readonly AgendaEntry[], { organisationReference: of }: Submission): World {
  const rule = world.script.unruly.find(({ organisation }) => organisation === undefined || organisation === of)
  if (rule === undefined) return { ...world, agenda: [...world.agenda, ...entries] }
  const before = world.unrulyEvents[of] ?? 0
  const spread = entries.flatMap((entry, index) => unrulyEntries(entry, before + index, rule))
  const unrulyEvents = { ...world.unrulyEvents, [of]: before + entries.length }
  return { ...world, agenda: [...world.agenda, ...spread], unrulyEvents }
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
