import type { E164, LocationId, NumberId, OnboardingId, OrderId, OrganisationId } from '../domain/values.ts'
import { lockOnboarding } from './locks.ts'
import type { Pool, Queryable, Transaction } from './pool.ts'
import { inTransaction } from './transaction.ts'

/** What leaves for a provider: the one place outside the console's views where E.164 text is read. */
export type SubmittedNumber = { readonly reference: NumberId; readonly e164: E164 }

export type OrderToSend = { readonly locationId: LocationId; readonly numbers: readonly SubmittedNumber[] }

/** The order's numbers that the desk has not answered; nothing once all are. */
export async function orderToSend(
  db: Queryable,
  orgId: OrganisationId,
  orderId: OrderId,
): Promise<OrderToSend | undefined> {
  const { rows } = await db.query<SubmittedNumber & { locationId: LocationId }>(
    `select o.location_id as "locationId", n.id as reference, n.e164
     from "order" o join number n on n.org_id = o.org_id and n.order_id = o.id
     where o.org_id = $1 and o.id = $2 and n.authorisation = 'ordered' and n.inventory <> 'gone' order by n.id`,
    [orgId, orderId],
  )
  const [first] = rows
  if (!first) return undefined
  return { locationId: first.locationId, numbers: rows.map(({ reference, e164 }) => ({ reference, e164 })) }
}

export type RegistrationToSend = {
  readonly orgId: OrganisationId
  readonly onboardingId: OnboardingId
  readonly reference: string
}

/**
 * The numbers of one registration request. Chosen once and written down under its reference before anything is sent, so
 * that a repeat sends the same numbers, and that one authorised in the meantime is left for the next request.
 */
export async function registrationToSend(pool: Pool, request: RegistrationToSend): Promise<readonly SubmittedNumber[]> {
  return inTransaction(pool, request.orgId, async (tx) => {
    // Two attempts at the same request must not choose two different lists.
    await lockOnboarding(tx, request.orgId, request.onboardingId)
    await chooseNumbers(tx, request)
    return chosenNumbers(tx, request)
  })
}

async function chooseNumbers(tx: Transaction, request: RegistrationToSend): Promise<void> {
  await tx.query(
    `insert into registration_item (org_id, reference, number_id)
     select n.org_id, $3, n.id from number n join "order" o on o.org_id = n.org_id and o.id = n.order_id
     where o.org_id = $1 and o.onboarding_id = $2 and n.inventory <> 'gone' and n.authorisation = 'authorised'
       and n.registration not in ('submitted', 'registered', 'rejected')
       and not exists (select 1 from registration_item i where i.org_id = $1 and i.reference = $3)
     order by n.id`,
    [request.orgId, request.onboardingId, request.reference],
  )
}

async function chosenNumbers(tx: Transaction, request: RegistrationToSend): Promise<readonly SubmittedNumber[]> {
  const { rows } = await tx.query<SubmittedNumber>(
    `select n.id as reference, n.e164 from registration_item i join number n on n.org_id = i.org_id and n.id = i.number_id
     where i.org_id = $1 and i.reference = $2 order by n.id`,
    [request.orgId, request.reference],
  )
  return rows
}
