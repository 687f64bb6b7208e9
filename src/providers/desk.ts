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
export type Desk = { readonly submitOrder: (order: DeskOrder) => Promise<DeskReceipt> }

export function createDesk(settings: ProviderSettings): Desk & { readonly close: () => Promise<void> } {
  const client = createProviderClient('desk', settings)

  async function submitOrder(order: DeskOrder): Promise<DeskReceipt> {
    const known = await client.get('/desk/orders', { reference: order.reference })
    const ticket = knownTicket(known, order.reference)
    if (ticket !== undefined) return { ticket, sent: 'found' }
    return { ticket: ticketOf(await client.post('/desk/orders', order), order.reference), sent: 'now' }
  }

  return { submitOrder, close: client.close }
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
