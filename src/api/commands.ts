import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SourceKind } from '../domain/fact.ts'
import type { Instant, OrganisationId } from '../domain/values.ts'
import type { Principal } from '../store/admission.ts'
import type { Command, CommandData, CommandResult, CommandType, Envelope } from '../store/command.ts'
import type { Execute } from '../store/store.ts'
import { idempotencyKeyOf, principalOf } from './access.ts'
import { refusalProblem } from './problem.ts'

type Order<Type extends CommandType> = {
  readonly type: Type
  readonly orgId: OrganisationId
  readonly data: CommandData<Type>
  readonly happenedAt?: Instant | undefined
  readonly because?: string | undefined
  /** The texts of a list, so that a refusal of its rows can show them to the caller. */
  readonly numbers?: readonly string[]
}

/** Carries a command out for the caller and answers its result; a refusal ends the request with its problem. */
export async function carryOut<Type extends CommandType>(
  execute: Execute,
  request: FastifyRequest,
  reply: FastifyReply,
  order: Order<Type>,
): Promise<CommandResult<Type>> {
  const { type, orgId, data, happenedAt, because } = order
  const said = {
    ...(happenedAt === undefined ? {} : { happenedAt }),
    ...(because === undefined ? {} : { because }),
  }
  const command = { type, data, ...envelopeFor(request, orgId), ...said } as Command<Type>
  const outcome = await execute(command)
  if (!outcome.ok) throw refusalProblem(outcome.refusal, order.numbers)
  if (outcome.repeated) void reply.header('Idempotency-Replayed', 'true')
  return outcome.result
}

/** Keys of different callers, and of one caller in different organisations, never meet. */
export function envelopeFor(request: FastifyRequest, orgId: OrganisationId): Envelope {
  const principal = principalOf(request)
  return {
    scope: scopeFor(principal, orgId),
    commandId: idempotencyKeyOf(request),
    orgId,
    actor: actorFor(principal, orgId),
    source: { kind: sourceKind(principal), id: principal.subject },
  }
}

export function scopeFor({ subject }: Principal, orgId: string): string {
  return `${subject}/${orgId}`
}

export function actorFor({ kind, subject, role }: Principal, orgId: OrganisationId): Envelope['actor'] {
  const actsForOthers = role === 'partner' || role === 'operator'
  return { kind, subject, role, ...(actsForOthers ? { actingFor: orgId } : {}) }
}

/** Whose word it is: the rank of the source decides between reports of one instant. */
function sourceKind({ role }: Principal): SourceKind {
  return role === 'partner' ? 'partner' : 'admin'
}
