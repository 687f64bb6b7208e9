import { readiness } from '../../domain/location.ts'
import { classInstants, classOf } from '../../domain/numberClass.ts'
import { isInForce } from '../../domain/policy/inForce.ts'
import { brand, type LocationId, type UserId } from '../../domain/values.ts'
import type { CommandData, CommandResult } from '../command.ts'
import { type Context, type Decided, done, toldAs } from '../context.ts'
import { organisationExists } from '../locks.ts'
import { readPrimaryRow } from '../numberClass.ts'
import { change, locations, users } from '../streams.ts'

const noOrganisation = { ok: false, refusal: { code: 'ORGANISATION_NOT_FOUND' } } as const

export async function addLocation(
  context: Context,
  { facts }: CommandData<'AddLocation'>,
): Promise<Decided<CommandResult<'AddLocation'>>> {
  const { tx, orgId, at } = context
  if (!(await organisationExists(tx, orgId))) return noOrganisation
  const id = brand<LocationId>(context.id('location'))
  const recording = toldAs('location', context)
  const { happenedAt, source } = recording
  const command = { type: 'AddLocation', facts, happenedAt, source } as const
  const changed = await change(tx, locations, { orgId, id, at, recording }, command)
  return changed.ok ? done({ locationId: id }) : changed
}

export async function reportLocation(
  context: Context,
  { locationId, facts }: CommandData<'ReportLocation'>,
): Promise<Decided<CommandResult<'ReportLocation'>>> {
  const { tx, orgId, at } = context
  const recording = toldAs('location', context)
  await lockLocation(tx, orgId, locationId)
  const { happenedAt, source } = recording
  const command = { type: 'ReportLocation', facts, happenedAt, source } as const
  const changed = await change(tx, locations, { orgId, id: locationId, at, recording }, command)
  return changed.ok ? done({ version: changed.version }) : changed
}

export async function addUser(context: Context): Promise<Decided<CommandResult<'AddUser'>>> {
  const { tx, orgId, at } = context
  if (!(await organisationExists(tx, orgId))) return noOrganisation
  const id = brand<UserId>(context.id('user'))
  const recording = toldAs('setting', context)
  const { happenedAt, source } = recording
  const changed = await change(tx, users, { orgId, id, at, recording }, { type: 'AddUser', happenedAt, source })
  return changed.ok ? done({ userId: id }) : changed
}

export async function setUserTexting(
  context: Context,
  { userId, setting }: CommandData<'SetUserTexting'>,
): Promise<Decided<CommandResult<'SetUserTexting'>>> {
  const { tx, orgId, at, policy } = context
  const recording = toldAs('setting', context)
  await lockUser(tx, orgId, userId)
  const { happenedAt, source } = recording
  const row = isInForce(policy.pack, 'T4') ? await readPrimaryRow(tx, orgId, userId) : undefined
  const place = row && readiness(classOf(row, classInstants(policy.pack, at)), policy.pack)
  const command = { type: 'SetTexting', setting, happenedAt, source, ...(place ? { place } : {}) } as const
  const changed = await change(tx, users, { orgId, id: userId, at, recording }, command)
  return changed.ok ? done({ version: changed.version }) : changed
}

async function lockLocation(tx: Context['tx'], orgId: string, id: LocationId): Promise<void> {
  await tx.query('select 1 from location where org_id = $1 and id = $2 for no key update', [orgId, id])
}

async function lockUser(tx: Context['tx'], orgId: string, id: UserId): Promise<void> {
  await tx.query('select 1 from "user" where org_id = $1 and id = $2 for no key update', [orgId, id])
}
