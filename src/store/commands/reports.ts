import type { NumberCommand } from '../../domain/decideNumber.ts'
import type { NumberId, OrderId } from '../../domain/values.ts'
import { type Applied, applyByClass, lockNumbers } from '../classSweep.ts'
import type { AnsweredItem, CommandData, CommandResult, RegisteredItem, ReportedItems } from '../command.ts'
import { type Context, type Decided, done, toldAs } from '../context.ts'
import { countOrder } from '../counts.ts'
import { lockOrder } from '../locks.ts'
import { tell } from '../outbox.ts'
import { change, orders } from '../streams.ts'
import { numbersNow, tellCounts } from './telling.ts'

/** What the desk says of the numbers of an order. Facts: recorded whatever state the order is in, flagged where odd. */
export async function recordOrderAnswer(
  context: Context,
  { orderId, items }: CommandData<'RecordOrderAnswer'>,
): Promise<Decided<CommandResult<'RecordOrderAnswer'>>> {
  const { tx, orgId, at } = context
  const recording = toldAs('order', context)
  const order = await lockOrder(tx, orgId, orderId)
  if (!order) return { ok: false, refusal: { code: 'ORDER_NOT_FOUND', field: 'orderId' } }
  const applied = await recordAnswers(context, orderId, items)
  const answer = await countOrder(tx, orgId, orderId)
  const changed = await change(
    tx,
    orders,
    { orgId, id: orderId, at, recording },
    {
      type: 'RecordOrderAnswer',
      answer,
      happenedAt: recording.happenedAt,
      source: recording.source,
    },
  )
  if (!changed.ok) return changed
  if (changed.events.length > 0 || applied.recorded > 0) {
    const { happenedAt, recordedAt } = recording
    const counts = await numbersNow(context, order.onboardingId)
    const proof = { eventId: changed.eventId, happenedAt, recordedAt }
    const closed = answer.outstanding === 0
    await tell(tx, {
      orgId,
      to: order.onboardingId,
      fact: { type: 'OrderAnswered', orderId, closed, counts, ...proof },
    })
  }
  return done(applied)
}

/** Number by number: authorised, or refused with the desk's reason. `orderId` is what asked, an order or a case of help. */
export function recordAnswers(
  context: Context,
  orderId: OrderId,
  items: readonly AnsweredItem[],
): Promise<ReportedItems> {
  const authorised = items.filter((item) => item.status === 'authorised').map((item) => item.numberId)
  const refused = groupBy(
    items.filter((item) => item.status === 'refused'),
    (item) => item.reason ?? 'UNSTATED',
  )
  return applyAll(context, [
    [{ type: 'RecordAuthorisation', orderId }, authorised],
    ...[...refused].map(
      ([reason, each]) =>
        [{ type: 'RecordAuthorisationRefusal', orderId, reason }, each.map((item) => item.numberId)] as const,
    ),
  ])
}

/** What the registry says of numbers on a campaign. */
export async function recordRegistration(
  context: Context,
  { campaignRef, items }: CommandData<'RecordRegistration'>,
): Promise<Decided<CommandResult<'RecordRegistration'>>> {
  const applied = await recordItems(context, campaignRef, items)
  if (applied.recorded > 0) {
    await tellCounts(
      context,
      items.map((item) => item.numberId),
    )
  }
  return done(applied)
}

/** What others do with the messages of these numbers. No process waits for it, so none is told. */
export async function reportTraffic(
  context: Context,
  { numberIds, state, by, codes }: CommandData<'ReportTraffic'>,
): Promise<Decided<CommandResult<'ReportTraffic'>>> {
  return done(await applyAll(context, [[{ type: 'ReportTraffic', state, by, codes }, numberIds]]))
}

/** Number by number: registered on the campaign, or rejected with the registry's code. */
export function recordItems(
  context: Context,
  campaignRef: string,
  items: readonly RegisteredItem[],
): Promise<ReportedItems> {
  const registered = items.filter((item) => item.status === 'registered').map((item) => item.numberId)
  const rejected = groupBy(
    items.filter((item) => item.status === 'rejected'),
    (item) => item.code ?? 'UNSTATED',
  )
  return applyAll(context, [
    [{ type: 'RecordRegistration', campaignRef }, registered],
    ...[...rejected].map(
      ([code, each]) =>
        [{ type: 'RecordRegistrationRejection', campaignRef, code }, each.map((item) => item.numberId)] as const,
    ),
  ])
}

type Part = readonly [NumberCommand, readonly NumberId[]]

/** Locks all numbers of the report at once, by id, before the first part touches any: parts must not interleave locks. */
async function applyAll(context: Context, parts: readonly Part[]): Promise<ReportedItems> {
  const { tx, orgId, recording, policy, at } = context
  await lockNumbers(
    tx,
    orgId,
    parts.flatMap(([, ids]) => ids),
  )
  const applied: Applied[] = []
  for (const [command, ids] of parts) {
    if (ids.length > 0) applied.push(await applyByClass(tx, { orgId, ids, command, recording, policy, at }))
  }
  const total = (count: (each: Applied) => number) => applied.reduce((sum, each) => sum + count(each), 0)
  return {
    recorded: total((each) => each.changed.length),
    repeated: total((each) => each.unchanged.length),
    unknown: total((each) => each.unknown.length),
  }
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}
