import type { OrderId } from '../domain/values.ts'
import type { Desk } from '../providers/desk.ts'
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
    const order = await orderToSend(store.pool, step.orgId, orderId)
    if (!order) return done // answered in the meantime, by hand
    const { ticket } = await asking(() =>
      to.submitOrder({
        reference: orderId,
        organisationReference: step.orgId,
        locationReference: order.locationId,
        items: order.numbers,
      }),
    )
    const outcome = await store.execute({ type: 'RecordOrderSent', data: { orderId, ticket }, ...fromProcess(step) })
    return outcome.ok ? done : refused(outcome.refusal)
  }
}
