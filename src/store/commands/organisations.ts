import type { CommandData, CommandResult } from '../command.ts'
import { type Context, type Decided, done, toldAs } from '../context.ts'
import { change, organisations } from '../streams.ts'
import { seal, sealedEvidence } from './evidence.ts'
import { eligibilityNow, tellEligibility } from './grounds.ts'

export async function createOrganisation(
  context: Context,
  { name }: CommandData<'CreateOrganisation'>,
): Promise<Decided<CommandResult<'CreateOrganisation'>>> {
  const { tx, orgId, at } = context
  const recording = toldAs('customerKind', context)
  const sealed = await seal(context, 'organisationName', name)
  const changed = await change(
    tx,
    organisations,
    { orgId, id: orgId, at, recording },
    {
      type: 'CreateOrganisation',
      name: sealed,
    },
  )
  return changed.ok ? done({ organisationId: orgId }) : changed
}

export async function attestOrganisationFact(
  context: Context,
  { evidence, ...fact }: CommandData<'AttestOrganisationFact'>,
): Promise<Decided<CommandResult<'AttestOrganisationFact'>>> {
  const { tx, orgId, at } = context
  const recording = toldAs(fact.fact, context)
  const before = await eligibilityNow(context)
  const changed = await change(
    tx,
    organisations,
    { orgId, id: orgId, at, recording },
    {
      type: 'AttestOrganisationFact',
      ...fact,
      at,
      happenedAt: recording.happenedAt,
      source: recording.source,
      ...(await sealedEvidence(context, evidence)),
    },
  )
  if (!changed.ok) return changed
  await tellEligibility(context, before, changed.eventId)
  return done({ version: changed.version })
}
