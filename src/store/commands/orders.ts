import { refusalOf } from '../../domain/decideNumber.ts'
import type { Refusal, RowRefusal } from '../../domain/decision.ts'
import { authorisationObstacles } from '../../domain/gates.ts'
import { lacksHipaaNotice } from '../../domain/healthcare.ts'
import { classInstants, classOf, type NumberClass } from '../../domain/numberClass.ts'
import { orderPhase } from '../../domain/order.ts'
import { brand, type LocationId, type NumberId, type OrderId, type OrganisationId } from '../../domain/values.ts'
import { applyByClass } from '../classSweep.ts'
import type { CommandData, CommandResult, OrderedRow } from '../command.ts'
import { type Context, type Decided, done, toldAs } from '../context.ts'
import { numbersOfOrder, numbersWithoutLetter } from '../counts.ts'
import { loadStream } from '../eventStore.ts'
import { lockLetters, lockOnboarding, lockOrder } from '../locks.ts'
import { readPlaceRow } from '../numberClass.ts'
import { tell } from '../outbox.ts'
import type { Transaction } from '../pool.ts'
import { change, orders } from '../streams.ts'
import { expireLetters, uncover } from './letters.ts'
import { numbersNow } from './telling.ts'

/** Takes the numbers that can be authorised, and says of each of the others why not. */
export async function createOrder(
  context: Context,
  { onboardingId, locationId, numbers }: CommandData<'CreateOrder'>,
): Promise<Decided<CommandResult<'CreateOrder'>>> {
  const { tx, orgId, at } = context
  const onboarding = await lockOnboarding(tx, orgId, onboardingId)
  if (!onboarding) return refuse('ONBOARDING_NOT_FOUND', 'onboardingId')
  if (onboarding.phase !== 'open') return refuse('ONBOARDING_NOT_OPEN', 'onboardingId')
  const shut = await refusePlace(context, locationId)
  if (shut) return { ok: false, refusal: shut }

  const orderId = brand<OrderId>(context.id('order'))
  const found = await resolveNumbers(tx, orgId, numbers)
  const ids = found.flatMap((each) => (each.numberId ? [each.numberId] : []))
  const applied = await takeIn(context, orderId, locationId, ids)
  const refusals = new Map(applied.refused.map(({ numberId, refusal }) => [numberId, refusal]))
  const selected = new Set(applied.changed)
  const rows = found.map((each) => orderedRow(each, refusals, selected))
  const refused = rows.filter((row) => row.status === 'refused')
  if (refused.length === rows.length) return { ok: false, refusal: noneTaken(refused) }
  if (selected.size === 0) return done({ version: 0, rows })

  const changed = await change(
    tx,
    orders,
    { orgId, id: orderId, at, recording: toldAs('order', context) },
    {
      type: 'CreateOrder',
      onboardingId,
      locationId,
      selected: selected.size,
    },
  )
  return changed.ok ? done({ orderId, version: changed.version, rows }) : changed
}

/** A draft changes. Whoever worked from an older version is told what has changed since, and decides again. */
export async function changeOrder(
  context: Context,
  { orderId, add, remove, expectedVersion }: CommandData<'ChangeOrder'>,
): Promise<Decided<CommandResult<'ChangeOrder'>>> {
  const { tx, orgId, at } = context
  const order = await lockOrder(tx, orgId, orderId)
  if (!order) return refuse('ORDER_NOT_FOUND', 'orderId')
  const stale = await refuseStale(context, orderId, order.version, expectedVersion)
  if (stale) return { ok: false, refusal: stale }
  const locationId = brand<LocationId>(order.locationId)
  const removed = await takeOut(context, orderId, await idsOf(tx, orgId, remove))
  const found = await resolveNumbers(tx, orgId, add)
  const ids = found.flatMap((each) => (each.numberId ? [each.numberId] : []))
  const applied = await takeIn(context, orderId, locationId, ids)
  const refusals = new Map(applied.refused.map(({ numberId, refusal }) => [numberId, refusal]))
  const selected = new Set(applied.changed)
  const command = { type: 'ChangeOrder', added: selected.size, removed } as const
  const changed = await change(tx, orders, { orgId, id: orderId, at, recording: toldAs('order', context) }, command)
  if (!changed.ok) return changed
  return done({ version: changed.version, added: found.map((each) => orderedRow(each, refusals, selected)), removed })
}

export async function submitOrder(
  context: Context,
  { orderId, next, expectedVersion }: CommandData<'SubmitOrder'>,
): Promise<Decided<CommandResult<'SubmitOrder'>>> {
  const { tx, orgId, at, recording, policy } = context
  const order = await lockOrder(tx, orgId, orderId)
  if (!order) return refuse('ORDER_NOT_FOUND', 'orderId')
  const stale = await refuseStale(context, orderId, order.version, expectedVersion)
  if (stale) return { ok: false, refusal: stale }
  if (order.phase === 'open') await expireLetters(context, orderId)
  const uncovered = order.phase === 'open' ? await numbersWithoutLetter(tx, orgId, orderId) : []
  if (uncovered.length > 0)
    return { ok: false, refusal: { code: 'LOA_NOT_SIGNED', field: 'orderId', detail: `${uncovered.length} numbers` } }
  const ids = await numbersOfOrder(tx, orgId, orderId, 'selected')
  if (order.phase === 'open' && ids.length === 0) return refuse('ORDER_EMPTY', 'orderId')
  const changed = await change(
    tx,
    orders,
    { orgId, id: orderId, at, recording: toldAs('order', context) },
    { type: 'SubmitOrder', next, at },
  )
  if (!changed.ok) return changed
  const command = { type: 'OrderNumber', orderId } as const
  const applied = await applyByClass(tx, { orgId, ids, command, recording, policy, at })
  if (changed.events.length > 0) {
    const { happenedAt, recordedAt } = recording
    const counts = await numbersNow(context, order.onboardingId)
    const proof = { eventId: changed.eventId, happenedAt, recordedAt }
    const fact = { type: 'OrderSubmitted', orderId, next, counts, ...proof } as const
    await tell(tx, { orgId, to: order.onboardingId, fact })
  }
  return done({
    version: changed.version,
    phase: orderPhase(changed.state, changed.at),
    numbers: applied.changed.length,
  })
}

export async function withdrawOrder(
  context: Context,
  { orderId }: CommandData<'WithdrawOrder'>,
): Promise<Decided<CommandResult<'WithdrawOrder'>>> {
  const { tx, orgId, at } = context
  const order = await lockOrder(tx, orgId, orderId)
  if (!order) return refuse('ORDER_NOT_FOUND', 'orderId')
  if (order.phase !== 'open' && order.phase !== 'withdrawn') return refuse('ORDER_ALREADY_CLOSED', 'orderId')
  const changed = await change(
    tx,
    orders,
    { orgId, id: orderId, at, recording: toldAs('order', context) },
    { type: 'WithdrawOrder', at },
  )
  return changed.ok ? done({ released: await release(context, orderId) }) : changed
}

export async function recordOrderSent(
  context: Context,
  { orderId, ticket }: CommandData<'RecordOrderSent'>,
): Promise<Decided<CommandResult<'RecordOrderSent'>>> {
  const { tx, orgId, at, recording } = context
  const order = await lockOrder(tx, orgId, orderId)
  if (!order) return refuse('ORDER_NOT_FOUND', 'orderId')
  const changed = await change(
    tx,
    orders,
    { orgId, id: orderId, at, recording: toldAs('order', context) },
    { type: 'RecordOrderSent', ticket },
  )
  if (!changed.ok) return changed
  if (changed.events.length > 0) {
    const { happenedAt, recordedAt } = recording
    const fact = { type: 'OrderSent', orderId, eventId: changed.eventId, happenedAt, recordedAt } as const
    await tell(tx, { orgId, to: order.onboardingId, fact, isOwnAct: recording.source.kind === 'process' })
  }
  return done({ version: changed.version })
}

/** Gives the numbers of an unsubmitted order back; answers how many. */
export async function release(context: Context, orderId: OrderId): Promise<number> {
  const { tx, orgId } = context
  return takeOut(context, orderId, await numbersOfOrder(tx, orgId, orderId, 'selected'))
}

/** Into the draft, and out of a letter that was signed for the order before. */
async function takeIn(context: Context, orderId: OrderId, locationId: LocationId, ids: readonly NumberId[]) {
  const { tx, orgId, at, recording, policy } = context
  const command = { type: 'SelectNumber', orderId, locationId } as const
  await lockLetters(tx, orgId, ids)
  const applied = await applyByClass(tx, { orgId, ids, command, recording, policy, at })
  await uncover(context, applied.changed, 'superseded')
  return applied
}

/** Out of the draft, and out of the letter that was signed for it. */
async function takeOut(context: Context, orderId: OrderId, ids: readonly NumberId[]): Promise<number> {
  const { tx, orgId, at, recording, policy } = context
  const command = { type: 'DeselectNumber', orderId } as const
  await lockLetters(tx, orgId, ids)
  const { changed } = await applyByClass(tx, { orgId, ids, command, recording, policy, at })
  await uncover(context, changed, 'takenOut')
  return changed.length
}

/** Shows a second editor the difference: how many numbers came and went in the order since the version they saw. */
async function refuseStale(
  { tx }: Context,
  orderId: OrderId,
  version: number,
  expected: number | undefined,
): Promise<Refusal | undefined> {
  if (expected === undefined || expected === version) return undefined
  const since = (await loadStream(tx, orderId)).filter((event) => event.version > expected)
  const changes = since.map(({ type, data }) => `${type} ${JSON.stringify(data)}`)
  return { code: 'STALE_VERSION', field: 'expectedVersion', detail: `at ${version}: ${changes.join('; ')}` }
}

async function idsOf(tx: Transaction, orgId: OrganisationId, numbers: readonly string[]): Promise<readonly NumberId[]> {
  return (await resolveNumbers(tx, orgId, numbers)).flatMap((each) => (each.numberId ? [each.numberId] : []))
}

function refuse(code: Refusal['code'], field: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { code, field } }
}

/** What would shut out every number of the location: said once, instead of row by row. */
async function refusePlace({ tx, orgId, at, policy }: Context, locationId: LocationId): Promise<Refusal | undefined> {
  const row = await readPlaceRow(tx, orgId, locationId)
  if (!row) return { code: 'LOCATION_NOT_FOUND', field: 'locationId' }
  const place = classOf(row, classInstants(policy.pack, at))
  const anyGoodNumber: NumberClass = { ...place, kind: 'standard', inventory: 'inService' }
  const [first] = authorisationObstacles(anyGoodNumber, policy.pack, at)
  if (!first)
    return lacksHipaaNotice(place, policy.pack) ? { code: 'HIPAA_NOTICE_NOT_ACKNOWLEDGED', field: 'orgId' } : undefined
  return { code: refusalOf(first), field: first.gate === 'location' ? 'locationId' : 'orgId', detail: first.reason }
}

type Found = { readonly row: number; readonly text: string; readonly numberId?: NumberId; readonly repeats: boolean }

export async function resolveNumbers(
  tx: Transaction,
  orgId: OrganisationId,
  numbers: readonly string[],
): Promise<readonly Found[]> {
  const { rows } = await tx.query<{ e164: string; id: NumberId }>(
    `select e164, id from number where org_id = $1 and e164 = any($2) and inventory <> 'gone'`,
    [orgId, numbers],
  )
  const ids = new Map(rows.map((row) => [row.e164, row.id]))
  return numbers.map((text, row) => {
    const numberId = ids.get(text)
    return { row, text, repeats: numbers.indexOf(text) < row, ...(numberId ? { numberId } : {}) }
  })
}

function orderedRow(
  { row, text, numberId, repeats }: Found,
  refusals: ReadonlyMap<NumberId, Refusal>,
  selected: ReadonlySet<NumberId>,
): OrderedRow {
  if (repeats) return { row, status: 'refused', code: 'NUMBER_DUPLICATE', field: 'numbers' }
  if (!numberId) {
    const code = /^\+[1-9]\d{1,14}$/.test(text) ? 'NUMBER_NOT_FOUND' : 'NUMBER_NOT_E164'
    return { row, status: 'refused', code, field: 'numbers' }
  }
  const refusal = refusals.get(numberId)
  if (refusal) return { row, status: 'refused', field: 'numbers', ...refusal }
  return { row, status: selected.has(numberId) ? 'selected' : 'alreadyAuthorised', numberId }
}

function noneTaken(rows: readonly RowRefusal[]): Refusal {
  return { code: 'NO_ROW_ACCEPTED', field: 'numbers', rows }
}
