import { loaPhase } from '../../domain/loa.ts'
import { outcomeOf } from '../../domain/order.ts'
import { standing } from '../../domain/retraction.ts'
import type { OrderId } from '../../domain/values.ts'
import { type Context, type Decided, done, toldAs } from '../context.ts'
import { countOrder } from '../counts.ts'
import { loadStream } from '../eventStore.ts'
import { change, load, loas, orders } from '../streams.ts'
import { followLetter } from './letters.ts'
import { type Ground, type Proofs, strike } from './strikes.ts'
import type { Touched } from './touched.ts'

/** What the desk still says of each letter does to its numbers what it would have done had the struck word never come. */
export async function settleLetters(context: Context, { letters }: Touched): Promise<void> {
  const { tx, orgId, at } = context
  for (const { loaId, beside } of letters) {
    const { state } = await load(tx, loas, loaId, orgId)
    await followLetter(context, loaId, loaPhase(state, at), beside)
  }
}

/** An order that had ended by a struck answer waits again, or has ended in another way. */
export async function settleOrders(context: Context, touched: Touched, ground: Ground): Promise<Decided<Proofs>> {
  const proofs = new Map(noProofs)
  for (const orderId of touched.orders) {
    const settled = await settleOrder(context, orderId, ground)
    if (!settled.ok) return settled
    for (const [stream, proof] of settled.result) proofs.set(stream, proof)
  }
  return done(proofs)
}

async function settleOrder(context: Context, orderId: OrderId, ground: Ground): Promise<Decided<Proofs>> {
  const { tx, orgId, at } = context
  const recording = toldAs('order', context)
  const { state } = await load(tx, orders, orderId, orgId)
  const closed = state.closed[0]?.value
  const answer = await countOrder(tx, orgId, orderId)
  const isOver = answer.outstanding === 0
  const isEmpty = isOver && answer.authorised + answer.refused === 0
  // One whose numbers have all gone on to other orders stays as it is: nobody will answer it again.
  if (closed === undefined || isEmpty || (isOver && closed === outcomeOf(answer))) return done(noProofs)
  const ends = standing(await loadStream(tx, orderId)).filter((event) => event.type === 'OrderClosed')
  const struck = await strike(context, ends, ground)
  if (!struck.ok || !isOver) return struck
  const { happenedAt, source } = recording
  const anew = { type: 'RecordOrderAnswer', answer, happenedAt, source } as const
  const changed = await change(tx, orders, { orgId, id: orderId, at, recording }, anew)
  return changed.ok ? struck : changed
}

const noProofs: Proofs = new Map()
