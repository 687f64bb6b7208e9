import type { E164, LocationId, NumberId, OrderId, OrganisationId } from '../domain/values.ts'
import { ProviderUnavailable } from './failures.ts'
import { createProviderClient, type ProviderSettings } from './providerClient.ts'
import { isIdentifier, isRecord } from './shape.ts'

/** An authorisation order as the PSTN support team gets it: one location, our ids as references. */
export type DeskOrder = {
  readonly reference: OrderId
  readonly organisationReference: OrganisationId
  readonly locationReference: LocationId
  readonly items: readonly { readonly reference: NumberId; readonly e164: E164 }[]
}

/** `found` means that the desk already had the order from an earlier send. */
export type DeskReceipt = { readonly ticket: string; readonly sent: 'now' | 'found' }

/**
 * Always asks by reference before it sends, so a repeat after a cut connection or a timeout makes no second ticket.
 * Throws ProviderRefused for a final no and ProviderUnavailable for everything that may pass.
 */
export type Desk = {
  readonly submitOrder: (order: DeskOrder) => Promise<DeskReceipt>
  /** The ticket of an order that the desk has, for one that need not be sent any more. */
  readonly findOrder: (reference: OrderId) => Promise<DeskReceipt | undefined>
}

export function createDesk(settings: ProviderSettings): Desk & { readonly close: () => Promise<void> } {
  const client = createProviderClient('desk', settings)

  async function submitOrder(order: DeskOrder): Promise<DeskReceipt> {
    const found = await findOrder(order.reference)
    return found ?? { ticket: ticketOf(await client.post('/desk/orders', order), order.reference), sent: 'now' }
  }

  async function findOrder(reference: OrderId): Promise<DeskReceipt | undefined> {
    const ticket = knownTicket(await client.get('/desk/orders', { reference }), reference)
    return ticket === undefined ? undefined : { ticket, sent: 'found' }
  }

  return { submitOrder, findOrder, close: client.close }
}

function knownTicket(body: unknown, reference: OrderId): string | undefined {
  const { orders } = isRecord(body) ? body : {}
  if (!Array.isArray(orders) || orders.length > 1) throw poison()
  const [order]: readonly unknown[] = orders
  return order === undefined ? undefined : ticketOf(order, reference)
}

function ticketOf(body: unknown, reference: OrderId): string {
  const { ticket, reference: echo } = isRecord(body) ? body : {}
  if (echo !== reference || !isIdentifier(ticket)) throw poison()
  return ticket
}

function poison(): ProviderUnavailable {
  return new ProviderUnavailable('desk', 'poison')
}
