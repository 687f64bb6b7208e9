import type { NumberCommand } from '../../domain/decideNumber.ts'
import type { Refusal } from '../../domain/decision.ts'
import { refuseCandidate } from '../../domain/import.ts'
import { evolve, type NumberEntry, noNumber, type OwnedBy } from '../../domain/number.ts'
import { resumesOldLife } from '../../domain/readAs.ts'
import { brand, type E164, type NumberId, type OrganisationId } from '../../domain/values.ts'
import { applyByClass, lockNumbers } from '../classSweep.ts'
import type { CommandData, CommandResult, ImportedRow, ImportRow } from '../command.ts'
import { type Context, type Decided, done, toldAs } from '../context.ts'
import { append } from '../eventStore.ts'
import { organisationExists } from '../locks.ts'
import { insertNumbers, numberCells } from '../numberRow.ts'
import type { Transaction } from '../pool.ts'
import { eventIdOf } from '../streams.ts'
import { lockMoving, type Moving, startOver } from './moving.ts'
import { tellCounts } from './telling.ts'

/** Takes every good row and says of each bad one why; known numbers get the row's statements as reports. */
export async function importNumbers(
  context: Context,
  { rows }: CommandData<'ImportNumbers'>,
): Promise<Decided<CommandResult<'ImportNumbers'>>> {
  const { tx, orgId, policy } = context
  if (!(await organisationExists(tx, orgId))) return { ok: false, refusal: { code: 'ORGANISATION_NOT_FOUND' } }
  const returning = resumesOldLife(policy.pack) ? rows.filter(comesBack) : []
  const known = new Map([
    ...(await findGone(tx, orgId, returning)),
    ...(await findLiving(
      tx,
      rows.map((row) => row.e164),
    )),
  ])
  const moving = await lockMoving(context, rows, known)
  await lockNumbers(
    tx,
    orgId,
    [...known.values()].map((each) => each.numberId),
  )
  const places = await findPlaces(tx, orgId, rows)
  const seen = new Set<string>()
  const imported: ImportedRow[] = []
  // By number, not by row: two imports at once meet their numbers in the same order.
  for (const [row, given] of inOrder(rows)) {
    const refusal =
      refuseCandidate(given, policy.pack) ??
      refuseDuplicate(given, seen) ??
      refuseElsewhere(given, orgId, known, places)
    seen.add(given.e164)
    imported.push(refusal ? { ...refusal, row, status: 'refused' } : await take(context, row, given, { known, moving }))
  }
  imported.sort((a, b) => a.row - b.row)
  const refused = imported.filter((each) => each.status === 'refused')
  if (rows.length > 0 && refused.length === rows.length) {
    return { ok: false, refusal: { code: 'NO_ROW_ACCEPTED', field: 'numbers', rows: refused } }
  }
  return done({ rows: imported })
}

type Living = { readonly numberId: NumberId; readonly orgId: OrganisationId }

async function take(
  context: Context,
  row: number,
  given: ImportRow,
  { known, moving }: { readonly known: ReadonlyMap<string, Living>; readonly moving: ReadonlyMap<NumberId, Moving> },
): Promise<ImportedRow> {
  const living = known.get(given.e164)
  if (!living) return { row, status: 'entered', numberId: await enter(context, given) }
  const changes = await report(context, living.numberId, given, moving.get(living.numberId))
  return { row, status: changes > 0 ? 'updated' : 'unchanged', numberId: living.numberId }
}

/** The first sight of a number tells of several questions at once, all under the rank of its inventory. */
async function enter(context: Context, given: ImportRow): Promise<NumberId> {
  const { tx, orgId, id } = context
  const recording = toldAs('inventory', context)
  const numberId = brand<NumberId>(id(`number/${given.e164}`))
  const event = { type: 'NumberEntered', data: entryOf(given) } as const
  const state = evolve(noNumber, event, { ...recording, eventId: eventIdOf(numberId, 1) })
  await insertNumbers(tx, [numberCells({ orgId, id: numberId, version: 1 }, state)])
  await append(tx, { orgId, id: numberId, kind: 'number' }, 0, [event], recording)
  return numberId
}

async function report(
  context: Context,
  numberId: NumberId,
  given: ImportRow,
  moving: Moving | undefined,
): Promise<number> {
  const { tx, orgId, recording, policy, at } = context
  let changes = 0
  for (const command of reportsOf(given)) {
    const applied = await applyByClass(tx, { orgId, ids: [numberId], command, recording, policy, at })
    changes += applied.changed.length
    if (moving && command.type === 'ReportLocationOfNumber' && applied.changed.length > 0)
      await startOver(context, moving)
  }
  if (changes > 0) await tellCounts(context, [numberId])
  return changes
}

function reportsOf(given: ImportRow): readonly NumberCommand[] {
  const { inventory, entered, locationId, loa } = given
  const ownedBy = ownedByOf(given)
  return [
    ...(inventory ? [{ type: 'ReportInventory' as const, inventory }] : []),
    ...(entered ? [{ type: 'ReportEntry' as const, entered }] : []),
    ...(locationId ? [{ type: 'ReportLocationOfNumber' as const, locationId }] : []),
    ...(ownedBy ? [{ type: 'ReportOwner' as const, ownedBy }] : []),
    ...(loa ? [{ type: 'ReportLoaFlag' as const, loa }] : []),
  ]
}

function entryOf(given: ImportRow): NumberEntry {
  const { kind, inventory, entered, locationId, loa } = given
  const ownedBy = ownedByOf(given)
  return {
    e164: brand<E164>(given.e164),
    kind,
    ...(inventory ? { inventory } : {}),
    ...(entered ? { entered } : {}),
    ...(locationId ? { locationId } : {}),
    ...(ownedBy ? { ownedBy } : {}),
    ...(loa ? { loa } : {}),
  }
}

function ownedByOf({ owner, userId }: ImportRow): OwnedBy | undefined {
  return owner ? { owner, ...(userId ? { userId } : {}) } : undefined
}

function inOrder(rows: readonly ImportRow[]): readonly (readonly [number, ImportRow])[] {
  return rows
    .map((row, index) => [index, row] as const)
    .sort(([i, a], [j, b]) => (a.e164 === b.e164 ? i - j : a.e164 < b.e164 ? -1 : 1))
}

function refuseDuplicate({ e164 }: ImportRow, seen: ReadonlySet<string>): Refusal | undefined {
  return seen.has(e164) ? { code: 'NUMBER_DUPLICATE', field: 'e164' } : undefined
}

type Places = { readonly locations: ReadonlySet<string>; readonly users: ReadonlySet<string> }

function refuseElsewhere(
  { e164, locationId, userId }: ImportRow,
  orgId: OrganisationId,
  known: ReadonlyMap<string, Living>,
  { locations, users }: Places,
): Refusal | undefined {
  const living = known.get(e164)
  if (living && living.orgId !== orgId) return { code: 'NUMBER_TAKEN', field: 'e164' }
  if (locationId && !locations.has(locationId)) return { code: 'LOCATION_NOT_FOUND', field: 'locationId' }
  if (userId && !users.has(userId)) return { code: 'USER_NOT_FOUND', field: 'userId' }
  return undefined
}

async function findLiving(tx: Transaction, numbers: readonly string[]): Promise<ReadonlyMap<string, Living>> {
  const { rows } = await tx.query<Living & { e164: string }>(
    `select e164, id as "numberId", org_id as "orgId" from number where e164 = any($1) and inventory <> 'gone'`,
    [numbers],
  )
  return new Map(rows.map(({ e164, numberId, orgId }) => [e164, { numberId, orgId }]))
}

function comesBack({ inventory }: ImportRow): boolean {
  return inventory !== undefined && inventory !== 'gone'
}

/** The last lives of numbers that left this organisation. */
async function findGone(
  tx: Transaction,
  orgId: OrganisationId,
  rows: readonly ImportRow[],
): Promise<ReadonlyMap<string, Living>> {
  const { rows: found } = await tx.query<Living & { e164: string }>(
    `select distinct on (e164) e164, id as "numberId", org_id as "orgId" from number
     where org_id = $1 and e164 = any($2) and inventory = 'gone' order by e164, inventory_at desc, id desc`,
    [orgId, rows.map((row) => row.e164)],
  )
  return new Map(found.map(({ e164, numberId, orgId: of }) => [e164, { numberId, orgId: of }]))
}

async function findPlaces(tx: Transaction, orgId: OrganisationId, rows: readonly ImportRow[]): Promise<Places> {
  const { rows: found } = await tx.query<{ kind: string; id: string }>(
    `select 'location' as kind, id from location where org_id = $1 and id = any($2::uuid[])
     union all select 'user', id from "user" where org_id = $1 and id = any($3::uuid[])`,
    [orgId, rows.flatMap((row) => row.locationId ?? []), rows.flatMap((row) => row.userId ?? [])],
  )
  const ids = (kind: string) => new Set(found.filter((each) => each.kind === kind).map((each) => each.id))
  return { locations: ids('location'), users: ids('user') }
}
