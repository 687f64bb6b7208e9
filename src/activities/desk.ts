import { packAt } from '../domain/policy/packs.ts'
import { type ServiceClass, serviceClass } from '../domain/serviceClass.ts'
import type { OrderId } from '../domain/values.ts'
import { type Desk, type DeskReceipt, type FormReceipt, formReference } from '../providers/desk.ts'
import { caseToSend, formToSend, orderToSend } from '../store/submissions.ts'
import { beating } from './beating.ts'
import { fromCase, fromOnboarding } from './envelopes.ts'
import type { Outside } from './outside.ts'
import { asking } from './provider.ts'
import { byHand, type CaseStep, done, type OnboardingStep, resultOf, type StepResult } from './results.ts'

export type SendOrder = OnboardingStep & { readonly orderId: OrderId }
export type SendForm = CaseStep & { readonly formVersion: number }

/** What goes to the desk. That it went is all that is noted here; what the desk makes of it comes as a report. */
export function deskActivities({ store, desk }: Outside) {
  return {
    sendOrder: async (input: SendOrder): Promise<StepResult> => (desk ? beating(() => sendOrder(desk, input)) : byHand),
    sendCase: async (input: CaseStep): Promise<StepResult> => (desk ? beating(() => sendCase(desk, input)) : byHand),
    sendForm: async (input: SendForm): Promise<StepResult> => (desk ? beating(() => sendForm(desk, input)) : byHand),
  }

  async function sendOrder(to: Desk, { orderId, ...step }: SendOrder): Promise<StepResult> {
    const receipt = await asking(() => submitOrFind(to, step, orderId))
    if (!receipt) return done
    const data = { orderId, ticket: receipt.ticket }
    return resultOf(await store.execute({ type: 'RecordOrderSent', data, ...fromOnboarding(step) }))
  }

  /** Once everything is answered nothing is sent: either a person did it by hand, or an earlier attempt got through. */
  async function submitOrFind(to: Desk, step: OnboardingStep, orderId: OrderId): Promise<DeskReceipt | undefined> {
    const { orgId } = step
    const order = await orderToSend(store, orgId, orderId)
    if (!order) return to.findOrder(orderId)
    const { locationId, numbers, letters } = order
    return to.submitOrder({
      reference: orderId,
      organisationReference: orgId,
      locationReference: locationId,
      items: numbers,
      letters,
    })
  }

  /** The desk's ticket is its receipt, no confirmation: that the case is open there, the desk reports itself. */
  async function sendCase(to: Desk, { orgId, caseId }: CaseStep): Promise<StepResult> {
    const sending = await caseToSend(store.pool, orgId, caseId)
    if (!sending) return done
    const served = await serviceClassNow()
    const opening = { reference: caseId, organisationReference: orgId, serviceClass: served, ...sending }
    await asking(() => to.openCase(opening))
    return done
  }

  async function sendForm(to: Desk, { formVersion, ...step }: SendForm): Promise<StepResult> {
    const { caseId } = step
    const reference = formReference(caseId, formVersion)
    const receipt = await asking(() => submitOrFindForm(to, step, { formVersion, reference }))
    if (!receipt) return done
    const data = { caseId, formVersion, reference }
    return resultOf(await store.execute({ type: 'RecordFormSent', data, ...fromCase(step) }))
  }

  /** The form leaves its encrypted document here and nowhere else. */
  async function submitOrFindForm(
    to: Desk,
    { orgId, caseId }: CaseStep,
    { formVersion, reference }: { readonly formVersion: number; readonly reference: string },
  ): Promise<FormReceipt | undefined> {
    const sending = await formToSend(store, orgId, { caseId, formVersion })
    if (!sending) return to.findForm(reference)
    const served = await serviceClassNow()
    const head = { reference, caseReference: caseId, organisationReference: orgId, serviceClass: served }
    return to.submitForm({ ...head, ...sending })
  }

  async function serviceClassNow(): Promise<ServiceClass | null> {
    return serviceClass(packAt(await store.clock.now()))
  }
}
