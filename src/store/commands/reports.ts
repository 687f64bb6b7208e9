import type { NumberCommand } from '../../domain/decideNumber.ts'
import type { NumberId, OnboardingId } from '../../domain/values.ts'
import { type Applied, applyByClass, lockNumbers } from '../classSweep.ts'
import type { CommandData, CommandResult, ReportedItems } from '../command.ts'
import { type Context, type Decided, done } from '../context.ts'
import { countNumbers, countOrder, onboardingsOf } from '../counts.ts'
import { lockOrder } from '../locks.ts'
import { tell } from '../outbox.ts'
import { change, eventIdOf, orders } from '../streams.ts'

/** What the desk says of the numbers of an order. Facts: recorded whatever state the order is in, flagged where odd. */
export async function recordOrderAnswer(
  context: Context,
  { orderId, items }: CommandData<'RecordOrderAnswer'>,
): Promise<Decided<CommandResult<'RecordOrderAnswer'>>> {
  const { tx, orgId, at, recording } = context
  const order = await lockOrder(tx, orgId, orderId)
  if (!order) return { ok: false, refusal: { code: 'ORDER_NOT_FOUND', field: 'orderId' } }
  const authorised = items.filter((item) => item.status === 'authorised').map((item) => item.numberId)
  const refused = groupBy(
    items.filter((item) => item.status === 'refused'),
    (item) => item.reason ?? 'UNSTATED',
  )
  const applied = await applyAll(context, [
    [{ type: 'RecordAuthorisation', orderId }, authorised],
    ...[...refused].map(
      ([reason, each]) =>
        [{ type: 'RecordAuthorisationRefusal', orderId, reason }, each.map((item) => item.numberId)] as const,
    ),
  ])
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
    const counts = await countNumbers(tx, orgId, order.onboardingId)
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

/** What the registry says of numbers and a campaign. */
export async function recordRegistration(
  context: Context,
  { campaignRef, items }: CommandData<'RecordRegistration'>,
): Promise<Decided<CommandResult<'RecordRegistration'>>> {
  const registered = items.filter((item) => item.status === 'registered').map((item) => item.numberId)
  const rejected = groupBy(
    items.filter((item) => item.status === 'rejected'),
    (item) => item.code ?? 'UNSTATED',
  )
  const applied = await applyAll(context, [
    [{ type: 'RecordRegistration', campaignRef }, registered],
    ...[...rejected].map(
      ([code, each]) =>
        [{ type: 'RecordRegistrationRejection', campaignRef, code }, each.map((item) => item.numberId)] as const,
    ),
  ])
  if (applied.recorded > 0)
    await tellCounts(
      context,
      items.map((item) => item.numberId),
    )
  return done(applied)
}

/** Tells every onboarding whose orders hold these numbers where its numbers stand now. */
export async function tellCounts(context: Context, numberIds: readonly NumberId[]): Promise<void> {
  const { tx, orgId } = context
  for (const onboardingId of await onboardingsOf(tx, orgId, numberIds)) {
    const [first] = numberIds
    if (first) await tellCountsTo(context, onboardingId, first)
  }
}

async function tellCountsTo({ tx, orgId, recording }: Context, to: OnboardingId, proof: NumberId): Promise<void> {
  const { happenedAt, recordedAt } = recording
  const counts = await countNumbers(tx, orgId, to)
  const eventId = eventIdOf(proof, await versionOf(tx, proof))
  await tell(tx, { orgId, to, fact: { type: 'NumbersChanged', counts, eventId, happenedAt, recordedAt } })
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

async function versionOf(tx: Context['tx'], streamId: string): Promise<number> {
  const { rows } = await tx.query<{ version: number }>(
    'select max(version) as version from event where stream_id = $1',
    [streamId],
  )
  return rows[0]?.version ?? 0
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}
