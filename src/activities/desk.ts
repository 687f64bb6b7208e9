import type { OrderId } from '../domain/values.ts'
import type { Desk, DeskReceipt } from '../providers/desk.ts'
import { orderToSend } from '../store/submissions.ts'
import { beating } from './beating.ts'
import { fromProcess } from './fromProcess.ts'
import type { Outside } from './outside.ts'
import { asking } from './provider.ts'
import { byHand, done, type ProcessStep, refused, type StepResult } from './results.ts'

export type SendOrder = ProcessStep & { readonly orderId: OrderId }

export function deskActivities({ store, desk }: Outside) {
  return {
    sendOrder: async (input: SendOrder): Promise<StepResult> => (desk ? beating(() => send(desk, input)) : byHand),
  }

  async function send(to: Desk, { orderId, ...step }: SendOrder): Promise<StepResult> {
    const receipt = await asking(() => submitOrFind(to, step, orderId))
    if (!receipt) return done
    const data = { orderId, ticket: receipt.ticket }
    const outcome = await store.execute({ type: 'RecordOrderSent', data, ...fromProcess(step) })
    return outcome.ok ? done : refused(outcome.refusal)
  }

  /** Once everything is answered nothing is sent: either a person did it by hand, or an earlier attempt got through. */
  async function submitOrFind(to: Desk, step: ProcessStep, orderId: OrderId): Promise<DeskReceipt | undefined> {
    const order = await orderToSend(store.pool, step.orgId, orderId)
    if (!order) return to.findOrder(orderId)
    return to.submitOrder({
      reference: orderId,
      organisationReference: step.orgId,
      locationReference: order.locationId,
      items: order.numbers,
    })
  }
}
