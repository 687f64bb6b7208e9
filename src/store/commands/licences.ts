import { type LicenceCommand, type LicenceEvent, licencePhase } from '../../domain/licence.ts'
import type { Instant, OrganisationId } from '../../domain/values.ts'
import type { CommandData, CommandResult } from '../command.ts'
import { type Context, type Decided, done, toldAs } from '../context.ts'
import { idFor } from '../ids.ts'
import { organisationExists } from '../locks.ts'
import { tell } from '../outbox.ts'
import { storedPhase } from '../stateRows.ts'
import { change, licences, load } from '../streams.ts'
import { sealedEvidence } from './evidence.ts'

export async function requestLicence(context: Context): Promise<Decided<CommandResult<'RequestLicence'>>> {
  const { tx, orgId, at } = context
  const changed = await changeLicence(context, {
    type: 'RequestLicence',
    at,
    organisationExists: await organisationExists(tx, orgId),
  })
  return changed.ok ? done({ phase: changed.phase }) : changed
}

const reports = {
  ordered: 'RecordLicenceOrder',
  activated: 'RecordLicenceActivation',
  lapsed: 'RecordLicenceLapse',
  ended: 'RecordLicenceEnd',
} as const

export async function reportLicence(
  context: Context,
  { status, evidence }: CommandData<'ReportLicence'>,
): Promise<Decided<CommandResult<'ReportLicence'>>> {
  const { tx, orgId } = context
  if (!(await organisationExists(tx, orgId))) return { ok: false, refusal: { code: 'ORGANISATION_NOT_FOUND' } }
  const { happenedAt, source } = toldAs('licence', context)
  const changed = await changeLicence(context, {
    type: reports[status],
    happenedAt,
    source,
    ...(await sealedEvidence(context, evidence)),
  })
  return changed.ok ? done({ phase: changed.phase, flags: changed.events.flatMap(flagsOf) }) : changed
}

/** The stream of an organisation's licence: one per organisation, so its id follows from it. */
export function licenceStreamId(orgId: OrganisationId): string {
  return idFor('licence', orgId, 'stream')
}

async function changeLicence(context: Context, command: LicenceCommand) {
  const { tx, orgId, at } = context
  const recording = toldAs('licence', context)
  const id = licenceStreamId(orgId)
  const before = await storedPhase(tx, orgId)
  const changed = await change(tx, licences, { orgId, id, at, recording }, command)
  if (!changed.ok) return changed
  const phase = licencePhase(changed.state, at)
  if (changed.events.length > 0 && phase !== before) {
    const { happenedAt, recordedAt } = recording
    const fact = { type: 'LicenceChanged', licence: phase, eventId: changed.eventId, happenedAt, recordedAt } as const
    await tell(tx, { orgId, to: 'everyOpen', fact })
  }
  return { ...changed, phase }
}

/** The phase at this moment; `none` before anything was said. */
export async function phaseOf(tx: Context['tx'], orgId: OrganisationId, at: Instant): Promise<string> {
  const { state } = await load(tx, licences, licenceStreamId(orgId))
  return licencePhase(state, at)
}

function flagsOf(event: LicenceEvent): readonly string[] {
  return event.type === 'LicenceActivated' ? event.data.flags : []
}
