import type { RegistrationForm } from '../domain/form.ts'
import type { ServiceClass } from '../domain/serviceClass.ts'
import type { CaseKind } from '../domain/supportCase.ts'
import {
  brand,
  type CaseId,
  type E164,
  type LoaId,
  type LocationId,
  type NumberId,
  type OrderId,
  type OrganisationId,
} from '../domain/values.ts'
import { ProviderUnavailable } from './failures.ts'
import { createProviderClient, type ProviderSettings } from './providerClient.ts'
import { isIdentifier, isRecord } from './shape.ts'

export type DeskNumber = { readonly reference: NumberId; readonly e164: E164 }

/** A signed letter as it goes along with its order. `sha256` is the hash of the letter as we keep it, encrypted. */
export type DeskLetter = { readonly reference: LoaId; readonly sha256: string; readonly text: string }

/** An authorisation order as the PSTN support team gets it: one location, our ids as references, the letters signed for it. */
export type DeskOrder = {
  readonly reference: OrderId
  readonly organisationReference: OrganisationId
  readonly locationReference: LocationId
  readonly items: readonly DeskNumber[]
  readonly letters: readonly DeskLetter[]
}

/** A support case: of registration for authorised numbers, of help for those that the picker lacks (R3). */
export type DeskCase = {
  readonly reference: CaseId
  readonly kind: CaseKind
  readonly serviceClass: ServiceClass | null
  readonly organisationReference: OrganisationId
  readonly items: readonly DeskNumber[]
}

/** One version of a case's registration form, which the desk hands on to the registry. `reference`: `formReference`. */
export type DeskForm = {
  readonly reference: string
  readonly caseReference: CaseId
  readonly organisationReference: OrganisationId
  readonly serviceClass: ServiceClass | null
  readonly form: RegistrationForm
  readonly items: readonly DeskNumber[]
}

/** `found` means that the desk already had it from an earlier send. */
export type DeskReceipt = { readonly ticket: string; readonly sent: 'now' | 'found' }

/** The ticket is that of the form's case; none where the desk knows no such case of ours, such as one opened by hand. */
export type FormReceipt = { readonly ticket?: string; readonly sent: 'now' | 'found' }

/**
 * Always asks by reference before it sends, so a repeat after a cut connection or a timeout makes no second ticket.
 * Throws ProviderRefused for a final no and ProviderUnavailable for everything that may pass.
 */
export type Desk = {
  readonly submitOrder: (order: DeskOrder) => Promise<DeskReceipt>
  /** The ticket of an order that the desk has, for one that need not be sent any more. */
  readonly findOrder: (reference: OrderId) => Promise<DeskReceipt | undefined>
  readonly openCase: (supportCase: DeskCase) => Promise<DeskReceipt>
  readonly submitForm: (form: DeskForm) => Promise<FormReceipt>
  /** The same for a form whose judgement has come already. */
  readonly findForm: (reference: string) => Promise<FormReceipt | undefined>
}

/** How the outside world names one version of a case's form. */
export function formReference(caseId: CaseId, formVersion: number): string {
  return `${caseId}:form:${formVersion}`
}

/** The case in such a name, its form checked and nothing else; `undefined` for any other text. */
export function caseOfForm(reference: string): CaseId | undefined {
  const [, caseId] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):form:\d{1,9}$/.exec(reference) ?? []
  return caseId === undefined ? undefined : brand<CaseId>(caseId)
}

export function createDesk(settings: ProviderSettings): Desk & { readonly close: () => Promise<void> } {
  const client = createProviderClient('desk', settings)

  async function submitOrder(order: DeskOrder): Promise<DeskReceipt> {
    const found = await findOrder(order.reference)
    return found ?? { ticket: ticketOf(await client.post('/desk/orders', order), order.reference), sent: 'now' }
  }

  async function findOrder(reference: OrderId): Promise<DeskReceipt | undefined> {
    const known = await find('orders', reference)
    return known === undefined ? undefined : { ticket: ticketOf(known, reference), sent: 'found' }
  }

  async function openCase(supportCase: DeskCase): Promise<DeskReceipt> {
    const { reference } = supportCase
    const known = await find('cases', reference)
    if (known !== undefined) return { ticket: ticketOf(known, reference), sent: 'found' }
    return { ticket: ticketOf(await client.post('/desk/cases', supportCase), reference), sent: 'now' }
  }

  async function submitForm(form: DeskForm): Promise<FormReceipt> {
    const { reference } = form
    const found = await findForm(reference)
    return found ?? { ...caseTicketOf(await client.post('/desk/forms', form), reference), sent: 'now' }
  }

  async function findForm(reference: string): Promise<FormReceipt | undefined> {
    const known = await find('forms', reference)
    return known === undefined ? undefined : { ...caseTicketOf(known, reference), sent: 'found' }
  }

  /** What the desk has under our reference: one thing, or nothing. */
  async function find(list: 'orders' | 'cases' | 'forms', reference: string): Promise<unknown> {
    const body = await client.get(`/desk/${list}`, { reference })
    const { [list]: found } = isRecord(body) ? body : {}
    if (!Array.isArray(found) || found.length > 1) throw poison()
    const [first]: readonly unknown[] = found
    return first
  }

  return { submitOrder, findOrder, openCase, submitForm, findForm, close: client.close }
}

function ticketOf(body: unknown, reference: string): string {
  const { ticket } = caseTicketOf(body, reference)
  if (ticket === undefined) throw poison()
  return ticket
}

function caseTicketOf(body: unknown, reference: string): { readonly ticket?: string } {
  const { ticket, reference: echo } = isRecord(body) ? body : {}
  if (echo !== reference) throw poison()
  if (ticket === undefined) return {}
  if (!isIdentifier(ticket)) throw poison()
  return { ticket }
}

function poison(): ProviderUnavailable {
  return new ProviderUnavailable('desk', 'poison')
}
